"""A task said to be done: "I have completed X", "I paid the rent", "the gas bill is paid", "X is done", "done: X"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, TASK_NOUNS, Command
from functions.parse_chat.language.completions.finished import DONE, finished
from functions.parse_chat.language.lexicon import TOMORROW, TONIGHT
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.verbs import PAST, VERBS
from functions.parse_chat.language.vocabulary import vocabulary

_ADVERBS = vocabulary("already just finally now all also both recently successfully")
_QUESTION = vocabulary("what which when who is are how why do does did has have if remind add was were where")
_NO_SUBJECT = vocabulary("get have make want be i has")


def announced(c: Clause) -> Command | None:
    """The command, with what is done as its object."""
    return _done_first(c) or _by_me(c) or _is_done(c) or _past_first(c) or crossed(c)


def _done_first(c: Clause) -> Command | None:
    """Such as "task done X", "done: X", "done with X", "finished X", "all done with X"."""
    i = 1 if c.word(0) in TASK_NOUNS - {"one", "thing"} else 0
    if c.word(i) in {"done", "completed", "finished", "complete"} and (i or c.word(i) != "complete"):
        if cardinal(c.s, i) or i + 1 >= len(c):
            return None
        start = i + 1 + (c.word(i + 1) in {":", "with", "-", ","})
        end = next((n for n in range(start + 1, len(c)) if c.word(n) == "," or c.has(n, "mark", "it")), len(c))
        return finished(c, start, end, 0.9, "done-first")
    if c.has(0, "all", "done", "with") or c.has(0, "finish", "off"):
        return finished(c, 3 if c.word(0) == "all" else 2, len(c), 0.85, "done-with")
    closing = c.word(0) in {"finish", "close"} and c.word(2 if c.word(1) in ARTICLES else 1) == "task"
    if closing:
        return finished(c, 1, len(c), 0.85, "finish-task")
    if c.word(0) in {"just", "already", "finally"} and c.word(1) in PAST and len(c) > 2:
        return finished(c, 2, len(c), 0.75, "just-done")
    return None


_NOT_DONE = vocabulary("not nothing never what you i a")


def _by_me(c: Clause) -> Command | None:
    """Such as "I have completed X", "I just finished X, so cross that off", "I'm done with X", "I paid the rent"."""
    if c.word(0) not in {"i", "we"}:
        return None
    i = 2 if c.word(1) in {"have", "am", "did", "are"} else 1
    while c.word(i) in _ADVERBS:
        i += 1
    i = i + 1 if c.word(i) == "did" else i
    if "did" in {c.word(1), c.word(2)} and c.word(i) not in {"not", "you", "what", "i", ""}:
        return finished(c, i, _object_end(c, i), 0.7, "did")
    if c.word(i) in {"completed", "finished", "done", "accomplished"}:
        return finished(c, i + 1 + (c.word(i + 1) == "with"), _object_end(c, i + 1), 0.92, "have-done")
    if c.has(1, "have", "already") and len(c) > 4 and c.word(3) not in PAST:
        return finished(c, 3, len(c), 0.65, "have-already")
    past = c.word(i) in PAST and c.word(i + 1) not in _NOT_DONE and i + 1 < len(c)
    then = i + 2 if c.word(i + 1) in {"up", "off", "out", "in"} and i + 2 < len(c) else i + 1
    if not past or _negated(c) or len(c) > 12 or (c.word(i) in _COMMON and not _owned(c, then)):
        return crossed(c)
    i = then - 1
    return finished(c, i + 1, _object_end(c, i + 1), 0.72, "have-past")


def _past_first(c: Clause) -> Command | None:
    """Such as "paid the rent", "called mom": a deed without the one who did it."""
    deed = c.word(0)
    plain = deed in VERBS | _COMMON | {"did", "had"} or deed not in PAST
    if plain or len(c) < 2 or len(c) > 7 or not (_owned(c, 1) or c.word(1) in {"mom", "dad"}) or _negated(c):
        return None
    if any(c.word(n) in TOMORROW | TONIGHT | {"next", "by"} for n in range(1, len(c))):
        return None
    return finished(c, 1, _object_end(c, 1), 0.7, "past-first")


_COMMON = vocabulary(
    "got gotten saw seen went gone found put read ate eaten left set met ran made held thought spoke said asked tried taken took"
    " told gave given looked turned watched listened heard started stopped opened closed cut tracked searched posted used ordered"
    " booked purchased saved transferred cancelled canceled charged exchanged ate drove driven learned learnt played sold won"
)
"""Pasts of so many uses that only a definite object ("the", "my") makes them a task that is done."""


def _owned(c: Clause, i: int) -> bool:
    return c.word(i) in {"the", "my", "our", "all", "his", "her", "their"} and len(c) <= 8


def _negated(c: Clause) -> bool:
    return any(c.word(n) in {"not", "never", "but", "if", "when"} for n in range(1, len(c)))


def _object_end(c: Clause, start: int) -> int:
    """Before ", so cross it off", "yesterday", "already"."""
    return next(
        (n for n in range(start + 1, len(c)) if c.word(n) in {",", "so", ".", "already", "yesterday", "today"}), len(c)
    )


_STATES = DONE | frozenset(PAST)
_BE = vocabulary("is are was were been")
_FOREIGN_PAST = vocabulary(
    "lost declined stolen broken charged locked frozen closed made found set put cut left shut read told met"
)


def _is_done(c: Clause) -> Command | None:
    """Such as "X is done", "laundry done", "the gas bill is paid", "the report has been sent"."""
    last = len(c) - 1
    last = last - 1 if c.word(last) in {"already", "now", "today", "off"} and last > 2 else last
    word, before = c.word(last), c.word(last - 1)
    if c.word(0) in _QUESTION:
        return None
    if word in {"done", "completed"} and 1 <= last <= 5 and before not in {"get", "be", "is", "not", "are", *_BE}:
        if c.word(0) == "already":
            return finished(c, 1, last, 0.7, "already-done")
        return finished(c, 0, last, 0.75, "x-done") if c.word(0) not in _NO_SUBJECT else None
    if word in {"done", "complete", "completed", "finished"} and before in _BE:
        return finished(c, 0, _subject_end(c, last), 0.85, "is-done")
    passive = word in _STATES - _FOREIGN_PAST and before in _BE and c.word(0) in ARTICLES and last <= 7
    return finished(c, 0, _subject_end(c, last), 0.72, "is-past") if passive else None


def _subject_end(c: Clause, last: int) -> int:
    """Before "is", "has been", "have been", "is now"."""
    end = last
    while end > 1 and c.word(end - 1) in _BE | {"has", "have", "now", "already", "all", "finally"}:
        end -= 1
    return end


_BEFORE_CROSSING = vocabulary(", so please and . ; can could you")


def crossed(c: Clause) -> Command | None:
    """Such as "… so cross that off my list", "… please mark it as done": the last clause gives the command."""
    for n in range(1, len(c) - 1):
        if (
            c.word(n) in {"cross", "check", "tick", "mark", "take"}
            and c.word(n + 1) in {"it", "that", "this", "them", "those"} | ARTICLES
            and c.word(n - 1) in _BEFORE_CROSSING
            and {c.word(k) for k in range(n, len(c))} & (DONE | {"off"})
        ):
            if _unwanted(c, n):
                return None
            end = n
            while end > 1 and c.word(end - 1) in _BEFORE_CROSSING:
                end -= 1
            return finished(c, _deed_end(c, end), end, 0.8, "so-cross-off")
    return None


def _unwanted(c: Clause, end: int) -> bool:
    """Such as "we don't need cheese": what is taken off then was not done."""
    words = [c.word(k) for k in range(end)]
    return (("need" in words or "want" in words) and bool({"not", "longer"} & set(words))) or words[:1] == ["nevermind"]


def _deed_end(c: Clause, end: int) -> int:
    """Past "I have already bought" to the thing itself."""
    if c.word(0) in {"got", "bought", "finished", "did"}:
        return 1
    if c.word(0) not in {"i", "we"}:
        return 0
    i = 2 if c.word(1) in {"have", "am"} else 1
    while c.word(i) in _ADVERBS:
        i += 1
    return i + 1 if c.word(i) in PAST and i + 1 < end else 0
