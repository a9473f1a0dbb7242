"""Days named from today: "tomorrow", "next friday", "in 3 weeks", "a week from Friday", "end of month"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from functions.parse_chat.language.calendars import monday, month_end
from functions.parse_chat.language.dates.holidays import holiday
from functions.parse_chat.language.dates.months import relative_month
from functions.parse_chat.language.durations import Duration, add_months, duration, shift
from functions.parse_chat.language.lexicon import AMBIGUOUS_DAYS, TODAY, TOMORROW, WEEKDAYS, YESTERDAY
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.pieces import Context, Piece, Which
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import spoken_date

_NEXT = vocabulary("next nxt following")
_THIS = vocabulary("this coming upcoming current")


def relative_day(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "today", "tomorrow", "the day after tomorrow", "yesterday"."""
    j = i + 1 if s.word(i) == "the" else i
    if s.has(j, "day", "after") and s.word(j + 2) in TOMORROW:
        return Piece(j + 3, "day-after-tomorrow", day=context.today + timedelta(days=2))
    if s.has(j, "day", "before") and s.word(j + 2) in YESTERDAY:
        return Piece(j + 3, "day-before-yesterday", day=context.today - timedelta(days=2))
    for words, days in ((TODAY, 0), (TOMORROW, 1), (YESTERDAY, -1)):
        if s.word(i) in words:
            end = i + 3 if s.word(i + 1) == "'" and s.word(i + 2) == "s" else i + 1
            return Piece(end, s.word(i).rstrip("'s") or "today", day=context.today + timedelta(days=days))
    if s.word(i) == "now" or s.has(i, "right", "now"):
        return Piece(i + (1 if s.word(i) == "now" else 2), "now", instant=context.now, needs="last")
    if s.word(i) == "2" and s.glued(i + 1) and s.word(i + 1) in {"moro", "morrow", "morow"}:
        return Piece(i + 2, "tomorrow", day=context.today + timedelta(days=1))
    if s.word(i) == "overmorrow":
        return Piece(i + 1, "day-after-tomorrow", day=context.today + timedelta(days=2))
    return None


def _weekday_word(s: Sentence, i: int) -> tuple[int, int] | None:
    word = s.word(i)
    if word.endswith(("'s", "s'")):
        word = word[:-2]
    if word not in WEEKDAYS:
        return None
    return WEEKDAYS[word], i + 2 if s.word(i + 1) == "." and s.glued(i + 1) and len(word) < 6 else i + 1


def weekday(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "friday", "this sunday", "next tuesday", "the coming monday", "friday after next", "friday week"."""
    j = i + 1 if s.word(i) in {"the", "a"} else i
    which: Which = ""
    if s.word(j) in _NEXT | _THIS | {"last", "past"}:
        which = "next" if s.word(j) in _NEXT else "last" if s.word(j) in {"last", "past"} else "this"
        which = "" if s.word(j) in {"coming", "upcoming"} else which
        j += 1
        j = j + 1 if s.word(j) in {"coming", "upcoming"} else j
    found = _weekday_word(s, j)
    if found is None or (s.word(i) == "a" and j == i + 1):
        return None
    day, end = found
    if s.has(end, "after", "next"):
        return Piece(end + 2, "weekday-after-next", day=_upcoming(context.today, day) + timedelta(days=7), vague=True)
    if s.word(end) == "week" and s.word(end + 1) in {"", ".", ",", "at"}:
        return Piece(end + 1, "weekday-week", day=_upcoming(context.today, day) + timedelta(days=7))
    needs = "time" if s.word(j) in AMBIGUOUS_DAYS and not which and s.word(j + 1) != "." else ""
    needs = "the" if s.word(i) == "the" and j == i + 1 else needs
    return Piece(end, f"{which or 'bare'}-weekday", weekday=day, which=which, needs=needs)


def _upcoming(today: date, weekday_: int) -> date:
    return today + timedelta(days=(weekday_ - today.weekday() - 1) % 7 + 1)


def counted_weekday(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "3 fridays from now", "two mondays from today"."""
    found = cardinal(s, i)
    if found is None or not s.word(found[1]).endswith("s") or s.word(found[1])[:-1] not in WEEKDAYS:
        return None
    if s.word(found[1] + 1) != "from" or s.word(found[1] + 2) not in {"now", "today"} or found[0] > 500:
        return None
    day = _upcoming(context.today, WEEKDAYS[s.word(found[1])[:-1]]) + timedelta(days=7 * (found[0] - 1))
    options = (spoken_date(day), spoken_date(day + timedelta(days=7)))
    question = f"Do you count the coming one? Is it {options[0]} or {options[1]}?"
    return Piece(found[1] + 3, "counted-weekday", problem=question, options=options)


def _moved(context: Context, by: Duration, base: date | None) -> Piece:
    if base is not None:
        start = datetime.combine(base, context.now.time())
        found = shift(start, by)
        return Piece(0, "offset", day=found.date()) if found else Piece(0, "offset", problem="That is too far away.")
    found = shift(context.now, by)
    if found is None:
        return Piece(0, "offset", problem="That is further away than I can count. Which day did you mean?")
    return (
        Piece(0, "offset", day=found.date(), vague=by.vague)
        if by.whole_days
        else Piece(0, "offset", instant=found, vague=by.vague)
    )


def _ended(piece: Piece, end: int) -> Piece:
    return Piece(end, piece.rule, day=piece.day, instant=piece.instant, problem=piece.problem, vague=piece.vague)


def offset(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "in 2 hours", "three weeks from now", "3mo later", "two days after tomorrow", "a week from Friday"."""
    lead = s.word(i) in {"in", "within", "after", "+"}
    j = i + 1 if lead else i
    j = j + 1 if s.word(j) in {"about", "around", "exactly", "approximately", "another", "like"} and lead else j
    j = j + 1 if s.word(j) == "the" and s.word(j + 1) == "next" and lead else j
    j = j + 1 if s.word(j) == "next" and lead else j
    found = (Duration(days=7), i + 1) if s.word(i) == "week" and s.word(i + 1) in {"on", "from"} else duration(s, j)
    found = found or (_marked(s, j) if s.word(i) == "in" else None)
    if found is None:
        return None
    by, end = found
    near = relative_day(s, end, context)
    if near and near.day and by.days and by.days % 7 == 0 and not by.seconds and not lead:
        return _ended(_moved(context, by, near.day), near.end)
    base = _base(s, end, context)
    if base:
        return _ended(_moved(context, by if s.word(end) != "before" else by.negated(), base[0]), base[1])
    if s.word(end) in {"from", "after"} and s.word(end + 1) in {"now", "today"}:
        return _ended(_moved(context, by, None), end + 2)
    if s.word(end) in {"later", "hence"} or s.has(end, "'", "time") or (s.word(end) == "time" and lead):
        return (
            None if s.word(end) == "later" and s.word(end + 1) == "than" else _ended(_moved(context, by, None), end + 1)
        )
    if not lead or s.word(end) in {"before", "earlier", "advance", "ahead", "prior"} or s.has(end, "in", "advance"):
        return None
    return _ended(_moved(context, by, None), end)


def _marked(s: Sentence, i: int) -> tuple[Duration, int] | None:
    """Minutes and seconds by their marks: the 2' of "in 2'"."""
    unit = {"'": 60, "\u2019": 60, '"': 1}.get(s.word(i + 1))
    number = s.number(i)
    if unit is None or number is None or not s.glued(i + 1) or s.glued(i + 2):
        return None
    return Duration(seconds=number * unit), i + 2


def _base(s: Sentence, i: int, context: Context) -> tuple[date, int] | None:
    """The day that an offset counts from: "from Friday", "after tomorrow", "on Tuesday" ("a week on Tuesday")."""
    if s.word(i) not in {"from", "after", "on", "before"}:
        return None
    near = relative_day(s, i + 1, context)
    if near and near.day and s.word(i) != "on" and s.word(i + 1) not in TODAY:
        return near.day, near.end
    feast = holiday(s, i + 1, context)
    if feast and feast.day and s.word(i) != "on":
        return feast.day, feast.end
    named = weekday(s, i + 1, context)
    if named and named.weekday is not None and named.which != "last":
        day = monday(context.today) + timedelta(days=7 + named.weekday) if named.which == "next" else None
        return day or _upcoming(context.today, named.weekday), named.end
    return None


def same_time(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "this time tomorrow", "the same day next week": now, moved on."""
    j = i + 1 if s.word(i) == "the" else i
    if s.word(j) not in {"this", "same"} or s.word(j + 1) not in {"time", "day"}:
        return None
    by, end = {
        "week": (Duration(days=7), j + 4),
        "month": (Duration(months=1), j + 4),
        "year": (Duration(months=12), j + 4),
    }.get(s.word(j + 3) if s.word(j + 2) in _NEXT else "", (Duration(days=1), j + 3))
    found = shift(context.now, by)
    if found is None or (end == j + 3 and s.word(j + 2) not in TOMORROW):
        return None
    return Piece(end, "offset", day=found.date()) if s.word(j + 1) == "day" else Piece(end, "offset", instant=found)


def next_units(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "next two years", "the next 3 days": counted from now."""
    if s.word(i) != "next" or cardinal(s, i + 1) is None:
        return None
    found = duration(s, i + 1)
    return _ended(_moved(context, found[0], None), found[1]) if found and found[0].whole_days else None


def week(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "next week", "this week", "the week after next", "the weekend", "next weekend"."""
    j = i + 1 if s.word(i) == "the" else i
    this = monday(context.today)
    if s.has(j, "week", "after", "next"):
        return Piece(j + 3, "week-after-next", week=this + timedelta(days=14), vague=True)
    word, noun = s.word(j), s.word(j + 1)
    if noun in {"week", "week's", "weeks"} and word in _NEXT | {"coming"}:
        return Piece(j + 2, "next-week", week=this + timedelta(days=7), vague=True)
    if noun in {"week", "week's", "weeks"} and word in _THIS:
        return Piece(j + 2, "this-week", week=this, which="this", vague=True)
    if word == "weekend" and s.word(i) == "the" and s.word(j + 1) not in {"before"}:
        return Piece(j + 1, "weekend", day=_weekend(context.today), needs="edge", vague=True)
    if noun in {"weekend", "weekend's"} and word in _THIS:
        return Piece(j + 2, "weekend", day=_weekend(context.today), vague=True)
    if noun in {"weekend", "weekend's"} and word in _NEXT:
        return Piece(j + 2, "next-weekend", day=this + timedelta(days=12), vague=True)
    return None


def _weekend(today: date) -> date:
    """Saturday of this week, or today when it is the weekend already."""
    return today if today.weekday() >= 5 else monday(today) + timedelta(days=5)


def period(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "next month", "this year", "next quarter": the first day of the next, the last day of this."""
    j = i + 1 if s.word(i) == "the" else i
    word, noun, today = s.word(j), s.word(j + 1), context.today
    if s.has(j, "month", "after", "next"):
        return Piece(j + 3, "month-after-next", day=add_months(today.replace(day=1), 2), vague=True)
    if word not in _NEXT | _THIS or noun not in {"month", "month's", "year", "year's", "quarter"}:
        return None
    noun = noun.removesuffix("'s")
    following = word in _NEXT or word in {"coming", "upcoming"}
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    first = {"month": today.replace(day=1), "year": date(today.year, 1, 1), "quarter": quarter}[noun]
    length = {"month": 1, "quarter": 3, "year": 12}[noun]
    later = add_months(first, length)
    day = later if following else later - timedelta(days=1)
    return Piece(j + 2, f"{'next' if following else 'this'}-{noun}", day=day, vague=True)


def edge_of_period(s: Sentence, i: int, context: Context) -> Piece | None:
    """Such as "end of month", "the end of next week", "beginning of July", "mid January", "EOM", "EOW", "EOY"."""
    today = context.today
    short = {"eom": month_end(today), "eow": _friday(today), "eoy": date(today.year, 12, 31)}.get(s.word(i))
    if short:
        return Piece(i + 1, s.word(i), day=short, vague=True)
    j = i + 1 if s.word(i) == "the" else i
    if s.word(j) in {"year", "month"} and _ends(s, j) and s.word(i - 1) in {"by", "at", "before", "until", "on"}:
        day = month_end(today) if s.word(j) == "month" else date(today.year, 12, 31)
        return Piece(_ends(s, j), f"end-of-{s.word(j)}", day=day, vague=True)
    edge = {"end": "end", "beginning": "start", "start": "start", "middle": "mid", "mid": "mid", "close": "end"}.get(
        s.word(j)
    )
    if edge is None:
        return None
    k = j + 1
    k = k + 1 if s.word(k) in {"of", "-"} else k
    if edge != "mid" and k == j + 1:
        return None
    return _edge(s, k, edge, context)


def _ends(s: Sentence, i: int) -> int:
    """The place after "end" in "year end", "month-end"; 0 without one."""
    j = i + 2 if s.word(i + 1) == "-" else i + 1
    return j + 1 if s.word(j) == "end" else 0


def _friday(today: date) -> date:
    return today + timedelta(days=(4 - today.weekday()) % 7)


def _edge(s: Sentence, k: int, edge: str, context: Context) -> Piece | None:
    the = k + 1 if s.word(k) in {"the", "this", "my"} else k
    if edge == "end" and s.word(the) in {"day", "business", "workday"} | TODAY:
        end = the + 2 if s.has(the, "business", "day") else the + 1
        return Piece(
            end,
            "end-of-day",
            day=context.today if s.word(the) in TODAY or s.word(k) == "this" else None,
            part="end-of-day",
        )
    named = weekday(s, the, context)
    if named and named.weekday is not None and edge == "end" and the > k - 1:
        return Piece(named.end, "end-of-day", weekday=named.weekday, which=named.which, part="end-of-day", vague=True)
    near = relative_day(s, k, context)
    if near and edge == "end":
        return Piece(near.end, "end-of-day", day=near.day, part="end-of-day", vague=True)
    following = s.word(the) in _NEXT
    unit = the + 1 if following else the
    if s.word(unit) in {"week", "weekend"}:
        start = monday(context.today) + timedelta(days=7 if following else 0)
        day = {"end": start + timedelta(days=4), "start": start, "mid": start + timedelta(days=2)}[edge]
        day = day if day >= context.today else context.today if edge == "end" else day + timedelta(days=7)
        return Piece(unit + 1, f"{edge}-of-week", day=day, vague=True)
    return _edge_of_month(s, k, unit, edge, following, context)


def _edge_of_month(s: Sentence, k: int, unit: int, edge: str, following: bool, context: Context) -> Piece | None:
    if s.word(unit) == "year":
        year = context.today.year + int(following)
        day = {"end": date(year, 12, 31), "start": date(year, 1, 1), "mid": date(year, 7, 1)}[edge]
        return Piece(unit + 1, f"{edge}-of-year", day=day if day >= context.today else add_months(day, 12), vague=True)
    month = relative_month(s, k, context) if s.word(k) != "my" else None
    if month is None:
        return None
    first, end = month
    day = {"end": month_end(first), "start": first, "mid": first.replace(day=15)}[edge]
    return Piece(end, f"{edge}-of-month", day=day if day >= context.today else add_months(day, 1), vague=True)


def upcoming(today: date, weekday_: int) -> date:
    """The next such weekday after today."""
    return _upcoming(today, weekday_)
