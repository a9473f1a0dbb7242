"""Conversations in the Dapr state store, kept for 30 days after the last word.

The head holds what is being talked about and the newest messages, so that one read and one write do for a turn; a page that is full is
laid aside under a key of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from shared.sidecar import Sidecar, StaleState

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
    return Conversation(conversation, head["count"], head["context"], tuple(head["last"]), etag)


def appended(
    conversation: Conversation, context: Mapping[str, Any], messages: Sequence[Mapping[str, Any]]
) -> dict[str, bytes]:
    """The states to store, in one transaction, when these messages are added and the context becomes this."""
    states: dict[str, bytes] = {}
    count, last = conversation.count, list(conversation.last)
    for message in messages:
        last.append(message)
        count += 1
        if count % PAGE == 0:
            states[page_key(conversation.id, count // PAGE - 1)] = orjson.dumps(last)
            last = []
    states[head_key(conversation.id)] = orjson.dumps({"count": count, "context": context, "last": last})
    return states


async def save(sidecar: Sidecar, conversation: Conversation, states: Mapping[str, bytes]) -> None:
    """Stores what `appended` made, and whatever belongs to it. Raises StaleState when somebody else wrote to the conversation since it was loaded."""
    head = head_key(conversation.id)
    if conversation.etag is None:
        await sidecar.save_states(states, LIFETIME)
    else:
        await sidecar.save_states(states, LIFETIME, {head: conversation.etag})


async def begun(sidecar: Sidecar, conversation: UUID) -> Conversation:
    """A conversation that others may be about to begin as well: the first one does, and all go on with what is stored then."""
    empty = orjson.dumps({"count": 0, "context": {}, "last": []})
    with suppress(StaleState):
        await sidecar.save_state(head_key(conversation), empty, ttl=LIFETIME, first=True)
    return await load(sidecar, conversation)


async def newest(sidecar: Sidecar, conversation: Conversation, count: int) -> list[Mapping[str, Any]]:
    """The last `count` messages (at most PAGE), oldest first."""
    if len(conversation.last) >= count or conversation.count == len(conversation.last):
        return list(conversation.last[-count:])
    earlier, _ = await messages(sidecar, conversation.id, conversation.count // PAGE - 1)
    return [*earlier, *conversation.last][-count:]


async def messages(sidecar: Sidecar, conversation: UUID, page: int) -> tuple[list[dict[str, Any]], bool]:
    """One page of messages, oldest first, and whether there is a later page."""
    head, key = head_key(conversation), page_key(conversation, page)
    found = await sidecar.get_state(head, key)
    if head not in found:
        return [], False
    state = orjson.loads(found[head][0])
    if page == state["count"] // PAGE:
        return state["last"], False
    return (orjson.loads(found[key][0]) if key in found else []), (page + 1) * PAGE < state["count"]
