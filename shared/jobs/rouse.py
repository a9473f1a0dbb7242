"""`python -m shared.jobs.rouse ADDRESS`: what a trigger has in place of an application.

It wakes the function at the address, to which the sidecar beside it will deliver as soon as that has found its events, and then sleeps until it
is ended. Of the standard library alone, as it starts with the first event after silence, when everything else starts too.
"""

from __future__ import annotations

import signal
import sys
from urllib.request import urlopen

_SECONDS = 60
"""Longer than the coldest start."""


def main() -> None:
    """Ends with SIGTERM, which says nothing to a container's first program unless it listens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        urlopen(f"{sys.argv[1]}/live", timeout=_SECONDS).close()  # noqa: S310 - the chart says where
    except OSError as error:
        print(f"Not woken beforehand: {error}. Its first delivery will.", file=sys.stderr, flush=True)
    while True:
        signal.pause()


if __name__ == "__main__":
    main()
