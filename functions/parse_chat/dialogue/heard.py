"""What a message means in its conversation, before the tasks are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from functions.parse_chat.language.reading import Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """The reading that holds, and the ids of the tasks meant where the conversation makes them certain (None: by their words).

    `answer` completes the open question, `confirmed` was said yes to, `instead` moves the last change to these tasks.
    """

    reading: Reading
    ids: tuple[str, ...] | None = None
    answer: bool = False
    confirmed: bool = False
    instead: bool = False
