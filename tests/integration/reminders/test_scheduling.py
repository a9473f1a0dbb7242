"""Each task's reminders are what its date, its lead times and its state ask for, whatever is delivered how often (issue: show 4)."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.due import parse_due
from shared.events import Event
from shared.identifiers import uuid7
from shared.reminders.reminder import scheduled, sent
from shared.task import Task
from tests.integration.conftest import Published
from tests.integration.reminders.reminding import NOW, Reminding

DUE = "2026-11-24T15:00:00Z"
AT_DUE = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOUR_BEFORE = ({"lead_minutes": 60},)


async def test_a_dated_task_gets_its_reminder(reminding: Reminding, published: Published) -> None:
    task, event = await reminding.create(DUE, title="Call mom")
    assert await reminding.deliver(event) == ["SUCCESS"]
    assert await reminding.states(task) == [("lead:0", "pending", AT_DUE)]
    (told,) = (each for each in published if each.type == "reminder.scheduled")
    assert (told.subject, told.sequence, told.correlation_id) == (f"tasks/{task.id}", 1, "c-1")
    assert (told.data["title"], told.data["entry"]) == ("Call mom", "lead:0")
    assert told.data["reminder"]["next_attempt"] == DUE


async def test_a_task_without_a_date_gets_none(reminding: Reminding) -> None:
    task, event = await reminding.create()
    await reminding.deliver(event)
    assert await reminding.of(task) == []


async def test_another_date_moves_the_reminder_and_tells_of_both(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    moved, updated = await reminding.change(task, due=parse_due("2026-11-25T15:00:00Z", "UTC"))
    await reminding.deliver(created)
    await reminding.deliver(updated)
    assert await reminding.states(task) == [
        ("lead:0", "cancelled", AT_DUE),
        ("lead:0", "pending", AT_DUE + timedelta(days=1)),
    ]
    back, again = await reminding.change(moved, due=task.due)
    await reminding.deliver(again)
    assert await reminding.states(back) == [
        ("lead:0", "pending", AT_DUE),
        ("lead:0", "cancelled", AT_DUE + timedelta(days=1)),
    ]
    told = await reminding.told(task)
    assert sorted(told) == [
        ("reminder.cancelled", 2), ("reminder.cancelled", 2), ("reminder.scheduled", 1), ("reminder.scheduled", 1),
        ("reminder.scheduled", 3),
    ]  # fmt: skip


async def test_other_lead_times_take_the_place_of_the_old_ones(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE, reminders=HOUR_BEFORE)
    changed, updated = await reminding.change(task, reminders=(*HOUR_BEFORE, {"lead_minutes": 5, "method": "email"}))
    await reminding.deliver(created)
    before = await reminding.of(task)
    await reminding.deliver(updated)
    hour, five = await reminding.of(changed)
    assert [hour] == before, "what is still wanted is left alone"
    assert (five.entry, five.delivery_method) == ("lead:5", "email")


async def test_a_zone_move_of_an_all_day_task_moves_its_reminder(reminding: Reminding) -> None:
    task, created = await reminding.create("2026-11-26", zone="Europe/Berlin")
    moved, updated = await reminding.change(task, due=parse_due("2026-11-26", "America/New_York"))
    await reminding.deliver(created, updated)
    assert await reminding.states(moved) == [
        ("lead:0", "cancelled", datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("lead:0", "pending", datetime(2026, 11, 26, 14, tzinfo=UTC)),
    ]


async def test_completing_cancels_and_reopening_arms_again(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    done, completed = await reminding.complete(task)
    await reminding.deliver(created, completed)
    (reminder,) = await reminding.of(task)
    assert (reminder.status, reminder.reason, reminder.attempt_at) == ("cancelled", "The task was completed.", None)
    _, reopened = await reminding.reopen(done)
    await reminding.deliver(reopened)
    assert await reminding.states(task) == [("lead:0", "pending", AT_DUE)]


async def test_deleting_cancels_and_restoring_arms_again(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    gone, deleted = await reminding.trash(task)
    await reminding.deliver(created)
    await reminding.deliver(deleted)
    (reminder,) = await reminding.of(task)
    assert (reminder.status, reminder.reason) == ("cancelled", "The task was deleted.")
    _, restored = await reminding.change(gone, "task.restored", deleted_at=None)
    await reminding.deliver(restored)
    assert await reminding.states(task) == [("lead:0", "pending", AT_DUE)]


async def test_completed_while_the_triggered_event_is_in_flight_is_cancelled(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    await reminding.deliver(created)
    reminding.now = AT_DUE
    assert await reminding.fire() >= 1
    assert await reminding.states(task) == [("lead:0", "triggered", AT_DUE)]
    _, completed = await reminding.complete(task)
    await reminding.deliver(completed)
    assert await reminding.states(task) == [("lead:0", "cancelled", AT_DUE)]
    assert await reminding.told(task) == [
        ("reminder.scheduled", 1), ("reminder.triggered", 2), ("reminder.cancelled", 3),
    ]  # fmt: skip


async def test_what_was_sent_is_not_sent_again(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE, reminders=HOUR_BEFORE)
    await reminding.deliver(created)
    (reminder,) = await reminding.of(task)
    reminding.later(hours=5.5)
    await reminding.step(sent(reminder, reminding.now))
    done, completed = await reminding.complete(task)
    open_again, reopened = await reminding.reopen(done)
    _, moved = await reminding.change(open_again, due=parse_due("2026-11-24T15:00:00+00:00", "Europe/Berlin"))
    await reminding.deliver(completed, reopened, moved)
    assert [each.status for each in await reminding.of(task)] == ["sent"]


async def test_a_reminder_asked_for_too_late_comes_at_once_and_once(reminding: Reminding) -> None:
    task, created = await reminding.create("2026-11-24T09:30:00Z", reminders=HOUR_BEFORE)
    await reminding.deliver(created)
    assert await reminding.states(task) == [("lead:60", "pending", NOW)]
    reminding.later(minutes=10)
    _, updated = await reminding.change(task, due=parse_due("2026-11-24T09:40:00Z", "UTC"))
    await reminding.deliver(updated)
    assert await reminding.states(task) == [("lead:60", "pending", NOW)]


async def test_an_edit_after_the_time_leaves_alone_what_an_outage_held_up(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    await reminding.deliver(created)
    reminding.now = AT_DUE + timedelta(minutes=3)
    _, updated = await reminding.change(task, reminders=({"lead_minutes": 0},))
    await reminding.deliver(updated)
    assert await reminding.states(task) == [("lead:0", "pending", AT_DUE)]


async def test_a_time_that_passes_before_the_event_is_handled_is_late_and_not_lost(reminding: Reminding) -> None:
    task, created = await reminding.create("2026-11-24T09:00:30Z")
    reminding.later(hours=2)
    await reminding.deliver(created)
    await reminding.fire()
    (reminder,) = await reminding.of(task)
    assert (reminder.status, reminder.late) == ("triggered", True)


async def test_snoozes_stay_through_changes_of_the_date_and_go_with_the_task(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    await reminding.deliver(created)
    until = AT_DUE + timedelta(minutes=30)
    await reminding.step(scheduled(uuid7(), task.id, f"snooze:{uuid7()}", until, "in-app", NOW))
    moved, updated = await reminding.change(task, due=None)
    await reminding.deliver(updated)
    assert [status for _, status, _ in await reminding.states(task)] == ["cancelled", "pending"]
    _, completed = await reminding.complete(moved)
    await reminding.deliver(completed)
    assert [status for _, status, _ in await reminding.states(task)] == ["cancelled", "cancelled"]


async def test_a_time_of_its_own_needs_no_due_date(reminding: Reminding) -> None:
    task, created = await reminding.create(reminders=({"at": "2026-11-24T10:00:00+01:00"},))
    _, other = await reminding.create(reminders=({"at": "2026-11-24T18:00:00+01:00"},))
    await reminding.deliver(created, other)
    assert await reminding.states(task) == [("at:2026-11-24T09:00:00Z", "pending", NOW)]


async def history(reminding: Reminding) -> tuple[Task, list[Event]]:
    """A task that was moved, completed, reopened, trashed and restored."""
    task, created = await reminding.create(DUE, reminders=HOUR_BEFORE)
    events = [created]
    for days in (1, 2, 0):
        due = parse_due(f"2026-11-{24 + days}T15:00:00Z", "UTC")
        task, event = await reminding.change(task, due=due)
        events.append(event)
    for step in (reminding.complete, reminding.reopen, reminding.trash):
        task, event = await step(task)
        events.append(event)
    task, event = await reminding.change(task, "task.restored", deleted_at=None)
    return task, [*events, event]


async def test_replayed_task_events_change_nothing(reminding: Reminding) -> None:
    task, events = await history(reminding)
    await reminding.deliver(*events)
    once, told = await reminding.of(task), await reminding.told(task)
    for event in events:
        assert await reminding.deliver(event) == ["SUCCESS"]
    await reminding.deliver(*events)
    assert await reminding.of(task) == once
    assert await reminding.told(task) == told


async def test_reordered_task_events_come_to_the_same(reminding: Reminding) -> None:
    order = random.Random(11)
    for _ in range(5):
        task, events = await history(reminding)
        order.shuffle(events)
        for event in events:
            assert await reminding.deliver(event) == ["SUCCESS"]
        open_ones = [each for each in await reminding.of(task) if each.open]
        assert [(each.entry, each.trigger_time) for each in open_ones] == [("lead:60", AT_DUE - timedelta(hours=1))]


async def test_two_schedulers_racing_make_each_reminder_once(reminding: Reminding) -> None:
    histories = [await history(reminding) for _ in range(4)]
    order = random.Random(3)
    deliveries = [[event] for _, events in histories for event in events] + [
        order.sample(events, 4) for _, events in histories
    ]
    order.shuffle(deliveries)

    async def persistently(delivery: Sequence[Event]) -> None:
        waiting = list(delivery)
        while waiting:
            outcomes = await reminding.deliver(*waiting)
            assert "DROP" not in outcomes
            waiting = [event for event, outcome in zip(waiting, outcomes, strict=True) if outcome == "RETRY"]

    await asyncio.gather(*(persistently(each) for each in deliveries))
    for task, _ in histories:
        found = await reminding.of(task)
        assert len({(each.entry, each.trigger_time) for each in found}) == len(found) == 3
        assert [each.trigger_time for each in found if each.open] == [AT_DUE - timedelta(hours=1)]
        sequences = [(await _sequences(reminding, each.id), each.sequence) for each in found]
        assert all(told == list(range(1, last + 1)) for told, last in sequences)


async def _sequences(reminding: Reminding, reminder: object) -> list[int]:
    async with reminding.services.database.connection() as connection:
        cursor = await connection.execute(
            "SELECT sequence FROM event WHERE topic = 'reminders' AND key = %s ORDER BY sequence", (str(reminder),)
        )
        return [int(str(row[0])) for row in await cursor.fetchall()]


async def test_a_whole_delivery_is_applied_in_order(reminding: Reminding) -> None:
    made = [await reminding.create(DUE) for _ in range(30)]
    changed = [await reminding.change(task, due=None) for task, _ in made[:10]]
    done = [await reminding.complete(task) for task, _ in made[10:20]]
    events = [event for _, event in (*made, *changed, *done)]
    assert set(await reminding.deliver(*events)) == {"SUCCESS"}
    states = [[status for _, status, _ in await reminding.states(task)] for task, _ in made]
    assert states == [["cancelled"]] * 20 + [["pending"]] * 10


async def test_a_title_alone_leaves_the_reminder_alone(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE)
    await reminding.deliver(created)
    before = await reminding.of(task)
    reminding.later(minutes=1)
    _, updated = await reminding.change(task, title="Call mum")
    await reminding.deliver(updated)
    assert await reminding.of(task) == before


async def test_another_method_is_told_and_kept(reminding: Reminding) -> None:
    task, created = await reminding.create(DUE, reminders=HOUR_BEFORE)
    _, updated = await reminding.change(task, reminders=(HOUR_BEFORE[0] | {"method": "push"},))
    await reminding.deliver(created)
    (before,) = await reminding.of(task)
    await reminding.deliver(updated)
    (after,) = await reminding.of(task)
    assert after == replace(before, delivery_method="push", sequence=2)
