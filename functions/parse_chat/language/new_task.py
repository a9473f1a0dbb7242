"""The Task, Reminder and Recurring agents' share in a new task: title, due date, reminders, repetition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from functions.parse_chat.language.command import TASK_NOUNS, Command
from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Clarification, Data, Reading, Span
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.reminding import reminders_of
from functions.parse_chat.language.repeating import first_occurrence, out_of_scope, repeat
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.slots import Slots, slots
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.title import LONGEST, shortened, title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import phrases, texts, vocabulary
from functions.parse_chat.language.wording import spoken_due

_NOTHING = frozenset(
    frozenset(
        texts(
            "something; this; that; it; me; us; one; anything; some; stuff; a; the; new; thing; things; someone;"
            " more; another; stuff; some more; some stuff;"
            " some thing; myself"
        )
    )
)
_CALLED = vocabulary("called named titled entitled labeled labelled")


@dataclass(frozen=True, slots=True)
class When:
    """The due date that was settled on, or why there is none."""

    due: Due | None = None
    question: Clarification | None = None
    notice: str = ""


def new_task(command: Command, s: Sentence, start: int, end: int, context: Context, zone: str) -> Reading:
    """Read a creating command in tokens start..end of the message; other sentences add values or the description."""
    body = command.clause.s.indexes(command.start, command.end)
    first = body[0] if body else end
    found = slots(s, context, first, _literal(s, body))
    name = _named(s, body, found)
    when = _when(found, context)
    data: Data = {
        "title": shortened(name) if name else None,
        "description": _description(s, name, start, end, found),
        "due_at": stamped(when.due, zone),
        "all_day": None if when.due is None else not isinstance(when.due, datetime),
        "priority": found.priority,
        "tags": _tags(command, found),
        "reminders": reminders_of(found, when.due, command, zone),
        "recurrence": repeat(found.recurrence),
    }
    asked = _question(name, found, when, data, context)
    spans = tuple(Span(n, *s.span(a, b), rule) for n, a, b, rule in found.spans)
    notice = " ".join(n for n in (out_of_scope(found.recurrence), when.notice, _place(found)) if n) or None
    confidence = min(command.confidence, 0.85) if asked else command.confidence
    return Reading("create", confidence, data, asked, notice, spans, rule=command.rule)


def _literal(s: Sentence, body: list[int]) -> frozenset[int]:
    """Tokens of a title in quotes: dates and tags inside them are words."""
    return frozenset(n for a, b in quotes(s) if body and b - a < len(s) for n in range(a, b))


_NAMED_WORDS = vocabulary("to of about for that , . ! ? please : me us on at i")


def _named(s: Sentence, body: list[int], found: Slots) -> str | None:
    called = next((k for k, n in enumerate(body) if s.word(n) in _CALLED and k + 1 < len(body)), None)
    if (
        called is not None
        and called < 8
        and (called == 0 or s.word(body[called - 1]) in TASK_NOUNS | {"event", "meeting", "appointment"})
    ):
        body = body[called + 1 :]
    quoted = next(((a, b) for a, b in quotes(s) if body and a == body[0] and b - a > 2), None)
    if quoted:
        return title(s, range(*quoted), frozenset())
    kept = [n for n in body if n not in found.masked]
    words = [s.word(n) for n in kept if s.word(n) not in _NAMED_WORDS]
    if not words or all(w in _NOTHING for w in words):
        return None
    return title(s, _unreminded(s, body, found), found.masked)


_UNREMINDED_TEXTS = phrases(
    "to remind me to; to remind me; remind me to; remind me; a task to; a reminder to; that i need to;"
    " i need to; that i have to; i have to; to not forget to; not to forget to; when it's time to; when it is time to;"
    " when its time to; when it's time for; when it is time for; when it's; when it is; so that i don't forget to;"
    " so i don't forget to; so i do not forget to; that i don't forget to; so that i remember to; so i remember to;"
    " so i won't forget to; so i can remember to; that i must; that i should; that we need to; that we have to"
)


def _unreminded(s: Sentence, body: list[int], found: Slots) -> list[int]:
    """Drop a second opening inside the object: "a reminder to remind me to check …", "add a reminder to …"."""
    free = [n for n in body if n not in found.masked]
    words = [s.word(n) for n in free]
    for skip in _UNREMINDED_TEXTS:
        if tuple(words[: len(skip)]) == skip and len(words) > len(skip):
            return free[len(skip) :]
    return free


def _description(s: Sentence, name: str | None, start: int, end: int, found: Slots) -> str | None:
    """Other sentences of the message, a place to be reminded at, or the whole of a text too long for a title."""
    if name and len(name) > LONGEST:
        return name
    rest = [n for n in range(len(s)) if not start <= n < end]
    other = title(s, rest, found.masked) if name and len(rest) > 2 else None
    place = s.cut(*found.trigger) if found.trigger else None
    return "\n".join(t for t in (place, other) if t) or None


def _tags(command: Command, found: Slots) -> list[str]:
    listed = command.clause.list_phrase
    names = list(found.tags) + ([listed.name] if listed and listed.name else [])
    return list(dict.fromkeys(names))


def _when(found: Slots, context: Context) -> When:
    due, rule = found.due, found.recurrence
    if due and due.problem:
        return When(None, Clarification(due.problem, "due_at", due.options))
    if rule and not rule.out_of_scope:
        return When(first_occurrence(rule, due, context))
    if due is None:
        return When(_time_of(rule) if rule else None)
    if found.unsure:
        return When(
            None, Clarification(f"I am not sure which day “{found.unsure}” is. When should it be due?", "due_at")
        )
    if due.past:
        what = "That time has already passed today." if _today(due, context) else "That date has passed."
        return When(None, Clarification(f"{what} When should it be due?", "due_at", (*_later(due, context), "no date")))
    notice = (
        "I used the date named last; the other stays in the title."
        if any(o.due and o.has_day for o in found.others) and due.has_day
        else ""
    )
    return When(due.due, None, notice)


def _today(due: Moment, context: Context) -> bool:
    return isinstance(due.named, datetime) and due.named.date() == context.today


def _later(due: Moment, context: Context) -> tuple[str, ...]:
    soon = isinstance(due.named, datetime) and due.named.date() == context.today
    return (spoken_due(due.named + timedelta(days=1)),) if soon and due.named else ()


def _time_of(rule: Recurrence) -> Due | None:
    return rule.at.due if rule.at else None


def _place(found: Slots) -> str:
    return (
        "I cannot watch places or events, so there is no reminder for that; I kept the words in the description."
        if found.trigger
        else ""
    )


def _offered(context: Context) -> tuple[str, ...]:
    """Usual times that are still to come."""
    evening = context.now.hour < _EVENING.hour
    return ("today at 7:00 pm", "tomorrow at 9:00 am") if evening else ("tomorrow at 9:00 am", "tomorrow at 7:00 pm")


_EVENING = time(19)


def _question(name: str | None, found: Slots, when: When, data: Data, context: Context) -> Clarification | None:
    if name is None:
        also = " And when is it due?" if found.vague else ""
        return Clarification(f"What should the task be called?{also}", "title")
    if when.question:
        return when.question
    if found.vague:
        return Clarification("When should it be due?", "due_at", (*_offered(context), "no date"))
    if found.reminders and data["due_at"] is None and found.recurrence is None and not found.reminders.at:
        return Clarification("When is it due? The reminder counts from that.", "due_at", _offered(context))
    return None
