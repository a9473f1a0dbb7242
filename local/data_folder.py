"""The data folder: made when missing, checked before anything is written into it."""

import errno
import os
import shutil
from pathlib import Path
from tempfile import TemporaryFile

from local.errors import DataFolderError

NEEDED_BYTES = 100 * 1024 * 1024
"""The least free space to start with: a fresh database takes about 50 MB."""


def open_data_folder(home: Path) -> None:
    """Make `home` (mode 0700) when it does not exist and check that Nudge can work in it."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise DataFolderError(f"The data folder {home} is not a folder. {_CHOOSE}") from None
    except OSError as error:
        raise DataFolderError(f"The data folder {home} cannot be made: {error.strerror}. {_CHOOSE}") from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise DataFolderError(f"The data folder {home} cannot be read and written by this user. {_CHOOSE}")
    check_space(home)
    try:
        with TemporaryFile(dir=home) as file:
            file.write(b"nudge")
    except OSError as error:
        raise DataFolderError(f"The data folder {home} cannot be written: {error.strerror}. {_CHOOSE}") from error


def check_space(home: Path) -> None:
    """Raises when the disk of `home` is too full to start on."""
    free = shutil.disk_usage(home).free
    if free < NEEDED_BYTES:
        raise DataFolderError(
            f"Only {free // 2**20} MB are free on the disk of {home}; Nudge needs {NEEDED_BYTES // 2**20} MB to start. "
            "Please free some space or set NUDGE_HOME to a folder on another disk."
        )


def is_full(error: OSError) -> bool:
    """Whether the system refused because no space is left."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


_CHOOSE = "Please set NUDGE_HOME to a folder that Nudge may use."
