"""Digests on their way: claimed by one sender at a time, settled when the provider has answered.

While a message is being sent nobody begins another one, so that whatever falls due meanwhile goes out together with the next. A claim
is a lease: when its sender dies, the reminders are fired again and the same message, under the same id, is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from functions.send_notification.mail.failures import AnswerLost, MailFailure, Refused
from shared import notifications, tasks
from shared.connection import Connection
from shared.database import UnitOfWork
from shared.events import Cause
from shared.identifiers import uuid7
from shared.notifications import Notification
from shared.reminders import rows
from shared.reminders.events import reminder_event
from shared.reminders.reminder import Reminder, cancelled, failed, retried, sent
from shared.task import Task

LEASE = timedelta(seconds=40)
"""Longer than any provider is given to answer."""
_MOST = 1_000
"""Reminders in one message; only the first few are named."""

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('nudge delivery'))"
_AT_WORK = "SELECT 1 FROM delivery WHERE kind = 'reminder' AND lease_until > %s"
# A message whose answer was lost comes first: its reminders keep its id, so that the repeat is the same message.
_UNFINISHED = """
    SELECT digest_id FROM reminder WHERE status = 'triggered' AND delivery_method = 'email' AND digest_id IS NOT NULL
    ORDER BY trigger_time LIMIT 1
"""
_CHOSEN = f"""
    SELECT {rows.COLUMNS} FROM reminder
    WHERE status = 'triggered' AND delivery_method = 'email' AND digest_id IS NOT DISTINCT FROM %s
    ORDER BY trigger_time, id LIMIT {_MOST} FOR UPDATE
"""
_TASKS = f"SELECT {tasks.COLUMNS} FROM task WHERE id = ANY(%s)"
_BEGIN = """
    INSERT INTO delivery (id, kind, status, attempts, lease_until, created_at, updated_at)
    VALUES (%(id)s, 'reminder', 'sending', 1, %(until)s, %(now)s, %(now)s)
    ON CONFLICT (id) DO UPDATE SET status = 'sending', attempts = delivery.attempts + 1, lease_until = %(until)s,
        updated_at = %(now)s
    RETURNING created_at
"""
_END = "UPDATE delivery SET status = %s, lease_until = NULL, reason = %s, updated_at = %s WHERE id = %s"
_MEMBERS = f"SELECT {rows.COLUMNS} FROM reminder WHERE digest_id = %s AND status = 'triggered' ORDER BY id FOR UPDATE"
_LINK = "UPDATE notification SET digest_id = %s WHERE reminder_id = ANY(%s)"


@dataclass(frozen=True)
class Parcel:
    """A claimed message: its id, when it was first made, and what it tells of, in the order of the triggers."""

    id: UUID
    made_at: datetime
    reminders: tuple[tuple[Reminder, Task], ...]


async def claim(work: UnitOfWork, cause: Cause, now: datetime) -> Parcel | None:
    """The next message to send; None when nothing waits or another sender is at work, which will find what waits itself."""
    connection = work.connection
    await connection.execute(_ONE_AT_A_TIME)
    if await (await connection.execute(_AT_WORK, (now,))).fetchone():
        return None
    while True:
        unfinished: Any = await (await connection.execute(_UNFINISHED)).fetchone()
        digest = unfinished[0] if unfinished else None
        chosen = [rows.from_row(row) for row in await (await connection.execute(_CHOSEN, (digest,))).fetchall()]
        if not chosen:
            return None
        wanted = await _still_wanted(chosen, work, cause, now)
        if wanted:
            return await _begun(connection, digest or uuid7(), wanted, now)


async def settle_sent(work: UnitOfWork, parcel: Parcel, cause: Cause, now: datetime) -> list[Reminder]:
    """The provider has it: reminders that still wait are sent. Those cancelled meanwhile stay so. Returns what was sent."""
    members = await _members(work.connection, parcel)
    done = [sent(each, now, parcel.id) for each in members]
    await _store(work, parcel, done, cause, now)
    await work.connection.execute(_END, ("sent", None, now, parcel.id))
    return done


async def settle_failed(
    work: UnitOfWork, parcel: Parcel, failure: MailFailure, cause: Cause, now: datetime
) -> list[Reminder]:
    """The provider does not have it, or nobody knows: tried again at 1, 5 and 15 minutes, then given up. Returns what was given up."""
    after = [_after(each, failure, now) for each in await _members(work.connection, parcel)]
    await _store(work, parcel, after, cause, now)
    await work.connection.execute(_END, ("failed", str(failure), now, parcel.id))
    over = [each for each in after if each.status == "failed"]
    if over:
        await _show_failure(work, parcel, failure, cause, now)
    return over


def _after(reminder: Reminder, failure: MailFailure, now: datetime) -> Reminder:
    again = None if isinstance(failure, Refused) else retried(reminder, now, str(failure))
    if again is None:
        return failed(reminder, now, str(failure))
    # What certainly did not go out may be put together anew; what may have gone out must stay the same message.
    return again if isinstance(failure, AnswerLost) else replace(again, digest_id=None)


async def _still_wanted(
    chosen: Sequence[Reminder], work: UnitOfWork, cause: Cause, now: datetime
) -> list[tuple[Reminder, Task]]:
    """Those whose tasks are still open; the others are cancelled, also when their event was already in flight."""
    cursor = await work.connection.execute(_TASKS, ([each.task_id for each in chosen],))
    known = {task.id: task for task in (tasks.from_row(row) for row in await cursor.fetchall())}
    wanted, over = [], []
    for each in chosen:
        task = known.get(each.task_id)
        if task and task.status == "active" and task.deleted_at is None:
            wanted.append((each, task))
        else:
            over.append((cancelled(each, now, "the task is done or gone"), task.title if task else ""))
    await rows.save(work.connection, [each for each, _ in over])
    work.emit(*(reminder_event(each, title, cause, now) for each, title in over))
    return wanted


async def _begun(connection: Connection, id_: UUID, wanted: Sequence[tuple[Reminder, Task]], now: datetime) -> Parcel:
    row: Any = await (await connection.execute(_BEGIN, {"id": id_, "until": now + LEASE, "now": now})).fetchone()
    marked = [(replace(each, digest_id=id_), task) for each, task in wanted]
    await rows.save(connection, [each for each, _ in marked])
    await connection.execute(_LINK, (id_, [each.id for each, _ in marked]))
    return Parcel(id_, row[0], tuple(marked))


async def _members(connection: Connection, parcel: Parcel) -> list[Reminder]:
    cursor = await connection.execute(_MEMBERS, (parcel.id,))
    return [rows.from_row(row) for row in await cursor.fetchall()]


async def _store(work: UnitOfWork, parcel: Parcel, after: Sequence[Reminder], cause: Cause, now: datetime) -> None:
    """Stores the reminders, each with the event that tells of its step: sent, failed, or scheduled once more."""
    titles = {reminder.id: task.title for reminder, task in parcel.reminders}
    await rows.save(work.connection, after)
    work.emit(*(reminder_event(each, titles.get(each.id, ""), cause, now) for each in after))


async def _show_failure(work: UnitOfWork, parcel: Parcel, failure: MailFailure, cause: Cause, now: datetime) -> None:
    """Whoever cannot be reached by e-mail sees it in the page."""
    task = parcel.reminders[0][1]
    more = len(parcel.reminders) - 1
    named = f"“{task.title}”" + (f" and {more} more" if more else "")
    text = f"The e-mail that reminds of {named} could not be delivered: {failure}."
    notification = Notification(
        uuid7(), "delivery-failed", "An e-mail could not be delivered", text, now, task.id, digest_id=parcel.id
    )
    await notifications.add(work.connection, [notification])
    work.emit(notifications.created_event(notification, await notifications.unread(work.connection), cause))
