"""Repeating tasks in words: "every other friday", "the 1st of each month", "weekday mornings at 8".

What a task store of plain RFC 5545 rules cannot keep (nth weekdays, several times a day, exceptions …) is recognised too, and named
with the nearest offer instead of being stored as something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from functions.parse_chat.language.calendars import make, next_on
from functions.parse_chat.language.durations import add_months, duration
from functions.parse_chat.language.lexicon import MONTHS, PARTS, WEEKDAYS
from functions.parse_chat.language.moments import Moment, moment
from functions.parse_chat.language.numbers import NUMBER_WORDS, cardinal, ordinal
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY = vocabulary("every each evry ever evey eveyr")
_UNITS = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "year": ("YEARLY", 1),
    "fortnight": ("WEEKLY", 2),
    "quarter": ("MONTHLY", 3),
    "wk": ("WEEKLY", 1),
    "yr": ("YEARLY", 1),
    "mo": ("MONTHLY", 1),
    "night": ("DAILY", 1),
    "morning": ("DAILY", 1),
    "afternoon": ("DAILY", 1),
    "evening": ("DAILY", 1),
    "noon": ("DAILY", 1),
    "midnight": ("DAILY", 1),
    "lunchtime": ("DAILY", 1),
    "hour": ("HOURLY", 1),
    "minute": ("MINUTELY", 1),
    "second": ("SECONDLY", 1),
    "hr": ("HOURLY", 1),
    "min": ("MINUTELY", 1),
    "decade": ("YEARLY", 10),
    "half": ("HOURLY", 1),
}
_ADVERBS = {
    "daily": ("DAILY", 1),
    "everyday": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "monthly": ("MONTHLY", 1),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "biweekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "quarterly": ("MONTHLY", 3),
    "hourly": ("HOURLY", 1),
    "nightly": ("DAILY", 1),
    "bimonthly": ("MONTHLY", 2),
    "biannually": ("MONTHLY", 6),
    "semiannually": ("MONTHLY", 6),
    "semimonthly": ("SEMIMONTHLY", 1),
}
_PLURAL_PARTS = {"mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night"}
_EDGES = {"beginning": 1, "start": 1, "end": -1, "first": 1, "last": -1, "1st": 1}
_SUB_DAILY = vocabulary("HOURLY MINUTELY SECONDLY")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule as stated; `out_of_scope` names why it cannot be kept, `offer` the nearest that can."""

    start: int
    end: int
    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    month: int | None = None
    until: date | None = None
    count: int | None = None
    begins: Moment | None = None
    at: Moment | None = None
    part: str = ""
    out_of_scope: str = ""
    offer: str = ""

    @property
    def pattern(self) -> str:
        if self.interval > 1:
            return "custom"
        if self.freq == "WEEKLY" and self.weekdays == (0, 1, 2, 3, 4):
            return "weekdays"
        return self.freq.lower()

    @property
    def rrule(self) -> str:
        """RFC 5545 §3.3.10, without prefix and DTSTART, with the parts that the words state."""
        parts = [f"FREQ={self.freq}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        parts += [f"BYMONTH={self.month}"] if self.month else []
        parts += [f"BYDAY={','.join(_CODES[d] for d in self.weekdays)}"] if self.weekdays else []
        parts += [f"BYMONTHDAY={self.monthdays[0]}"] if self.monthdays else []
        parts += [f"UNTIL={self.until:%Y%m%d}"] if self.until else []
        parts += [f"COUNT={self.count}"] if self.count else []
        return ";".join(parts)

    def first(self, today: date) -> date | None:
        """The first day on or after today that the rule names; None when it names no day."""
        if self.month and self.monthdays:
            return next_on(today, self.month, self.monthdays[0])
        if self.weekdays:
            return next(d for d in (today + timedelta(days=n) for n in range(7)) if d.weekday() in self.weekdays)
        if self.monthdays:
            return _month_day(today, self.monthdays[0])
        return today if self.freq == "DAILY" else None


def _month_day(today: date, number: int) -> date | None:
    first = today.replace(day=1)
    for months in range(13):
        start = add_months(first, months)
        found = add_months(start, 1) - timedelta(days=1) if number < 0 else make(start.year, start.month, number)
        if found and found >= today:
            return found
    return None


def recurrence(s: Sentence, context: Context, start: int = 0) -> Recurrence | None:
    """The first repeating phrase at or after token `start`."""
    for i in range(start, len(s)):
        core = _core(s, i, context)
        if core:
            return _scoped(_modified(s, core, context))
    return None


_OPENERS = (
    _EVERY
    | frozenset(_ADVERBS)
    | frozenset(_PLURAL_PARTS)
    | frozenset(_EDGES)
    | frozenset(WEEKDAYS)
    | NUMBER_WORDS
    | vocabulary("on in at by the once twice thrice bi semi weekday weekdays weekend weekends workdays")
)


def _may_open(s: Sentence, i: int) -> bool:
    word = s.word(i)
    return word in _OPENERS or s.number(i) is not None or word[:-1] in WEEKDAYS


def _core(s: Sentence, i: int, context: Context) -> Recurrence | None:
    if s.inside_word(i) or not _may_open(s, i):
        return None
    word = s.word(i)
    j = i + 1 if word in {"on", "in"} and i + 1 < len(s) else i
    found = (
        _leading_day(s, i, context)
        or _every(s, i, context)
        or _adverb(s, i)
        or _times_per(s, i, context)
        or _plural_days(s, j)
    )
    return replace(found, start=i) if found else None


_WEEKDAY_LIST_WORDS = vocabulary(", and & / on every or +")


def _weekday_list(s: Sentence, i: int, plural: bool = False) -> tuple[tuple[int, ...], int] | None:
    """Such as "tuesday and thursday", "mondays, wednesdays", "saturdays through tuesdays", "mon-fri"; plural: the first must end in s."""
    first = _weekday(s, i)
    if first is None or (plural and not _plural(s, i)):
        return None
    days, j = [first], i + 1
    while True:
        k = j
        while s.word(k) in _WEEKDAY_LIST_WORDS and k - j < 3:
            k += 1
        through = s.word(j) in {"through", "thru", "to", "-", "–"} or (s.word(j) == "until" and plural)
        other = _weekday(s, j + 1 if through else k)
        if other is None or (k == j and not through and s.word(j) not in WEEKDAYS):
            return tuple(sorted(set(days))), j
        if through:
            last = days[-1]
            days += [(last + n) % 7 for n in range(1, (other - last) % 7 + 1)]
            j += 2
        else:
            days.append(other)
            j = k + 1


def _weekday(s: Sentence, i: int) -> int | None:
    word = s.word(i)
    return WEEKDAYS.get(word, WEEKDAYS.get(word[:-1] if word.endswith("s") else ""))


def _plural(s: Sentence, i: int) -> bool:
    return s.word(i).endswith("s") and s.word(i) not in WEEKDAYS


def _every(s: Sentence, i: int, context: Context) -> Recurrence | None:
    if s.word(i) not in _EVERY:
        return None
    j = i + 1
    j = j + 1 if s.word(j) in {"single", "and"} else j
    if s.word(j) == "other" or s.word(j) == "alternate":
        return _unit(s, j + 1, 2) or _week_days(s, j + 1, 2)
    if s.word(j) == "second" and (s.word(j + 1) in _UNITS or s.word(j + 1) in WEEKDAYS):
        return _ordered(s, (2, j + 1), context)
    if s.word(j) == "half" and s.word(j + 1) == "year":
        return Recurrence(i, j + 2, "MONTHLY", 6)
    if s.word(j) == "week" and s.word(j + 1) in {"day", "days", "end", "ends"}:
        days = (0, 1, 2, 3, 4) if s.word(j + 1).startswith("day") else (5, 6)
        return Recurrence(i, j + 2, "WEEKLY", 1, days)
    if s.word(j) == "few":
        return Recurrence(i, j + 2, "DAILY", out_of_scope="an interval that is not a number", offer="every 3 days")
    return _unit(s, j, 1) or _week_days(s, j, 1) or _numbered(s, j, context)


def _unit(s: Sentence, i: int, interval: int) -> Recurrence | None:
    word = s.word(i)
    j = i + 1 if word in {"business", "working", "work", "calendar"} else i
    unit = s.word(j).removesuffix("s") if s.word(j) not in _UNITS else s.word(j)
    if (word in {"business", "working", "work"} and unit == "day") or word in {
        "weekday",
        "weekdays",
        "workday",
        "workdays",
    }:
        end = j + 1
        part = s.word(end).removesuffix("s") if s.word(end).removesuffix("s") in PARTS else ""
        scope = "weekdays at an interval" if interval > 1 else ""
        return Recurrence(
            i, end + bool(part), "WEEKLY", 1, (0, 1, 2, 3, 4), part=part, out_of_scope=scope, offer="every weekday"
        )
    if word in {"weekend", "weekends"}:
        scope = "several days every other week" if interval > 1 else ""
        return Recurrence(i, i + 1, "WEEKLY", interval, (5, 6), out_of_scope=scope, offer="every other Saturday")
    if unit not in _UNITS:
        return None
    freq, factor = _UNITS[unit]
    part = unit if unit in PARTS else ""
    return Recurrence(i, j + 1, freq, interval * factor, part=part)


def _week_days(s: Sentence, i: int, interval: int) -> Recurrence | None:
    days = _weekday_list(s, i)
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


def _numbered(s: Sentence, j: int, context: Context) -> Recurrence | None:
    """Such as "every 3 days", "every 2nd week", "every third friday", "every 4th of the month", "every march 3rd"."""
    last = s.word(j) == "last"
    named = (-1, j + 1) if last else ordinal(s, j)
    if named:
        return _ordered(s, named, context)
    number = cardinal(s, j)
    if number and s.word(number[1]) in {"to", "or", "-"} and cardinal(s, number[1] + 1):
        end = (cardinal(s, number[1] + 1) or (0, j))[1]
        return Recurrence(
            j,
            end + 1,
            "DAILY",
            out_of_scope="an interval that is not one number",
            offer=f"every {number[0]} {s.word(end)}",
        )
    if number and 0 < number[0] <= 999:
        unit = _unit(s, number[1], number[0])
        days = None if unit else _week_days(s, number[1], number[0])
        return unit or days
    month = MONTHS.get(s.word(j))
    if month is None:
        return None
    k = j + 2 if s.word(j + 1) == "the" else j + 1
    day = ordinal(s, k) or cardinal(s, k)
    if day and 1 <= day[0] <= 31:
        return Recurrence(j, day[1], "YEARLY", 1, (), (day[0],), month)
    return Recurrence(j, j + 1, "YEARLY", month=month)


def _ordered(s: Sentence, named: tuple[int, int], context: Context) -> Recurrence | None:
    number, j = named
    unit = _unit(s, j, number) if number > 0 else None
    if unit and s.word(j) not in PARTS and not (s.word(j) == "day" and s.word(j + 1) == "of"):
        return unit
    if _weekday(s, j) is not None or s.word(j) in {"weekday", "weekend"}:
        return _nth(s, j)
    if number < 0 and s.word(j) != "day":
        return None
    end = j + 1 if s.word(j) == "day" else j
    days, end = _more_days(s, (number,), end)
    month = None
    if s.word(end) in {"of", "in"}:
        month = MONTHS.get(s.word(end + 1))
        skip = 1 if month else 2 if s.word(end + 1) in {"the", "every", "each"} and s.word(end + 2) == "month" else 0
        end = end + 1 + skip if skip else end
    freq = "YEARLY" if month else "MONTHLY"
    return Recurrence(
        j,
        end,
        freq,
        1,
        (),
        days[:1],
        month,
        out_of_scope="several month days" if len(days) > 1 else "",
        offer=f"every month on day {days[0]}",
    )


def _more_days(s: Sentence, days: tuple[int, ...], i: int) -> tuple[tuple[int, ...], int]:
    while s.word(i) in {"and", ",", "&"}:
        j = i + 2 if s.word(i + 1) == "the" else i + 1
        j = j + 1 if s.word(j) == "and" else j
        more = (-1, j + 1) if s.word(j) == "last" else ordinal(s, j) or cardinal(s, j)
        if more is None or s.word(more[1]) in {":", "am", "pm"}:
            break
        days, i = (*days, more[0]), more[1]
    return days, i


def _nth(s: Sentence, j: int) -> Recurrence:
    day = s.word(j).removesuffix("s").capitalize()
    end = j + 1
    if s.word(end) in {"of", "in"}:
        skip = 2 if s.word(end + 1) in {"the", "every", "each", "a"} else 1
        end = end + 1 + (skip if s.word(end + skip) in {"month", "year", "quarter"} | MONTHS.keys() else 0)
    return Recurrence(
        j, end, "MONTHLY", out_of_scope="the nth weekday of a month", offer=f"every {day}, or a fixed day of each month"
    )


def _leading_day(s: Sentence, i: int, context: Context) -> Recurrence | None:
    """Such as "the 4th of every 3rd month", "end of each month", "first monday of every month", "last day of the month every month"."""
    j = i + 1 if s.word(i) in {"on", "at", "by"} else i
    j = j + 1 if s.word(j) == "the" else j
    edge = _EDGES.get(s.word(j))
    named = (edge, j + 1) if edge else ordinal(s, j)
    if named is None and s.number(j) is not None and s.word(j + 1) == "of":
        named = (s.number(j) or 0, j + 1)
    if named is None or not -1 <= named[0] <= 31:
        return None
    k = named[1]
    weekday = _weekday(s, k) is not None or s.word(k) in {"weekday", "weekend"}
    k = k + 1 if weekday or s.word(k) == "day" else k
    days, k = ((named[0],), k) if weekday else _more_days(s, (named[0],), k)
    k = k + 1 if s.word(k) in {"of", "in"} else k
    if s.word(k) not in _EVERY:
        return None
    rest = _every(s, k, context)
    if rest is None or rest.freq not in {"MONTHLY", "YEARLY"}:
        return None
    if weekday:
        return replace(
            rest,
            out_of_scope="the nth weekday of a month",
            offer="every week on that day, or a fixed day of each month",
        )
    if len(days) > 1:
        return replace(rest, out_of_scope="several month days", offer=f"every month on day {days[0]}")
    return replace(rest, monthdays=(days[0] or 1,)) if not rest.monthdays else rest


def _adverb(s: Sentence, i: int) -> Recurrence | None:
    word = s.word(i)
    if s.has(i, "every", "day"):
        return None
    if word in {"bi", "semi"} and s.word(i + 1) == "-":
        joined = word + s.word(i + 2)
        return Recurrence(i, i + 3, *_ADVERBS[joined]) if joined in _ADVERBS else None
    if word not in _ADVERBS or (
        s.word(i + 1).isalpha() and word in {"daily", "weekly", "monthly"} and _adjective(s, i)
    ):
        return None
    freq, interval = _ADVERBS[word]
    if freq == "SEMIMONTHLY":
        return Recurrence(i, i + 1, "MONTHLY", out_of_scope="several month days", offer="every 2 weeks")
    return Recurrence(i, i + 1, freq, interval, part="night" if word == "nightly" else "")


_ADJECTIVE_WORDS = vocabulary(
    "at on in for from until till starting beginning except and to every reminder reminders task"
)


def _adjective(s: Sentence, i: int) -> bool:
    """Such as "the daily standup": the word belongs to the title there."""
    follows = _ADJECTIVE_WORDS
    return s.word(i - 1) in {"the", "my", "our", "a", "this"} and s.word(i + 1) not in follows


def _times_per(s: Sentence, i: int, context: Context) -> Recurrence | None:
    """Such as "once a week", "twice a day", "3 times a month", "two times per week"."""
    fixed = {"once": 1, "twice": 2, "thrice": 3}.get(s.word(i))
    number = (fixed, i + 1) if fixed else cardinal(s, i)
    if number is None:
        return None
    count, j = number
    if fixed is None:
        if s.word(j) not in {"times", "time", "x"}:
            return None
        j += 1
    if s.word(j) in _ADVERBS and count > 1:
        return Recurrence(
            i, j + 1, _ADVERBS[s.word(j)][0], out_of_scope=f"{count} times in each period", offer=s.word(j)
        )
    if s.word(j) == "in" and count == 1 and cardinal(s, j + 1):
        return _numbered(s, j + 1, context)
    if s.word(j) not in {"a", "per", "every", "each", "in"} or s.word(j + 1) == "in":
        return None
    interval = 2 if s.word(j + 1) == "other" else 1
    found = (
        _unit(s, j + interval, interval) or _every(s, j, context)
        if s.word(j) in {"every", "each"}
        else _unit(s, j + 1, 1)
    )
    if found is None:
        return None
    if count == 1:
        return found
    return replace(
        found, out_of_scope=f"{count} times in each {s.word(found.end - 1)}", offer=f"every {s.word(found.end - 1)}"
    )


def _plural_days(s: Sentence, i: int) -> Recurrence | None:
    """Such as "mondays", "on weekends", "weekday mornings", "mornings at 9", "monday through friday"."""
    word = s.word(i)
    counted = (cardinal(s, i - 1) or (0, 0))[1] == i
    if counted and s.word(i + 1) in {"from", "later", "ago", "after", "in"}:
        return None
    if word in {"weekdays", "weekends", "workdays"} or (
        word in {"weekday", "weekend"} and s.word(i + 1) in _PLURAL_PARTS
    ):
        if s.word(i - 1) in {"this", "next", "these", "two", "the"} or s.number(i - 1) is not None:
            return None
        found = _unit(s, i, 1)
        if found and s.word(found.end) in _PLURAL_PARTS:
            found = replace(found, end=found.end + 1, part=_PLURAL_PARTS[s.word(found.end)])
        return found
    if (
        word in _PLURAL_PARTS
        and (s.word(i + 1) in {"at", ""} or s.word(i - 1) in {"in", "on", "the"})
        and s.word(i - 1) not in {"two", "three"}
    ):
        return Recurrence(i, i + 1, "DAILY", part=_PLURAL_PARTS[word])
    days = _weekday_list(s, i, plural=True) or _weekday_range(s, i)
    if days is None:
        return None
    part = _PLURAL_PARTS.get(s.word(days[1]), "")
    return Recurrence(i, days[1] + bool(part), "WEEKLY", 1, days[0], part=part)


def _weekday_range(s: Sentence, i: int) -> tuple[tuple[int, ...], int] | None:
    if s.word(i) not in WEEKDAYS:
        return None
    if s.word(i + 1) in {"through", "thru", "to", "-"} and s.word(i + 2) in WEEKDAYS and s.word(i - 1) != "from":
        return _weekday_list(s, i)
    plural_part = s.word(i + 1) in _PLURAL_PARTS
    return ((WEEKDAYS[s.word(i)],), i + 1) if plural_part else None


def _modified(s: Sentence, found: Recurrence, context: Context) -> Recurrence:
    """Read on after the core: days, start, end, count, time of day, exceptions; in any order."""
    for _ in range(8):
        more = _modifier(s, found, found.end, context)
        if more is None or more.end <= found.end:
            return found
        found = more
    return found


def _modifier(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    j = i + 1 if s.word(i) in {",", "and"} else i
    named = (
        s.word(j + 1) in WEEKDAYS
        or s.word(j + 1) in {"not", "weekends", "on", "the"}
        or s.word(j + 1).removesuffix("s") in WEEKDAYS
    )
    if s.word(j) in {"except", "excluding"} or (s.word(j) == "but" and named):
        return replace(
            found, end=_clause_end(s, j), out_of_scope="exceptions", offer="the plain rule without the exception"
        )
    return (
        _count(s, found, j)
        or _days_named(s, found, j, context)
        or _bounds(s, found, j, context)
        or _time_of_day(s, found, i, context)
    )


def _clause_end(s: Sentence, i: int) -> int:
    while i < len(s) and s.word(i) not in {".", ";", "!", "?"}:
        i += 1
    return i


_COUNT_WORDS = vocabulary("times time occurrences occurrence x repetitions instances occasions")


def _count(s: Sentence, found: Recurrence, i: int) -> Recurrence | None:
    j = i + 1 if s.word(i) == "for" else i
    j = j + 1 if s.word(j) in {"only", "the"} else j
    j = j + 1 if s.word(j) == "next" and j > i else j
    fixed = {"once": 1, "twice": 2, "thrice": 3}.get(s.word(j))
    if fixed and s.word(j + 1) not in {"a", "per", "every", "each"}:
        return replace(found, count=fixed, end=j + 1)
    number = cardinal(s, j)
    if number and s.word(number[1]) in _COUNT_WORDS:
        if s.word(number[1] + 1) in {"a", "per", "each", "every"}:
            return replace(found, end=number[1] + 3, out_of_scope="several times in each period", offer="once each")
        return replace(found, count=number[0], end=number[1] + 1) if 0 < number[0] <= 9_999 else None
    return None


def _days_named(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    """Such as "on sunday", "on the 5th", "at the end", "of the month", "in november", "on the fourth thursday"."""
    j = i + 1 if s.word(i) in {"on", "at", "in", "of"} else i
    lead = s.word(i) if j > i else ""
    month = MONTHS.get(s.word(j))
    if month and lead in {"in", "of", "on"} and found.freq in {"YEARLY", "MONTHLY"}:
        day = ordinal(s, j + 1) or cardinal(s, j + 1)
        return replace(
            found,
            freq="YEARLY",
            month=month,
            monthdays=(day[0],) if day else found.monthdays,
            end=day[1] if day else j + 1,
        )
    if month and lead == "in" and found.freq in {"WEEKLY", "DAILY"}:
        return replace(
            found,
            end=j + 1,
            out_of_scope="days in certain months only",
            offer="the same without the month, with an end date",
        )
    if found.freq in {"WEEKLY", "DAILY"} and not found.weekdays and (lead == "on" or s.word(j) in WEEKDAYS):
        days = _weekday_list(s, j)
        if days and found.freq == "WEEKLY":
            scope = "several days every other week" if found.interval > 1 and len(days[0]) > 1 else found.out_of_scope
            return replace(
                found,
                weekdays=days[0],
                end=days[1],
                out_of_scope=scope,
                offer=found.offer or "every week on those days",
            )
        if s.word(j) in {"weekdays", "weekends"} and found.interval == 1:
            return replace(
                found, freq="WEEKLY", weekdays=(5, 6) if s.word(j) == "weekends" else (0, 1, 2, 3, 4), end=j + 1
            )
    return (
        _monthday_named(s, found, j, lead, context)
        if found.freq in {"MONTHLY", "YEARLY"} and not found.monthdays
        else None
    )


def _monthday_named(s: Sentence, found: Recurrence, j: int, lead: str, context: Context) -> Recurrence | None:
    k = j + 1 if s.word(j) == "the" else j
    k = k + 1 if s.word(k) == "day" else k
    edge = _EDGES.get(s.word(k)) if k > j else None
    named = (edge, k + 1) if edge else ordinal(s, k) or (cardinal(s, k) if lead in {"on", "of"} else None)
    if named is None or not -1 <= named[0] <= 31 or not (lead or k > j):
        return None
    end = named[1]
    if _weekday(s, end) is not None or s.word(end) in {"weekday", "weekend", "workday"}:
        return replace(
            found,
            end=_nth(s, end).end,
            out_of_scope="the nth weekday of a month",
            offer="every week on that day, or a fixed day of each month",
        )
    end = end + 1 if s.word(end) == "day" else end
    days, end = _more_days(s, (named[0],), end)
    month = MONTHS.get(s.word(end + 1)) if s.word(end) == "of" else None
    end = end + 2 if month else end + 3 if s.word(end) == "of" and s.word(end + 2) == "month" else end
    if len(days) > 1:
        return replace(found, end=end, out_of_scope="several month days", offer=f"every month on day {days[0]}")
    return replace(found, monthdays=days, month=month or found.month, end=end)


_BOUNDS_WORDS = vocabulary("until till til through ending before thru up")


def _bounds(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    word = s.word(i)
    if word in {"starting", "beginning", "from", "start", "begining", "commencing"} and word != "":
        begins = moment(s, i, context) or moment(s, i + 1, context)
        return replace(found, begins=begins, end=begins.end) if begins and begins.has_day else None
    if word in _BOUNDS_WORDS:
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


def _time_of_day(s: Sentence, found: Recurrence, i: int, context: Context) -> Recurrence | None:
    at = moment(s, i, context) if found.at is None else _second_time(s, found, i, context)
    if at is None or at.has_day or not at.has_time:
        return None
    if found.at is not None:
        return replace(found, end=at.end, out_of_scope="several times a day", offer="one time of day")
    return replace(found, at=at, end=at.end)


def _second_time(s: Sentence, found: Recurrence, i: int, context: Context) -> Moment | None:
    """A further time after "," or "and": "at 10, 12 and 17"."""
    if s.word(i) not in {",", "and", "&"}:
        return None
    j = i + 2 if s.word(i + 1) in {"and", "at"} else i + 1
    at = moment(s, j, context)
    number = cardinal(s, j)
    if at is None and number and number[0] <= 24 and s.word(number[1]) in {"", "and", ","}:
        return Moment(i, number[1], "clock-bare", has_time=True)
    return at


def _scoped(found: Recurrence) -> Recurrence:
    """Name what cannot be kept: intervals under a day."""
    if found.freq in _SUB_DAILY:
        return replace(found, out_of_scope="intervals shorter than a day", offer="every day at a fixed time")
    return found
