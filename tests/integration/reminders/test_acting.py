"""What a person does with a reminder, in the page and from the message, in the running product."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import httpx

from local.mailbox.store import Store, folder
from tests.eventually import eventually
from tests.integration.tasks import audited, created, problem, unique
from tests.product import Product
from tests.screen import Screen, watching


async def reminded(api: httpx.AsyncClient, title: str) -> dict[str, Any]:
    """The notification of a task that is due now."""
    due = datetime.now(UTC) + timedelta(seconds=1)
    task = await created(api, title=title, due_at=due.isoformat(), timezone="UTC", reminders=[{"lead_minutes": 0}])
    return await notified(api, task)


async def notified(api: httpx.AsyncClient, task: dict[str, Any], count: int = 1) -> dict[str, Any]:
    """The newest notification of the task, once there are so many."""

    async def look() -> dict[str, Any] | None:
        items = (await api.get("/api/notifications", params={"limit": 200})).json()["items"]
        found = [item for item in items if item["task_id"] == task["id"] and item["kind"] == "reminder"]
        return found[0] if len(found) >= count else None

    return dict(await eventually(look) or {})


async def message(nudge: Product, title: str) -> EmailMessage:
    """The message that names the task."""
    store = Store(folder(nudge.home))

    async def look() -> EmailMessage | None:
        return next((each.message for each in store.newest(50) if title in each.part("plain")), None)

    found = await eventually(look)
    assert found
    return found


def links(mail: EmailMessage, title: str) -> list[str]:
    """Path of the links that act on this task, in the order of the message."""
    text = mail.get_body(("plain",)).get_content()
    mine = text.split(title, 1)[1].split("\n\n", 1)[0].split("\r\n\r\n", 1)[0]
    return [word[word.index("/api/") :] for word in mine.split() if "/api/reminders/links/" in word]


@asynccontextmanager
async def seen(nudge: Product) -> AsyncIterator[Screen]:
    async with nudge.client() as client, watching(client) as screen:
        yield screen


async def test_it_shows_on_every_screen_until_one_of_them_has_read_it(nudge: Product, api: httpx.AsyncClient) -> None:
    title = unique("Call mom")
    async with seen(nudge) as at_home, seen(nudge) as at_work:
        shown = await reminded(api, title)
        for screen in (at_home, at_work):
            await screen.sees(lambda one: any(_created(each, shown["id"]) for each in one.told))
        answer = await api.post("/api/notifications/read", json={"ids": [shown["id"]]})
        assert answer.status_code == 200
        for screen in (at_home, at_work):
            await screen.sees(lambda one: any(shown["id"] in (each.get("ids") or ()) for each in one.told))
    assert (await api.get("/api/notifications", params={"limit": 1})).json()["unread"] == answer.json()["unread"]


async def test_reading_all_names_what_was_read(nudge: Product, api: httpx.AsyncClient) -> None:
    """“All” would take in what came while the word was on its way."""
    first, second = await reminded(api, unique()), await reminded(api, unique())
    async with seen(nudge) as screen:
        assert (await api.post("/api/notifications/read", json={})).status_code == 200
        await screen.sees(lambda one: any(each["type"] == "notification.read" for each in one.told))
        told = next(each for each in screen.told if each["type"] == "notification.read")
    assert {first["id"], second["id"]} <= set(told["ids"])


def _created(change: dict[str, Any], id_: str) -> bool:
    return bool(change["type"] == "notification.created" and change["notification"]["id"] == id_)


async def test_snoozed_it_comes_again(api: httpx.AsyncClient) -> None:
    shown = await reminded(api, unique())
    until = (datetime.now(UTC) + timedelta(seconds=1.5)).isoformat()
    answer = await api.post(f"/api/reminders/{shown['reminder_id']}/snooze", json={"until": until})
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "pending"
    again = await notified(api, {"id": shown["task_id"]}, count=2)
    assert again["reminder_id"] == answer.json()["id"]
    assert shown["id"] not in {each["id"] for each in await unread(api)}


async def unread(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await api.get("/api/notifications", params={"unread": True, "limit": 500})).json()[
        "items"
    ]
    return items


async def test_a_snooze_that_is_repeated_is_one(nudge: Product, api: httpx.AsyncClient) -> None:
    shown = await reminded(api, unique())
    url, key = f"/api/reminders/{shown['reminder_id']}/snooze", {"Idempotency-Key": unique("key")}
    first = await api.post(url, json={"minutes": 30}, headers=key)
    again = await api.post(url, json={"minutes": 30}, headers=key)
    assert first.json() == again.json()
    problem(await api.post(url, json={"minutes": 31}, headers=key), 422, "idempotency_key_reused")
    (count,) = nudge.sql(
        "SELECT count(*) FROM reminder WHERE task_id = %s AND entry LIKE 'snooze:%%'", shown["task_id"]
    )
    assert count == (1,)


async def test_completed_from_the_notification_the_task_is_done(api: httpx.AsyncClient) -> None:
    shown = await reminded(api, unique())
    answer = await api.post(f"/api/reminders/{shown['reminder_id']}/complete")
    assert answer.json()["status"] == "completed"
    assert shown["id"] not in {each["id"] for each in await unread(api)}


async def test_what_cannot_be_put_off_says_why(api: httpx.AsyncClient) -> None:
    shown = await reminded(api, unique())
    url = f"/api/reminders/{shown['reminder_id']}/snooze"
    problem(await api.post(url, json={"until": "2020-01-01T00:00:00Z"}), 422, "snooze_out_of_range")
    problem(await api.post(url, json={}), 422, "invalid_input")
    await api.post(f"/api/tasks/{shown['task_id']}/complete")
    problem(await api.post(url, json={"minutes": 5}), 409, "task_not_open")
    none = "/api/reminders/01900000-0000-7000-8000-000000000001"
    problem(await api.post(f"{none}/snooze", json={"minutes": 5}), 404, "reminder_not_found")
    problem(await api.post(f"{none}/complete"), 404, "reminder_not_found")
    problem(await api.post("/api/reminders/x/read"), 404, "reminder_not_found")


async def test_a_link_in_the_message_completes_the_task_once(nudge: Product, api: httpx.AsyncClient) -> None:
    title = unique("Pay rent")
    shown = await reminded(api, title)
    complete, _ = links(await message(nudge, title), title)
    async with nudge.client() as stranger:
        asked = await stranger.get(complete)
        assert f"Mark “{title}” as done?" in asked.text
        assert "default-src 'none'" in asked.headers["content-security-policy"]
        task = await api.get(f"/api/tasks/{shown['task_id']}")
        assert task.json()["status"] == "active", "a mail program that looks at links changes nothing"
        assert f"“{title}” is done." in (await stranger.post(complete)).text
        assert "done already" in (await stranger.get(complete)).text
    assert (await api.get(f"/api/tasks/{shown['task_id']}")).json()["status"] == "completed"


async def test_a_link_in_the_message_puts_the_reminder_off(nudge: Product, api: httpx.AsyncClient) -> None:
    title = unique("Pay rent")
    shown = await reminded(api, title)
    _, snooze = links(await message(nudge, title), title)
    first, again = await api.post(snooze), await api.post(snooze)
    assert "You will be reminded again" in first.text
    assert "done already" in again.text
    rows = nudge.sql("SELECT status FROM reminder WHERE task_id = %s AND entry LIKE 'snooze:%%'", shown["task_id"])
    assert rows == [("pending",)]


async def test_a_link_that_was_changed_does_nothing(nudge: Product, api: httpx.AsyncClient) -> None:
    title = unique("Pay rent")
    await reminded(api, title)
    complete, _ = links(await message(nudge, title), title)
    spoiled = complete[:-8] + ("AAAAAAAA" if not complete.endswith("AAAAAAAA") else "BBBBBBBB")
    for ask in (api.get, api.post):
        answer = await ask(spoiled)
        assert answer.status_code == 404
        assert "not valid any more" in answer.text


async def test_the_trail_tells_of_every_step(api: httpx.AsyncClient) -> None:
    shown = await reminded(api, unique())
    kinds = ("reminder.scheduled", "reminder.triggered", "reminder.sent")
    trail = await audited(api, *kinds, entity_id=shown["task_id"])
    assert [entry["event_type"] for entry in trail if entry["event_type"] in kinds] == list(kinds)


async def test_the_mailbox_shows_what_was_caught(nudge: Product, api: httpx.AsyncClient) -> None:
    title = unique("Water <b>plants</b>")
    await reminded(api, title)
    await message(nudge, title)
    listing = await api.get("/mailbox")
    assert listing.status_code == 200
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in listing.text or "reminders:" in listing.text
    assert title not in listing.text
    address = listing.text.split('href="/mailbox/', 1)[1].split('"', 1)[0]
    page, html = await api.get(f"/mailbox/{address}"), await api.get(f"/mailbox/{address}/html")
    assert page.status_code == html.status_code == 200
    assert "sandbox" in html.headers["content-security-policy"]
    assert (await api.get("/mailbox/nothing")).status_code == 404
    assert (await api.get("/mailbox/../secrets.json")).status_code in (404, 200)
    assert "database-url" not in (await api.get("/mailbox/%2e%2e%2fsecrets")).text
