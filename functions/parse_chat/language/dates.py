"""Calendar dates: "Jan 12, 2018", "the 2nd of March", "2026-11-29", "12/03", "Christmas Eve"."""

from __future__ import annotations

from datetime import date, timedelta

from functions.parse_chat.language.calendars import make, month_end, next_on, nth_weekday
from functions.parse_chat.language.lexicon import AMBIGUOUS_MONTHS, HOLIDAY_RULES, HOLIDAYS, MONTHS, WEEKDAYS
from functions.parse_chat.language.numbers import cardinal, ordinal, spelled, year
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import spoken_date

NEAR = timedelta(days=120)
"""Without a locale, a day/month reading this near is preferred to one further away."""


def _impossible(s: Sentence, i: int, end: int) -> Piece:
    return Piece(end, "impossible", problem=f"There is no such date as “{s.cut(i, end)}”. Which day did you mean?")


def _dated(
    s: Sentence, i: int, end: int, rule: str, year_: int | None, month: int, day: int, context: Context
) -> Piece:
    found = make(year_, month, day) if year_ else next_on(context.today, month, day)
    return Piece(end, rule, day=found) if found else _impossible(s, i, end)


def iso(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "2026-11-29", "2026/11/29", "2026.11.29", and the time of an ISO date-time is left to the clock."""
    year_, month, day = s.number(i), s.number(i + 2), s.number(i + 4)
    mark = s.word(i + 1)
    if year_ is None or month is None or day is None or not 1900 <= year_ <= 2199 or mark not in {"-", "/", "."}:
        return None
    if s.word(i + 3) != mark or not all(s.glued(i + n) for n in range(1, 5)):
        return None
    end = i + 5
    if s.word(end) == "t" and s.glued(end) and s.number(end + 1) is not None and s.word(end + 2) == ":":
        end += 1
    return _dated(s, i, end, "iso", year_, month, day, context)


_BOUNDARY_WORDS = vocabulary("( \" ' “ - , : @")


def _boundary(s: Sentence, i: int, end: int) -> bool:
    """No digit, letter or joining mark touches the tokens i..end: not part of a code such as 123-12-1234."""
    before = s.glued(i) and s.word(i - 1) not in _BOUNDARY_WORDS
    joined = s.glued(i) and s.word(i - 1) == "-" and s.glued(i - 1)
    after = s.glued(end) and (s.number(end) is not None or s.word(end).isalpha() or s.word(end) in {"/", "%"})
    dashed = s.glued(end) and s.word(end) == "-" and s.glued(end + 1)
    return not (before or joined or after or dashed)


def numeric(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "12/03", "5/3/18", "3-7-27", "24.12.2026"; the order follows the locale."""
    first, second = s.number(i), s.number(i + 2)
    mark = s.word(i + 1)
    spaced = mark == "/" and not s.glued(i + 1) and not s.glued(i + 2)
    if (
        first is None
        or second is None
        or mark not in {"/", "-", "."}
        or not (spaced or (s.glued(i + 1) and s.glued(i + 2)))
    ):
        return None
    third = s.number(i + 4) if s.word(i + 3) == mark and s.glued(i + 3) and s.glued(i + 4) else None
    end = i + 3 if third is None else i + 5
    dotted = mark == "." and s.word(i - 1) == "on" and max(first, second) > 12
    if (
        not _boundary(s, i, end)
        or (third is None and mark != "/" and not dotted)
        or not (first and second)
        or max(first, second) > 31
    ):
        return None
    if third is None and not _plausible(s, i, end):
        return None
    full = None if third is None else third if third >= 1000 else 2000 + third
    if full is not None and not 1900 <= full <= 2199:
        return None
    return _ordered(s, i, end, first, second, full, context, dotted=mark == ".")


_PLAUSIBLE_WORDS = vocabulary("room gate seat route apt unit section level page chapter version score size lot suite")
_PLAUSIBLE_MORE_WORDS = vocabulary("cup cups inch teaspoon tablespoon tsp tbsp of lb mile off")


def _plausible(s: Sentence, i: int, end: int) -> bool:
    """Whether "9/11" without a year is a date here and not a name, a score or a fraction."""
    if s.word(i - 1) in _PLAUSIBLE_WORDS:
        return False
    if (s.number(i), s.number(i + 2)) in {(24, 7), (1, 1)} and s.word(i - 1) != "on":
        return False
    named = s.word(i - 1) in {"the", "a"} and s.word(end).isalpha() and s.word(end) not in {"to", "at", "and", "for"}
    fraction = s.word(end) in _PLAUSIBLE_MORE_WORDS
    return not (named or fraction)


def _ordered(
    s: Sentence, i: int, end: int, first: int, second: int, year_: int | None, context: Context, dotted: bool
) -> Piece | None:
    orders = {"md": (first, second), "dm": (second, first)}
    if first > 12 and second > 12:
        return None if year_ is None else _impossible(s, i, end)
    if first > 12 or dotted:
        return _dated(s, i, end, "numeric", year_, *orders["dm" if second <= 12 else "md"], context)
    if second > 12 or first == second:
        return _dated(s, i, end, "numeric", year_, *orders["md"], context)
    if context.month_first is not None:
        return _dated(s, i, end, "numeric", year_, *orders["md" if context.month_first else "dm"], context)
    return _either(s, i, end, orders, year_, context)


def _either(
    s: Sentence, i: int, end: int, orders: dict[str, tuple[int, int]], year_: int | None, context: Context
) -> Piece:
    """Both orders are possible and the locale is unknown: the only near or future one, else a question."""
    readings = [make(year_, *o) if year_ else next_on(context.today, *o) for o in orders.values()]
    ahead = sorted({r for r in readings if r and r >= context.today})
    near = [r for r in ahead if r - context.today <= NEAR]
    if len(ahead) == 1:
        return Piece(end, "numeric", day=ahead[0], vague=True)
    if not ahead:
        return Piece(end, "numeric", day=readings[0], vague=True)
    if len(near) == 1 and year_ is None:
        return Piece(end, "numeric", day=near[0], vague=True)
    options = tuple(spoken_date(r) for r in ahead)
    return Piece(end, "day-or-month", problem=f"Is “{s.cut(i, end)}” {options[0]} or {options[1]}?", options=options)


def _month(s: Sentence, i: int) -> tuple[int, int] | None:
    month = MONTHS.get(s.word(i))
    if month is None:
        return None
    return month, i + 2 if s.word(i + 1) == "." and s.glued(i + 1) else i + 1


def _day_number(s: Sentence, i: int) -> tuple[int, int] | None:
    found = ordinal(s, i)
    if found is None:
        number = s.number(i)
        loose = number is not None and s.word(i + 1) in {":", "."} and s.glued(i + 1) and s.number(i + 2) is not None
        glued = s.glued(i + 1) and s.word(i + 1).isalpha() and s.word(i + 1) != "of" and s.word(i + 1) not in MONTHS
        found = None if loose or glued or number is None else (number, i + 1)
    found = found or spelled(s, i)
    return found if found and 1 <= found[0] <= 31 else None


def _year_after(s: Sentence, i: int) -> tuple[int | None, int]:
    j = i + 1 if s.word(i) in {",", "of", "in", "/", "-"} else i
    if s.word(i) == "," and s.word(j) in {"of", "in"}:
        j += 1
    found = year(s, j)
    if found is None or (s.word(i) == "in" and s.number(j) is None):
        return None, i
    return found


def month_day(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "Oct 2", "October, 1st", "Oct/2", "Oct2", "march the 3rd 2015", "november seventh"."""
    month = _month(s, i)
    if month is None:
        return None
    j = month[1]
    if s.word(j) in {",", "/", "-"}:
        j += 1
    if s.word(j) == "the":
        j += 1
    day = _day_number(s, j)
    if day is None or (s.glued(i) and s.number(i - 1) is not None):
        return None
    if s.word(day[1]) == ":" and s.glued(day[1]):
        return None
    if (
        s.word(i) in {"may", "march", "mar"}
        and ordinal(s, j) is None
        and s.number(j) is None
        and s.word(day[1]).isalpha()
    ):
        return None
    year_, end = _year_after(s, day[1])
    return _dated(s, i, end, "month-day", year_, month[0], day[0], context)


def day_month(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "14 nov 2023", "the 2nd of march", "second of aug", "28 june in 2020", "the 20th of next month"."""
    j = i + 1 if s.word(i) == "the" else i
    if s.glued(j) and s.word(j - 1) in {"$", "€", "£", "#"}:
        return None
    day = _day_number(s, j)
    if day is None:
        return None
    k = day[1] + 1 if s.word(day[1]) == "day" else day[1]
    linked = s.word(k) in {"of", "in"}
    k = k + 1 if linked or (s.word(k) in {"-", "/"} and s.glued(k)) else k
    month = _month(s, k)
    if month is not None:
        year_, end = _year_after(s, month[1])
        short = s.number(month[1] + 1) if s.word(month[1]) == "-" and s.glued(month[1] + 1) else None
        if year_ is None and short is not None and short < 100:
            year_, end = 2000 + short, month[1] + 2
        return _dated(s, i, end, "day-month", year_, month[0], day[0], context)
    return _of_month(s, i, k, day[0], context) if linked else None


def day_span(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "10 - 22 August 2013", "the 3rd to the 5th of May": the first day counts."""
    j = i + 1 if s.word(i) == "the" else i
    first = _day_number(s, j)
    if first is None or s.word(first[1]) not in {"-", "–", "to", "until", "through"}:
        return None
    last = day_month(s, first[1] + 1, context)
    if last is None or last.day is None or last.day.day <= first[0]:
        return None
    return Piece(last.end, "day-span", day=last.day.replace(day=first[0]))


def _of_month(s: Sentence, i: int, k: int, day: int, context: Context) -> Piece | None:
    named = relative_month(s, k, context)
    if named is None:
        return None
    first, end = named
    found = make(first.year, first.month, day)
    return Piece(end, "day-of-month", day=found) if found else _impossible(s, i, end)


def relative_month(s: Sentence, i: int, context: Context) -> tuple[date, int] | None:
    """The first day of "this month", "the next month", "the month", "the following month", "July [2027]"."""
    month = _month(s, i)
    if month:
        year_, end = _year_after(s, month[1])
        first = make(year_, month[0], 1) if year_ else make(context.today.year, month[0], 1)
        if first and not year_ and month_end(first) < context.today:
            first = first.replace(year=first.year + 1)
        return (first, end) if first else None
    j = i + 1 if s.word(i) == "the" else i
    first = context.today.replace(day=1)
    later = (first + timedelta(days=32)).replace(day=1)
    if s.word(j + 1) == "month" and s.word(j) in {"this", "current"}:
        return first, j + 2
    if s.word(j + 1) == "month" and s.word(j) in {"next", "following", "coming"}:
        return later, j + 2
    return (first, j + 1) if s.word(j) == "month" else None


def nth_of_month(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "the first friday of july", "last day in october 2015", "the second Monday of next month"."""
    j = i + 1 if s.word(i) == "the" else i
    found = (-1, j + 1) if s.word(j) == "last" else ordinal(s, j)
    if found is None:
        return None
    nth, k = found
    weekday, whole = WEEKDAYS.get(s.word(k)), s.word(k) == "day" and nth == -1
    if (weekday is None and not whole) or s.word(k + 1) not in {"of", "in"} or (nth > 5):
        return None
    month = relative_month(s, k + 2, context)
    if month is None:
        return None
    first, end = month
    if whole:
        return Piece(end, "last-day", day=month_end(first))
    day = nth_weekday(first.year, first.month, weekday or 0, nth)
    if day and day < context.today and MONTHS.get(s.word(k + 2)) and year(s, end - 1) is None:
        day = nth_weekday(first.year + 1, first.month, weekday or 0, nth)
    return Piece(end, "nth-weekday", day=day) if day else _impossible(s, i, end)


_MONTHDAY_WORDS = vocabulary("$ € £ # - / .")


def monthday(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "the 18th", "the twenty second", "the 24", "5th", and a bare "15" that needs "on" before it."""
    the = s.word(i) == "the"
    j = i + 1 if the else i
    named = ordinal(s, j)
    found = named or ((spelled(s, j) if the else None) or cardinal(s, j))
    if found is None or not 1 <= found[0] <= 31 or (s.glued(j) and s.word(j - 1) in _MONTHDAY_WORDS):
        return None
    value, end = found
    if s.word(end) in {":", ".", "/", "%"} and s.glued(end) and s.number(end + 1) is not None:
        return None
    if s.glued(end) and s.word(end).isalpha():
        return None
    if s.word(end) in {"%", "percent"}:
        return None
    needs = "on"
    if named and (the or s.number(j) is not None) and (s.number(j) is not None or value > 12):
        needs = "edge"
    return Piece(end, "monthday", monthday=value, needs=needs)


def month_only(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "October 2014", "2014-10", "in may", "next january": the first day of that month."""
    number, month = s.number(i), s.number(i + 2)
    if number is not None and 1900 <= number <= 2199 and s.word(i + 1) == "-" and month is not None and s.glued(i + 2):
        first = make(number, month, 1) if _boundary(s, i, i + 3) and s.glued(i + 1) else None
        return Piece(i + 3, "month", day=first, vague=True) if first else None
    j = i + 1 if s.word(i) in {"next", "this"} else i
    named = _month(s, j)
    if named is None:
        return None
    year_, end = _year_after(s, named[1])
    if year_:
        return Piece(end, "month", day=date(year_, named[0], 1), vague=True)
    first = make(context.today.year, named[0], 1)
    if first and first <= context.today:
        first = first.replace(year=first.year + 1)
    return Piece(end, "month", day=first, needs="" if j > i and s.word(j) not in AMBIGUOUS_MONTHS else "in", vague=True)


def holiday(s: Sentence, i: int, context: Context) -> Piece | None:
    """A holiday by name; it needs a preposition, for "Christmas presents" is no date."""
    j = i + 1 if s.word(i) in {"next", "this"} else i
    for length in (4, 3, 2, 1):
        words = tuple(s.word(j + n) for n in range(length))
        if words in HOLIDAYS:
            year_, end = _year_after(s, j + length)
            day = make(year_, *HOLIDAYS[words]) if year_ else next_on(context.today, *HOLIDAYS[words])
            return Piece(end, "holiday", day=day, needs="edge-on")
        if words in HOLIDAY_RULES:
            month, weekday, nth = HOLIDAY_RULES[words]
            days = (nth_weekday(y, month, weekday, nth) for y in (context.today.year, context.today.year + 1))
            ahead = [d for d in days if d and d >= context.today]
            return Piece(j + length, "holiday", day=ahead[0] if ahead else None, needs="edge-on")
    return None
