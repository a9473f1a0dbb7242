"""Misspelt command words, mended where a command stands: never in a title, whose characters are cut from the message anyway."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from functions.parse_chat.language.tokens import Token
from functions.parse_chat.language.verbs import VERBS
from functions.parse_chat.language.vocabulary import vocabulary

_COMMANDS = vocabulary(
    "show list remind delete remove create complete cancel change update rename move mark finish schedule reschedule postpone"
    " restore remember check clear erase finished completed undo please display snooze"
)
_NOUNS = vocabulary("task tasks todo todos list lists reminder reminders calendar shopping grocery groceries")
_FRAME = vocabulary(
    "please can could would will you i want need to a an the my me us all new another show list see read give what is are"
    " on in add put create make set delete remove clear of for from this that overdue completed open today tomorrow"
)
"""Words that may stand between the opening and a misspelt command word."""
_ABBREVIATED = {
    "ad": "add",
    "ads": "add",
    "dlete": "delete",
    "del": "delete",
    "rmv": "remove",
    "tsk": "task",
    "tsks": "tasks",
}
_REAL = vocabulary(
    "snow slow shop shoo know shot shut lost last lift lit fist mist task mask move more love mode made make mart mar dark park"
    " bark lark chuck cheek chick chess clean clean cleaner charge chance chant crate cremate creature created creates compete"
    " completes rewind remains remain reminds rename renamed remote removes delegate deletes deleted debate dilute update updates"
    " upgrade upload cancels cancer canal canceled finnish finishes finishing polish publish furnish vanish punish schedules"
    " scheduled unde do under chuckle restores restore store remembers clear clears erases ease eraser tusk tusks total dodo"
    " lists lest listen fist reminders remainder calendars shipping chopping stopping dropping grocer display displays snoozes"
    " place pleas plead pleased release changes changing exchange removal moved moves marks marker mars mare finish"
    " shows shown how shower tasked list' cancelled completely completion competed remained reminding schedule"
)
_LISTING = vocabulary("my the our shopping grocery todo task")
_REACH = 7


def mended(tokens: list[Token]) -> list[Token]:
    """The tokens with misspelt command words put right, from the front on, as long as only words of a command's frame stand before."""
    out = list(tokens)
    for i, token in enumerate(out[:_REACH]):
        word = token.word
        known = word in _FRAME or word in _COMMANDS or word in _NOUNS or not word.isalpha()
        right = word if known else _right(word, i == 0 or out[i - 1].word in _FRAME)
        if right != word:
            out[i] = replace(token, word=right)
        elif not known:
            break
    _mend_state(out)
    return out


def _mend_state(out: list[Token]) -> None:
    """Such as "mark buy milk as compelted", "add milk to my lsit": what closes a command."""
    if len(out) > 3 and out[-2].word == "as" and out[0].word == "mark":
        right = _nearest(out[-1].word, ("completed", "complete", "finished"))
        if right:
            out[-1] = replace(out[-1], word=right)
    if len(out) > 3 and out[-2].word in _LISTING and sorted(out[-1].word) == sorted("list"):
        out[-1] = replace(out[-1], word=out[-1].word if out[-1].word in _REAL else "list")


@lru_cache(maxsize=4096)
def _right(word: str, framed: bool) -> str:
    """The command word that is meant, or the word itself."""
    if word in _ABBREVIATED and framed:
        return _ABBREVIATED[word]
    if len(word) < 4 or len(word) > 14 or word in _REAL or word in VERBS or not framed:
        return word
    return _nearest(word, tuple(sorted(_COMMANDS | _NOUNS))) or word


def _nearest(word: str, candidates: tuple[str, ...]) -> str:
    """A short word only with two letters swapped; a longer one with one slip, a very long one with two."""
    for right in candidates:
        if abs(len(right) - len(word)) > 2 or not ({word[0], word[1:2]} & {right[0]}):
            continue
        if sorted(word) == sorted(right) and _slips(word, right) == 1:
            return right
        if (len(right) >= 6 and _slips(word, right) == 1) or (len(right) >= 8 and _slips(word, right) == 2):
            return right
    return ""


def _slips(a: str, b: str) -> int:
    """Letters added, left out, wrong, or swapped with their neighbour (optimal string alignment distance)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        earlier, before, row = before, row, [i] + [0] * len(b)
        for j, y in enumerate(b, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return row[-1]
