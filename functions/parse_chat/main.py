"""The edge of parse-chat."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from weakref import WeakValueDictionary

import functions_framework.aio
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from functions.parse_chat import retries
from functions.parse_chat.dialogue.decision import decide
from functions.parse_chat.dialogue.search import search
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.execution import candidates, carry_out, headers
from functions.parse_chat.language.engine import read
from functions.parse_chat.language.stamp import zone_of
from functions.parse_chat.memory import recalled
from functions.parse_chat.model.understanding import attend, understand
from functions.parse_chat.outcome import answered
from functions.parse_chat.plan import Decision
from functions.parse_chat.retries import Attempt
from shared import conversations
from shared.audit_events import audit_event
from shared.call import Call
from shared.conversations import LIFETIME, Conversation
from shared.http import Answer, HttpFunction, Operation
from shared.identifiers import uuid7
from shared.models import Message, Model, TaskAnswer, Zone
from shared.services import Services

Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}$", examples=["en-GB"])]


class ChatRequest(Model):
    message: Message
    timezone: Zone | None = Field(None, description="The person's time zone; the installation's when left out")
    locale: Locale | None = Field(None, description="BCP 47; decides whether 12/03 is in December or in March")
    conversation_id: UUID | None = Field(None, description="From an earlier answer; a new conversation when left out")


class ClarificationAnswer(BaseModel):
    question: str
    field: str
    options: list[str] = Field(description="Texts that answer the question when sent as the next message")


class ChatAnswer(BaseModel):
    conversation_id: UUID
    reply: str
    operation: Literal["create", "update", "complete", "delete", "query", "restore", "undo", "dismiss", "help", "none"]
    data: dict[str, Any]
    confidence: float
    clarification: ClarificationAnswer | None
    tasks: list[TaskAnswer]


_locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


async def chat(call: Call, services: Services) -> Answer:
    """Understand, decide, store the plan, carry it out, answer. A retry with the same key goes on where the first stopped."""
    attempt = await retries.attempt(services.sidecar, call)
    place = attempt.conversation if attempt else call.body.conversation_id or uuid7()
    lock = _locks.setdefault(place, asyncio.Lock())
    waits = lock.locked()
    async with lock:
        if waits:  # it may have been answered meanwhile
            attempt = await retries.attempt(services.sidecar, call)
        begins = attempt is None and call.body.conversation_id is None
        conversation = Conversation(place) if begins else await conversations.load(services.sidecar, place)
        attempt = attempt or await _begun(call, services, conversation)
        if attempt.conversation == place:
            return await _finished(call, services, attempt, conversation)
    # the plan of a simultaneous retry was first, and began a conversation of its own
    async with _locks.setdefault(attempt.conversation, asyncio.Lock()):
        attempt = await retries.attempt(services.sidecar, call) or attempt
        conversation = await conversations.load(services.sidecar, attempt.conversation)
        return await _finished(call, services, attempt, conversation)


async def _begun(call: Call, services: Services, conversation: Conversation) -> Attempt:
    """Read and decide; the plan is stored before anything is done, so that a repetition does the same."""
    zone, locale = await _place(call, services)
    now = services.clock().astimezone(zone_of(zone)).replace(tzinfo=None)
    text = call.body.message
    memory = recalled(conversation.context)
    reading = read(text, now, zone, locale)
    titled = reading.operation == "none" or (memory.pending is not None and memory.pending.field == "title")
    turn = Turn(text, reading, memory, now, zone, read(f"add {text}", now, zone, locale) if titled else None)
    turn = await understand(turn, locale, services, call.cause)
    wanted = search(turn)
    tasks = await candidates(services.sidecar, wanted, zone, call.cause) if wanted else []
    decision = decide(turn, tasks)
    attempt = Attempt(conversation.id, zone, now, decision, call.idempotency_key or str(uuid7()))
    kept = await retries.stored(services.sidecar, call, attempt)
    if kept is attempt and decision.suspicious:
        await _suspect(call, services, conversation.id, decision)
    return kept


async def _place(call: Call, services: Services) -> tuple[str, str | None]:
    """Zone and locale: of the request, else of the installation's settings, else UTC and none."""
    if call.body.timezone:
        return call.body.timezone, call.body.locale
    reply = await services.sidecar.invoke("settings", "GET", "/api/settings", headers=headers(call.cause))
    settings = reply.json() if reply.status == 200 else {}
    locale = settings.get("locale") if settings.get("version") else None
    return settings.get("timezone") or "UTC", call.body.locale or locale


async def _suspect(call: Call, services: Services, conversation: UUID, decision: Decision) -> None:
    detail = {"pattern": decision.suspicious, "message": call.body.message, "operation": decision.operation}
    async with services.database.unit_of_work() as work:
        work.emit(
            audit_event(
                "suspicious_input",
                f"conversations/{conversation}",
                "nothing beyond the words",
                detail,
                call.cause,
                services.clock(),
            )
        )


async def _finished(call: Call, services: Services, attempt: Attempt, conversation: Conversation) -> Answer:
    """Carry out, remember, answer; an attempt that was answered gets the same answer."""
    if attempt.answer:
        return Answer(attempt.answer, headers={"idempotent-replay": "true"})
    outcome = await carry_out(services.sidecar, attempt.decision.steps, attempt.key, call.cause)
    answer, memory = answered(attempt, outcome)
    if call.idempotency_key and call.idempotency_key in recalled(conversation.context).keys:
        return Answer(answer)
    at = services.clock()
    messages = _messages(call.body.message, answer, at)
    states = conversations.appended(conversation, memory.remembering(call.idempotency_key).as_json(), messages)
    states |= retries.answered(call, attempt, answer)
    await services.sidecar.save_states(states, LIFETIME)
    return Answer(answer)


def _messages(text: str, answer: dict[str, Any], at: datetime) -> list[dict[str, Any]]:
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    ids = [task["id"] for task in answer["tasks"]]
    return [
        {"role": "user", "text": text, "at": moment},
        {
            "role": "assistant",
            "text": answer["reply"],
            "at": moment,
            "operation": answer["operation"],
            "task_ids": ids[:50],
        },
    ]


run = attend
function = HttpFunction("parse-chat", [Operation("chat", chat, body=ChatRequest, answer=ChatAnswer)])


@functions_framework.aio.http
async def parse_chat(request: Request) -> Response:
    return await function.answer(request)
