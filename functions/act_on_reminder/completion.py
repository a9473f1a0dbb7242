"""Completing a reminder's task: by the function that does it for everybody."""

from __future__ import annotations

from typing import Any

from functions.act_on_reminder.snooze import mark_read
from shared import notifications
from shared.call import IDEMPOTENCY, caused
from shared.errors import Conflict, Unavailable
from shared.events import Cause
from shared.reminders.reminder import Reminder
from shared.services import Services


async def complete(services: Services, reminder: Reminder, cause: Cause, key: str) -> dict[str, Any]:
    """The completed task (JSON); its notifications are read. Raises Conflict when it cannot be completed, Unavailable when not now."""
    path = f"/api/tasks/{reminder.task_id}/complete"
    headers = caused(cause) | {IDEMPOTENCY: key}
    reply = await services.sidecar.invoke("complete-task", "POST", path, headers=headers)
    if reply.status in (404, 409):
        raise Conflict("This task is in the trash or gone, so it cannot be marked as done.", code="task_not_open")
    if reply.status != 200:
        raise Unavailable("That did not work just now. Please try again in a moment.")
    async with services.database.unit_of_work() as work:
        shown = await notifications.of_reminders(work.connection, [reminder.id])
        await mark_read(work, shown, cause, services.clock())
    task: dict[str, Any] = reply.json()
    return task
