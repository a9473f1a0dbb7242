"""Where a repetition begins and ends: "from monday", "until june", "for two weeks", "5 times"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from functions.parse_chat.language.durations import add_months, duration
from functions.parse_chat.language.moments.phrase import moment
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_TIMES = vocabulary("times time occurrences occurrence x repetitions instances occasions")


def counted(s: Sentence, found: Recurrence, i: int) -> Recurrence | None:
    j = i + 1 if s.word(i) == "for" else i
    j = j + 1 if s.word(j) in {"only", "the"} else j
    j = j + 1 if s.word(j) == "next" and j > i else j
    fixed = {"once": 1, "twice": 2, "thrice": 3}.get(s.word(j))
    if fixed and s.word(j + 1) not in {"a", "per", "every", "each"}:
        return replace(found, count=fixed, end=j + 1)
    number = cardinal(s, j)
    if number and s.word(number[1]) in _TIMES:
        if s.word(number[1] + 1) in {"a", "per", "each", "every"}:
            return replace(found, end=number[1] + 3, out_of_scope="several times in each period", offer="once each")
        return replace(found, count=number[0], end=number[1] + 1) if 0 < number[0] <= 9_999 else None
    return None


_UNTIL = vocabulary("until till til through ending before thru up")


def bounded(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    word = s.word(i)
    if word in {"starting", "beginning", "from", "start", "begining", "commencing"} and word != "":
        begins = moment(s, i, context) or moment(s, i + 1, context)
        return replace(found, begins=begins, end=begins.end) if begins and begins.has_day else None
    if word in _UNTIL:
        j = (
            i + 1
            if word in {"ending", "through", "thru", "til"} or (s.word(i + 1) in {"the", "to"} and word == "up")
            else i
        )
        last = moment(s, j, context)
        if last is None or last.named is None or not last.has_day:
            return None
        day = last.named.date() if isinstance(last.named, datetime) else last.named
        exclusive = word == "before" or (last.rule == "month" and word in {"until", "till", "til"})
        return replace(found, until=day - timedelta(days=1) if exclusive else day, end=last.end)
    if word == "for" or (word == "over" and s.word(i + 1) == "the"):
        j = i + 1
        while s.word(j) in {"the", "next", "coming", "following"}:
            j += 1
        length = duration(s, j)
        if length and length[0].whole_days:
            return replace(
                found, until=add_months(context.today, length[0].months) + timedelta(days=length[0].days), end=length[1]
            )
    return None
