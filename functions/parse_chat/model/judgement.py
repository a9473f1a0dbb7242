"""What of the model's answer may be acted on. Pure: the answer, the message, the grammar's reading and the tasks that were offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Clarification, Reading, as_data
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.model.answer import ModelAnswer, Repetition, When
from functions.parse_chat.model.confirmation import confirmation
from functions.parse_chat.model.dates import Place, disagreement
from functions.parse_chat.model.failure import NotUsed
from functions.parse_chat.model.offer import Offer, is_named
from functions.parse_chat.model.translation import ON_TASK, repetition, structured
from functions.parse_chat.structured import validated
from shared.recurrence.stated import rule_of

RULE = "model"
_SUREST = 0.9
"""A model's word for its own certainty counts no higher than that."""


def judged(answer: ModelAnswer, turn: Turn, offered: Offer, place: Place) -> Reading:
    """The reading that the answer gives, as a question where it goes beyond what was openly said. Raises NotUsed."""
    task = _task(answer, offered)
    if answer.operation == "undo" and turn.reading.operation != "undo":
        raise NotUsed("rejected", "nobody said undo")
    reading = _validated(answer, turn, place)
    if reading.operation == "none":
        return _nothing(reading, turn.reading)
    _check_words(answer, turn)
    _check_dropped(answer, turn)
    _check_repetition(answer.recurrence, turn, place)
    _check_reminders(answer, reading, turn, place)
    reading = _begun(_aimed(reading, task, turn), answer.recurrence, place)
    question = _date_question(answer, turn.reading, place)
    if question:
        return replace(reading, clarification=question)
    if reading.operation in ON_TASK and reading.clarification is None and not _is_openly_said(reading, task, turn):
        return replace(reading, clarification=confirmation(reading, place.zone))
    return reading


def _task(answer: ModelAnswer, offered: Offer) -> TaskJson | None:
    if answer.task is None:
        return None
    if answer.task not in offered:
        raise NotUsed("rejected", "a task that was not offered")
    if answer.operation not in ON_TASK:
        raise NotUsed("rejected", "a task for an operation that has none")
    return offered[answer.task]


def _validated(answer: ModelAnswer, turn: Turn, place: Place) -> Reading:
    try:
        reading = validated(structured(answer, place), turn.text)
    except ValidationError:
        raise NotUsed("wrong-form", "the structured answer is not valid") from None
    except ValueError:
        raise NotUsed("rejected", "not what the message says") from None
    confidence = min(reading.confidence, _SUREST)
    return replace(reading, confidence=confidence, notice=turn.reading.notice, rule=RULE)


def _nothing(reading: Reading, grammar: Reading) -> Reading:
    """No task; what the grammar took for a weak one is offered to be added."""
    if grammar.operation == "none":
        return grammar
    return Reading("none", reading.confidence, as_data({"title": None}), notice=grammar.notice, rule="statement")


def _dates(answer: ModelAnswer) -> list[When]:
    reminders = [reminder.at for reminder in answer.reminders if reminder.at]
    return [when for when in (answer.due, *(task.due for task in answer.more), *reminders) if when]


def _check_words(answer: ModelAnswer, turn: Turn) -> None:
    """A date or a repetition must be said somewhere in the message."""
    message = turn.text.casefold().split()
    phrases = [when.words for when in _dates(answer)] + ([answer.recurrence.words] if answer.recurrence else [])
    for phrase in phrases:
        rest = iter(message)
        words = phrase.casefold().split()
        if not words or not all(any(word.strip(".,;:!?") in each for each in rest) for word in words):
            raise NotUsed("rejected", "a date that nobody said")


def _check_dropped(answer: ModelAnswer, turn: Turn) -> None:
    """A date that the grammar saw is not lost in silence: it is the due date, or its words stay in the title."""
    if answer.operation not in {"create", "update"} or answer.due or answer.missing == "due_at":
        return
    texts = [t for t in (answer.title, answer.new_title, answer.description, answer.target_words) if t]
    texts += [when.words for when in _dates(answer)] + ([answer.recurrence.words] if answer.recurrence else [])
    for span in turn.reading.spans:
        said = turn.text[span.start : span.end]
        if span.field in {"due_at", "recurrence"} and not any(said in text for text in texts):
            raise NotUsed("rejected", "a date was left out")


def _check_repetition(given: Repetition | None, turn: Turn, place: Place) -> None:
    """A repetition that the grammar reads otherwise, or names as out of scope, is not stored as something else."""
    if given is None:
        return
    seen = read(given.words, place.now, place.zone, place.locale)
    known = seen.data.get("recurrence") or turn.reading.data.get("recurrence")
    if turn.reading.notice or seen.notice or (known and rule_of(known) != rule_of(repetition(given))):
        raise NotUsed("rejected", "a repetition that the grammar reads otherwise")


def _check_reminders(answer: ModelAnswer, reading: Reading, turn: Turn, place: Place) -> None:
    grammars: list[dict[str, Any]] = turn.reading.data.get("reminders") or []
    data: dict[str, Any] = {**reading.data}
    models = (data.get("changes") or data).get("reminders") or []
    differs = grammars and [_plain(each) for each in models] != [_plain(each) for each in grammars]
    if differs or any(disagreement(each.at, None, place) for each in answer.reminders if each.at):
        raise NotUsed("rejected", "a reminder that the grammar reads otherwise")


def _plain(reminder: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reminder.items() if value is not None}


def _aimed(reading: Reading, task: TaskJson | None, turn: Turn) -> Reading:
    """With the title of the task that was offered; for good only what the grammar, too, read as for good."""
    data: dict[str, Any] = {**reading.data}
    if task:
        data |= {"title": task["title"], "target": task["title"], "select": {}}
    elif reading.operation in ON_TASK:
        data["title"] = data.get("target")
    if reading.operation == "delete":
        data["permanent"] = turn.reading.operation == "delete" and bool(turn.reading.data.get("permanent"))
    return replace(reading, data=as_data(data))


def _begun(reading: Reading, given: Repetition | None, place: Place) -> Reading:
    """A new repeating task without a date of its own is due when it first comes, as the grammar reckons."""
    if given is None or reading.operation != "create" or reading.data.get("due_at") or reading.clarification:
        return reading
    first = read(given.words, place.now, place.zone, place.locale).data.get("due_at")
    if first is None:
        raise NotUsed("rejected", "a repetition without a first date")
    return replace(reading, data=as_data({**reading.data, "due_at": first, "all_day": len(first) == 10}))


def _date_question(answer: ModelAnswer, grammar: Reading, place: Place) -> Clarification | None:
    if answer.operation not in {"create", "update"}:
        return None
    questions = [disagreement(answer.due, grammar.data.get("due_at"), place)] if answer.due else []
    questions += [disagreement(task.due, None, place) for task in answer.more if task.due]
    return next((question for question in questions if question), None)


def _is_openly_said(reading: Reading, task: TaskJson | None, turn: Turn) -> bool:
    """The grammar, too, read this command, and the task is one that the words can mean."""
    return reading.operation == turn.reading.operation and (task is None or is_named(task, turn.text, turn.memory))
