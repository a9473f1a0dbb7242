"""`nudge rebuild`: what is made from events, made anew from their log."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from local.config import read_settings
from local.errors import LocalError
from local.progress import Progress

if TYPE_CHECKING:
    from local.rebuild.outcome import Outcome
    from local.rebuild.transaction import Connection

    Rebuild = Callable[[Connection, Callable[[], None]], Outcome]

HELP = "make the reminders, the audit trail or the update log anew from the log of events"
_WHAT = {"reminders": "the reminders", "audit": "the audit trail", "updates": "the update log"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=tuple(_WHAT))
    parser.add_argument("--json", action="store_true", help="the outcome as JSON")
    parser.epilog = "All or nothing, also while Nudge is running. No reminder is sent twice by it."


def run(options: argparse.Namespace) -> int:
    # Imported here: other commands should not wait for it.
    from local.database import database
    from local.rebuild.transaction import alone

    home = read_settings().home
    if not (home / "postgres").exists():
        raise LocalError(f"There is nothing to rebuild in {home} yet.")
    progress = Progress() if not options.json else None
    if progress:
        progress.step(f"Rebuilding {_WHAT[options.what]}")
    with database(home) as url, alone(url) as connection:
        outcome = _rebuild(options.what)(connection, progress.tick if progress else lambda: None)
    if progress:
        progress.done()
    print(json.dumps(_figures(outcome)) if options.json else _told(outcome))
    return 0


def _rebuild(what: str) -> "Rebuild":
    from local.rebuild import audit, reminders, updates

    return {"reminders": reminders.rebuild, "audit": audit.rebuild, "updates": updates.rebuild}[what]


def _figures(outcome: "Outcome") -> dict[str, object]:
    return {
        "rows": outcome.rows,
        "added": outcome.added,
        "changed": outcome.changed,
        "removed": outcome.removed,
        "left_out": list(outcome.left_out),
    }


def _told(outcome: "Outcome") -> str:
    if outcome.was_equal:
        said = f"All {outcome.rows:,} were as the log of events tells; nothing had to be changed."
    else:
        said = f"{outcome.rows:,} from the log of events: {outcome.added:,} added, {outcome.changed:,} changed, {outcome.removed:,} removed."
    return "\n".join([said, *outcome.left_out])
