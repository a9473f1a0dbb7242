"""Idempotency of chat messages: the plan under `chat/<key>` in the state store, written once before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from functions.parse_chat.plan import Decision, from_json
from shared.call import Call
from shared.conversations import LIFETIME
from shared.errors import FieldError, Invalid
from shared.sidecar import Sidecar, StaleState


@dataclass(frozen=True)
class Attempt:
    """A decided message; `now` is the local time at which it was read, `offered` are the ids that it may touch; `answer` is set once it was given."""

    conversation: UUID
    zone: str
    now: datetime
    decision: Decision
    key: str
    locale: str = ""
    offered: tuple[str, ...] = ()
    answer: dict[str, Any] | None = None


def state_key(key: str) -> str:
    return f"chat/{key}"


async def attempt(sidecar: Sidecar, call: Call) -> Attempt | None:
    """The attempt that this key began before. Raises Invalid when the key came with another request then."""
    if call.idempotency_key is None:
        return None
    name = state_key(call.idempotency_key)
    found = (await sidecar.get_state(name)).get(name)
    return _read(found[0], call) if found else None


async def stored(sidecar: Sidecar, call: Call, made: Attempt) -> Attempt:
    """Store the plan; of two simultaneous retries the first one's plan holds for both."""
    if call.idempotency_key is None:
        return made
    try:
        await sidecar.save_state(state_key(call.idempotency_key), _written(call, made, None), ttl=LIFETIME, first=True)
    except StaleState:
        kept = await attempt(sidecar, call)
        if kept is None:
            raise
        return kept
    return made


def answered(call: Call, made: Attempt, answer: dict[str, Any]) -> dict[str, bytes]:
    """The state that keeps the answer, to be stored together with the conversation."""
    return {state_key(call.idempotency_key): _written(call, made, answer)} if call.idempotency_key else {}


def _written(call: Call, made: Attempt, answer: dict[str, Any] | None) -> bytes:
    return orjson.dumps(
        {
            "fingerprint": call.fingerprint.hex(),
            "conversation": str(made.conversation),
            "zone": made.zone,
            "now": made.now.isoformat(),
            "decision": made.decision.as_json(),
            "key": made.key,
            "locale": made.locale,
            "offered": made.offered,
            "answer": answer,
        }
    )


def _read(value: bytes, call: Call) -> Attempt:
    kept = orjson.loads(value)
    if kept["fingerprint"] != call.fingerprint.hex():
        raise Invalid(
            "This Idempotency-Key was already used for another message. Use a new key for a new message.",
            code="idempotency_key_reused",
            errors=(FieldError("Idempotency-Key", "was used for another request"),),
        )
    return Attempt(
        UUID(kept["conversation"]),
        kept["zone"],
        datetime.fromisoformat(kept["now"]),
        from_json(kept["decision"]),
        kept["key"],
        kept.get("locale", ""),
        tuple(kept.get("offered", ())),
        kept["answer"],
    )
