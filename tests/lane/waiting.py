"""Waiting for a program to be ready, as long as it lives."""

import time
from collections.abc import Callable

from tests.lane.errors import LaneError
from tests.lane.process import Process

_BETWEEN = 0.05


def until(ready: Callable[[], bool], process: Process, seconds: float) -> None:
    """Returns once `ready`; raises LaneError with the last lines of the log when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.ended:
            raise LaneError(f"{process.name} ended while it started:\n{process.tail()}")
        if time.monotonic() > deadline:
            raise LaneError(f"{process.name} was not ready after {seconds:.0f} s:\n{process.tail()}")
        time.sleep(_BETWEEN)
