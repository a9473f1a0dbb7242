"""The first task of a conversation, and whether its person needed help for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from shared.conversations import PAGE, Conversation


def helped(conversation: Conversation, answer: Mapping[str, Any]) -> Literal["yes", "no"] | None:
    """Whether help was asked for before this answer made the conversation's first task; None when it did not make that."""
    if answer["operation"] != "create" or not answer["tasks"] or conversation.count >= PAGE:
        return None
    earlier = [message for message in conversation.last if message["role"] == "assistant"]
    if any(message["operation"] == "create" and message["task_ids"] for message in earlier):
        return None
    return "yes" if any(message["operation"] == "help" for message in earlier) else "no"
