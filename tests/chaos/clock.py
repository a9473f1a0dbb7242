"""A clock that jumps for Nudge and all it starts: libfaketime shifts the time of day; clocks that only measure go on as they are.

The kernel's own time namespaces shift only the latter, and setting the machine's clock would hurt everybody on it.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.lane.tools import install

_LIBRARIES = "/usr/lib"


def library() -> Path | None:
    """libfaketime, a package of Debian; installed when there is none and that is allowed."""
    found = _found()
    if found is None:
        install("libfaketime")
    return found or _found()


def _found() -> Path | None:
    return next(iter(sorted(Path(_LIBRARIES).glob("*/faketime/libfaketimeMT.so.1"))), None)


class Clock:
    """`jumps` counts, so that whoever looks at the clock twice knows whether it jumped between."""

    def __init__(self, preload: Path, folder: Path) -> None:
        self._preload, self._file = preload, folder / "clock"
        self._shift, self.jumps = 0.0, 0
        self._file.write_text("+0")

    @property
    def environment(self) -> dict[str, str]:
        """For the processes that the clock is for."""
        return {
            "LD_PRELOAD": str(self._preload),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def jump(self, seconds: float) -> None:
        """To so many seconds from the real time; negative is the past."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}")
        new.replace(self._file)
        self._shift, self.jumps = round(seconds), self.jumps + 1

    def now(self) -> datetime:
        """What the clock shows."""
        return datetime.now(UTC) + timedelta(seconds=self._shift)
