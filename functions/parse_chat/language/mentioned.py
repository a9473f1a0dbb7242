"""What a message mentions beside its command: the first date, a repetition."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Data
from functions.parse_chat.language.recurrence.phrase import recurrence
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.repeating import first_occurrence, repeat
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.slots import slots
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.tokens import Sentence


def first_moment(s: Sentence, context: Context) -> Moment | None:
    """The date that a message speaks of, outside quotes; one that is not understood for sure becomes a question."""
    found = slots(s, context)
    if found.due and found.unsure:
        return replace(found.due, due=None, problem=f"I am not sure which day “{found.unsure}” is.")
    if found.due and found.due.due is None and not found.due.problem:
        return next((m for m in found.others if m.due), found.due)
    return found.due


def repeating(s: Sentence, context: Context) -> Recurrence | None:
    """The repetition that a message speaks of, outside quotes."""
    found = recurrence(s, context)
    quoted = {n for a, b in quotes(s) if b - a < len(s) for n in range(a, b)}
    return found if found and found.start not in quoted else None


def dated(s: Sentence, context: Context, zone: str) -> Data:
    """The slots of messages that create nothing: `due_at` is the first current or future date in them."""
    when, rule = first_moment(s, context), repeating(s, context)
    due = when.due if when else first_occurrence(rule, None, context) if rule and not rule.out_of_scope else None
    return {
        "title": None,
        "due_at": stamped(due, zone),
        "all_day": all_day(due),
        "priority": None,
        "tags": [],
        "reminders": [],
        "recurrence": repeat(rule),
    }


def all_day(due: Due | None) -> bool | None:
    """Whether a due date is a whole day; None without one."""
    return None if due is None else not isinstance(due, datetime)
