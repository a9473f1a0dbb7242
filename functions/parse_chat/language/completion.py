"""Commands that finish a task: "mark X as done", "check X off my list", "I have completed X", "X is done"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import ARTICLES, TASK_NOUNS, Command, place
from functions.parse_chat.language.numbers import cardinal
from functions.parse_chat.language.vocabulary import vocabulary

DONE = vocabulary("done complete completed finished accomplished finish checked achieved ticked over resolved")
_OFF = vocabulary("off of")
_COMPLETION_WORDS = vocabulary("mark flag set make consider count call put label")


def completion(c: Clause) -> Command | None:
    """The command, or None when the clause does not finish anything."""
    first = c.word(0)
    if first == "mark" and (c.word(1) == "off" or c.word(len(c) - 1) == "off") and len(c) > 2:
        return _made(c, 2 if c.word(1) == "off" else 1, len(c) - (c.word(1) != "off"), 0.9, "mark-off")
    if (
        c.has(0, "put")
        and {"check", "tick", "checkmark"} & {c.word(2), c.word(1)}
        and c.word(1) in {"a", "check", "checkmark"}
    ):
        at = next((n for n in range(2, len(c)) if c.word(n) in {"next", "on", "by", "beside", "for"}), None)
        return _made(c, at + (2 if c.word(at + 1) in {"to"} else 1), len(c), 0.85, "put-check") if at else None
    if first in {"make", "set"} and c.word(1) in {"a", "an", "new"}:
        return None
    if first in _COMPLETION_WORDS:
        return _marked(c)
    if first in {"check", "tick", "cross", "strike", "scratch"}:
        return _checked(c)
    if first in {"complete", "completed"}:
        return _named(c, 1, 0.93, "complete")
    if first in {"finish", "close", "check"} and place(c, 1, len(c)) is not None:
        return _made(c, 1, len(c), 0.8, "finish-place")
    return _told(c) or _announced(c)


def _made(c: Clause, start: int, end: int, confidence: float, rule: str, kind: str = "") -> Command:
    listed = c.list_phrase
    if listed and listed.start >= start and listed.end <= len(c):
        c, removed = without(c, listed.start, min(listed.end, end)), min(listed.end, end) - listed.start
        end -= removed if listed.start < end else 0
    return Command("complete", confidence, rule, c, start, max(start, end), kind)


def _named(c: Clause, start: int, confidence: float, rule: str) -> Command:
    start = start + 1 if c.word(start) in {"off", "with", ":"} else start
    return _made(c, start, len(c), confidence, rule)


def _state_at(c: Clause, first: int) -> int | None:
    """Where "as done", "as complete", "done" closes or follows the object."""
    for n in range(len(c) - 1, first, -1):
        if c.word(n) in DONE and c.word(n - 1) not in {"not", "be", "get"}:
            return n
    return None


_MARKED_WORDS = vocabulary("please now today already on in my the list todo for me")


def _marked(c: Clause) -> Command | None:
    n = _state_at(c, 0)
    if n is None:
        listed = c.list_phrase
        if (
            c.word(0) == "mark"
            and c.word(1) not in {"down", "my", "your"}
            and listed
            and listed.noun == "list"
            and listed.preposition in {"on", "off", "in", "from"}
        ):
            return _made(c, 1, len(c), 0.75, "mark-on-list")
        return None
    tail = all(c.word(k) in _MARKED_WORDS for k in range(n + 1, len(c)))
    start = n - 1 if c.word(n - 1) in {"as", "to", "is"} else n
    if start == 1 and c.word(1) in {"as", "done"} | DONE:
        return _made(c, n + 2 if c.word(n + 1) == ":" else n + 1, len(c), 0.93, "mark-done-first")
    if c.word(n - 1) in {"not", "un"} or (c.word(0) in {"set", "make", "put", "call", "label"} and start == n):
        return None
    if not tail and start == n:
        return None
    return _made(c, 2 if c.word(1) == "off" else 1, start, 0.96, "mark-done")


def _checked(c: Clause) -> Command | None:
    first = c.word(0)
    if c.word(1) == "out" and first == "cross":
        return None
    if c.word(1) in _OFF:
        return _named(c, 2, 0.95, "check-off")
    listed = c.list_phrase
    if listed and listed.preposition == "off":
        return _made(c, 1, listed.start, 0.95, "check-off-list")
    off = next((n for n in range(len(c) - 1, 1, -1) if c.word(n) == "off"), None)
    if off and (off == len(c) - 1 or c.word(off + 1) in {"of", "from", "my", "the"}):
        return _made(c, 1, off, 0.95, "check-off")
    if c.word(1) == "the" and c.word(2) in {"box", "checkbox"}:
        return _made(c, 4 if c.word(3) in {"for", "of", "on", "next"} else 3, len(c), 0.9, "check-box")
    if (
        listed
        and first in {"check", "tick", "cross", "strike"}
        and listed.start > 1
        and listed.preposition in {"from", "off", "in", "on"}
    ):
        return (
            None if first == "check" and _asks(c, listed.start) else _made(c, 1, listed.start, 0.85, "check-from-list")
        )
    return _made(c, 1, len(c), 0.8, "tick") if first == "tick" and len(c) > 1 else None


_ASKS_WORDS = vocabulary("what my if for whether to how which")


def _asks(c: Clause, end: int) -> bool:
    words = {c.word(n) for n in range(1, end)}
    return c.word(1) in _ASKS_WORDS or bool(words & {"what", "if", "is", "are", "how"})


def _told(c: Clause) -> Command | None:
    """Such as "task done X", "done: X", "done with X", "finished X", "that's done"."""
    i = 1 if c.word(0) in TASK_NOUNS - {"one", "thing"} else 0
    if c.word(i) in {"done", "completed", "finished", "complete"} and (i or c.word(i) != "complete"):
        if cardinal(c.s, i) or i + 1 >= len(c):
            return None
        start = i + 1 + (c.word(i + 1) in {":", "with", "-", ","})
        end = next((n for n in range(start + 1, len(c)) if c.word(n) == "," or c.has(n, "mark", "it")), len(c))
        return _made(c, start, end, 0.9, "done-first")
    if c.has(0, "all", "done", "with") or c.has(0, "finish", "off"):
        return _made(c, 3 if c.word(0) == "all" else 2, len(c), 0.85, "done-with")
    if (
        c.has(0, "finish", "task")
        or c.has(0, "close", "task")
        or c.has(0, "finish", "the", "task")
        or c.has(0, "close", "the", "task")
    ):
        return _made(c, 1, len(c), 0.85, "finish-task")
    return None


_ANNOUNCED_WORDS = vocabulary("get have make want be i has")


def _announced(c: Clause) -> Command | None:
    """Such as "I have completed X", "I just finished X, so cross that off", "I'm done with X", "X is done"."""
    if c.word(0) in {"i", "we"}:
        i = 2 if c.word(1) in {"have", "am", "did"} else 1
        while c.word(i) in {"already", "just", "finally", "now", "all"}:
            i += 1
        i = i + 1 if c.word(i) == "did" else i
        if "did" in {c.word(1), c.word(2)} and c.word(i) not in {"not", "you", "what", "i", ""}:
            return _made(c, i, len(c), 0.7, "did")
        if c.word(i) in {"completed", "finished", "done", "accomplished"}:
            start = i + 1 + (c.word(i + 1) == "with")
            end = next((n for n in range(start + 1, len(c)) if c.word(n) in {",", "so", "."}), len(c))
            return _made(c, start, end, 0.92, "have-done")
        if c.has(1, "have", "already") and len(c) > 4:
            return _made(c, 3, len(c), 0.65, "have-already")
        return _crossed(c)
    last = len(c) - 1
    if (
        c.word(last) in {"done", "completed"}
        and 1 <= last <= 5
        and c.word(last - 1) not in {"get", "be", "is", "not", "are"}
        and c.word(0) not in _QUESTION | _ANNOUNCED_WORDS
    ):
        return _made(c, 0, last, 0.75, "x-done")
    if (
        c.word(last) in {"done", "complete", "completed", "finished"}
        and c.word(last - 1) in {"is", "are", "was"}
        and c.word(0) not in _QUESTION
    ):
        return _made(c, 0, last - 1, 0.85, "is-done")
    if c.word(last) in {"done", "completed"} and c.word(0) == "already":
        return _made(c, 1, last, 0.7, "already-done")
    return _crossed(c)


_QUESTION = vocabulary("what which when who is are how why do did does has have if remind add")


def _crossed(c: Clause) -> Command | None:
    """Such as "… so cross that off my list", "… please mark it as done": the last clause gives the command."""
    for n in range(1, len(c) - 1):
        if (
            c.word(n) in {"cross", "check", "tick", "mark", "take"}
            and c.word(n + 1) in {"it", "that", "this"} | ARTICLES
            and c.word(n - 1) in {",", "so", "please", "and", "."}
        ):
            off = {c.word(k) for k in range(n, len(c))}
            if off & (DONE | {"off"}):
                end = n - 1 if c.word(n - 1) in {",", "so", "please", "and", "."} else n
                return _made(c, 0, end, 0.8, "so-cross-off")
    return None
