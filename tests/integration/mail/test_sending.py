"""From a reminder that falls due to a message in a mailbox: once, together, and never lost."""

import asyncio

import pytest

from functions.send_notification import dispatch, main, parcels, sender
from functions.send_notification.parcels import LEASE
from shared.reminders.reminder import LEASE as FIRED_AGAIN
from tests.integration.mail.mailing import ADDRESS, Mailing, read, subjects, until
from tests.integration.mail.relay import LEAVES, relay


async def test_a_reminder_reaches_page_and_mailbox(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        assert set(await mailing.notify()) == {"SUCCESS"}
    (message,) = map(read, there.messages)
    assert (message["Subject"], message["To"]) == ("Reminder: Call mom", ADDRESS)
    assert "Due: Tuesday 24 November 2026 at 09:10" in message.get_body(("plain",)).get_content()
    assert await mailing.status(task) == "sent"
    assert await mailing.notifications() == [("reminder", "Call mom")]
    assert [kind for kind, _ in await mailing.told(task)] == [
        "reminder.scheduled",
        "reminder.triggered",
        "reminder.sent",
    ]


async def test_what_is_due_together_goes_out_together(mailing: Mailing) -> None:
    titles = [f"Task {number}" for number in range(12)]
    async with relay() as there:
        mailing.with_relay(there)
        tasks = await mailing.due(*titles)
        await mailing.notify()
    assert subjects(there) == ["12 reminders: Task 0, Task 1 and 10 more"]
    text = read(there.messages[0]).get_body(("plain",)).get_content()
    assert [title for title in titles if title in text.splitlines()] == titles[:10]
    assert "and 2 more: https://nudge.example.com/?digest=" in text
    digests = {reminder.digest_id for task in tasks for reminder in await mailing.of(task)}
    assert len(digests) == 1
    assert None not in digests
    assert len(await mailing.notifications()) == 12


async def test_what_goes_out_before_its_own_event_has_arrived_shows_in_the_page_all_the_same(mailing: Mailing) -> None:
    """Reminders of one moment lie on several partitions: the first event to arrive sends them all."""
    async with relay() as there:
        mailing.with_relay(there)
        tasks = await mailing.due("First", "Second")
        fired = await mailing.events()
        first, second = (event for event in fired if event["type"] == "reminder.triggered")
        scheduled = [event for event in fired if event["type"] == "reminder.scheduled"]
        assert set(await mailing.notifier.receive([*scheduled, first], "reminders")) == {"SUCCESS"}
        assert [await mailing.status(task) for task in tasks] == ["sent", "sent"]
        assert await mailing.notifier.receive([second], "reminders") == ["SUCCESS"]
    assert subjects(there) == ["2 reminders: First and Second"]
    assert sorted(await mailing.notifications()) == [("reminder", "First"), ("reminder", "Second")]
    (digest,) = {reminder.digest_id for task in tasks for reminder in await mailing.of(task)}
    assert await mailing.of_digest(digest) == ["First", "Second"], "the link in the message leads to all of them"


async def test_what_failed_before_its_own_event_has_arrived_shows_in_the_page_all_the_same(mailing: Mailing) -> None:
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        tasks = await mailing.due("First", "Second")
        fired = await mailing.events()
        first, second = (event for event in fired if event["type"] == "reminder.triggered")
        scheduled = [event for event in fired if event["type"] == "reminder.scheduled"]
        await mailing.notifier.receive([*scheduled, first], "reminders")
        assert [await mailing.status(task) for task in tasks] == ["pending", "pending"]
        await mailing.notifier.receive([second], "reminders")
    assert there.connections == 1
    assert sorted(await mailing.notifications()) == [("reminder", "First"), ("reminder", "Second")]


async def test_what_falls_due_while_a_message_is_sent_goes_with_the_next(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        there.hold = asyncio.Event()
        await mailing.due("First")
        first = asyncio.create_task(mailing.notify())
        await until(lambda: len(there.messages) == 1)
        for title in ("Second", "Third"):
            await mailing.due(title, at=mailing.later(seconds=1))
            await mailing.another().receive(await mailing.events(), "reminders")
        assert len(there.messages) == 1, "nobody else begins a message meanwhile"
        there.hold.set()
        await first
        await mailing.notifier.dispatch.finish()
    assert subjects(there) == ["Reminder: First", "2 reminders: Second and Third"]


async def test_a_provider_that_hangs_holds_up_no_page(mailing: Mailing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery is answered after a while, whatever the provider does, so that what comes behind it is shown in time."""
    monkeypatch.setattr(dispatch, "PATIENCE", 0.05)
    async with relay() as there:
        mailing.with_relay(there)
        there.hold = asyncio.Event()
        await mailing.due("First")
        assert set(await mailing.notify()) == {"SUCCESS"}
        await mailing.due("Second", at=mailing.later(seconds=1))
        assert set(await mailing.notify()) == {"SUCCESS"}
        assert await mailing.notifications() == [("reminder", "First"), ("reminder", "Second")]
        there.hold.set()
        await mailing.notifier.dispatch.finish()
    assert subjects(there) == ["Reminder: First", "Reminder: Second"]


async def test_a_process_that_ends_gives_a_message_under_way_a_moment(
    mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PATIENCE", 0.05)
    monkeypatch.setattr(main, "consumer", mailing.notifier)
    living = asyncio.create_task(main.run(mailing.services))
    async with relay() as there:
        mailing.with_relay(there)
        monkeypatch.setattr(main, "consumer", mailing.notifier)
        there.hold = asyncio.Event()
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        living.cancel()
        there.hold.set()
        with pytest.raises(asyncio.CancelledError):
            await living
        assert await mailing.status(task) == "sent"


async def test_two_replicas_send_one_message(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        events = await mailing.events()
        both = [mailing.another().receive(events, "reminders") for _ in range(2)]
        outcomes = await asyncio.gather(*both)
        for missed in (each for each in outcomes if "RETRY" in each):
            assert set(missed) == {"RETRY"}
            await mailing.another().receive(events, "reminders")
    assert len(there.messages) == 1
    assert await mailing.status(task) == "sent"


async def test_a_repeated_event_sends_nothing(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        await mailing.due("Call mom")
        events = await mailing.events()
        for _ in range(3):
            assert set(await mailing.notifier.receive(events, "reminders")) == {"SUCCESS"}
    assert len(there.messages) == 1
    assert len(await mailing.notifications()) == 1


@pytest.mark.parametrize("what", ["complete", "trash"])
async def test_what_is_done_in_time_is_quiet(mailing: Mailing, what: str) -> None:
    """The event is in flight already, and schedule-reminder has not heard of the change yet."""
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await getattr(mailing, what)(task)
        await mailing.notify()
    assert there.messages == []
    assert await mailing.notifications() == []
    assert await mailing.status(task) == "cancelled"


async def test_it_is_tried_again_after_1_5_and_15_minutes_and_then_given_up(mailing: Mailing) -> None:
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        for pause in (1, 5, 15):
            assert await mailing.status(task) == "pending"
            mailing.later(minutes=pause, seconds=-1)
            assert await mailing.fire() == 0
            mailing.later(seconds=1)
            assert await mailing.fire() == 1
            await mailing.notify()
        assert there.connections == 4
    (reminder,) = await mailing.of(task)
    assert (reminder.status, reminder.retry_count) == ("failed", 3)
    assert await mailing.notifications() == [
        ("reminder", "Call mom"), ("delivery-failed", "An e-mail could not be delivered"),
    ]  # fmt: skip
    assert (await mailing.told(task))[-1][0] == "reminder.failed"


async def test_it_gets_through_at_the_second_try(mailing: Mailing) -> None:
    async with relay(RCPT="450 later") as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        there.answers.clear()
        mailing.later(minutes=1)
        await mailing.fire()
        await mailing.notify()
    assert subjects(there) == ["Reminder: Call mom"]
    assert await mailing.status(task) == "sent"
    assert await mailing.notifications() == [("reminder", "Call mom")]


async def test_an_address_that_is_refused_is_not_tried_again(mailing: Mailing) -> None:
    async with relay(RCPT="550 nobody of that name") as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
        mailing.later(hours=1)
        assert await mailing.fire() == 0
    assert there.connections == 1
    assert await mailing.status(task) == "failed"
    assert ("delivery-failed", "An e-mail could not be delivered") in await mailing.notifications()


async def test_when_the_answer_is_lost_the_same_message_is_sent_again(mailing: Mailing) -> None:
    async with relay(END=LEAVES) as there:
        mailing.with_relay(there)
        await mailing.due("Call mom")
        await mailing.notify()
        there.answers.clear()
        mailing.later(minutes=1)
        (other,) = await mailing.due("Pay rent", at=mailing.now)
        await mailing.notify()
    first, again, new = map(read, there.messages)
    assert first["Message-ID"] == again["Message-ID"] != new["Message-ID"]
    assert first["X-Nudge-Trigger"] == again["X-Nudge-Trigger"]
    assert new["Subject"] == "Reminder: Pay rent"
    assert await mailing.status(other) == "sent"


async def test_a_sender_that_dies_is_followed_by_another_with_the_same_message(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        async with mailing.services.database.unit_of_work() as work:
            parcel = await parcels.claim(work, sender.CAUSE, mailing.now)
        assert parcel
        await mailing.notify()
        assert there.messages == [], "its lease holds"
        mailing.later(seconds=max(LEASE, FIRED_AGAIN).total_seconds())
        assert await mailing.fire() == 1
        await mailing.notify()
    (message,) = map(read, there.messages)
    assert message["X-Nudge-Trigger"] == str(parcel.id)
    assert await mailing.status(task) == "sent"


async def test_a_late_reminder_says_so(mailing: Mailing) -> None:
    async with relay() as there:
        mailing.with_relay(there)
        due = mailing.later(minutes=10)
        task, event = await mailing.create(due.isoformat(), title="Call mom", reminders=({"lead_minutes": 0},))
        await mailing.deliver(event)
        mailing.later(minutes=10)
        await mailing.fire()
        await mailing.notify()
    text = read(there.messages[0]).get_body(("plain",)).get_content()
    assert "This reminder is late: it was meant for Tuesday 24 November 2026 at 09:10." in text
    assert await mailing.status(task) == "sent"


@pytest.mark.parametrize(
    "preferred", [{"email": None}, {"email_verified": False}, {"delivery_methods": ["in-app"]}], ids=str
)
async def test_without_an_address_that_may_be_used_it_shows_in_the_page(mailing: Mailing, preferred: object) -> None:
    assert isinstance(preferred, dict)
    await mailing.prefer(**preferred)
    async with relay() as there:
        mailing.with_relay(there)
        (task,) = await mailing.due("Call mom")
        await mailing.notify()
    assert there.connections == 0
    assert await mailing.notifications() == [("reminder", "Call mom")]
    (reminder,) = await mailing.of(task)
    assert (reminder.status, reminder.delivery_method) == ("sent", "in-app")


async def test_without_a_provider_it_shows_in_the_page(mailing: Mailing) -> None:
    (task,) = await mailing.due("Call mom")
    await mailing.notify()
    assert await mailing.status(task) == "sent"
    assert await mailing.notifications() == [("reminder", "Call mom")]


async def test_a_mailbox_that_catches_all_needs_no_address(mailing: Mailing) -> None:
    await mailing.prefer(email=None, email_verified=False)
    async with relay() as there:
        mailing.with_relay(there, "mailbox+smtp")
        await mailing.due("Call mom")
        await mailing.notify()
    assert read(there.messages[0])["To"] == "you@nudge.local"
