"""One occurrence of a repeating task taken away: "skip yoga this week", "cancel the lesson just this once"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import TASK_NOUNS, Command
from functions.parse_chat.language.statements import device
from functions.parse_chat.language.temporal import timely
from functions.parse_chat.language.vocabulary import phrases

_ONCE = phrases(
    "just this once; only this once; this once; just this time; only this time; for this time; this time; this one time;"
    " just for today; only for today; just today; only today; just for this week; only this week; just this week; just once;"
    " but only this time; but just this once; for this week only; for today only; only this occurrence; just this occurrence"
)
_OCCURRENCES = phrases(
    "the next occurrence of; next occurrence of; this occurrence of; the occurrence of; one occurrence of; the next instance of;"
    " this instance of; the next; this week's; today's; tomorrow's; tonight's; next week's"
)


def once(c: Clause) -> tuple[Clause, bool]:
    """The clause without "just this once", and whether it said so."""
    for phrase in _ONCE:
        n = len(phrase)
        if len(c) > n + 1 and c.has(len(c) - n, *phrase):
            keeps = 2 if phrase[-1] in {"today", "week"} else 0  # the day is still needed
            return without(c, len(c) - n, len(c) - n + (n - keeps if keeps else n)), True
    return c, False


def skipped(c: Clause) -> Command | None:
    """Such as "skip the gym today", "skip the next occurrence of standup"."""
    if c.word(0) != "skip" or len(c) < 2 or device(c):
        return None
    occurrence = max((p for p in _OCCURRENCES if c.has(1, *p)), key=len, default=())
    start = 1 + (len(occurrence) if "of" in occurrence else 0)
    dated = any(timely(c, n) for n in range(1, len(c)))
    named = {c.word(n) for n in range(1, len(c))} & TASK_NOUNS
    if not (occurrence or dated or named):
        return None
    return Command("delete", 0.85, "skip", c, start, len(c), "this")
