"""The task that a command means, found among the person's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.action import act
from functions.parse_chat.dialogue.bulk import confirm_all
from functions.parse_chat.dialogue.heard import Heard
from functions.parse_chat.dialogue.missing import missing
from functions.parse_chat.dialogue.options import MOST, options_of
from functions.parse_chat.dialogue.question import ask, cleared, unanswerable
from functions.parse_chat.dialogue.selection import due_on, of_kind, spared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.matching import TaskJson, match
from functions.parse_chat.plan import Decision

_AT_ONCE = 2
"""As many tasks as can be pointed at and acted on without a question."""


def on_task(turn: Turn, heard: Heard, candidates: Sequence[TaskJson]) -> Decision:
    """Act on the task that is meant, or ask which one it is."""
    reading = heard.reading
    select = reading.data.get("select", {})
    if heard.ids or (heard.ids is not None and not select.get("all")):
        return _pointed(turn, heard, candidates)
    if unanswerable(reading) and reading.clarification and not heard.confirmed:
        return ask(turn, reading.clarification, reading.operation)
    tasks = [t for t in candidates if not select.get("tag") or select["tag"] in t["tags"] or reading.data.get("title")]
    if select.get("all"):
        kept = due_on(of_kind(tasks, turn), select.get("due", ""), turn.zone)
        return confirm_all(turn, kept, spared(tasks, kept, turn))
    if not reading.data.get("title"):
        due = due_on(tasks, select.get("due", ""), turn.zone)
        return act(heard, due, turn) if select.get("due") and len(due) == 1 else _ask_which(turn, due)
    return _matched(turn, heard, tasks, select.get("due", ""))


def _pointed(turn: Turn, heard: Heard, candidates: Sequence[TaskJson]) -> Decision:
    """The tasks that the conversation makes certain, as they are now: what it remembers may be out of date."""
    reading, ids = heard.reading, heard.ids or ()
    there = {task["id"]: task for task in candidates}
    fresh = [there[each] for each in ids if each in there]
    if ids and not fresh:
        return _said(turn, "gone", {"count": len(ids)})
    if not ids:
        # nothing is pointed at: the candidates are what there is to choose from
        return _ask_which(turn, list(candidates))
    right = [task for task in fresh if (task["status"] == "trashed") == (reading.operation == "restore")]
    right = fresh if reading.data.get("permanent") else right
    if not right:
        say = "not-in-trash" if reading.operation == "restore" else "in-trash"
        return _said(turn, say, {"title": fresh[0]["title"]})
    if len(right) > _AT_ONCE and not heard.confirmed:
        return confirm_all(turn, right)
    return act(heard, right, turn)


def _said(turn: Turn, say: str, words: dict[str, object]) -> Decision:
    reading = turn.reading
    memory = cleared(turn.memory)
    return Decision(reading.operation, say, reading.confidence, dict(reading.data), words=words, memory=memory)


def _matched(turn: Turn, heard: Heard, tasks: Sequence[TaskJson], day: str) -> Decision:
    reading, select = turn.reading, turn.reading.data.get("select", {})
    names = [n for n in (select.get("text"), reading.data.get("target"), reading.data.get("title")) if n]
    # "the flowers one": the last word stands for "task"
    names += [name.removesuffix(" one") for name in names if name.endswith(" one")]
    result = match(list(dict.fromkeys(names)), tasks)
    found = result.found
    if len(found) > 1 and day:
        found = tuple(due_on(found, day, turn.zone)) or found
    if len(found) > 1 and reading.operation == "delete":
        open_ = tuple(t for t in found if t["status"] == "active")
        found = open_ if len(open_) == 1 else found
    if len(found) == 1:
        return act(heard, list(found), turn)
    return _several(turn, found) if found else missing(turn, result)


def _several(turn: Turn, found: Sequence[TaskJson]) -> Decision:
    shown = tuple(found[:MOST])
    options = options_of(shown, turn.zone, turn.locale)
    name = turn.reading.data.get("title")
    count = f"{len(found)} tasks fit “{name}”"
    which = f"{count}; these are the first {MOST}." if len(found) > MOST else f"{count}."
    asked = Clarification(f"{which} Which one do you mean?", "target", options)
    return ask(turn, asked, turn.reading.operation, shown)


def _ask_which(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    reading = turn.reading
    if not tasks:
        return _said(turn, "none-there", {})
    asked = reading.clarification or Clarification("Which task do you mean?", "target")
    shown = tuple(tasks[:MOST])
    question = Clarification(asked.question, "target", options_of(shown, turn.zone, turn.locale))
    return ask(replace(turn, reading=replace(reading, clarification=None)), question, reading.operation, shown)
