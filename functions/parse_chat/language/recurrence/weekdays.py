"""Days of the week: "tuesday and thursday", "mondays", "mon-fri", "weekday mornings"."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.lexicon import PARTS, WEEKDAYS
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.recurrence.units import unit_phrase
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

PLURAL_PARTS = {"mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night"}
_BETWEEN_DAYS = vocabulary(", and & / on every or +")


def weekday_list(s: Sentence, i: int, plural: bool = False) -> tuple[tuple[int, ...], int] | None:
    """Such as "tuesday and thursday", "mondays, wednesdays", "saturdays through tuesdays", "mon-fri"; plural: the first must end in s."""
    first = weekday_at(s, i)
    if first is None or (plural and not _plural(s, i)):
        return None
    days, j = [first], i + 1
    while True:
        k = j
        while s.word(k) in _BETWEEN_DAYS and k - j < 3:
            k += 1
        through = s.word(j) in {"through", "thru", "to", "-", "–"} or (s.word(j) == "until" and plural)
        other = weekday_at(s, j + 1 if through else k)
        if other is None or (k == j and not through and s.word(j) not in WEEKDAYS):
            return tuple(sorted(set(days))), j
        if through:
            last = days[-1]
            days += [(last + n) % 7 for n in range(1, (other - last) % 7 + 1)]
            j += 2
        else:
            days.append(other)
            j = k + 1


def weekday_at(s: Sentence, i: int) -> int | None:
    word = s.word(i)
    return WEEKDAYS.get(word, WEEKDAYS.get(word[:-1] if word.endswith("s") else ""))


def _plural(s: Sentence, i: int) -> bool:
    return s.word(i).endswith("s") and s.word(i) not in WEEKDAYS


def named_weekdays(s: Sentence, i: int, interval: int) -> Recurrence | None:
    days = weekday_list(s, i)
    if days is None:
        return None
    scope = "several days every other week" if interval > 1 and len(days[0]) > 1 else ""
    part = s.word(days[1]).removesuffix("s") if s.word(days[1]).removesuffix("s") in PARTS else ""
    return Recurrence(
        i,
        days[1] + bool(part),
        "WEEKLY",
        interval,
        days[0],
        part=part,
        out_of_scope=scope,
        offer="every week on those days",
    )


def plural_days(s: Sentence, i: int) -> Recurrence | None:
    """Such as "mondays", "on weekends", "weekday mornings", "mornings at 9", "monday through friday"."""
    word = s.word(i)
    counted = (cardinal(s, i - 1) or (0, 0))[1] == i
    if counted and s.word(i + 1) in {"from", "later", "ago", "after", "in"}:
        return None
    if word == "weeknights":
        return unit_phrase(s, i, 1)
    if word in {"weekdays", "weekends", "workdays"} or (
        word in {"weekday", "weekend"} and s.word(i + 1) in PLURAL_PARTS
    ):
        if s.word(i - 1) in {"this", "next", "these", "two", "the"} or s.number(i - 1) is not None:
            return None
        found = unit_phrase(s, i, 1)
        if found and s.word(found.end) in PLURAL_PARTS:
            found = replace(found, end=found.end + 1, part=PLURAL_PARTS[s.word(found.end)])
        return found
    if (
        word in PLURAL_PARTS
        and (s.word(i + 1) in {"at", ""} or s.word(i - 1) in {"in", "on", "the"})
        and s.word(i - 1) not in {"two", "three"}
    ):
        return Recurrence(i, i + 1, "DAILY", part=PLURAL_PARTS[word])
    days = weekday_list(s, i, plural=True) or _weekday_range(s, i)
    if days is None:
        return None
    part = PLURAL_PARTS.get(s.word(days[1]), "")
    return Recurrence(i, days[1] + bool(part), "WEEKLY", 1, days[0], part=part)


def _weekday_range(s: Sentence, i: int) -> tuple[tuple[int, ...], int] | None:
    if s.word(i) not in WEEKDAYS:
        return None
    if s.word(i + 1) in {"through", "thru", "to", "-"} and s.word(i + 2) in WEEKDAYS and s.word(i - 1) != "from":
        return weekday_list(s, i)
    plural_part = s.word(i + 1) in PLURAL_PARTS
    return ((WEEKDAYS[s.word(i)],), i + 1) if plural_part else None
