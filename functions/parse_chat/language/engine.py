"""The offline engine: one message in, one Reading out. Pure, without network, and it never raises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.clause import Clause, clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.deletion import covers_all
from functions.parse_chat.language.edit import edit
from functions.parse_chat.language.intent import intent
from functions.parse_chat.language.lists import named_list
from functions.parse_chat.language.moments.moment import Due, Moment
from functions.parse_chat.language.new_task import first_occurrence, new_task, out_of_scope, repeat
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.query import filters
from functions.parse_chat.language.reading import Clarification, Data, Reading, Span
from functions.parse_chat.language.recurrence.phrase import recurrence
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.safety import suspicious
from functions.parse_chat.language.sentences import quotes, sentences
from functions.parse_chat.language.slots import slots
from functions.parse_chat.language.stamp import stamped
from functions.parse_chat.language.target import Target, selection, target
from functions.parse_chat.language.tokens import Sentence, sentence
from functions.parse_chat.language.vocabulary import vocabulary

_MONTH_FIRST = vocabulary("US PH FM PW MH UM GU AS PR VI")
_CERTAIN = 0.85
"""A sentence with a command this clear is not outdone by a later one."""
_EXPLICIT = 0.75
"""From this confidence on, a sentence of the message counts as its command."""


@dataclass(frozen=True, slots=True)
class Found:
    """The command of a message and the sentence that it stands in."""

    command: Command | Change | None
    start: int
    end: int

    @property
    def confidence(self) -> float:
        return self.command.confidence if self.command else 0.0


def month_first(locale: str | None) -> bool | None:
    """Whether "12/03" is December 3: known only when the locale (BCP 47) names a region."""
    if not locale:
        return None
    region = next((p.upper() for p in locale.replace("_", "-").split("-")[1:] if len(p) == 2 and p.isalpha()), None)
    return region in _MONTH_FIRST if region and region != "CA" else None


def read(text: str, now: datetime, zone: str, locale: str | None = None) -> Reading:
    """Understand a message written at `now` (local, without zone) in the IANA zone `zone`."""
    s = sentence(text)
    context = Context(now.replace(tzinfo=None), month_first(locale))
    pattern = suspicious(s)
    found = _command(s, guarded=bool(pattern))
    reading = _reading(s, found, context, zone)
    if pattern:
        reading = _kept_harmless(reading, pattern)
    return reading


def _command(s: Sentence, guarded: bool) -> Found:
    """The first sentence with a clear command, else the strongest one. A guarded message can only create."""
    best = Found(None, 0, len(s))
    for start, end in sentences(s) or [(0, len(s))]:
        command = intent(clause(s, start, end))
        found = Found(command, start, end)
        if guarded and not (
            isinstance(command, Command)
            and command.operation == "create"
            and command.confidence > _EXPLICIT
            and not _is_suspicious(s, start, end)
        ):
            continue
        if command and _strength(best) < _CERTAIN and _strength(found) > _strength(best) + 0.001:
            best = found
    return best


def _is_suspicious(s: Sentence, start: int, end: int) -> bool:
    return bool(suspicious(Sentence(s.text, s.tokens[start:end])))


def _strength(found: Found) -> float:
    """A first sentence that is no command yields to any later one that is."""
    if found.command is None:
        return 0.0
    none = isinstance(found.command, Command) and found.command.operation == "none"
    weak = none or (isinstance(found.command, Command) and found.command.rule == "plain")
    return found.confidence - (0.5 if none else 0.2 if weak else 0.0)


def _reading(s: Sentence, found: Found, context: Context, zone: str) -> Reading:
    command = found.command
    if isinstance(command, Change):
        return edit(command, s, context, zone)
    if command is None or command.operation == "none":
        return _nothing(s, command, context, zone)
    if command.operation == "create":
        return new_task(command, s, found.start, found.end, context, zone)
    if command.operation == "query":
        return _query(command, s, context, zone)
    if command.operation in {"undo", "help", "dismiss"}:
        return Reading(command.operation, command.confidence, _dated(s, context, zone), rule=command.rule)
    return _on_target(command, s, context, zone)


def _first_moment(s: Sentence, context: Context) -> Moment | None:
    """The date that a message speaks of, outside quotes; one that is not understood for sure becomes a question."""
    found = slots(s, context)
    if found.due and found.unsure:
        return replace(found.due, due=None, problem=f"I am not sure which day “{found.unsure}” is.")
    if found.due and found.due.due is None and not found.due.problem:
        return next((m for m in found.others if m.due), found.due)
    return found.due


def _dated(s: Sentence, context: Context, zone: str) -> Data:
    """`due_at` for messages that create nothing: the first current or future date in them."""
    when, rule = _first_moment(s, context), _repeating(s, context)
    due = when.due if when else first_occurrence(rule, None, context) if rule and not rule.out_of_scope else None
    return {
        "title": None,
        "due_at": stamped(due, zone),
        "all_day": _all_day(due),
        "priority": None,
        "tags": [],
        "reminders": [],
        "recurrence": repeat(rule),
    }


def _repeating(s: Sentence, context: Context) -> Recurrence | None:
    found = recurrence(s, context)
    quoted = {n for a, b in quotes(s) if b - a < len(s) for n in range(a, b)}
    return found if found and found.start not in quoted else None


def _all_day(due: Due | None) -> bool | None:
    return None if due is None else not isinstance(due, datetime)


def _nothing(s: Sentence, command: Command | None, context: Context, zone: str) -> Reading:
    when = _first_moment(s, context)
    asked = Clarification(when.problem, "due_at", when.options) if when and when.problem else None
    confidence = command.confidence if command else 0.6
    notice = out_of_scope(_repeating(s, context)) or None
    return Reading(
        "none", confidence, _dated(s, context, zone), asked, notice, rule=command.rule if command else "empty"
    )


def _query(command: Command, s: Sentence, context: Context, zone: str) -> Reading:
    data = _dated(s, context, zone)
    data["filters"] = filters(command.clause, s, context) | (
        {"audit": command.rule} if command.rule.startswith("audit") else {}
    )
    return Reading("query", command.confidence, data, rule=command.rule)


def _on_target(command: Command, s: Sentence, context: Context, zone: str) -> Reading:
    """complete, delete, restore."""
    c = command.clause
    everything = command.kind == "all" or (command.operation == "delete" and _covers(command))
    aim = (
        Target(everything=True, tag=_list_name(c), moment=_first_moment(s, context))
        if everything
        else target(c, command.start, command.end, s, context)
    )
    data = _dated(s, context, zone)
    data |= {"title": aim.text or aim.full, "target": aim.text or aim.full, "select": selection(aim)}
    if command.operation == "delete":
        data["permanent"] = command.kind == "permanent"
    asked = None if aim.named or aim.moment else _which(command.operation)
    spans = (Span("title", *s.span(*aim.indexes), command.rule),) if aim.text else ()
    return Reading(
        command.operation,
        command.confidence if asked is None else min(command.confidence, 0.85),
        data,
        asked,
        spans=spans,
        rule=command.rule,
    )


def _covers(command: Command) -> bool:
    return covers_all(command.clause, command.start, command.end)


def _list_name(c: Clause) -> str:
    if c.list_phrase:
        return c.list_phrase.name
    found = next((named_list(c.s, i, i, "") for i in range(1, len(c)) if named_list(c.s, i, i, "")), None)
    return found.name if found else ""


def _which(operation: str) -> Clarification:
    verb = {"complete": "complete", "delete": "delete", "restore": "restore"}.get(operation, operation)
    return Clarification(f"Which task would you like to {verb}?", "target")


def _kept_harmless(reading: Reading, pattern: str) -> Reading:
    """Suspicious text creates at most one task from a sentence that openly asks for it; otherwise nothing."""
    if reading.operation == "create":
        return replace(reading, suspicious=pattern)
    data: Data = {
        "title": None,
        "due_at": reading.data.get("due_at"),
        "priority": None,
        "tags": [],
        "reminders": [],
        "recurrence": None,
    }
    return Reading("none", 0.9, data, None, None, (), pattern, "suspicious")
