"""Where a date-time phrase begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

from functions.parse_chat.language import days
from functions.parse_chat.language.dates.holidays import HOLIDAY_NAMES
from functions.parse_chat.language.lexicon import (
    MONTHS,
    PARTS,
    PREPOSITIONS,
    TODAY,
    TOMORROW,
    TONIGHT,
    WEEKDAYS,
    YESTERDAY,
)
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.parts import piece_at
from functions.parse_chat.language.moments.ranges import range_end
from functions.parse_chat.language.moments.resolution import resolve
from functions.parse_chat.language.numbers import NUMBER_WORDS
from functions.parse_chat.language.pieces import Context, Piece
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary


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
    while (
        ((s.word(j) in _LEADS and s.word(j + 1) != "of") or _shaded(s, j))
        and len(leads) < 3
        and not _opens_offset(s, j, context)
    ):
        if not _shaded(s, j):
            leads.append(s.word(j))
        j += 1
    pieces: list[Piece] = []
    joints, at = leads, j
    while len(pieces) < 5:
        piece = piece_at(s, at, joints, pieces, context)
        if piece is None:
            break
        pieces.append(piece)
        joints, at = _joints(s, piece.end)
    if not pieces or not _stands(s, i, leads, pieces):
        return None
    end = range_end(s, pieces, context)
    return resolve(tuple(pieces), context, start=i, end=end, lead=" ".join(leads))


def _shaded(s: Sentence, i: int) -> bool:
    """Whether "early" or "late" only shades the day or part of day after it ("early monday morning", "late tonight")."""
    after = s.word(i + 1)
    day = (
        after in WEEKDAYS
        or after in TOMORROW | TONIGHT
        or (s.word(i) == "early" and s.has(i + 1, "in", "the", "morning"))
    )
    return s.word(i) in {"early", "late"} and (day or (s.word(i) == "early" and s.has(i + 1, "next", "week")))


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
    | frozenset(name[0] for name in HOLIDAY_NAMES)
    | vocabulary(
        "the a an next nxt following coming upcoming current last past day half quarter couple few several pair week"
        " overmorrow now right t month year same + eod cob eom eow eoy end beginning start middle mid close first late early another after"
    )
)


def _may_open(s: Sentence, i: int) -> bool:
    """Whether a phrase can begin with token i at all: a quick no for most words."""
    word = s.word(i)
    return word in _OPENERS or s.number(i) is not None or word[-2:] in {"'s", "s'"} or word[:-1] in WEEKDAYS


def _opens_offset(s: Sentence, j: int, context: Context) -> bool:
    return s.word(j) in {"in", "within", "after"} and days.offset(s, j, context) is not None


_JOINTS = vocabulary(", at on in by around about @ for - of from sometime before after between")


def _joints(s: Sentence, i: int) -> tuple[list[str], int]:
    words: list[str] = []
    while s.word(i) in _JOINTS and len(words) < 3:
        words.append(s.word(i))
        i += 1
    return words, i


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
