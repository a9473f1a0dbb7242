"""Months, day numbers and years, of which dates are made."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import MONTHS
from functions.parse_chat.language.numbers import ordinal, spelled, year
from functions.parse_chat.language.tokens import Sentence


def month_at(s: Sentence, i: int) -> tuple[int, int] | None:
    month = MONTHS.get(s.word(i))
    if month is None:
        return None
    return month, i + 2 if s.word(i + 1) == "." and s.glued(i + 1) else i + 1


def day_number(s: Sentence, i: int) -> tuple[int, int] | None:
    found = ordinal(s, i)
    if found is None:
        number = s.number(i)
        loose = number is not None and s.word(i + 1) in {":", "."} and s.glued(i + 1) and s.number(i + 2) is not None
        glued = s.glued(i + 1) and s.word(i + 1).isalpha() and s.word(i + 1) != "of" and s.word(i + 1) not in MONTHS
        found = None if loose or glued or number is None else (number, i + 1)
    found = found or spelled(s, i)
    return found if found and 1 <= found[0] <= 31 else None


def year_after(s: Sentence, i: int) -> tuple[int | None, int]:
    j = i + 1 if s.word(i) in {",", "of", "in", "/", "-"} else i
    if s.word(i) == "," and s.word(j) in {"of", "in"}:
        j += 1
    found = year(s, j)
    if found is None or (s.word(i) == "in" and s.number(j) is None):
        return None, i
    return found
