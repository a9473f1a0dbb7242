"""The log file of one machine: JSON lines of all processes, kept within bounds by the supervisor."""

import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import TextIO

LIMIT = 20 * 1024 * 1024
KEPT = 3


def log_file(home: Path) -> Path:
    return home / "logs" / "nudge.log"


class LogFile(WatchedFileHandler):
    """Appends to the log file, opens it anew after a rotation, and repeats each line on `echo` when there is one."""

    def __init__(self, file: Path, echo: TextIO | None) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(file, encoding="utf-8")
        self._echo = logging.StreamHandler(echo) if echo else None

    def setFormatter(self, fmt: logging.Formatter | None) -> None:  # noqa: N802 - logging's own spelling
        super().setFormatter(fmt)
        if self._echo:
            self._echo.setFormatter(fmt)

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self._echo:
            self._echo.emit(record)


def rotate(file: Path, limit: int = LIMIT) -> None:
    """Move a file that has grown over `limit` bytes to file.1, that to file.2 and so on; the oldest goes."""
    if not file.exists() or file.stat().st_size <= limit:
        return
    for number in range(KEPT, 0, -1):
        older = file if number == 1 else file.with_name(f"{file.name}.{number - 1}")
        if older.exists():
            older.replace(file.with_name(f"{file.name}.{number}"))
