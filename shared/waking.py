"""Waking functions that sleep before somebody needs them, so that those of a chain start together.

Of the standard library alone: it comes first of all, when everything else starts too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from threading import Thread
from urllib.request import urlopen

_SECONDS = 60
"""Longer than the coldest start."""


def wake(address: str) -> None:
    """Asks the function at the address whether it lives, which wakes one that sleeps. When nobody answers it says so, and nothing else happens."""
    try:
        urlopen(f"{address}/live", timeout=_SECONDS).close()  # noqa: S310 - the chart says where
    except OSError as error:
        print(f"Not woken beforehand: {error}. Its first call will.", file=sys.stderr, flush=True)


def wake_soon(addresses: Iterable[str]) -> None:
    """Wakes all of them in the background, until the process ends."""
    for address in addresses:
        Thread(target=wake, args=(address,), daemon=True).start()
