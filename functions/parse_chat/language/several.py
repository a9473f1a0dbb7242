"""Several tasks in one message: "call mom tomorrow at 5 and pay the rent on Friday", a list after a colon, one task a line.

A message is divided only where that is certain: at lines and semicolons, where each part opens a task anew, where both sides of an "and"
have a date of their own, or where three parts or more begin with a verb. "Buy milk and call mom" stays one task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from functions.parse_chat.language.moments.phrase import moments
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Reading, Span, as_data
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.verbs import VERBS
from functions.parse_chat.language.vocabulary import vocabulary

MOST = 20
"""Tasks that one message may make."""
_JOINING = vocabulary("and then also plus & , ;")
_BETWEEN = vocabulary("to please i need also then")
_OPENING = vocabulary("add create remind schedule")
_MANY = vocabulary("tasks todos reminders things items")
_MARKS = vocabulary("- * • – . ) , ; and")
_SHARED = ("tags", "due_at", "all_day")

Part = tuple[int, int]
Read = Callable[[str], Reading]


def several(whole: Reading, s: Sentence, context: Context, read: Read) -> Reading:
    """The first task with the others in `more`, where the message names several; else the reading as it is.

    A task that needs a question comes first, since it is the one that is asked about.
    """
    ranges = parts(s, context) if whole.operation == "create" else []
    if not 2 <= len(ranges) <= MOST:
        return whole
    readings = [_shifted(read(_opened(s, part)), s, part) for part in ranges]
    if not all(each.operation == "create" and each.data.get("title") and not each.suspicious for each in readings):
        return whole
    asking = [each for each in readings if each.clarification]
    if len(asking) > 1:
        return whole
    first = asking[0] if asking else readings[0]
    others = [dict(each.data) for each in readings if each is not first]
    shared = _of_the_last(readings, s)
    notice = " ".join(dict.fromkeys(each.notice for each in readings if each.notice)) or None
    data: dict[str, Any] = {**_with(dict(first.data), shared), "more": [_with(each, shared) for each in others]}
    confidence = min(each.confidence for each in readings) if whole.confidence < 0.9 else whole.confidence
    return replace(
        first, data=as_data(data), notice=notice, confidence=min(confidence, 0.9), rule=f"{whole.rule}-several"
    )


def parts(s: Sentence, context: Context) -> list[Part]:
    """Token ranges of the tasks that a message names, without what joins them; one or none when it is not certain to be several."""
    after = _after_colon(s)
    if after:
        return _cut(s, after, len(s), [n for n in _joints(s, after) if n >= after])
    joints = [n for n in _joints(s, 0) if _begins_a_task(s, _past(s, n))]
    certain = [n for n in joints if _divides(s, n)]
    dated = [n for n in joints if n not in certain and _both_dated(s, n, joints, context)]
    if len(joints) >= 2 and VERBS & {s.word(0), s.word(1)} | {s.word(2)} & VERBS:
        return _cut(s, 0, len(s), joints)
    divided = sorted([*certain, *dated])
    return _cut(s, _past(s, 0) if divided else 0, len(s), divided)


def _after_colon(s: Sentence) -> int:
    """Where a list begins that a plural noun and a colon open: "add three tasks: …"; 0 when there is none."""
    for n in range(1, min(len(s), 10)):
        if (
            s.word(n) == ":"
            and any(s.word(k) in _MANY for k in range(n))
            and s.word(0) in _OPENING | {"new", "make", "tasks", "todos"}
        ):
            return n + 1
    return 0


def _joints(s: Sentence, start: int) -> list[int]:
    """Where something joins two parts: commas, "and", semicolons, and the first words of lines."""
    quoted = {n for a, b in quotes(s) for n in range(a, b)}
    return [
        n
        for n in range(max(start, 1), len(s) - 1)
        if n not in quoted and (_opens_a_line(s, n) or (s.word(n) in _JOINING and s.word(n - 1) not in _JOINING))
    ]


def _opens_a_line(s: Sentence, n: int) -> bool:
    return "\n" in s.text[s.tokens[n - 1].end : s.tokens[n].start]


def _past(s: Sentence, n: int) -> int:
    """The first word of the part behind a joint, past bullets and numbers of a list."""
    while n < len(s) and (s.word(n) in _JOINING | _BETWEEN | _MARKS or _numbers_a_line(s, n)):
        n += 1
    return n


def _numbers_a_line(s: Sentence, n: int) -> bool:
    return s.number(n) is not None and s.word(n + 1) in {".", ")"} and (n == 0 or _opens_a_line(s, n))


def _begins_a_task(s: Sentence, n: int) -> bool:
    if s.word(n) in _OPENING:
        return True
    return s.word(n) in VERBS and s.word(n + 1) not in {"", ",", "and", "or"}


def _divides(s: Sentence, n: int) -> bool:
    """A new line, a semicolon, or a part that opens a task in so many words."""
    return _opens_a_line(s, n) or s.word(n) == ";" or s.word(_past(s, n)) in _OPENING


def _both_dated(s: Sentence, n: int, joints: Sequence[int], context: Context) -> bool:
    """The part before ends in a date, and the part behind has one of its own."""
    following = next((k for k in joints if k > n), len(s))
    before = any(moment.end == n for moment in moments(s, context, 0, n))
    return before and any(True for _ in moments(s, context, _past(s, n), following))


def _cut(s: Sentence, start: int, end: int, joints: Sequence[int]) -> list[Part]:
    found: list[Part] = []
    for n in joints:
        found.append((start, n))
        start = _past(s, n)
    return [(a, b) for a, b in (*found, (start, end)) if a < b]


def _opened(s: Sentence, part: Part) -> str:
    """The part's own words; one that does not open a task is opened by "add"."""
    text = s.cut(*part)
    return text if s.word(part[0]) in _OPENING or part[0] == 0 else f"{_ADD}{text}"


_ADD = "add "


def _shifted(reading: Reading, s: Sentence, part: Part) -> Reading:
    """With its spans counted in the whole message."""
    added = 0 if s.word(part[0]) in _OPENING or part[0] == 0 else len(_ADD)
    by = s.span(*part)[0] - added
    return replace(
        reading, spans=tuple(Span(each.field, each.start + by, each.end + by, each.rule) for each in reading.spans)
    )


def _of_the_last(readings: Sequence[Reading], s: Sentence) -> dict[str, Any]:
    """Tags and a date that stand once, at the end of a list, are meant for all of it."""
    last = readings[-1].data
    earlier = [each.data for each in readings[:-1]]
    alone = any(each.get("due_at") or each.get("tags") or each.get("recurrence") for each in earlier)
    if alone or "\n" in s.text or last.get("recurrence") or last.get("reminders"):
        return {}
    return {name: last.get(name) for name in _SHARED if last.get(name) not in (None, [])}


def _with(slots: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    return {**slots, **{name: value for name, value in shared.items() if slots.get(name) in (None, [])}}
