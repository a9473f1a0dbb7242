"""`python -m shared.start create-task`: how a container serves one function.

First of all it wakes the functions that this one will probably call (their addresses in NUDGE_WAKES, separated by spaces): they start while
this one imports what it needs, which takes a second.
"""

from __future__ import annotations

import gc
import os
import sys

from shared.waking import wake_soon


def main() -> int:
    wake_soon(os.environ.get("NUDGE_WAKES", "").split())
    # What is imported stays: looking through it for garbage takes 6 % of a start, and a little of every later look.
    gc.disable()
    from shared import runtime

    gc.freeze()
    gc.enable()
    return runtime.main()


if __name__ == "__main__":
    sys.exit(main())
