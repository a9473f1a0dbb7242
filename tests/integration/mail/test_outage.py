"""A provider that could not be reached and is back: who waits for a retry does not wait on (issue: show 2)."""

from datetime import datetime, timedelta
from typing import Any

from functions.fire_reminders.claim import next_due
from shared.mail_outage import EVERY
from tests.integration.mail.mailing import Mailing, subjects, text_of
from tests.integration.mail.relay import relay

CLOSED = "421 closed for repairs"


async def retries(mailing: Mailing, task: Any) -> tuple[str, int, datetime | None]:
    (reminder,) = await mailing.of(task)
    return reminder.status, reminder.retry_count, reminder.attempt_at


async def live(mailing: Mailing, seconds: float) -> None:
    """Lets the time pass the way fire-reminders does: from one moment at which something is due to the next."""
    ends = mailing.now + timedelta(seconds=seconds)
    while True:
        async with mailing.services.database.connection() as connection:
            due = await next_due(connection)
        if due is None or due > ends:
            mailing.now = ends
            return
        mailing.now = max(mailing.now, due)
        await mailing.fire()
        await mailing.notify()


async def test_after_ten_minutes_without_a_provider_all_is_sent_within_a_minute_late_and_once(mailing: Mailing) -> None:
    async with relay(GREETING=CLOSED) as there:
        mailing.with_relay(there)
        tasks = []
        for minute in range(10):
            tasks += await mailing.due(f"Task {minute}", at=mailing.later(seconds=1))
            await mailing.notify()
            await live(mailing, 59)
        assert {await mailing.status(task) for task in tasks} == {"pending"}
        there.answers.clear()
        await live(mailing, 60)
        assert {await mailing.status(task) for task in tasks} == {"sent"}
        titles = [title for kind, title in await mailing.notifications() if kind == "reminder"]
    assert sorted(titles) == [f"Task {minute}" for minute in range(10)]
    lines = [line for message in there.messages for line in text_of(message).splitlines()]
    assert sorted(line for line in lines if line.startswith("Task")) == sorted(titles)
    assert [reminder.late for task in tasks[:9] for reminder in await mailing.of(task)] == [True] * 9


async def test_while_it_is_away_the_retries_keep_their_time_and_end(mailing: Mailing) -> None:
    """Looking for it is no attempt: what cannot be delivered is given up after 1, 5 and 15 minutes, and nobody looks any more."""
    async with relay(GREETING=CLOSED) as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        begun = mailing.now
        await mailing.notify()
        for count, minutes in ((1, 1), (2, 6), (3, 21)):
            assert await retries(mailing, task) == ("pending", count, begun + timedelta(minutes=minutes))
            await live(mailing, (begun + timedelta(minutes=minutes) - mailing.now).total_seconds())
        assert await retries(mailing, task) == ("failed", 3, None)
        await live(mailing, 2 * EVERY.total_seconds())
        looked = there.connections
        await live(mailing, 3600)
        assert there.connections == looked


async def test_a_message_that_gets_through_brings_those_that_wait(mailing: Mailing) -> None:
    async with relay(GREETING=CLOSED) as there:
        mailing.with_relay(there)
        (waiting,) = await mailing.due("Call mom")
        await mailing.notify()
        there.answers.clear()
        await mailing.due("Pay rent", at=mailing.later(seconds=1))
        await mailing.notify()
        assert await mailing.fire() == 1
        await mailing.notify()
        assert await mailing.status(waiting) == "sent"
    assert subjects(there) == ["Reminder: Pay rent", "Reminder: Call mom"]


async def test_what_the_provider_itself_put_off_keeps_its_time(mailing: Mailing) -> None:
    """One that says “later” is not away, and would say so again."""
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        await live(mailing, 59)
        assert there.connections == 1
        there.answers.clear()
        await mailing.due("Pay rent", at=mailing.now)
        await mailing.notify()
        assert (await retries(mailing, task))[:2] == ("pending", 1)


async def test_an_attempt_that_recovery_brought_forward_takes_none_from_the_schedule(mailing: Mailing) -> None:
    async with relay(GREETING=CLOSED) as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        await live(mailing, 60)
        assert (await retries(mailing, task))[1] == 2
        there.answers["GREETING"], there.answers["RCPT"] = "220 back", "450 but busy"
        await live(mailing, EVERY.total_seconds())
        status, count, again = await retries(mailing, task)
        assert (status, count) == ("pending", 2)
        assert again
        assert again - mailing.now > timedelta(minutes=4)


async def test_two_who_fire_ask_once(mailing: Mailing) -> None:
    async with relay(GREETING=CLOSED) as there:
        mailing.with_relay(there)
        await mailing.due("Call mom")
        await mailing.notify()
        mailing.later(seconds=EVERY.total_seconds())
        await mailing.fire()
        await mailing.fire()
        asked = [event for event in await mailing.events() if event["type"] == "email.probe_requested"]
    assert len(asked) == 1
