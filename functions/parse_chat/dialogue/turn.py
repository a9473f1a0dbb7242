"""One message in its conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from functions.parse_chat.language.reading import Reading
from functions.parse_chat.memory import Memory


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with all that is needed to decide on it; `now` is local in `zone`, `client` the browser that it came from."""

    text: str
    reading: Reading
    memory: Memory
    now: datetime
    zone: str
    again: Reading | None = None
    """The message read as a new task ("add <message>"), where it may answer "what should it be called?"."""
    locale: str = ""
    client: str = ""
