"""The run directory of one Nudge: private, and short, because the path of a unix socket is limited to 107 bytes."""

import hashlib
import os
import socket
import stat
from pathlib import Path
from tempfile import gettempdir, mkdtemp

_LONGEST_PATH = 107
_LONGEST_NAME = 32


def make_run_directory(home: Path) -> Path:
    """A private directory for the sockets of the Nudge in `home`.

    It lies in the data folder where the path is short enough and the file system knows sockets, else in the user's
    runtime directory or the temporary folder. There another user may have put something under that name: then a
    directory with a name nobody can foresee is taken.
    """
    name = f"nudge-{os.geteuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:10]}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    candidates = [home / "run", *([Path(runtime) / name] if runtime else []), Path(gettempdir()) / name]
    for candidate in candidates:
        if _is_short(candidate) and _claim(candidate) and _takes_sockets(candidate):
            return candidate
    return Path(mkdtemp(prefix=f"{name}-"))


def _is_short(directory: Path) -> bool:
    return len(os.fsencode(directory)) + 1 + _LONGEST_NAME <= _LONGEST_PATH


def _claim(directory: Path) -> bool:
    """Make the directory, or take what is there when it is a real directory of ours that nobody else may enter."""
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    found = directory.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) == 0o700


def _takes_sockets(directory: Path) -> bool:
    trial = directory / f"trial-{os.getpid()}"
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.bind(str(trial))
    except OSError:
        return False
    trial.unlink(missing_ok=True)
    return True
