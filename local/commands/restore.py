"""`nudge restore`: the list as it was in a backup."""

import argparse
from pathlib import Path

from local.config import read_settings
from local.errors import LocalError
from local.instance import running_instance
from local.progress import Progress

HELP = "bring back the list from a backup file"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="replace the tasks that are there, after a safety backup")


def run(options: argparse.Namespace) -> int:
    # Imported here: other commands should not wait for it.
    from local.backup import restore
    from local.database import stopped_database

    home = read_settings().home
    if instance := running_instance(home):
        raise LocalError(f"Nudge is running (process {instance.pid}). Stop it first: nudge down")
    progress = Progress()
    progress.step("Restoring")
    with stopped_database(home) as url:
        manifest, safety = restore(url, home, options.file.absolute(), force=options.force)
    progress.done()
    if safety:
        progress.line(f"What was here before is kept in {safety}")
    progress.line(f"Restored {manifest.tasks} tasks of {manifest.created_at}. `nudge up` starts Nudge with them.")
    return 0
