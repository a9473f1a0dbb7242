"""Which form of deleting a clause has."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.clause import Clause, without
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.deletions.direct import direct
from functions.parse_chat.language.deletions.skipped import once, skipped
from functions.parse_chat.language.deletions.unwanted import cleared, unwanted
from functions.parse_chat.language.vocabulary import phrases

_FOREVER = phrases(
    "for good; permanently; forever; for ever; completely and forever; without trash; irrevocably; once and for all;"
    " for good and all; and do not keep it in the trash; beyond recovery; irreversibly; from the trash too"
)


def deletion(c: Clause) -> Command | None:
    """The command; `kind` is "permanent" when it is said to be for good, "this" for one occurrence, "all" for everything."""
    forever = _forever(c)
    kind = "permanent" if forever else ""
    c = without(c, *forever) if forever else c
    c, single = once(c)
    found = direct(c) or unwanted(c) or cleared(c) or skipped(c)
    return replace(found, kind=found.kind or kind or ("this" if single else "")) if found else None


def _forever(c: Clause) -> tuple[int, int] | None:
    for phrase in _FOREVER:
        n = len(phrase)
        if c.has(len(c) - n, *phrase) and len(c) > n:
            return len(c) - n, len(c)
        if c.has(0, *phrase) and len(c) > n and n == 1:
            return 0, n
        if n == 1 and c.has(1, *phrase):
            return 1, 2
    return None
