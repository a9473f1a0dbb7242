"""Conversations in the Dapr state store: a head with what is being talked about, and pages of messages. Kept for 30 days after the last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from shared.sidecar import Sidecar

LIFETIME = 30 * 24 * 3600
"""Seconds after the last message."""
PAGE = 50
"""Messages in one page."""


@dataclass(frozen=True)
class Conversation:
    """`count` messages so far; `context` is parse-chat's own; `last` the page being filled; `etag` guards against two writers."""

    id: UUID
    count: int = 0
    context: Mapping[str, Any] = field(default_factory=dict)
    last: tuple[Mapping[str, Any], ...] = ()
    etag: str | None = None


def head_key(conversation: UUID) -> str:
    return f"conversation/{conversation}"


def page_key(conversation: UUID, page: int) -> str:
    return f"conversation/{conversation}/{page}"


async def load(sidecar: Sidecar, conversation: UUID) -> Conversation:
    """The conversation with its newest page; an empty one when there is none of that id (or it was forgotten)."""
    found = await sidecar.get_state(head_key(conversation))
    if not found:
        return Conversation(conversation)
    value, etag = found[head_key(conversation)]
    head = orjson.loads(value)
    key = page_key(conversation, head["count"] // PAGE)
    page = (await sidecar.get_state(key)).get(key)
    last = tuple(orjson.loads(page[0])) if page else ()
    return Conversation(conversation, head["count"], head["context"], last, etag)


def appended(
    conversation: Conversation, context: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]
) -> dict[str, bytes]:
    """The states to store, in one transaction, when these messages are added and the context becomes this."""
    states: dict[str, bytes] = {}
    count, page = conversation.count, list(conversation.last)
    for message in messages:
        page.append(message)
        count += 1
        states[page_key(conversation.id, (count - 1) // PAGE)] = orjson.dumps(page)
        if count % PAGE == 0:
            page = []
    states[head_key(conversation.id)] = orjson.dumps({"count": count, "context": context})
    return states


async def messages(sidecar: Sidecar, conversation: UUID, page: int) -> tuple[list[dict[str, Any]], bool]:
    """One page of messages, oldest first, and whether there is a later page."""
    found = await sidecar.get_state(page_key(conversation, page), page_key(conversation, page + 1))
    here = found.get(page_key(conversation, page))
    return (orjson.loads(here[0]) if here else []), page_key(conversation, page + 1) in found
