"""`python -m shared.jobs.rouse ADDRESS`: what a trigger has in place of an application.

It wakes the function at the address, to which the sidecar beside it will deliver as soon as that has found its events, and then sleeps until it
is ended.
"""

from __future__ import annotations

import signal
import sys

from shared.waking import wake


def main() -> None:
    """Ends with SIGTERM, which says nothing to a container's first program unless it listens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    wake(sys.argv[1])
    while True:
        signal.pause()


if __name__ == "__main__":
    main()
