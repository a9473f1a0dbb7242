"""Whether something is done already: "is the report done", "have I paid the rent yet", "did I call mom"."""

from __future__ import annotations

from functions.parse_chat.language.questions.nouns import OTHER, TASKS
from functions.parse_chat.language.verbs import PAST, VERBS
from functions.parse_chat.language.vocabulary import vocabulary

_BE = vocabulary("is are was were")
_HAVE = vocabulary("has have had")
_STATES = vocabulary(
    "done finished completed complete paid sent submitted bought mailed filed signed written returned cleaned watered booked"
    " renewed printed washed fixed ordered called"
)
_OFTEN = vocabulary("already ever yet just actually even")
_OTHER_DEEDS = vocabulary(
    "get got gotten leave left make made see saw seen go went gone find found tell told win won think thought track set put travel"
    " run ran talk speak spoke spoken learn learned sell sold work worked hear heard begin began begun lose play stop start help"
    " transfer deposit withdraw exchange wake woke drive drove driven say ask earn walk walked hike jog exercise"
)
"""Deeds that a question is rarely about a task with ("did I win the lottery")."""
_OTHER_THINGS = vocabulary(
    "card cards account accounts bank paycheck pto luggage phone car days rewards credit transaction charge charges insurance"
    " steps miles calories money weight game reservation visa taxes time"
)
_AT_END = vocabulary("already yet now today this morning week yesterday ? .")
_ARTICLES = vocabulary("the a an my our")


def asked_state(words: list[str]) -> tuple[int, int] | None:
    """Where the thing stands whose state is asked for; None for any other question."""
    if set(words) & (OTHER | _OTHER_THINGS) or not 3 <= len(words) <= 14:
        return None
    end = len(words)
    while end > 2 and words[end - 1] in _AT_END:
        end -= 1
    found = _passive(words, end) or _active(words, end)
    if found is None:
        return None
    start = found[0] + (words[found[0]] in _ARTICLES and found[0] + 1 < found[1])
    named = set(words[start : found[1]])
    return (start, found[1]) if start < found[1] and not named <= TASKS | {"that", "it", "this", "everything"} else None


def _passive(words: list[str], end: int) -> tuple[int, int] | None:
    """Such as "is the report done", "has the invoice been sent yet"."""
    if words[0] not in _BE | _HAVE or words[1] in {"there", "i", "you", "we", "it", "he", "she", "they"}:
        return None
    if words[end - 1] not in _STATES or (words[0] in _HAVE and words[end - 2] != "been"):
        return None
    last = end - 2 if words[end - 2] == "been" else end - 1
    while last > 1 and words[last - 1] in _OFTEN:
        last -= 1
    return 1, last


def _active(words: list[str], end: int) -> tuple[int, int] | None:
    """Such as "have I paid the rent", "did I already water the plants"."""
    if words[0] not in {"have", "did", "had"} or words[1] not in {"i", "we"}:
        return None
    i = 2
    while i < end and words[i] in _OFTEN:
        i += 1
    deed = words[i] if i < end else ""
    done = deed in PAST if words[0] != "did" else deed in VERBS
    return (i + 1, end) if done and deed not in _OTHER_DEEDS and i + 1 < end else None
