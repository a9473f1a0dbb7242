"""What is due is fired: never early, never twice, and late rather than never (issue: show 2 and 4)."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from functions.fire_reminders import main
from functions.fire_reminders.alarm import Alarm
from functions.fire_reminders.claim import next_due
from shared.reminders.reminder import LEASE, failed, retried, sent
from tests.eventually import eventually
from tests.integration.conftest import Published
from tests.integration.reminders.reminding import NOW, Reminding

IN_A_MINUTE = "2026-11-24T09:01:00Z"
DUE = datetime(2026, 11, 24, 9, 1, tzinfo=UTC)


async def test_it_is_never_early_and_not_late_either(alone: Reminding, published: Published) -> None:
    task, created = await alone.create(IN_A_MINUTE)
    await alone.deliver(created)
    alone.now = DUE - timedelta(microseconds=1)
    assert await alone.fire() == 0
    alone.now = DUE
    assert await alone.fire() == 1
    (reminder,) = await alone.of(task)
    assert (reminder.status, reminder.attempt_at, reminder.late) == ("triggered", DUE + LEASE, False)
    told = published[-1]
    assert (told.type, told.time, told.data["title"], told.data["late"]) == (
        "reminder.triggered",
        DUE,
        "Call mom",
        False,
    )
    assert told.source == "/functions/fire-reminders"


async def test_a_minute_after_its_time_it_says_that_it_is_late(alone: Reminding, published: Published) -> None:
    one, created = await alone.create(IN_A_MINUTE)
    other, also_created = await alone.create("2026-11-24T09:01:00.001Z")
    await alone.deliver(created, also_created)
    alone.now = DUE + timedelta(seconds=60, milliseconds=1)
    assert await alone.fire() == 2
    assert [each.late for task in (one, other) for each in await alone.of(task)] == [True, False]
    assert [event.data["late"] for event in published if event.type == "reminder.triggered"] == [True, False]


async def test_what_was_fired_is_not_fired_again_before_its_lease_is_over(alone: Reminding) -> None:
    task, created = await alone.create(IN_A_MINUTE)
    await alone.deliver(created)
    alone.now = DUE
    assert await alone.fire() == 1
    await alone.publish()
    alone.now = DUE + LEASE - timedelta(microseconds=1)
    assert await alone.fire() == 0
    alone.now = DUE + LEASE
    assert await alone.fire() == 1
    assert await alone.told(task) == [("reminder.scheduled", 1), ("reminder.triggered", 2), ("reminder.triggered", 3)]


async def test_what_could_not_be_published_yet_is_not_told_again(alone: Reminding) -> None:
    """The sidecar is away for ten minutes: one event waits in the outbox, however often the lease runs out."""
    task, created = await alone.create(IN_A_MINUTE)
    await alone.deliver(created)
    alone.now = DUE
    assert await alone.fire() == 1
    for _ in range(10):
        alone.later(minutes=1)
        assert await alone.fire() == 0
    assert await alone.told(task) == [("reminder.scheduled", 1), ("reminder.triggered", 2)]


async def test_a_retry_is_fired_at_its_time_and_what_is_over_is_not(alone: Reminding) -> None:
    made = [await alone.create(IN_A_MINUTE) for _ in range(3)]
    await alone.deliver(*(created for _, created in made))
    alone.now = DUE
    await alone.fire()
    first, second, third = [(await alone.of(task))[0] for task, _ in made]
    again = retried(first, alone.now, "the server was away")
    assert again is not None
    await alone.step(again)
    await alone.step(sent(second, alone.now))
    await alone.step(failed(third, alone.now, "no such address"))
    alone.now = DUE + timedelta(seconds=59)
    assert await alone.fire() == 0
    alone.now = DUE + timedelta(seconds=60)
    assert await alone.fire() == 1
    states = [(await alone.of(task))[0].status for task, _ in made]
    assert states == ["triggered", "sent", "failed"]


async def test_two_replicas_racing_fire_each_reminder_once(alone: Reminding, published: Published) -> None:
    made = [await alone.create(IN_A_MINUTE) for _ in range(120)]
    for start in range(0, 120, 40):
        await alone.deliver(*(created for _, created in made[start : start + 40]))
    alone.now = DUE
    counts = await asyncio.gather(*(alone.fire() for _ in range(4)))
    assert sum(counts) == 120
    keys = [event.key for event in published if event.type == "reminder.triggered"]
    assert len(keys) == len(set(keys)) == 120
    assert await alone.fire() == 0


async def test_more_than_a_batch_goes_out_at_one_go(alone: Reminding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "_BATCH", 10)
    made = [await alone.create(IN_A_MINUTE) for _ in range(35)]
    await alone.deliver(*(created for _, created in made))
    alone.now = DUE
    assert await alone.fire() == 35


async def test_after_ten_minutes_without_anybody_who_fires_all_is_sent_late_and_once(alone: Reminding) -> None:
    made = [await alone.create(f"2026-11-24T09:{minute:02}:00Z") for minute in range(1, 10)]
    await alone.deliver(*(created for _, created in made))
    alone.later(minutes=10, seconds=30)
    assert await alone.fire() == 9
    assert await alone.fire() == 0
    assert all([(await alone.of(task))[0].late for task, _ in made])


async def test_a_clock_that_jumps_ahead_fires_what_it_jumped_over(alone: Reminding) -> None:
    made = [await alone.create(f"2026-11-24T{hour}:00:00Z") for hour in (10, 12, 14)]
    await alone.deliver(*(created for _, created in made))
    alone.later(hours=4)
    assert await alone.fire() == 2
    assert [(await alone.of(task))[0].status for task, _ in made] == ["triggered", "triggered", "pending"]


async def test_a_clock_that_jumps_back_fires_nothing_twice_and_nothing_early(alone: Reminding) -> None:
    task, created = await alone.create(IN_A_MINUTE)
    other, also_created = await alone.create("2026-11-24T09:30:00Z")
    await alone.deliver(created, also_created)
    alone.now = DUE
    assert await alone.fire() == 1
    await alone.step(sent((await alone.of(task))[0], alone.now))
    alone.now = NOW - timedelta(hours=1)
    _, updated = await alone.change(task, title="Call mum", reminders=({"lead_minutes": 0},))
    await alone.deliver(updated)
    assert await alone.fire() == 0
    alone.now = DUE
    assert await alone.fire() == 0
    assert [each.status for each in await alone.of(task)] == ["sent"]
    alone.now = NOW + timedelta(minutes=30)
    assert await alone.fire() == 1
    assert [each.status for each in await alone.of(other)] == ["triggered"]


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        ("2028-02-29", datetime(2028, 2, 29, 9, tzinfo=UTC)),
        ("2028-02-29T23:59:59Z", datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("2026-12-31T23:59:59Z", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2027-01-01T00:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2027-01-01", datetime(2027, 1, 1, 9, tzinfo=UTC)),
    ],
)
async def test_leap_days_and_year_ends_are_fired_like_any_other(alone: Reminding, due: str, moment: datetime) -> None:
    _, created = await alone.create(due)
    await alone.deliver(created)
    alone.now = moment - timedelta(milliseconds=1)
    assert await alone.fire() == 0
    alone.now = moment
    assert await alone.fire() == 1


async def test_it_knows_when_the_next_is_due(alone: Reminding) -> None:
    async with alone.services.database.connection() as connection:
        assert await next_due(connection) is None
        _, later = await alone.create("2026-11-24T12:00:00Z")
        _, sooner = await alone.create("2026-11-24T11:00:00Z")
        await alone.deliver(later, sooner)
        assert await next_due(connection) == datetime(2026, 11, 24, 11, tzinfo=UTC)


async def test_it_wakes_at_once_for_an_earlier_one_than_it_waits_for(alone: Reminding) -> None:
    """The clock in the hand stands still: only being told can make it look again so soon."""
    far, created = await alone.create("2026-12-24T09:00:00Z")
    await alone.deliver(created)
    running = asyncio.create_task(main.run(alone.services))
    try:
        await listening()
        task, soon = await alone.create(IN_A_MINUTE)
        alone.now = DUE
        await alone.deliver(soon)

        async def fired() -> bool:
            return [each.status for each in await alone.of(task)] == ["triggered"]

        await eventually(fired, 3)
        assert [each.status for each in await alone.of(far)] == ["pending"]
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def listening() -> None:
    async def look() -> bool:
        return REGISTRY.get_sample_value("nudge_reminder_alarm_heard") == 1

    await eventually(look)


async def test_where_notifications_do_not_arrive_it_looks_every_second(
    alone: Reminding, postgres_dsn: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler that lends connections out per transaction takes LISTEN and never delivers; so does the server across databases."""
    monkeypatch.setattr("functions.fire_reminders.alarm._ANSWER", 0.1)
    alarm = Alarm(postgres_dsn, alone.services.database)
    running = asyncio.create_task(alarm.run())

    async def told() -> bool:
        return "looking for due reminders every second" in caplog.text

    await eventually(told)
    assert not alarm.heard
    await alarm.wait(0.01)
    assert await alarm.wait(3600), "an hour's sleep is cut to a second, and then it is time to look"
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
