"""Times of day: "5pm", "half past five", "ten thirty", "15h", "noon", "in the morning"."""

from __future__ import annotations

from datetime import time

from functions.parse_chat.language.lexicon import PARTS, TONIGHT
from functions.parse_chat.language.numbers import cardinal, spelled
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

_MEASURES = vocabulary(
    "percent % degrees degree dollars euros pounds people persons mph kmh km miles mile kg lbs lb oz x times"
    " copies pieces items cups cup inch inches feet ft cm mm meters metres pm2 gb mb st nd rd th street avenue"
    " ave road locations places stores"
)
_ROUND = vocabulary("oclock o'clock oclok")
_PAST = vocabulary("past after")
_TO = vocabulary("to till before of til")
_OF_24 = "clock-of-24"


def meridiem(s: Sentence, i: int) -> tuple[str, int] | None:
    """Such as "am", "pm", "a.m.", "p", at token i."""
    word = s.word(i)
    if word in {"am", "pm"}:
        return word, i + 1
    if word == "in" and s.word(i + 1) == "the" and s.word(i + 2) in {"am", "pm"}:
        return s.word(i + 2), i + 3
    if word not in {"a", "p"}:
        return None
    if s.word(i + 1) == "." and s.word(i + 2) == "m":
        return word + "m", i + 4 if s.word(i + 3) == "." and s.glued(i + 3) else i + 3
    if s.word(i + 1) == "m":
        return word + "m", i + 2
    return (word + "m", i + 1) if s.glued(i) and s.number(i - 1) is not None else None


def to_24(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "pm" else 0)


def _made(hour: int, minute: int, second: int, i: int, s: Sentence, rule: str, needs: str = "") -> Piece | None:
    if not (0 <= hour <= 24 and minute < 60 and second < 60) or (hour == 24 and (minute or second)):
        return None
    half = meridiem(s, i)
    if half and 0 < hour <= 12:
        return Piece(half[1], rule, clock=time(to_24(hour, half[0]), minute, second), exact=True)
    if half and hour > 12:
        i = half[1]
    exact = hour > 12 or hour == 0 or rule == _OF_24
    return Piece(i, rule, clock=time(hour % 24, minute, second), exact=exact, needs=needs)


def _two_digits(s: Sentence, i: int) -> int | None:
    number = s.number(i)
    return number if number is not None and s.tokens[i].end - s.tokens[i].start == 2 else None


def _digital(s: Sentence, i: int) -> Piece | None:
    """Such as "5:30", "8:00:31am", "3.30pm", "19h00", "15h"."""
    hour = s.number(i)
    mark = s.word(i + 1)
    if hour is not None and mark in {"hrs", "hours"} and s.tokens[i].end - s.tokens[i].start == 4:
        return _made(hour // 100, hour % 100, 0, i + 2, s, "clock-military")
    if hour is None or not s.glued(i + 1):
        return None
    minute = _two_digits(s, i + 2) if s.glued(i + 2) else None
    if mark == ":" and minute is not None:
        if s.word(i - 1) == "in" and s.word(i + 3) in {"hours", "hrs", "h"}:
            return None  # a length, not a time of day
        second = _two_digits(s, i + 4) if s.word(i + 3) == ":" and s.glued(i + 4) else None
        end = i + 3 if second is None else i + 5
        end = end + 1 if s.word(end) in {"hours", "hrs"} else end
        # "05:30" is of the clock that counts to 24
        rule = _OF_24 if s.cut(i, i + 1).startswith("0") else "clock-colon"
        return _made(hour, minute, second or 0, end, s, rule)
    if mark == "." and minute is not None:
        needs = "" if meridiem(s, i + 3) else "at"
        return None if s.word(i + 3) in _MEASURES else _made(hour, minute, 0, i + 3, s, "clock-dot", needs)
    if mark == "h" and s.tokens[i].end - s.tokens[i].start == 4:
        return _made(hour // 100, hour % 100, 0, i + 2, s, "clock-military")
    if mark == "h" and hour < 25:
        return _made(hour, minute or 0, 0, i + 3 if minute is not None else i + 2, s, "clock-h")
    return None


def _minutes(s: Sentence, i: int) -> tuple[int, int] | None:
    """Minutes said before "past" or "to": "half", "a quarter", "twenty", "10 minutes"."""
    j = i + 1 if s.word(i) == "a" else i
    if s.word(j) == "quarter":
        return 15, j + 1
    if s.word(i) == "half":
        return (30, i + 1) if s.word(i + 1) in _PAST else None
    found = cardinal(s, i)
    if found is None or not 1 <= found[0] < 60:
        return None
    return found[0], found[1] + 1 if s.word(found[1]) in {"minutes", "minute", "mins", "min"} else found[1]


def _relative(s: Sentence, i: int) -> Piece | None:
    """Such as "half past five", "quarter to 8", "twenty after 3pm", "half five"."""
    said = _minutes(s, i)
    if said is None:
        return None
    minutes, j = said
    word = s.word(j)
    if word not in _PAST | _TO:
        return None
    hour = _whole_hour(s, j + 1)
    if hour is None or hour.clock is None:
        return None
    back = word in _TO
    if back and s.number(j + 1) is not None and (s.number(j + 1) or 0) > 12:
        return None
    total = hour.clock.hour * 60 + (-minutes if back else minutes)
    clock = time(total // 60 % 24, total % 60)
    digits = s.number(i) is not None and s.number(j + 1) is not None and j == i + 1
    needs = "at" if digits and not hour.exact else ""
    if (needs and word == "of") or (digits and s.word(i - 1) in {"from", "between"}):
        return None  # "2 of 3", "from 2 to 4pm"
    return Piece(hour.end, "clock-past", clock=clock, exact=hour.exact, needs=needs)


def _whole_hour(s: Sentence, i: int) -> Piece | None:
    if s.word(i) in {"noon", "midday"}:
        return Piece(i + 1, "noon", clock=time(12), exact=True)
    if s.word(i) == "midnight":
        return Piece(i + 1, "midnight", clock=time(0), exact=True)
    found = cardinal(s, i)
    if found is None or not 1 <= found[0] <= 24:
        return None
    return _made(found[0], 0, 0, found[1] + 1 if s.word(found[1]) in _ROUND else found[1], s, "clock-hour")


def _spoken(s: Sentence, i: int) -> Piece | None:
    """Such as "five pm", "ten thirty am", "one thirty", "six forty-three minutes", "seven o'clock", "5ish"."""
    found = cardinal(s, i)
    if (
        found
        and s.number(i) is not None
        and 100 <= found[0] <= 1259
        and s.word(found[1]) in {"am", "pm", "a", "p"}
        and meridiem(s, found[1])
    ):
        return _made(found[0] // 100, found[0] % 100, 0, found[1], s, "clock-run-together")
    if s.word(i) == "half" and 1 <= (cardinal(s, i + 1) or (0, 0))[0] <= 12:
        hour, j = cardinal(s, i + 1) or (0, 0)
        return _made(hour, 30, 0, j, s, "clock-half", "at")
    if found is None or not 0 <= found[0] <= 24:
        return None
    hour, j = found
    if s.word(j) in _ROUND:
        return _made(hour, 0, 0, j + 1, s, "clock-oclock")
    if s.word(j) == "ish" and (s.glued(j) or s.word(j + 1) == ""):
        return _made(hour, 0, 0, j + 1, s, "clock-ish", "at")
    if meridiem(s, j) and 1 <= hour <= 12:
        return _made(hour, 0, 0, j, s, "clock-meridiem")
    minutes = spelled(s, j + 1 if s.word(j) in {"oh", "o"} else j) or _bare_minutes(s, j)
    if minutes and 1 <= hour <= 12 and (10 <= minutes[0] < 60 or s.word(j) in {"oh", "o"}):
        end = minutes[1] + 1 if s.word(minutes[1]) in {"minutes", "mins"} else minutes[1]
        needs = "" if meridiem(s, end) else "at"
        return _made(hour, minutes[0], 0, end, s, "clock-spoken", needs)
    return None


def _bare_minutes(s: Sentence, i: int) -> tuple[int, int] | None:
    minute = _two_digits(s, i)
    return (minute, i + 1) if minute is not None and meridiem(s, i + 1) and not s.glued(i) else None


_BARE_WORDS = vocabulary(", . ; ! ? ) -")


def _bare(s: Sentence, i: int) -> Piece | None:
    found = cardinal(s, i)
    if found is None:
        return None
    value, j = found
    if s.word(j) in _MEASURES or (s.glued(j) and s.word(j) not in _BARE_WORDS):
        return None
    if s.word(j) in {".", ":", "/", ","} and s.glued(j) and s.glued(j + 1) and s.number(j + 1) is not None:
        return None
    if 1300 <= value <= 2359 or (s.number(i) is not None and s.cut(i, j).startswith("0") and len(s.cut(i, j)) == 4):
        return _made(value // 100, value % 100, 0, j, s, "clock-military", "at")
    if s.number(i) is not None and 100 <= value <= 1259:
        return _made(value // 100, value % 100, 0, j, s, "clock-run-together", "clock")
    return _made(value, 0, 0, j, s, "clock-bare", "at") if 0 < value <= 24 else None


def clock(s: Sentence, i: int) -> Piece | None:
    """A time of day at token i; `needs="at"` where only a preposition or a date beside it makes it one."""
    if s.word(i) == "" or (s.glued(i) and s.word(i - 1) in {"$", "€", "£", "#", "-", "."} and s.glued(i - 1)):
        return None
    if cardinal(s, i) and (cardinal(s, i) or (0, 0))[0] == 12 and s.word(i + 1) in {"noon", "midday", "midnight"}:
        return _whole_hour(s, i + 1)
    if s.word(i) == "t" and s.glued(i + 1) and s.word(i + 2) == ":":
        return _digital(s, i + 1)
    return _relative(s, i) or _digital(s, i) or _spoken(s, i) or _bare(s, i)


def part(s: Sentence, i: int, context: Context) -> Piece | None:
    """A part of the day: "in the morning", "tonight", "at night", "noon", "first thing", "EOD"."""
    word = s.word(i)
    if word in TONIGHT:
        return Piece(i + 1, "tonight", day=context.today, part="tonight")
    if word in {"eod", "cob"}:
        return Piece(i + 1, "end-of-day", clock=time(17), exact=True)
    if s.has(i, "first", "thing"):
        j = i + 2
        if s.has(j, "in", "the", "morning"):
            return Piece(j + 3, "first-thing", part="morning")
        return (
            Piece(j + 1, "first-thing", part="morning")
            if s.word(j) == "morning"
            else Piece(j, "first-thing", part="morning", needs="date")
        )
    if word in {"this", "the", "late", "early", "mid"}:
        return _qualified_part(s, i, context)
    if word in {"midday", "noon", "midnight", "noontime"}:
        return Piece(i + 1, word, part="noon" if word == "noontime" else word)
    if word in PARTS and not word.endswith("s") and word != "eve":
        return Piece(i + 1, "part", part=word, needs="date")
    return None


def _qualified_part(s: Sentence, i: int, context: Context) -> Piece | None:
    j = i + 1
    if s.word(j) in {"late", "early", "mid", "same"}:
        j += 1
    word = s.word(j)
    if word not in PARTS or word.endswith("s") or word == "eve":
        return None
    if s.word(i) == "this":
        return Piece(j + 1, "this-part", day=context.today, part="tonight" if word == "night" else word)
    needs = "in" if s.word(i) == "the" and word not in {"midday", "noon", "midnight"} else "date"
    return Piece(j + 1, "the-part", part=word, needs="" if s.word(i) == "the" and needs != "in" else needs)


def part_time(stated: Piece | None, part: str) -> time | None:
    """The time of day of a stated clock piece, or the hour that a part of the day stands for; None without either.

    An hour without am or pm is the first between 7:00 and 21:59, or the one that suits the part.
    """
    if stated is None or stated.clock is None:
        hour = {"end-of-day": (17, 0)}.get(part) or PARTS.get(part)
        return time(*hour) if hour else None
    exact = stated.exact and not (stated.rule == _OF_24 and part in _LIKELY_HALF_WORDS)
    return stated.clock if exact else likely_half(stated.clock, part, None)


_LIKELY_HALF_WORDS = vocabulary("afternoon evening tonight night lunch lunchtime end-of-day")


def likely_half(at: time, part: str, after: time | None) -> time:
    """Choose am or pm; `after` is now where the day is today or open."""
    hour = at.hour
    if part == "morning":
        return at.replace(hour=hour % 12)
    if part in _LIKELY_HALF_WORDS:
        small = part in {"night", "tonight"} and (hour == 12 or hour < 5)
        return at.replace(hour=hour % 12 + (0 if small else 12))
    options = [at.replace(hour=h % 24) for h in (hour % 12, hour % 12 + 12) if 7 <= h < 22] or [at]
    later = [o for o in options if after is None or o > after]
    return (later or options)[0]
