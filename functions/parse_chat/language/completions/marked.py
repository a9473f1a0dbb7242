"""Such as "mark X as done", "check X off my list", "change the status of X to done", "put a check next to X"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.completions.finished import DONE, finished
from functions.parse_chat.language.verbs import PAST
from functions.parse_chat.language.vocabulary import vocabulary

_OFF = vocabulary("off of")
_MARKING = vocabulary("mark flag set make consider count call put label")
_STATING = vocabulary("change update set move switch turn mark flip toggle")
_AFTER_STATE = vocabulary("please now today already on in my the list todo for me")


def marked(c: Clause) -> Command | None:
    """A task marked, checked or stated as done."""
    first = c.word(0)
    if first == "mark" and (c.word(1) == "off" or c.word(len(c) - 1) == "off") and len(c) > 2:
        return finished(c, 2 if c.word(1) == "off" else 1, len(c) - (c.word(1) != "off"), 0.9, "mark-off")
    if (
        first == "put"
        and c.word(1) in {"a", "check", "checkmark"}
        and {"check", "tick", "checkmark"} & {c.word(1), c.word(2)}
    ):
        at = next((n for n in range(2, len(c)) if c.word(n) in {"next", "on", "by", "beside", "for"}), None)
        return finished(c, at + (2 if c.word(at + 1) == "to" else 1), len(c), 0.85, "put-check") if at else None
    if first in {"make", "set"} and c.word(1) in {"a", "an", "new"}:
        return None
    found = _stated(c) if first in _STATING else None
    if found:
        return found
    if first in _MARKING:
        return _as_done(c)
    return _checked(c) if first in {"check", "tick", "cross", "strike", "scratch"} else None


def _stated(c: Clause) -> Command | None:
    """Such as "change the status of X to done", "update X to completed", "move X to done"."""
    last = len(c) - 1
    if c.word(last) not in DONE - {"over"} or c.word(last - 1) not in {"to", "as"} or c.word(0) == "mark":
        return None
    start = 1
    while c.word(start) in {"the", "my", "status", "state", "of", "for"} and start < last - 2:
        start += 1
    end = last - 1
    end = end - 1 if c.word(end - 1) in {"status", "state"} else end
    end = end - 2 if c.has(end - 2, "'", "s") else end
    return finished(c, start, end, 0.9, "status-done") if start < end else None


def _state_at(c: Clause) -> int | None:
    """Where "as done", "as complete", "done" closes or follows the object."""
    for n in range(len(c) - 1, 0, -1):
        told = c.word(n) in PAST and (c.word(n - 1) == "as" or (c.word(0) == "mark" and n == len(c) - 1 and n > 1))
        if (c.word(n) in DONE or told) and c.word(n - 1) not in {"not", "be", "get"}:
            return n
    return None


def _as_done(c: Clause) -> Command | None:
    n = _state_at(c)
    if n is None:
        listed = c.list_phrase
        on_list = listed and listed.noun == "list" and listed.preposition in {"on", "off", "in", "from"}
        if c.word(0) == "mark" and c.word(1) not in {"down", "my", "your"} and on_list:
            return finished(c, 1, len(c), 0.75, "mark-on-list")
        return None
    tail = all(c.word(k) in _AFTER_STATE for k in range(n + 1, len(c))) or (
        c.list_phrase is not None and c.list_phrase.start == n + 1 and c.list_phrase.end == len(c)
    )
    start = n - 1 if c.word(n - 1) in {"as", "to", "is"} else n
    if start == 1 and c.word(1) in {"as", "done"} | DONE and c.word(0) not in {"call", "consider", "count", "put"}:
        return finished(c, n + 2 if c.word(n + 1) == ":" else n + 1, len(c), 0.93, "mark-done-first")
    if c.word(n - 1) in {"not", "un"} or (c.word(0) in {"set", "make", "put", "call", "label"} and start == n):
        return None
    if not tail and start == n:
        return None
    return finished(c, 2 if c.word(1) == "off" else 1, start, 0.96, "mark-done")


def _checked(c: Clause) -> Command | None:
    """Such as "check off X", "check X off (my list)", "tick X", "cross X from the list"."""
    first, listed = c.word(0), c.list_phrase
    if c.word(1) == "out" and first == "cross":
        return None
    if c.word(1) in _OFF:
        return finished(c, 3 if c.word(2) in {"off", "with", ":"} else 2, len(c), 0.95, "check-off")
    if listed and listed.preposition == "off":
        return finished(c, 1, listed.start, 0.95, "check-off-list")
    off = next((n for n in range(len(c) - 1, 1, -1) if c.word(n) == "off"), None)
    if off and (off == len(c) - 1 or c.word(off + 1) in {"of", "from", "my", "the"}):
        return finished(c, 1, off, 0.95, "check-off")
    if c.word(1) == "the" and c.word(2) in {"box", "checkbox"}:
        return finished(c, 4 if c.word(3) in {"for", "of", "on", "next"} else 3, len(c), 0.9, "check-box")
    from_list = listed and listed.start > 1 and listed.preposition in {"from", "off", "in", "on"}
    if listed and from_list and first in {"check", "tick", "cross", "strike"}:
        asks = first == "check" and _asks(c, listed.start)
        return None if asks else finished(c, 1, listed.start, 0.85, "check-from-list")
    return finished(c, 1, len(c), 0.8, "tick") if first == "tick" and len(c) > 1 else None


_LOOKING = vocabulary("what my if for whether to how which")


def _asks(c: Clause, end: int) -> bool:
    words = {c.word(n) for n in range(1, end)}
    return c.word(1) in _LOOKING or bool(words & {"what", "if", "is", "are", "how"})
