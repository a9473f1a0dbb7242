"""A single delivery through functions-framework, which hands over a CloudEvent and answers 200 unless there is an exception."""

from __future__ import annotations

from cloudevents.http import CloudEvent
from starlette.exceptions import HTTPException

from shared.consumer import Consumer, Outcome

_STATUS: dict[Outcome, int] = {"RETRY": 503, "DROP": 404}
"""Dapr repeats on 503 as its policy says, and takes 404 for a drop, which ends in the dead-letter topic."""


async def single(consumer: Consumer, event: CloudEvent) -> None:
    """Hands one event to the consumer; raises HTTPException with the status that tells Dapr to repeat or drop it."""
    (outcome,) = await consumer.receive([{**event.get_attributes(), "data": event.get_data()}])
    if outcome != "SUCCESS":
        raise HTTPException(_STATUS[outcome])
