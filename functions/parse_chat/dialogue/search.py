"""What must be known of the person's tasks before a decision."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.dialogue.attaching import names_another
from functions.parse_chat.dialogue.extras import dismisses_extras
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.hearing import ON_TASKS, hear
from functions.parse_chat.dialogue.pointing import ids
from functions.parse_chat.dialogue.question import unanswerable
from functions.parse_chat.dialogue.told import sought, tells_of_a_deed
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.dialogue.undo import REDO
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.plan import Decision


@dataclass(frozen=True, slots=True)
class Search:
    """Tasks to fetch before deciding: by words (several attempts, the fullest first), by id, or all of a kind.

    What is fetched is also all that the decision may then touch.
    """

    names: tuple[str, ...] = ()
    status: str = "active"
    tag: str = ""
    due: str = ""
    everything: bool = False
    ids: tuple[str, ...] = ()


def search(turn: Turn) -> Search | None:
    """What must be known of the user's tasks to decide; None when nothing."""
    heard = hear(turn)
    if isinstance(heard, Decision):
        return None
    reading = heard.reading
    if reading.operation == "undo":
        return _of_change(turn, again=reading.rule == REDO)
    if names_another(reading):
        return Search((str(reading.data.get("title")),))
    if tells_of_a_deed(reading, turn.text):
        return Search(sought(turn.text)) if sought(turn.text) else None
    if dismisses_extras(reading):
        return Search(everything=True)
    if reading.operation not in ON_TASKS:
        return None
    return _of_command(turn, heard)


def _of_change(turn: Turn, again: bool) -> Search | None:
    memory = turn.memory
    change = (memory.undone[-1] if memory.undone else None) if again else memory.last
    return Search(ids=ids(change.tasks)) if change and change.tasks else None


def _of_command(turn: Turn, heard: Heard) -> Search | None:
    reading = heard.reading
    select = reading.data.get("select", {})
    if heard.ids:
        last = turn.memory.last
        before = ids(last.tasks) if heard.instead and last else ()
        return Search(ids=tuple(dict.fromkeys((*heard.ids, *before))))
    if unanswerable(reading) and not heard.confirmed:
        return None
    names = tuple(n for n in (select.get("text"), reading.data.get("title"), reading.data.get("target")) if n)
    return Search(
        tuple(dict.fromkeys(names)) if heard.ids is None else (),
        _status(reading),
        select.get("tag", ""),
        select.get("due", ""),
        bool(select.get("all")) or not names or heard.ids is not None,
    )


def _status(reading: Reading) -> str:
    if reading.data.get("select", {}).get("status") == "completed":
        return ""
    return {"restore": "trashed", "delete": ""}.get(reading.operation, "active")
