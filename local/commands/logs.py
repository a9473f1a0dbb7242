"""`nudge logs`: the log lines of all functions."""

import argparse
import shutil
import sys
import time
from collections import deque
from pathlib import Path
from typing import TextIO

from local.config import read_settings
from local.errors import LocalError
from local.log_files import log_file

HELP = "show the log"
_PAUSE_SECONDS = 0.25


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-f", "--follow", action="store_true", help="keep showing new lines until Ctrl-C")
    parser.add_argument("-n", "--lines", type=int, default=200, help="how many lines to begin with (default: 200)")


def run(options: argparse.Namespace) -> int:
    file = log_file(read_settings().home)
    try:
        log = file.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise LocalError(f"There is no log yet: {file}") from None
    except OSError as error:
        raise LocalError(f"The log {file} cannot be read: {error.strerror}.") from error
    with log:
        sys.stdout.writelines(deque(log, maxlen=max(0, options.lines)))
        sys.stdout.flush()
        if options.follow:
            _follow(file, log)
    return 0


def _follow(file: Path, log: TextIO) -> None:
    """Shows what is added; goes on with the new file after a rotation."""
    current = log
    while True:
        shutil.copyfileobj(current, sys.stdout)
        sys.stdout.flush()
        time.sleep(_PAUSE_SECONDS)
        if _is_rotated(file, current):
            shutil.copyfileobj(current, sys.stdout)
            current.close()
            current = file.open(encoding="utf-8", errors="replace")


def _is_rotated(file: Path, current: TextIO) -> bool:
    import os

    return file.exists() and file.stat().st_ino != os.fstat(current.fileno()).st_ino
