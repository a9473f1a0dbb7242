"""Such as "my tasks", "tasks for tomorrow": the things alone, without a verb."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES
from functions.parse_chat.language.lexicon import TODAY, TOMORROW, WEEKDAYS
from functions.parse_chat.language.questions.nouns import LOOSE, TASKS
from functions.parse_chat.language.vocabulary import vocabulary

_OTHER_WORDS = vocabulary(
    "tagged list late past any of # first last incomplete unfinished outstanding personal by and day today"
    " everything me left ? trash trashed deleted school"
)


_SENTENCE_WORDS = vocabulary("to add remind : called a an new is about finish at")
_QUALITIES = vocabulary(
    "on in with high low medium priority - urgent important current upcoming pending remaining work home"
    " shopping grocery groceries"
)


_STATES = vocabulary("all open active completed done finished for this next week month")


def noun_phrase(c: Clause, words: list[str]) -> bool:
    """Such as "my tasks", "today's todo list", "tasks for tomorrow", "overdue high-priority work stuff", "todo list please"."""
    kinds = set(words)
    if len(words) > 9 or not kinds & (TASKS | {"stuff", "items"}) or kinds & _SENTENCE_WORDS:
        return False
    allowed = TASKS | LOOSE | ARTICLES | TODAY | TOMORROW | set(WEEKDAYS) | _STATES | _QUALITIES | _OTHER_WORDS
    return all(
        w in allowed or c.s.word(n - 1) == "#" or c.s.word(n - 1) == "tagged" for n, w in enumerate(words)
    ) and words[0] not in {"done", "completed", "finished"}
