"""`nudge backup`: the whole list as one file."""

import argparse
from datetime import datetime
from pathlib import Path

from local.config import read_settings
from local.errors import LocalError
from local.progress import Progress

HELP = "write everything to one file, also while Nudge is running"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="default: nudge-<date>-<time>.tar.gz in this folder")
    parser.add_argument("--with-secrets", action="store_true", help="include the access token and other secrets")


def run(options: argparse.Namespace) -> int:
    # Imported here: other commands should not wait for it.
    from local.backup import back_up
    from local.database import database

    home = read_settings().home
    file: Path = (options.file or Path(f"nudge-{datetime.now():%Y%m%d-%H%M%S}.tar.gz")).absolute()
    if not (home / "postgres").exists():
        raise LocalError(f"There is nothing to back up in {home} yet.")
    if not file.parent.is_dir():
        raise LocalError(f"There is no folder {file.parent}.")
    progress = Progress()
    try:
        progress.step("Writing the backup")
        with database(home) as url:
            manifest = back_up(url, home, file, with_secrets=options.with_secrets)
    except OSError as error:
        raise LocalError(f"The backup {file} cannot be written: {error.strerror}.") from error
    progress.done()
    size = file.stat().st_size / 2**20
    progress.line(f"{file} ({size:.1f} MB): {manifest.tasks} tasks and their whole history.")
    if not options.with_secrets:
        progress.line("The access token and other secrets are not in it; --with-secrets includes them.")
    return 0
