"""Projections of histories that a product seldom has: out of order, old and purged, failing, under way."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from functions.purge_expired.main import purge
from functions.schedule_reminder.beginning import begun
from functions.write_audit.main import record
from local.rebuild.outcome import RebuildError
from local.rebuild.transaction import alone
from shared import catalogue, inbox, migrate
from shared.audit_events import audit_event
from shared.config import Settings
from shared.consumer import Consumer
from shared.database import Database
from shared.events import Cause
from shared.services import Services
from tests.integration.conftest import Published
from tests.integration.mail.mailing import Mailing
from tests.integration.mail.relay import relay
from tests.integration.rebuild.projections import comes_out_equal, rebuild, rows
from tests.integration.reminders.reminding import NOW, Reminding


@pytest.fixture
async def mailing(empty_dsn: str, published: Published) -> AsyncIterator[Mailing]:
    migrate.upgrade(empty_dsn)
    database = Database(empty_dsn, 6, published.soon)
    await database.open()
    made = Mailing(Services(Settings(), catalogue.load(), database, None, {"database-url": empty_dsn}))  # type: ignore[arg-type]
    await made.prefer()
    async with database.unit_of_work() as work:
        await begun(work.connection, NOW)
    yield made
    await database.close()


_UNAUDITED = """
    SELECT topic, body FROM event WHERE topic IN ('task-events', 'reminders', 'audit-events')
    AND NOT EXISTS (SELECT FROM audit WHERE audit.event_id = event.id)
"""


async def audited(reminding: Reminding, dice: random.Random) -> None:
    """All events to write-audit, in a random order and many of them twice; what that leads to afterwards."""
    audit = Consumer("write-audit", record)
    audit.bind(reminding.services)
    while found := await _unaudited(reminding):
        deliveries = found + dice.sample(found, len(found) // 2)
        dice.shuffle(deliveries)
        for topic, body in deliveries:
            assert await audit.receive([body], topic) == ["SUCCESS"]


async def _unaudited(reminding: Reminding) -> list[Any]:
    async with reminding.services.database.connection() as connection:
        return await (await connection.execute(_UNAUDITED)).fetchall()


async def history(mailing: Mailing, dice: random.Random) -> None:
    """Tasks through many versions, the events of which reach the planner in a random order; reminders in every state."""
    events = []
    for number in range(8):
        due = mailing.now + timedelta(minutes=dice.randint(1, 90))
        task, event = await mailing.create(
            due.isoformat(), title=f"task {number}", reminders=({"lead_minutes": 0}, {"lead_minutes": 30})
        )
        events.append(event)
        for _ in range(dice.randint(0, 4)):
            step = dice.choice((mailing.complete, mailing.reopen, mailing.trash))
            task, event = await step(task) if dice.random() < 0.4 else await mailing.change(task, title="again")
            events.append(event)
    deliveries = events + dice.sample(events, len(events) // 2)
    dice.shuffle(deliveries)
    for event in deliveries:
        await mailing.deliver(event)
    for _ in range(3):
        mailing.later(minutes=25)
        await mailing.fire()
        await mailing.notify()


@pytest.mark.parametrize("seed", range(3))
async def test_events_that_came_out_of_order_and_twice(mailing: Mailing, empty_dsn: str, seed: int) -> None:
    dice = random.Random(seed)
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        await history(mailing, dice)
        await mailing.notify()
    await audited(mailing, dice)
    for what in ("audit", "reminders", "updates"):
        comes_out_equal(empty_dsn, what, mailing.now)


async def test_after_a_purge_what_is_gone_stays_gone(mailing: Mailing, empty_dsn: str) -> None:
    dice = random.Random(5)
    async with relay() as there:
        mailing.with_relay(there)
        await history(mailing, dice)
        await mailing.notify()
        before = len(rows(empty_dsn, "reminders"))
        mailing.later(days=400)
        await history(mailing, dice)
        await mailing.notify()
    assert (await purge(mailing.services))["reminder"] > 0
    assert len(rows(empty_dsn, "reminders")) < 2 * before
    await audited(mailing, dice)
    for what in ("audit", "reminders", "updates"):
        comes_out_equal(empty_dsn, what, mailing.now)


async def test_what_was_sent_stays_sent_and_is_not_sent_again(mailing: Mailing, empty_dsn: str) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        assert len(there.messages) == 1
        with psycopg.connect(empty_dsn, autocommit=True) as connection:
            connection.execute(
                "UPDATE reminder SET status = 'pending', attempt_at = trigger_time, sequence = 1, digest_id = NULL"
            )
        assert rebuild(empty_dsn, "reminders", mailing.now).changed == 1
        assert await mailing.fire() == 0
        await mailing.notify()
        assert len(there.messages) == 1
    assert await mailing.status(task) == "sent"


async def test_a_row_that_lost_its_last_event_stays_as_it_is(mailing: Mailing, empty_dsn: str) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        with psycopg.connect(empty_dsn, autocommit=True) as connection:
            connection.execute("DELETE FROM event WHERE type = 'reminder.sent'")
        outcome = rebuild(empty_dsn, "reminders", mailing.now)
        assert outcome.was_equal
        assert "further than the log" in outcome.left_out[0]
        mailing.later(hours=1)
        assert await mailing.fire() == 0
    assert await mailing.status(task) == "sent"


async def test_a_retry_that_waits_comes_at_its_time_and_not_before(mailing: Mailing, empty_dsn: str) -> None:
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        assert [kind for kind, _ in await mailing.told(task)] == [
            "reminder.scheduled", "reminder.triggered", "reminder.scheduled",
        ]  # fmt: skip
        before = rows(empty_dsn, "reminders")
        with psycopg.connect(empty_dsn, autocommit=True) as connection:
            connection.execute("DELETE FROM reminder")
        assert rebuild(empty_dsn, "reminders", mailing.now).added == 1
        assert rows(empty_dsn, "reminders") == before
        mailing.later(seconds=59)
        assert await mailing.fire() == 0
        mailing.later(seconds=1)
        assert await mailing.fire() == 1


async def test_a_message_under_way_is_not_forgotten(mailing: Mailing, empty_dsn: str) -> None:
    """Claimed, and its sender speaks with the provider just now: it must find its reminders again when that answers."""
    (task,) = await mailing.due("Call mom")
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        connection.execute(
            "UPDATE reminder SET digest_id = gen_random_uuid(), late = true, attempt_at = attempt_at + interval '7 seconds'"
        )
    before = rows(empty_dsn, "reminders")
    assert rebuild(empty_dsn, "reminders", mailing.now).was_equal
    assert rows(empty_dsn, "reminders") == before
    assert await mailing.status(task) == "triggered"


async def test_what_was_discarded_and_what_cannot_be_read_is_left_out_of_the_trail(
    mailing: Mailing, empty_dsn: str
) -> None:
    cause = Cause("/functions/sign-in")
    good, odd, discarded = (audit_event("signed_in", "session", "accepted", {}, cause, mailing.now) for _ in range(3))
    async with mailing.services.database.unit_of_work() as work:
        work.emit(good, odd, discarded)
    async with mailing.services.database.connection() as connection:
        await inbox.discard(connection, "write-audit", discarded.id)
        await connection.execute("UPDATE event SET body = body - 'time' WHERE id = %s", (odd.id,))
        await connection.execute("DELETE FROM event WHERE NOT id = ANY(%s)", ([good.id, odd.id, discarded.id],))
    outcome = rebuild(empty_dsn, "audit")
    assert (outcome.rows, outcome.added) == (1, 1)
    assert len(outcome.left_out) == 1 and str(odd.id) in outcome.left_out[0]
    assert [row[0]["event_id"] for row in rows(empty_dsn, "audit")] == [str(good.id)]


async def test_two_at_a_time_are_refused(empty_dsn: str) -> None:
    migrate.upgrade(empty_dsn)
    with alone(empty_dsn), pytest.raises(RebuildError, match="Another rebuild"), alone(empty_dsn):
        pass


async def test_one_that_fails_changes_nothing(mailing: Mailing, empty_dsn: str) -> None:
    await mailing.due("Call mom")
    before = rows(empty_dsn, "reminders")
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        connection.execute(
            """UPDATE event SET body = jsonb_set(body, '{data,reminder,status}', '"odd"') WHERE topic = 'reminders'"""
        )
    with pytest.raises(psycopg.errors.CheckViolation):
        rebuild(empty_dsn, "reminders", mailing.now)
    assert rows(empty_dsn, "reminders") == before
