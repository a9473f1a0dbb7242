"""Every failure that is tried: the part, how it fails, and what people then see. The tests check it, and docs/failures.md is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from functions.gateway.status import Part, status
from tests.faults.proxy import Mode

Seen = Literal["now", "then", "refused"]
"""Of a list: as it is, as it was (marked), or refused. Of a change: stored, or refused."""


@dataclass(frozen=True)
class Failure:
    """`lists` and `changes` are what may come of a request meanwhile; `told` is what /api/status and the page say."""

    part: str
    mode: Mode
    lists: tuple[Seen, ...] = ("now",)
    changes: tuple[Seen, ...] = ("now",)
    told: tuple[Part, ...] = ()
    chat: str = "works"
    often: bool = False
    """Whether plain `make test` tries it too."""

    @property
    def name(self) -> str:
        return f"{self.part}-{self.mode}"


_STORELESS = "does what is said, says that it will not remember"
_PERHAPS = "does what is said; may say that it will not remember"
_LISTING = "shows the list as it was and says so; changes are refused"
_PLAIN = "works; what only the model understands is asked back"

FAILURES = (
    Failure("database", "slow"),
    Failure("database", "refuse", ("then",), ("refused",), ("database",), _LISTING, often=True),
    Failure("database", "hang", ("then",), ("refused",), ("database",), _LISTING),
    Failure("database", "flap", ("now", "then"), ("now", "refused"), chat="now as always, now as without its database"),
    Failure("sidecar", "slow"),
    Failure("sidecar", "refuse", told=("sidecar",), chat=_STORELESS, often=True),
    Failure("sidecar", "hang", told=("sidecar",), chat=_STORELESS),
    Failure("sidecar", "flap", chat=_PERHAPS),
    Failure("broker", "slow"),
    Failure("broker", "refuse", told=("broker",)),
    Failure("broker", "hang", told=("broker",)),
    Failure("broker", "flap"),
    Failure("state store", "slow"),
    Failure("state store", "refuse", chat=_STORELESS, often=True),
    Failure("state store", "hang", chat=_STORELESS),
    Failure("state store", "flap", chat=_PERHAPS),
    Failure("language model", "slow"),
    Failure("language model", "refuse", told=("model",), chat=_PLAIN, often=True),
    Failure("language model", "hang", told=("model",), chat=_PLAIN),
    Failure("language model", "flap", chat=_PLAIN),
    Failure("mail", "slow"),
    Failure("mail", "refuse", told=("mail",), often=True),
    Failure("mail", "hang", told=("mail",)),
    Failure("mail", "flap"),
)

_LISTS = {"now": "as they are", "then": "as they were, marked with the moment", "refused": "refused, 503"}
_CHANGES = {
    "now": "stored",
    "then": "",
    "refused": "refused: 503 `database_unavailable`, Retry-After, nothing half done",
}


def table() -> str:
    """The rows of docs/failures.md."""
    lines = ["| part | fails by | lists | changes | chat | the page says |", "|---|---|---|---|---|---|"]
    for each in FAILURES:
        lists = " or ".join(_LISTS[seen] for seen in each.lists)
        changes = " or ".join(_CHANGES[seen] for seen in each.changes)
        said = status(each.told).message if each.told else "nothing, or for a moment only"
        lines.append(f"| {each.part} | {each.mode} | {lists} | {changes} | {each.chat} | {said} |")
    return "\n".join(lines) + "\n"
