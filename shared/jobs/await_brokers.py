"""`python -m shared.jobs.await_brokers HOST:PORT,HOST:PORT`: ends when one of the brokers takes connections.

It comes before a sidecar that the database wakes while the broker may be away: a sidecar that starts without its broker looks for it only a minute
later, and these have nothing to do but what goes by the broker. Of the standard library alone, as it is done before anything else starts.
"""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Sequence

_SECONDS = 2.0
"""For one try."""
_BETWEEN = 0.5


def wait(brokers: Sequence[tuple[str, int]]) -> None:
    """Until one answers, however long that takes; says so when it has to wait."""
    told = False
    while not any(map(_answers, brokers)):
        if not told:
            print("Waiting for the broker …", file=sys.stderr, flush=True)
            told = True
        time.sleep(_BETWEEN)


def _answers(broker: tuple[str, int]) -> bool:
    try:
        socket.create_connection(broker, timeout=_SECONDS).close()
    except OSError:
        return False
    return True


def main() -> None:
    """Ends with SIGTERM, which says nothing to a container's first program unless it listens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    split = (each.strip().rpartition(":") for each in sys.argv[1].split(","))
    wait([(host.strip("[]"), int(port)) for host, _, port in split])


if __name__ == "__main__":
    main()
