"""The one way an existing task changes: locked, decided by a pure function, stored with its events and its answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from shared import idempotency, notifications, tasks
from shared.audit_events import audit_event
from shared.call import Call, task_id
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.errors import FieldError, Invalid, TaskNotFound
from shared.events import TASK_EVENTS, TASK_UPDATES, Cause, Event
from shared.http import Answer
from shared.identifiers import uuid7
from shared.notifications import Notification
from shared.services import Services
from shared.task import Task, difference, to_json
from shared.task_events import task_changed
from shared.tasks import Once

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """What becomes of a task: the event's type and the task afterwards; `permanent` removes the row."""

    kind: str
    after: Task
    permanent: bool = False


Decide = Callable[[Task, datetime], Change | None]
"""Says what becomes of the task, None when all is as asked already; raises a NudgeError when it cannot be."""


@dataclass(frozen=True)
class Beside:
    """What else changes with a task, in the same transaction."""

    lock: Callable[[Connection, UUID], Awaitable[None]]
    """Takes, for the task of that id, the locks that come before the task's own."""
    follow: Callable[[UnitOfWork, Cause, Task, Task, datetime], Awaitable[None]]
    """Does the rest once the task is stored, given the task before and after."""


@dataclass(frozen=True)
class Conflict:
    """A change made on an older version than the present one."""

    base_version: int
    fields: tuple[str, ...]
    clients: tuple[str, ...]


async def change_task(
    call: Call, services: Services, decide: Decide, base_version: int | None = None, beside: Beside | None = None
) -> Answer:
    """Changes the task in the path and answers with it as it is then.

    `base_version` is the version the person saw. A change on an older one wins all the same, but both sides are told (design: last
    write wins). Raises TaskNotFound, and Invalid for a version that does not exist yet.
    """
    now = services.clock()
    async with services.database.unit_of_work() as work:
        if beside:
            await beside.lock(work.connection, task_id(call))
        task = await tasks.find(work.connection, task_id(call), lock=True)
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        if task is None:
            raise TaskNotFound("There is no task with this id.")
        change = decide(task, now)
        if change is None:
            return await _unchanged(work.connection, call, task)
        conflict = await _conflict(work.connection, task, change.after, base_version, call.cause.actor.client_id)
        answer, events = _outcome(call, task, change, conflict, now)
        write = tasks.remove if change.permanent else tasks.change
        after = replace(change.after, updates=change.after.updates + 1) if conflict else change.after
        if not await write(work.connection, after, events, _once(call, answer)):
            return await idempotency.taken(work.connection, call)
        if conflict:
            await notifications.add(work.connection, [_notification(task, conflict, now)])
        if beside:
            await beside.follow(work, call.cause, task, after, now)
    services.database.published_after_commit(events)
    return answer


def _outcome(
    call: Call, before: Task, change: Change, conflict: Conflict | None, now: datetime
) -> tuple[Answer, list[Event]]:
    events = [*task_changed(change.kind, before, change.after, call.cause, permanent=change.permanent)]
    if change.permanent:
        return Answer(status=204), events
    content = to_json(change.after)
    if conflict:
        changes = difference(before, change.after)
        content["conflict"] = {
            "base_version": conflict.base_version,
            "fields": list(conflict.fields),
            "changes": changes,
        }
        events += _conflict_events(call, before, change.after, conflict, now)
    return Answer(orjson.dumps(content)), events


async def _unchanged(connection: Connection, call: Call, task: Task) -> Answer:
    answer = Answer(orjson.dumps(to_json(task)))
    if call.idempotency_key and not await tasks.keep_answer(connection, _once(call, answer)):
        return await idempotency.taken(connection, call)
    return answer


def _once(call: Call, answer: Answer) -> Once:
    return Once(call.idempotency_key, call.fingerprint, answer.status, answer.body)


_SINCE = "SELECT body->'data' FROM event WHERE topic = %s AND key = %s AND sequence > %s ORDER BY sequence"


async def _conflict(
    connection: Connection, before: Task, after: Task, base_version: int | None, client: str
) -> Conflict | None:
    if base_version is None or base_version == before.version:
        return None
    if base_version > before.version:
        message = f"is {base_version}, but the task is at {before.version}"
        raise Invalid(f"The version {message}.", errors=(FieldError("version", message),))
    cursor = await connection.execute(_SINCE, (TASK_EVENTS, str(before.id), base_version))
    others: list[dict[str, Any]] = [row[0] for row in await cursor.fetchall()]  # type: ignore[misc]
    theirs = {name for data in others for name in data["changes"]}
    clients = {client, *(data["actor"]["client_id"] for data in others)} - {""}
    fields = sorted(theirs & difference(before, after).keys())
    log.warning(
        "a change was made on an older version", extra={"task": str(before.id), "base": base_version, "fields": fields}
    )
    return Conflict(base_version, tuple(fields), tuple(sorted(clients)))


def _notification(task: Task, conflict: Conflict, now: datetime) -> Notification:
    fields = ", ".join(name.replace("_", " ") for name in conflict.fields) or "different fields"
    text = f"This task was changed in two places at the same time ({fields}). The last change was kept."
    return Notification(uuid7(), "conflict", task.title, text, now, task.id, clients=conflict.clients)


def _conflict_events(call: Call, before: Task, after: Task, conflict: Conflict, now: datetime) -> list[Event]:
    """Word of the conflict: to the screens of both clients (next in the task's updates), and to the audit trail."""
    cause, changes = call.cause, difference(before, after)
    data = {
        "task": to_json(after),
        "base_version": conflict.base_version,
        "fields": list(conflict.fields),
        "clients": list(conflict.clients),
        "changes": changes,
        "actor": cause.actor.json(),
    }
    subject, key = f"tasks/{after.id}", str(after.id)
    detail = {name: data[name] for name in ("base_version", "fields", "clients", "changes")} | {"title": after.title}
    notice = Event(
        uuid7(), TASK_UPDATES, "task.conflict", cause.source, subject, now, key, after.updates + 1, data,
        cause.correlation_id, cause.traceparent,
    )  # fmt: skip
    return [notice, audit_event("task_conflict", subject, "last write won", detail, cause, now)]
