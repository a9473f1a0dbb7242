"""The reminders of a task beside those that it wants: which are kept, made, cancelled; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from shared.reminders.plan import Planned
from shared.reminders.reminder import Reminder, cancelled, rescheduled, scheduled

MakeId = Callable[[], UUID]


def reconciled(
    task_id: UUID,
    present: Iterable[Reminder],
    wanted: Sequence[Planned],
    now: datetime,
    make_id: MakeId,
    *,
    keep_snoozed: bool,
    reason: str,
) -> list[Reminder]:
    """The reminders that change, as they are then; each is told by an event. Those who are not in the list stay as they are.

    `reason` is why what is no longer wanted is cancelled. One that came or failed is never made again for the same entry and moment.
    """
    rows = list(present)
    changed: list[Reminder] = []
    kept: set[UUID] = set()
    for each in wanted:
        mine = [row for row in rows if _is(row, each)]
        standing = [row for row in mine if row.status != "cancelled"]
        kept |= {row.id for row in standing}
        changed += [
            rescheduled(row, each.method, now)
            for row in standing
            if row.status == "pending" and row.delivery_method != each.method and not row.retry_count
        ]
        if not standing and each.trigger_time is not None:
            changed.append(_made(task_id, each, each.trigger_time, mine, now, make_id))
    return [*(cancelled(row, now, reason) for row in rows if _unwanted(row, kept, keep_snoozed)), *changed]


def _is(row: Reminder, wanted: Planned) -> bool:
    return row.entry == wanted.entry and wanted.named <= row.trigger_time <= wanted.until


def _made(
    task_id: UUID, wanted: Planned, trigger: datetime, mine: Sequence[Reminder], now: datetime, make_id: MakeId
) -> Reminder:
    """A new one, or the cancelled one of the same moment again: there is one row for each."""
    for row in mine:
        if row.trigger_time == trigger:
            return rescheduled(row, wanted.method, now)
    return scheduled(make_id(), task_id, wanted.entry, trigger, wanted.method, now)


def _unwanted(row: Reminder, kept: set[UUID], keep_snoozed: bool) -> bool:
    return row.open and row.id not in kept and not (keep_snoozed and row.entry.startswith("snooze:"))
