"""From a reminder that falls due to a message that only the browser can open: once, together, and never to a private network."""

import socket
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from functions.send_notification.push import note, post, waiting
from functions.send_notification.push.failures import Gone, Passing
from functions.send_notification.push.route import push_route
from shared import notifications, push_subscriptions
from shared.push_subscriptions import MOST, Subscription
from tests.integration.push.pushing import Pushing
from tests.push_service import Keys, PushService


async def test_a_reminder_is_opened_by_the_browser_alone(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    (task,) = await pushing.due("Call mom")
    assert set(await pushing.notify()) == {"SUCCESS"}
    (message,) = service.messages
    (reminder,) = await pushing.of(task)
    assert (message["title"], message["body"]) == ("Call mom", "Due Tuesday 24 November 2026 at 09:10.")
    assert (message["url"], message["reminder"]) == (f"/?task={task.id}", str(reminder.id))
    assert [action["action"] for action in message["actions"]] == ["complete", "snooze"]
    assert b"Call mom" not in service.bodies[0]
    with pytest.raises(Exception, match=r"(?i)decrypt|tag"):
        Keys().open(service.bodies[0])
    headers = service.requests[0].headers
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "high")
    assert int(headers["ttl"]) > 0
    assert len(headers["topic"]) <= 32
    assert await pushing.notifications() == [("reminder", "Call mom")], "the page shows it as well"
    assert await pushing.waiting() == []
    assert await pushing.status(task) == "sent"


async def test_every_browser_is_told_and_each_once(pushing: Pushing, service: PushService) -> None:
    pushing.with_push()
    for browser in ("one", "two"):
        await pushing.subscribe(service, browser)
    await pushing.due("Call mom")
    news = await pushing.events()
    for _ in range(3):
        assert set(await pushing.notifier.receive(news, "reminders")) == {"SUCCESS"}
    assert sorted(request.match_info["name"] for request in service.requests) == ["one", "two"]


async def test_what_is_due_together_is_one_message(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    await pushing.due(*(f"Task {number}" for number in range(40)))
    await pushing.notify()
    (message,) = service.messages
    assert message["title"] == "40 reminders: Task 0, Task 1 and 38 more"
    assert message["url"] == "/?bell=all"
    assert "actions" not in message


async def test_without_keys_or_subscriptions_nothing_is_pushed_and_the_page_shows_it(
    pushing: Pushing, service: PushService
) -> None:
    await pushing.subscribe(service)
    await pushing.due("Without keys")
    await pushing.notify()
    pushing.with_push(**{"push-private-key": ""})
    await pushing.due("Half set up", at=pushing.later(minutes=20))
    await pushing.notify()
    assert service.requests == []
    assert await pushing.notifications() == [("reminder", "Without keys"), ("reminder", "Half set up")]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_has_left_is_forgotten(status: int, pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    service.says = [status]
    await pushing.due("Call mom")
    await pushing.notify()
    assert await pushing.subscribed() == []
    assert await pushing.waiting() == []
    (told,) = await pushing.failures()
    assert (told["result"], told["detail"]["reason"]) == ("forgotten", f"the browser has left ({status})")
    assert await pushing.notifications() == [("reminder", "Call mom")]


async def test_an_address_that_the_browser_gave_meanwhile_is_kept(pushing: Pushing, service: PushService) -> None:
    old = Subscription("one", "https://127.0.0.1:1/old", **service.keys.shared)
    await pushing.with_push().subscribe(service)
    async with pushing.services.database.unit_of_work() as work:
        await push_subscriptions.forget_address(work.connection, old)
    assert await pushing.subscribed() == ["one"]


async def test_what_fails_for_a_passing_reason_is_tried_again(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    service.says = [503, 429]
    await pushing.due("Call mom")
    await pushing.notify()
    assert [message["title"] for message in service.messages] == ["Call mom"]
    assert len(service.requests) == 3
    assert len({request.headers["topic"] for request in service.requests}) == 1
    assert await pushing.failures() == []


@pytest.mark.parametrize(("says", "attempts"), [([500] * 9, 3), ([403], 1), ([307], 1)])
async def test_what_fails_for_good_is_given_up_and_told(
    says: list[int], attempts: int, pushing: Pushing, service: PushService
) -> None:
    await pushing.with_push().subscribe(service)
    service.says = says
    await pushing.due("Call mom")
    await pushing.notify()
    assert len(service.requests) == attempts
    assert await pushing.waiting() == []
    (told,) = await pushing.failures()
    assert (told["result"], told["detail"]["attempts"]) == ("failed", attempts)
    assert await pushing.subscribed() == ["one"]
    assert await pushing.notifications() == [("reminder", "Call mom")]


async def test_one_browser_that_fails_holds_up_no_other(pushing: Pushing, service: PushService) -> None:
    pushing.with_push()
    await pushing.subscribe(service, "gone", "https://127.0.0.1:1/nobody-listens")
    await pushing.subscribe(service, "there")
    await pushing.due("Call mom")
    await pushing.notify()
    assert [request.match_info["name"] for request in service.requests] == ["there"]
    assert [told["result"] for told in await pushing.failures()] == ["failed"]


async def test_what_a_sender_left_behind_is_taken_up(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    await pushing.due("Call mom")
    secrets = pushing.services.secrets
    pushing.services.__dict__["secrets"] = {}
    await pushing.notify()
    async with pushing.services.database.unit_of_work() as work:
        assert len(await waiting.claim(work.connection, pushing.now)) == 1, "and its sender dies"
    pushing.services.__dict__["secrets"] = secrets
    await pushing.due("Before the lease is over", at=pushing.later(seconds=1))
    await pushing.notify()
    assert [message["title"] for message in service.messages] == ["Before the lease is over"]
    pushing.later(seconds=waiting.LEASE.total_seconds())
    await pushing.due("After", at=pushing.later(seconds=1))
    await pushing.notify()
    assert service.messages[-1]["title"] == "2 reminders: Call mom and After"


async def test_what_was_read_meanwhile_is_not_pushed(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    await pushing.due("Call mom")
    pushing.services.__dict__["secrets"], secrets = {}, pushing.services.secrets
    await pushing.notify()
    async with pushing.services.database.unit_of_work() as work:
        await notifications.mark_read(work.connection, None, "one", pushing.now)
    pushing.services.__dict__["secrets"] = secrets
    await pushing.due("Pay rent", at=pushing.later(seconds=1))
    await pushing.notify()
    assert [message["title"] for message in service.messages] == ["Pay rent"]
    assert await pushing.waiting() == []


async def test_long_words_fit_into_a_message(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service)
    await pushing.due(*("👩🏽‍🚀" * 125 for _ in range(12)))
    await pushing.notify()
    assert len(service.bodies[0]) <= 4_096, "what every push service takes (RFC 8030 §7.2)"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://localhost.localdomain.example.com.invalid/",
        "https://127.0.0.1/browsers/one",
        "https://[::1]/browsers/one",
        "http://127.0.0.1/browsers/one",
        "https://8.8.8.8\\@127.0.0.1/browsers/one",
    ],
)
async def test_no_address_leads_into_a_private_network(endpoint: str, pushing: Pushing, service: PushService) -> None:
    route = push_route(pushing.with_push(own_hosts="").services)
    assert route is not None
    with pytest.raises((Gone, Passing)):
        await post.post(route, Subscription("one", endpoint, **service.keys.shared), note.Note(uuid4(), b"{}"), 5)


async def test_a_name_that_stands_for_a_private_address_is_not_called(
    pushing: Pushing, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a name can be made to do at any time (DNS rebinding)."""
    asked: list[Any] = []

    def look_up(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", service.port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    await pushing.with_push(own_hosts="").subscribe(service, endpoint="https://push.example.com/browsers/one")
    await pushing.due("Call mom")
    await pushing.notify()
    assert asked == ["push.example.com"]
    assert service.requests == []
    assert [told["detail"]["reason"] for told in await pushing.failures()] == [
        "the browser gave an address within a private network"
    ]
    assert await pushing.subscribed() == []


async def test_the_browser_that_subscribed_longest_ago_makes_room(pushing: Pushing, service: PushService) -> None:
    for number in range(MOST + 3):
        pushing.now += timedelta(seconds=1)
        await pushing.subscribe(service, f"browser {number:02d}")
    assert await pushing.subscribed() == [f"browser {number:02d}" for number in range(3, MOST + 3)]


async def test_a_browser_that_lost_its_cookie_is_told_once(pushing: Pushing, service: PushService) -> None:
    await pushing.with_push().subscribe(service, "before")
    await pushing.subscribe(service, "after", service.subscription("before")["endpoint"])
    assert await pushing.subscribed() == ["after"]
