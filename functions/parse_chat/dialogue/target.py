"""The task that a command means, found among the person's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat.dialogue.action import act
from functions.parse_chat.dialogue.bulk import confirm_all
from functions.parse_chat.dialogue.options import options_of
from functions.parse_chat.dialogue.pointing import pointed_at
from functions.parse_chat.dialogue.question import ask, cleared, unanswerable
from functions.parse_chat.dialogue.selection import due_on, of_kind
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.matching import Match, TaskJson, match
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision


def on_task(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    """Act on the task that is meant, or ask which one it is."""
    reading = turn.reading
    pointed = pointed_at(reading, turn.memory)
    if pointed is not None:
        # what the conversation remembers may be out of date by now
        fresh = [t for t in candidates if pointed and t["id"] == pointed[0]["id"]]
        if fresh and (fresh[0]["status"] == "trashed") != (reading.operation == "restore"):
            return _misplaced(turn, fresh[0])
        if len(fresh) == 1 and not unanswerable(reading):
            return act(reading, fresh, turn)
        return ask(turn, reading.clarification or Clarification("Which task do you mean?", "target"), reading.operation)
    if unanswerable(reading) and reading.clarification:
        return ask(turn, reading.clarification, reading.operation)
    select = reading.data.get("select", {})
    tasks = [t for t in candidates if not select.get("tag") or select["tag"] in t["tags"] or reading.data.get("title")]
    if select.get("all"):
        return confirm_all(turn, due_on(of_kind(tasks, select, turn), select.get("due", ""), turn.zone))
    if not reading.data.get("title"):
        return _ask_which(turn, due_on(tasks, select.get("due", ""), turn.zone))
    return _matched(turn, tasks, select.get("due", ""))


def _misplaced(turn: Turn, task: TaskJson) -> Decision:
    """It is in the trash and must be restored first, or is to be restored and is not there."""
    reading = turn.reading
    say = "in-trash" if task["status"] == "trashed" else "not-in-trash"
    words = {"title": task["title"]}
    return Decision(
        reading.operation, say, reading.confidence, dict(reading.data), words=words, memory=cleared(turn.memory)
    )


def _matched(turn: Turn, tasks: Sequence[TaskJson], day: str) -> Decision:
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
        return act(reading, list(found), turn)
    return _several(turn, found) if found else _missing(turn, result)


def _several(turn: Turn, found: Sequence[TaskJson]) -> Decision:
    shown = tuple(found[:10])
    options = options_of(shown, turn.zone)
    more = f" (and {len(found) - 10} more)" if len(found) > 10 else ""
    name = turn.reading.data.get("title")
    which = f"{len(found)} tasks match “{name}”{more}. " if name else ""
    return ask(turn, Clarification(f"{which}Which one do you mean?", "target", options), turn.reading.operation, shown)


def _missing(turn: Turn, result: Match) -> Decision:
    """No task of that name: say so, and offer what is near, or to create it."""
    reading = turn.reading
    name = reading.data.get("title")
    where = " in the trash" if reading.operation == "restore" else ""
    if result.near:
        options = options_of(result.near, turn.zone)
        return ask(
            turn,
            Clarification(f"I found no task called “{name}”{where}. Did you mean one of these?", "target", options),
            reading.operation,
            result.near,
            "missing",
        )
    offer = (f"Add {name}",) if reading.operation in {"update", "complete"} and len(str(name)) < 200 else ()
    asked = Clarification(
        f"I found no task called “{name}”{where}." + (" Shall I add it?" if offer else " Nothing was changed."),
        "target",
        offer,
    )
    question = {"question": asked.question, "field": asked.field, "options": list(asked.options)}
    pending = Pending("create", "confirm", {"title": name}, offer) if offer else None
    return Decision(
        reading.operation,
        "missing",
        min(reading.confidence, 0.85),
        dict(reading.data),
        question,
        memory=replace(turn.memory, pending=pending),
    )


def _ask_which(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    asked = turn.reading.clarification or Clarification("Which task do you mean?", "target")
    shown = tuple(tasks[:10])
    if not shown:
        return Decision(
            turn.reading.operation,
            "none-there",
            turn.reading.confidence,
            dict(turn.reading.data),
            memory=cleared(turn.memory),
        )
    return ask(
        turn, Clarification(asked.question, "target", options_of(shown, turn.zone)), turn.reading.operation, shown
    )
