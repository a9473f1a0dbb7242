"""What is told rather than asked: "I paid the rent" may finish a task, or be worth one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from functions.parse_chat import answers
from functions.parse_chat.dialogue.options import options_of
from functions.parse_chat.dialogue.question import YES_OR_NO, as_json, ask, cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.reading import Clarification, Reading, as_data
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.matching import TaskJson, match, words
from functions.parse_chat.memory import Pending
from functions.parse_chat.plan import Decision

_LONGEST = 200
_OFFERED = frozenset({"statement", "device", "wants-other"})
_AROUND = vocabulary(
    "i we have has had just already now finally today yesterday did also then so the a an my our to and it is was been i've we've"
)
_NOT_DONE = vocabulary(
    "not never no cannot can could should would will want need must might may if hate like love think feel am are"
)


def tells_of_a_deed(reading: Reading, text: str) -> bool:
    """ "I paid the rent": the first person and something done."""
    said = answers.said(text).split()
    return reading.rule == "statement" and said[:1] in (["i"], ["we"]) and not set(said) & _NOT_DONE and len(said) < 12


def sought(text: str) -> tuple[str, ...]:
    """The words of a deed by which its task may be found: what it was done to."""
    kept = [word for word in answers.said(text).split() if word not in _AROUND]
    return (" ".join(kept[1:]),) if len(kept) > 1 else ()


def told(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """Asks whether the task that fits is done, or whether to add one; else says what can be said."""
    if tells_of_a_deed(turn.reading, turn.text):
        found = _fitting(turn, tasks)
        if found:
            return _is_it_done(turn, found)
    if turn.reading.rule in _OFFERED and len(turn.text) < _LONGEST and not turn.reading.suspicious:
        return _shall_i_add(turn)
    return _said(turn, "not-understood")


def _fitting(turn: Turn, tasks: Sequence[TaskJson]) -> tuple[TaskJson, ...]:
    names = sought(turn.text)
    open_ = [task for task in tasks if task["status"] == "active"]
    return match(names, open_).found[:5] if names and words(names[0]) else ()


def _is_it_done(turn: Turn, found: tuple[TaskJson, ...]) -> Decision:
    one = len(found) == 1
    question = f"Shall I mark “{found[0]['title']}” as done?" if one else "Which of these is done?"
    options = YES_OR_NO if one else options_of(found, turn.zone, turn.locale)
    asked = Clarification(question, "confirm" if one else "target", options)
    reading = Reading("complete", 0.85, as_data({}))
    return replace(ask(replace(turn, reading=reading), asked, "complete", found), operation="none")


def _shall_i_add(turn: Turn) -> Decision:
    options = (f"Add {turn.text.strip()}",)
    asked = Clarification("Shall I add it as a task?", "operation", options)
    pending = None
    if turn.again and turn.again.data.get("title"):
        pending = Pending("create", "confirm", dict(turn.again.data), options)
    return replace(
        _said(turn, "not-understood"), clarification=as_json(asked), memory=replace(turn.memory, pending=pending)
    )


def _said(turn: Turn, say: str) -> Decision:
    reading = turn.reading
    data = dict(reading.data)
    return Decision("none", say, reading.confidence, data, notice=reading.notice, memory=cleared(turn.memory))
