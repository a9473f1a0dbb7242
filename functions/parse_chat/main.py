"""The edge of parse-chat."""

from __future__ import annotations

import asyncio
import logging
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
from functions.parse_chat.exchange import exchange
from functions.parse_chat.execution import candidates, carry_out, headers
from functions.parse_chat.first_task import helped
from functions.parse_chat.language.engine import read
from functions.parse_chat.language.stamp import zone_of
from functions.parse_chat.memory import Memory, merged, recalled
from functions.parse_chat.model.understanding import attend, engine_of, understand
from functions.parse_chat.outcome import answered
from functions.parse_chat.plan import Decision
from functions.parse_chat.retries import Attempt
from shared import conversations, metrics
from shared.audit_events import audit_event
from shared.call import Call
from shared.conversations import Conversation
from shared.errors import StateUnavailable, Unavailable
from shared.http import Answer, HttpFunction, Operation
from shared.identifiers import uuid7
from shared.models import Message, Model, TaskAnswer, Zone
from shared.probe import is_probe
from shared.services import Services
from shared.sidecar import StaleState

log = logging.getLogger(__name__)

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
    stale_since: datetime | None = Field(
        None,
        description="There only when the tasks themselves could not be reached: those listed are as they were at that instant",
    )


_WRITERS = 8
"""How often a turn is written anew because others wrote to the same conversation."""
_TOO_BUSY = "This conversation is very busy just now. What you asked for was done; please look at your list."
_FORGETFUL = (
    "I cannot keep our conversation just now and will not know of this later, so please say everything in one message."
)
_locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


async def chat(call: Call, services: Services) -> Answer:
    """Answer, in the conversation if that can be reached, else to the message by itself."""
    try:
        return await _in_conversation(call, services)
    except StateUnavailable:  # nothing has been done yet
        return await _by_itself(call, services)


async def _by_itself(call: Call, services: Services) -> Answer:
    """Without what was said before, and without a stored plan: the keys of the steps still keep a repetition from doing anything twice."""
    attempt = await _decided(call, services, Conversation(call.body.conversation_id or uuid7()))
    outcome = await carry_out(services.sidecar, attempt.decision.steps, attempt.offered, attempt.key, call.cause)
    return _unremembered(answered(attempt, outcome)[0])


def _unremembered(answer: dict[str, Any]) -> Answer:
    log.warning("the conversation cannot be reached: answered without it")
    return Answer(answer | {"reply": f"{answer['reply']}\n{_FORGETFUL}"})


async def _in_conversation(call: Call, services: Services) -> Answer:
    """Understand, decide, store the plan, carry it out, answer. A retry with the same key goes on where the first stopped."""
    attempt = await retries.attempt(services.sidecar, call)
    place = attempt.conversation if attempt else call.body.conversation_id or uuid7()
    lock = _locks.setdefault(place, asyncio.Lock())
    waits = lock.locked()
    async with lock:
        if waits:  # it may have been answered meanwhile
            attempt = await retries.attempt(services.sidecar, call)
        begins = attempt is None and call.body.conversation_id is None
        conversation = Conversation(place) if begins else await conversations.begun(services.sidecar, place)
        attempt = attempt or await _begun(call, services, conversation)
        if attempt.conversation == place:
            return await _finished(call, services, attempt, conversation)
    # the plan of a simultaneous retry was first, and began a conversation of its own
    async with _locks.setdefault(attempt.conversation, asyncio.Lock()):
        attempt = await retries.attempt(services.sidecar, call) or attempt
        conversation = await conversations.begun(services.sidecar, attempt.conversation)
        return await _finished(call, services, attempt, conversation)


async def _begun(call: Call, services: Services, conversation: Conversation) -> Attempt:
    """The plan is stored before anything is done, so that a repetition does the same."""
    attempt = await _decided(call, services, conversation)
    kept = await retries.stored(services.sidecar, call, attempt)
    if kept is attempt and attempt.decision.suspicious:
        await _suspect(call, services, conversation.id, attempt.decision)
    return kept


async def _decided(call: Call, services: Services, conversation: Conversation) -> Attempt:
    """Read and decide."""
    zone, locale = await _place(call, services)
    now = services.clock().astimezone(zone_of(zone)).replace(tzinfo=None)
    text = call.body.message
    memory = recalled(conversation.context)
    reading = read(text, now, zone, locale)
    titled = reading.operation == "none" or (memory.pending is not None and memory.pending.field == "title")
    again = read(f"add {text}", now, zone, locale) if titled else None
    turn = Turn(text, reading, memory, now, zone, again, locale or "", call.cause.actor.client_id)
    turn = await understand(turn, locale, services, call.cause)
    wanted = search(turn)
    tasks = await candidates(services.sidecar, wanted, zone, call.cause) if wanted else []
    decision = decide(turn, tasks)
    offered = tuple(str(task[name]) for task in tasks for name in ("id", "series_id") if task.get(name))
    key = call.idempotency_key or str(uuid7())
    return Attempt(conversation.id, zone, now, decision, key, locale or "", offered)


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
    outcome = await carry_out(services.sidecar, attempt.decision.steps, attempt.offered, attempt.key, call.cause)
    answer, memory = answered(attempt, outcome)
    try:
        await _noted(call, services, attempt, answer, memory, conversation)
    except StateUnavailable:
        return _unremembered(answer)
    return Answer(answer)


async def _noted(
    call: Call, services: Services, attempt: Attempt, answer: dict[str, Any], memory: Memory, conversation: Conversation
) -> None:
    """The exchange is in the conversation, with whatever another window put there meanwhile."""
    base = recalled(conversation.context)
    for _ in range(_WRITERS):
        if call.idempotency_key and call.idempotency_key in recalled(conversation.context).keys:
            return None
        try:
            return await _remember(call, services, attempt, answer, memory, conversation)
        except StaleState:
            conversation = await conversations.load(services.sidecar, conversation.id)
            memory = merged(base, memory, recalled(conversation.context))
    raise Unavailable(_TOO_BUSY)


async def _remember(
    call: Call, services: Services, attempt: Attempt, answer: dict[str, Any], memory: Memory, conversation: Conversation
) -> None:
    about = await conversations.newest(services.sidecar, conversation, 1) if attempt.decision.words.get("about") else []
    messages = exchange(call.body.message, answer, services.clock(), str(about[0]["text"]) if about else None)
    states = conversations.appended(conversation, memory.remembering(call.idempotency_key).as_json(), messages)
    await conversations.save(services.sidecar, conversation, states | retries.answered(call, attempt, answer))
    needed = helped(conversation, answer)
    if needed and not is_probe(call.cause.actor):
        metrics.first_tasks.labels(needed).inc()


def condition(services: Services) -> dict[str, str]:
    """Whether the language model is asked, for those who have one; it rests after failures."""
    engine = engine_of(services)
    return {"model": "down" if engine.is_resting else "ok"} if engine else {}


run = attend
function = HttpFunction("parse-chat", [Operation("chat", chat, body=ChatRequest, answer=ChatAnswer)])


@functions_framework.aio.http
async def parse_chat(request: Request) -> Response:
    return await function.answer(request)
