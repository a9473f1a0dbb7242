"""Short messages that answer a question or point at something: "yes", "no", "the second one", "both", "never mind"."""

from __future__ import annotations

from functions.parse_chat.language.clause import clause
from functions.parse_chat.language.command import place
from functions.parse_chat.language.contractions import opened
from functions.parse_chat.language.numbers import cardinal, ordinal
from functions.parse_chat.language.tokens import sentence
from functions.parse_chat.language.vocabulary import texts, vocabulary

_YES = frozenset(
    texts(
        "yes; y; yep; yeah; yup; sure; ok; okay; confirm; confirmed; correct; right; absolutely; definitely;"
        " please do; do it; go ahead; yes please; sounds good; of course; yes do it; that is right; exactly; please;"
        " yes go ahead; yes do; sure thing; yes that is right; do so; fine; yes of course; ok do it; sure do it; yes i am sure;"
        " i am sure; yes all of them; yes both; yes add it; add it; yes delete it; yes delete them; sure go ahead; ja"
    )
)
_NO = frozenset(
    texts(
        "no; n; nope; nah; no thanks; no thank you; cancel; stop; do not; rather not; not now; never mind;"
        " nevermind; forget it; none; none of them; neither; leave it; abort; no do not; neither of them; none of these;"
        " cancel that; no cancel; leave them; no leave it; wait no; better not; no never mind; keep it; keep them; no keep it"
    )
)
_NO_DATE = frozenset(
    texts(
        "no date; none; no; without a date; no due date; whenever; any time; anytime; skip; no deadline;"
        " does not matter; no thanks; not needed; nope; no date needed; no particular date; i do not know; no idea; not sure"
    )
)
_ALL = frozenset(
    texts(
        "all; all of them; all of these; all of those; them all; everything; every one; each; each of them; every one of them;"
        " all of the above; these all; those all; them; these; those; all tasks; all the tasks"
    )
)
_BOTH = frozenset(
    texts("both; both of them; both tasks; the two; the two of them; both of these; both of those; them both")
)
_OTHER = frozenset(texts("the other; the other one; other one; the other task; not that one; the other one please"))


def said(text: str) -> str:
    """The words of a message with contractions opened, in lower case."""
    return " ".join(t.word for t in opened(sentence(text)).tokens if t.word.isalnum() or "'" in t.word)


def yes(text: str) -> bool:
    return said(text) in _YES


def no(text: str) -> bool:
    return said(text) in _NO


def no_date(text: str) -> bool:
    return said(text) in _NO_DATE


def every(text: str) -> bool:
    """ "all of them", "those"."""
    return said(text) in _ALL


def both(text: str) -> bool:
    return said(text) in _BOTH


def other(text: str) -> bool:
    return said(text) in _OTHER


def chosen(text: str, options: tuple[str, ...]) -> int | None:
    """Which option a message picks: its own words, its number, "the second one", "the last"; counted from 0."""
    plain = text.strip().casefold()
    same = [n for n, option in enumerate(options) if option.strip().casefold() == plain]
    if len(same) == 1:
        return same[0]
    picked = places(text, len(options))
    return picked[0] if picked and len(picked) == 1 else None


_JOINING = vocabulary("and , & plus the number no # task tasks one ones item items please also")


def places(text: str, count: int) -> tuple[int, ...] | None:
    """The places that a message names, from 0: "the second one", "2", "1 and 3", "the first two", "the last one"; None when it names none."""
    c = clause(sentence(text))
    whole = place(c, 0, len(c))
    if whole is not None:
        return _within([count if whole == -1 else whole], count)
    some = _some(tuple(c.word(n) for n in range(len(c)) if c.word(n) != "the"), count)
    if some is not None:
        return some
    found: list[int] = []
    i = 0
    while i < len(c):
        named = (count, i + 1) if c.word(i) == "last" else ordinal(c.s, i) or cardinal(c.s, i)
        if named and not (c.word(i) == "one" and found):
            found.append(named[0])
            i = named[1]
        elif c.word(i) in _JOINING:
            i += 1
        else:
            return None
    return _within(found, count) if found else None


_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def _some(words: tuple[str, ...], count: int) -> tuple[int, ...] | None:
    """ "first two", "last three ones"."""
    if len(words) < 2 or words[0] not in {"first", "last"} or words[1] not in _COUNTED or set(words[2:]) - _JOINING:
        return None
    number = _COUNTED[words[1]]
    if number > count:
        return None
    return tuple(range(number)) if words[0] == "first" else tuple(range(count - number, count))


def _within(numbers: list[int], count: int) -> tuple[int, ...] | None:
    kept = tuple(dict.fromkeys(number - 1 for number in numbers))
    return kept if all(0 <= number < count for number in kept) else None
