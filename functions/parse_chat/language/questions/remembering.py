"""Such as "what did I ask you to remember"."""

from __future__ import annotations

from functions.parse_chat.language.questions.openings import SHOW, WH
from functions.parse_chat.language.vocabulary import vocabulary

_MEMORY = vocabulary("remember recall remind reminded remembering forget forgetting memory")


def remembered(words: list[str]) -> bool:
    """Such as "what did I ask you to remember", "I wanted to remember some things, what were they", "remind me of what I asked"."""
    kinds = set(words)
    memory = kinds & _MEMORY
    asked = kinds & {"what", "which", "refresh", "items", "things"}
    own = kinds & {"i", "my", "me"}
    if words[0] in {"remind", "tell"} and not (
        words[1:2] == ["me"] and words[2:3] in (["of"], ["what"], ["about"], ["which"])
    ):
        return False
    if words[0] in {"remember", "remind"} and "what" not in kinds:
        return False
    return (
        bool(memory and asked and own)
        and (words[0] in WH | SHOW | {"i", "refresh"})
        and ("what" in kinds or "refresh" in kinds)
    )
