"""A person's day on real Dapr, Kafka and Postgres."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import httpx
from kafka import KafkaConsumer

from tests.eventually import eventually
from tests.integration.tasks import audited, created, listed, unique
from tests.lane.lane import Lane
from tests.lane.postbox import Postbox, text
from tests.screen import watching

_LINK = re.compile(r"/links/([A-Za-z0-9_.-]+)")


def published(lane: Lane, topic: str, key: str) -> list[dict[str, object]]:
    """What lies in Kafka under one key, oldest first."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=lane.kafka.brokers, auto_offset_reset="earliest", consumer_timeout_ms=3_000
    )
    try:
        return [json.loads(record.value) for record in consumer if record.key == key.encode()]
    finally:
        consumer.close()


async def test_a_sentence_becomes_a_task_everywhere(lane: Lane, api: httpx.AsyncClient) -> None:
    title = unique("call")
    async with lane.client() as other, watching(other) as screen:
        message = {"message": f"Create a task to {title} on Sunday at 3pm", "timezone": "Europe/Berlin"}
        answer = await api.post("/api/chat", json=message)
        assert answer.status_code == 200, answer.text
        (task,) = answer.json()["tasks"]
        assert task["title"] == title
        await screen.sees(lambda seen: seen.of(task["id"]) == [("task.created", 1)])
    assert lane.sql("SELECT title, version FROM task WHERE id = %s", task["id"]) == [(title, 1)]
    (event,) = published(lane, "task-events", task["id"])
    assert (event["type"], event["subject"], event["sequence"]) == ("task.created", f"tasks/{task['id']}", 1)
    (entry,) = await audited(api, "task.created", entity_id=task["id"], event_type="task.created")
    assert entry["event_id"] == event["id"]


async def test_a_repeated_request_changes_nothing(lane: Lane, api: httpx.AsyncClient) -> None:
    title, headers = unique(), {"idempotency-key": str(uuid.uuid4())}
    first = await api.post("/api/tasks", json={"title": title}, headers=headers)
    again = await api.post("/api/tasks", json={"title": title}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotent-replay"] == "true"
    assert lane.sql("SELECT count(*) FROM task WHERE title = %s", title) == [(1,)]


async def test_mistakes_are_told_as_by_the_function_itself(api: httpx.AsyncClient) -> None:
    missing = await api.get(f"/api/tasks/{uuid.uuid4()}")
    assert (missing.status_code, missing.json()["code"]) == (404, "task_not_found")
    invalid = await api.post("/api/tasks", json={"title": ""})
    assert (invalid.status_code, invalid.json()["errors"][0]["field"]) == (422, "title")


async def test_a_conversation_goes_on(api: httpx.AsyncClient) -> None:
    """Kept in the state store by one function and read by another."""
    title = unique("feed")
    first = (await api.post("/api/chat", json={"message": f"Create a task to {title}", "timezone": "UTC"})).json()
    told = {"message": "Mark it as complete", "timezone": "UTC", "conversation_id": first["conversation_id"]}
    second = (await api.post("/api/chat", json=told)).json()
    assert [(each["id"], each["status"]) for each in second["tasks"]] == [(first["tasks"][0]["id"], "completed")]
    kept = await api.get(f"/api/conversations/{first['conversation_id']}")
    assert kept.status_code == 200
    assert title in kept.text


async def test_a_reminder_reaches_the_confirmed_address(lane: Lane, api: httpx.AsyncClient, postbox: Postbox) -> None:
    address = f"{unique('ann')}@example.org"
    mine = lambda: [each for each in postbox.messages if each["to"] == address]  # noqa: E731
    answer = await api.put("/api/settings", json={"email": address, "timezone": "UTC"})
    assert answer.status_code == 200, answer.text

    async def asked() -> str | None:
        found = [_LINK.search(text(message)) for message in mine()]
        return found[0][1] if found and found[0] else None

    token = await eventually(asked, 60)
    assert token
    assert (await api.post(f"/api/reminders/links/{token}", json={})).status_code < 400
    assert (await api.get("/api/settings")).json()["email_verified"]
    title, due = unique("water"), datetime.now(UTC) + timedelta(seconds=4)
    task = await created(api, title=title, due_at=due.isoformat())

    async def reminded() -> bool:
        return any(title in str(message["subject"]) + text(message) for message in mine())

    await eventually(reminded, 60)
    assert datetime.now(UTC) >= due, "a reminder is never early"
    await audited(api, "reminder.scheduled", "reminder.triggered", "reminder.sent", entity_id=task["id"])


async def test_a_repeating_task_makes_its_next(api: httpx.AsyncClient) -> None:
    title = unique("rent")
    said = {"message": f"Create a task to {title} every day at 9am", "timezone": "Europe/Berlin"}
    (task,) = (await api.post("/api/chat", json=said)).json()["tasks"]
    done = await api.post(f"/api/tasks/{task['id']}/complete")
    assert done.status_code == 200, done.text

    async def following() -> list[dict[str, object]]:
        return [each for each in await listed(api, limit=500) if each["title"] == title and each["id"] != task["id"]]

    (following_task,) = await eventually(following)
    assert datetime.fromisoformat(str(following_task["due_at"])) - datetime.fromisoformat(task["due_at"]) == timedelta(
        days=1
    )
