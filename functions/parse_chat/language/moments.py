"""Date-time phrases: parts put side by side ("8pm in the evening, Sunday") and resolved to one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from functions.parse_chat.language import clocks, days
from functions.parse_chat.language.calendars import monday, next_monthday, weekday_on
from functions.parse_chat.language.dates.holidays import holiday
from functions.parse_chat.language.dates.iso import iso
from functions.parse_chat.language.dates.month_day import day_month, day_span, month_day
from functions.parse_chat.language.dates.monthday import monthday
from functions.parse_chat.language.dates.months import month_only, nth_of_month
from functions.parse_chat.language.dates.numeric import numeric
from functions.parse_chat.language.lexicon import (
    FUNCTION_WORDS,
    HOLIDAY_RULES,
    HOLIDAYS,
    MONTHS,
    PARTS,
    PREPOSITIONS,
    TODAY,
    TOMORROW,
    TONIGHT,
    UNITS,
    WEEKDAYS,
    YESTERDAY,
)
from functions.parse_chat.language.numbers import NUMBER_WORDS
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import spoken_date

Due = date | datetime
"""A bare date (all day) or a local date-time without zone."""

_RULES: tuple[Callable[[Sentence, int, Context], Piece | None], ...] = (
    iso,
    days.counted_weekday,
    days.offset,
    nth_of_month,
    day_span,
    month_day,
    day_month,
    days.relative_day,
    days.edge_of_period,
    days.week,
    days.period,
    days.next_units,
    days.weekday,
    numeric,
    month_only,
    clocks.part,
    holiday,
)
_CLOCK_WORDS = vocabulary("at around about @ by before until till til from after to for between")
_JOINTS = vocabulary(", at on in by around about @ for - of from sometime before after between")
_NAMES = frozenset(
    {
        ("black", "friday"),
        ("cyber", "monday"),
        ("good", "friday"),
        ("casual", "friday"),
        ("freaky", "friday"),
        ("super", "tuesday"),
        ("blue", "monday"),
        ("palm", "sunday"),
        ("easter", "sunday"),
        ("taco", "tuesday"),
        ("ash", "wednesday"),
    }
)
_COMPOUNDS = vocabulary("school paper papers roast brunch mass newspaper times")
_PART_END = {
    "morning": time(12),
    "afternoon": time(18),
    "evening": time(22),
    "tonight": time(23, 59),
    "night": time(23, 59),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A phrase, tokens start..end, and what it means; `due` is None when it is past or a question is needed."""

    start: int
    end: int
    rule: str
    due: Due | None = None
    lead: str = ""
    has_day: bool = False
    has_time: bool = False
    past: bool = False
    problem: str = ""
    options: tuple[str, ...] = ()
    vague: bool = False
    pieces: tuple[Piece, ...] = ()
    named: Due | None = None


def moments(s: Sentence, context: Context, start: int = 0, end: int | None = None) -> Iterator[Moment]:
    """All phrases from left to right, never overlapping."""
    stop = len(s) if end is None else end
    i = start
    while i < stop:
        found = moment(s, i, context)
        if found and found.end <= stop:
            yield found
            i = found.end
        else:
            i += 1


def moment(s: Sentence, i: int, context: Context) -> Moment | None:
    """The phrase that starts exactly at token i, its preposition included."""
    if s.inside_word(i) or not _may_open(s, i):
        return None
    j, leads = i, list[str]()
    while s.word(j) in _LEADS and s.word(j + 1) != "of" and len(leads) < 3 and not _opens_offset(s, j, context):
        leads.append(s.word(j))
        j += 1
    pieces: list[Piece] = []
    joints, at = leads, j
    while len(pieces) < 5:
        piece = _piece(s, at, joints, pieces, context)
        if piece is None:
            break
        pieces.append(piece)
        joints, at = _joints(s, piece.end)
    if not pieces or not _stands(s, i, leads, pieces):
        return None
    end = _range_end(s, pieces, context)
    return resolve(tuple(pieces), context, start=i, end=end, lead=" ".join(leads))


_LEADS = PREPOSITIONS - {"this"}
_OPENERS = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(PARTS)
    | PREPOSITIONS
    | TODAY
    | TOMORROW
    | TONIGHT
    | YESTERDAY
    | NUMBER_WORDS
    | frozenset(name[0] for name in (*HOLIDAYS, *HOLIDAY_RULES))
    | vocabulary(
        "the a an next nxt following coming upcoming current last past day half quarter couple few several pair week"
        " overmorrow + eod cob eom eow eoy end beginning start middle mid close first late early another after"
    )
)


def _may_open(s: Sentence, i: int) -> bool:
    """Whether a phrase can begin with token i at all: a quick no for most words."""
    word = s.word(i)
    return word in _OPENERS or s.number(i) is not None or word[-2:] in {"'s", "s'"} or word[:-1] in WEEKDAYS


def _opens_offset(s: Sentence, j: int, context: Context) -> bool:
    return s.word(j) in {"in", "within", "after"} and days.offset(s, j, context) is not None


def _joints(s: Sentence, i: int) -> tuple[list[str], int]:
    words: list[str] = []
    while s.word(i) in _JOINTS and len(words) < 3:
        words.append(s.word(i))
        i += 1
    return words, i


def _piece(s: Sentence, i: int, leads: list[str], before: list[Piece], context: Context) -> Piece | None:
    for rule in _RULES:
        found = rule(s, i, context)
        if found and _fits(found, before) and _allowed(s, i, found, leads, before, context):
            return found
    return _number_piece(s, i, leads, before, context)


def _number_piece(s: Sentence, i: int, leads: list[str], before: list[Piece], context: Context) -> Piece | None:
    """A number on its own is an hour after "at" and a day after "on"."""
    hour, day = clocks.clock(s, i, context), monthday(s, i, context)
    prefer_day = bool(leads and leads[-1] == "on") or (
        bool(before) and before[-1].weekday is not None and "at" not in leads
    )
    for found in (day, hour) if prefer_day and (hour is None or hour.needs) else (hour, day):
        if found and _fits(found, before) and _allowed(s, i, found, leads, before, context):
            return found
    return None


def _fits(piece: Piece, before: list[Piece]) -> bool:
    """Whether the piece adds something that the ones before it leave open."""
    for other in before:
        if (
            (piece.clock and (other.clock or other.instant))
            or piece.instant
            or (piece.part and ((other.part and other.part != piece.part) or other.instant))
        ):
            return False
        if piece.dated and other.dated and not _pair(piece, other):
            return False
        if piece.part and other.clock and other.exact and piece.rule in {"noon", "midnight", "midday"}:
            return False
    return True


def _pair(one: Piece, two: Piece) -> bool:
    weekday = one if one.weekday is not None else two
    other = two if weekday is one else one
    if weekday.weekday is None:
        tonight = {one.rule, two.rule} & {"tonight", "this-part"}
        return bool(tonight) and one.day == two.day
    return bool(
        other.monthday or other.week or (other.day and other.weekday is None and not other.rule.endswith("offset"))
    )


_ALLOWED_WORDS = vocabulary("in by before until till for from during")
_ALLOWED_MORE_WORDS = vocabulary("the a he she it they we i")
_ALLOWED_OTHER_WORDS = vocabulary("on by before until till for from")
_ALLOWED_FURTHER_WORDS = vocabulary("on by before for at until till in from")


def _allowed(s: Sentence, i: int, piece: Piece, leads: list[str], before: list[Piece], context: Context) -> bool:
    need, lead = piece.needs, leads[-1] if leads else ""
    if need == "":
        return True
    if need == "at":
        beside = bool(before) and (bool(before[-1].part) or before[-1].dated) and before[-1].clock is None
        return (
            (lead in _CLOCK_WORDS and (lead != "for" or bool(before)))
            or (beside and lead in {"", ",", "@"})
            or _part_follows(s, piece.end)
            or _range_follows(s, piece.end, context)
        ) and _closed(s, piece.end)
    if need == "on":
        named = s.word(i) == "the" or (bool(before) and before[-1].weekday is not None)
        return (
            (lead in {"on", "by", "before", "until", "till"} or named)
            and lead != "at"
            and _closed(s, piece.end)
            and (
                s.number(i) is not None
                or s.number(i + 1) is not None
                or lead in {"on", "by", "before", "until"}
                or (named and i + 2 < piece.end)
                or s.word(i + 1).startswith("thirt")
                or s.word(i + 1).startswith("twent")
            )
            and not (lead in {"by", "before", "until", "till"} and s.word(i) != "the")
        )
    if need == "edge":
        return (bool(leads) or s.word(i) == "the" or bool(before)) and _closed(s, piece.end)
    if need in {"date", "in"} and piece.part and s.word(piece.end) == "of":
        return _day_follows(s, piece.end + 1, context)
    if need == "date":
        night = lead in {"at", "in", "by"} and piece.part in {"night", "lunch", "lunchtime", "morning"}
        return bool(before) or (night and _closed(s, piece.end)) or (piece.rule == "first-thing")
    if need == "in":
        return lead in _ALLOWED_WORDS and (piece.part != "" or _closed(s, piece.end))
    if need == "edge-on":
        last = piece.end >= len(s) and i >= 3
        return (lead in _ALLOWED_FURTHER_WORDS or last) and _closed(s, piece.end)
    if need == "time":
        told = s.word(0) in _ALLOWED_MORE_WORDS or s.word(1) in {"the", "he", "she"}
        last = piece.end >= len(s) and s.word(i - 1) not in {"the", "a", "my", "in"} and i > 1 and not told
        return lead in _ALLOWED_OTHER_WORDS or bool(before) or last or _time_follows(s, piece.end)
    if need == "the":
        return lead in {"on", "by", "before", "for", "from", "until"} and _closed(s, piece.end)
    return False


def _range_follows(s: Sentence, i: int, context: Context) -> bool:
    """Whether "-4pm" follows the "2" of "2-4pm"."""
    other = clocks.clock(s, i + 1, context) if s.word(i) in {"-", "–"} else None
    return other is not None and other.exact and not other.needs


def _day_follows(s: Sentence, i: int, context: Context) -> bool:
    """Whether a day follows "the morning of"."""
    if any(rule(s, i, context) for rule in (month_day, day_month)):
        return True
    day = monthday(s, i, context)
    return day is not None and s.word(i) == "the" and _closed(s, day.end)


def _part_follows(s: Sentence, i: int) -> bool:
    i = i + 1 if s.word(i) == "," else i
    if s.word(i) in TONIGHT or s.has(i, "at", "night"):
        return True
    return s.word(i) in {"in", "this", "tomorrow", "today", "on"} and (
        s.word(i + 1) in PARTS
        or s.word(i + 2) in PARTS
        or s.word(i) in {"tomorrow", "today"}
        or s.word(i + 1) in WEEKDAYS
    )


def _time_follows(s: Sentence, i: int) -> bool:
    return s.word(i) in {",", "at", "morning", "afternoon", "evening", "night"} or s.number(i) is not None


_CLOSED_WORDS = vocabulary("second m s d w y h")


def _closed(s: Sentence, i: int) -> bool:
    """Whether nothing follows at i that the number before it would belong to ("5 pieces", "the second round")."""
    word = s.word(i)
    if word in {"times", "time", "%", "percent", "o"} or (word in UNITS and word not in _CLOSED_WORDS):
        return False
    return not word.isalpha() or word in FUNCTION_WORDS or word in WEEKDAYS or word in PARTS or _verb_like(s, i)


_VERB_LIKE_WORDS = vocabulary("percent people round floor street grade place edition item")


def _verb_like(s: Sentence, i: int) -> bool:
    """A word after a time that may open the task itself ("remind me at 7 call mom"); plural nouns do not."""
    word = s.word(i)
    return (
        not word.endswith("s")
        and word not in _VERB_LIKE_WORDS
        and (s.word(0) in {"remind", "reminder"} or s.word(1) in {"reminder", "remind"})
    )


def _stands(s: Sentence, i: int, leads: list[str], pieces: list[Piece]) -> bool:
    """Whether the phrase as a whole is a moment: not a name such as "Black Friday", not a lone part."""
    first = pieces[0]
    if len(pieces) == 1 and first.rule == "bare-weekday":
        if (s.word(i - 1), s.word(i)) in _NAMES or s.word(first.end) in _COMPOUNDS:
            return False
        if not leads and s.word(i - 1) in {"the", "a", "an", "every", "each"} and s.word(first.end).isalpha():
            return False
    if first.rule == "offset" and (
        "for" in leads or "for" in {s.word(i - 1), s.word(i - 2) if s.word(i - 1) == "the" else ""}
    ):
        return False
    lone_part = len(pieces) == 1 and first.part and not first.dated
    return not lone_part or first.needs in {"", "in", "date"}


def _range_end(s: Sentence, pieces: list[Piece], context: Context) -> int:
    """The end of "19:00 - 21:00", "from 2 to 4pm", "Aug 10 to Aug 12": the second part is read over, the first one counts."""
    last = pieces[-1]
    end = last.end
    between = "between" in {s.word(k) for k in range(end - 4, end)}
    if s.word(end) not in _THROUGH and not (between and s.word(end) == "and"):
        return end
    if last.clock is None:
        return _day_range_end(s, pieces, context)
    other = clocks.clock(s, end + 1, context)
    if (
        other is None
        or (other.needs and not _closed(s, other.end))
        or s.word(other.end) in {"minutes", "hours", "days"}
    ):
        return end
    if other.clock and other.exact and not last.exact and last.clock.hour < 12 <= other.clock.hour:
        pieces[-1] = replace(last, clock=_same_half(last.clock, other.clock), exact=True)
    return other.end


_THROUGH = frozenset({"-", "to", "until", "till", "–", "—", "through"})


def _day_range_end(s: Sentence, pieces: list[Piece], context: Context) -> int:
    end = pieces[-1].end
    if pieces[-1].day is None or pieces[-1].rule in {"tonight", "today"}:
        return end
    for rule in (iso, month_day, day_month, numeric):
        other = rule(s, end + 1, context)
        if other and other.day and other.day > pieces[-1].day:
            return other.end
    return end


def _same_half(start: time, end: time) -> time:
    later = start.replace(hour=(start.hour + 12) % 24)
    return later if later < end else start


def resolve(pieces: tuple[Piece, ...], context: Context, start: int, end: int, lead: str) -> Moment:
    """Put the parts together; the conventions for hours and weekdays are those of the product."""
    base = Moment(start, end, "+".join(p.rule for p in pieces), lead=lead, pieces=pieces)
    problem = next((p for p in pieces if p.problem), None)
    clock = next((p for p in pieces if p.clock), None)
    part = next((p.part for p in pieces if p.part), "")
    vague = any(p.vague for p in pieces)
    base = replace(base, has_day=any(p.dated for p in pieces), has_time=bool(clock or part), vague=vague)
    if problem:
        return replace(base, problem=problem.problem, options=problem.options)
    instant = next((p.instant for p in pieces if p.instant), None)
    if instant:
        return replace(base, due=instant.replace(microsecond=0), named=instant.replace(microsecond=0), has_time=True)
    day, question = _day(pieces, context, clock, part)
    if question:
        return replace(base, problem=question[0], options=question[1:])
    named = _timed(day, clock, part, context)
    if named is None:
        return replace(base, problem="That is further away than I can count. Which day did you mean?")
    past = named < context.now if isinstance(named, datetime) else named < context.today
    return replace(base, due=None if past else named, past=past, named=named)


def _day(
    pieces: tuple[Piece, ...], context: Context, clock: Piece | None, part: str
) -> tuple[date | None, tuple[str, ...]]:
    named = next((p for p in pieces if p.weekday is not None), None)
    number = next((p.monthday for p in pieces if p.monthday), None)
    week = next((p for p in pieces if p.week), None)
    day = next((p.day for p in pieces if p.day), None)
    if day:
        if named and named.weekday != day.weekday():
            return None, _mismatch(day, named.weekday or 0)
        return day, ()
    if number:
        today = context.today
        if named and named.weekday is not None:
            return weekday_on(today, named.weekday, number), ()
        found = next_monthday(today, number)
        if found == today and _gone(clock, part, context):
            found = next_monthday(today + timedelta(days=1), number)
        return found, ()
    if week and week.week:
        if named and named.weekday is not None:
            return week.week + timedelta(days=named.weekday), ()
        if week.which == "this":
            return context.today + timedelta(
                days=(4 - context.today.weekday()) % 7 if context.today.weekday() < 5 else 6 - context.today.weekday()
            ), ()
        return week.week, ()
    return (_weekday(named, context, clock, part), ()) if named else (None, ())


def _mismatch(day: date, weekday: int) -> tuple[str, ...]:
    other = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    return (
        f"{spoken_date(day)} is not the weekday you named. Which day did you mean?",
        spoken_date(day),
        spoken_date(other),
    )


def _weekday(piece: Piece, context: Context, clock: Piece | None, part: str) -> date:
    today, wanted = context.today, piece.weekday or 0
    if piece.which == "next":
        return monday(today) + timedelta(days=7 + wanted)
    if piece.which == "last":
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    if today.weekday() == wanted and (piece.which == "this" or ((clock or part) and not _gone(clock, part, context))):
        return today
    return days.upcoming(today, wanted)


def _gone(clock: Piece | None, part: str, context: Context) -> bool:
    """Whether the time of day has passed today."""
    at = _time(clock, part, context.now.time())
    return at is not None and at <= context.now.time()


def _time(clock: Piece | None, part: str, after: time | None) -> time | None:
    """The time of day; `after` is now when the day is today or open, None on another day."""
    if clock is None or clock.clock is None or clock.exact:
        return clocks.part_time(clock, part)
    return clocks.likely_half(clock.clock, part, after)


def _timed(day: date | None, clock: Piece | None, part: str, context: Context) -> Due | None:
    today = context.today
    at = _time(clock, part, context.now.time() if day in {None, today} else None)
    if at is None:
        return day
    try:
        if day is None:
            return _next_at(at, part, context)
        if (
            (part == "midnight" and clock is None)
            or (at.hour < 5 and part in {"night", "tonight"})
            or (clock and clock.rule == "midnight")
        ):
            return datetime.combine(day + timedelta(days=1), at)
        if day == today and clock is None and at <= context.now.time() < _PART_END.get(part, time(0)):
            return datetime.combine(day, _PART_END[part])
        return datetime.combine(day, at)
    except OverflowError:
        return None


def _next_at(at: time, part: str, context: Context) -> datetime:
    first = datetime.combine(context.today, at)
    if at.hour == 0 and part == "midnight":
        return first + timedelta(days=1)
    if first > context.now:
        return first
    return datetime.combine(context.today + timedelta(days=1), at)
