"""Answers kept by Idempotency-Key, so that a repeated request changes nothing and gets the same answer."""

from __future__ import annotations

from shared.call import Call
from shared.connection import Connection
from shared.errors import FieldError, Invalid
from shared.http import Answer


async def earlier(connection: Connection, call: Call) -> Answer | None:
    """The answer given to this key before; raises Invalid when the key came with another request then."""
    if call.idempotency_key is None:
        return None
    cursor = await connection.execute(
        "SELECT fingerprint, status, answer FROM idempotency WHERE key = %s", (call.idempotency_key,)
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    fingerprint, status, answer = row
    if fingerprint != call.fingerprint:
        raise Invalid(
            "This Idempotency-Key was already used for another request. Use a new key for a new request.",
            code="idempotency_key_reused",
            errors=(FieldError("Idempotency-Key", "was used for another request"),),
        )
    return Answer(str(answer).encode() or None, int(str(status)), {"idempotent-replay": "true"})


async def taken(connection: Connection, call: Call) -> Answer:
    """The answer to a key that another request took while this one was under way; raises Invalid when that asked for something else."""
    answer = await earlier(connection, call)
    assert answer is not None, "a key that was taken has its answer"
    return answer
