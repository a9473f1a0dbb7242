"""Short messages that answer a question or point at something: "yes", "no", "the second one", "never mind"."""

from __future__ import annotations

from functions.parse_chat.language.clause import clause
from functions.parse_chat.language.command import place
from functions.parse_chat.language.contractions import opened
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.tokens import sentence
from functions.parse_chat.language.vocabulary import texts

_YES = frozenset(
    frozenset(
        texts(
            "yes; y; yep; yeah; yup; sure; ok; okay; confirm; confirmed; correct; right; absolutely; definitely;"
            " please do; do it; go ahead; yes please; sounds good; of course; yes do it; that is right; exactly; please"
        )
    )
)
_NO = frozenset(
    frozenset(
        texts(
            "no; n; nope; nah; no thanks; no thank you; cancel; stop; do not; rather not; not now; never mind;"
            " nevermind; forget it; none; none of them; neither; leave it; abort; no do not"
        )
    )
)
_NO_DATE = frozenset(
    frozenset(
        texts(
            "no date; none; no; without a date; no due date; whenever; any time; anytime; skip; no deadline;"
            " does not matter; no thanks; not needed; nope"
        )
    )
)


def _said(text: str) -> str:
    return " ".join(t.word for t in opened(sentence(text)).tokens if t.word.isalnum() or "'" in t.word)


def yes(text: str) -> bool:
    return _said(text) in _YES


def no(text: str) -> bool:
    return _said(text) in _NO


def no_date(text: str) -> bool:
    return _said(text) in _NO_DATE


def chosen(text: str, options: tuple[str, ...]) -> int | None:
    """Which option a message picks: its own words, its number, "the second one", "the last"; counted from 0."""
    plain = text.strip().casefold()
    same = [n for n, option in enumerate(options) if option.strip().casefold() == plain]
    if len(same) == 1:
        return same[0]
    c = clause(sentence(text))
    number = cardinal(c.s, 0)
    picked = number[0] if number and number[1] == len(c) else place(c, 0, len(c))
    if picked is None:
        named = ordinal(c.s, 1 if c.word(0) == "the" else 0)
        picked = named[0] if named and named[1] >= len(c) else None
    if picked == -1:
        picked = len(options)
    return picked - 1 if picked is not None and 1 <= picked <= len(options) else None
