"""The conversation a terminal had last: `nudge chat "undo"`, and the answer to a question, belong to it."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

GOES_ON_SECONDS = 30 * 60
"""What was said longer ago is not meant any more."""
_FILE = "terminals.json"


def last_conversation(home: Path) -> str | None:
    """The id of the conversation that this terminal (its session of processes) had a short while ago."""
    found = _kept(home).get(_terminal())
    return found[0] if found else None


def keep_conversation(home: Path, conversation: str) -> None:
    """Remembers it for this terminal. Where that cannot be written, the next message begins anew."""
    kept = _kept(home) | {_terminal(): (conversation, time.time())}
    beside = home / f"terminals.{os.getpid()}"
    with suppress(OSError):
        try:
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(kept))
            beside.replace(home / _FILE)
        finally:
            beside.unlink(missing_ok=True)


def _terminal() -> str:
    return str(os.getsid(0))


def _kept(home: Path) -> dict[str, tuple[str, float]]:
    """Terminal to its conversation and when that was, in seconds since the epoch. Nothing where the file is missing or is not ours."""
    oldest = time.time() - GOES_ON_SECONDS
    try:
        read = json.loads((home / _FILE).read_text("utf-8"))
        return {
            terminal: (str(UUID(conversation)), float(at))
            for terminal, (conversation, at) in read.items()
            if at >= oldest
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
