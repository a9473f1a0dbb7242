"""What the broker hands to a function: at its app channel, and through the sidecar after a crash."""

from typing import Any
from uuid import uuid4

import httpx
import orjson

from shared import outbox
from shared.audit_events import audit_event
from shared.clock import system_clock
from shared.database import Database
from shared.events import Cause, Event
from shared.task import Task, change
from shared.task_events import task_changed
from tests.eventually import eventually
from tests.integration.tasks import audited, created, unique
from tests.product import Product

BULK = {"content-type": "application/json"}
SINGLE = {"content-type": "application/cloudevents+json"}


def body(product: Product, task_id: str, sequence: int) -> dict[str, Any]:
    ((found,),) = product.sql(
        "SELECT body FROM event WHERE topic = 'task-events' AND key = %s AND sequence = %s", task_id, sequence
    )
    return dict(found)


async def deliver(product: Product, *bodies: Any) -> list[str]:
    """One delivery in bulk, as Dapr makes it."""
    entries = [
        {"entryId": str(number), "event": each, "contentType": "application/cloudevents+json"}
        for number, each in enumerate(bodies)
    ]
    envelope = {"id": str(uuid4()), "entries": entries, "topic": "task-events", "pubsubname": "pubsub"}
    async with product.function("write-audit") as client:
        answer = await client.post("/bulk", content=orjson.dumps(envelope), headers=BULK)
    assert answer.status_code == 200, answer.text
    return [status["status"] for status in answer.json()["statuses"]]


def trail(product: Product, task_id: str) -> list[tuple[Any, ...]]:
    return product.sql("SELECT event_type FROM audit WHERE entity_id = %s ORDER BY event_type", task_id)


async def test_a_repeated_delivery_is_acknowledged_dropped_and_told(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    await audited(api, "task.created", entity_id=task["id"])
    assert await deliver(nudge, body(nudge, task["id"], 1)) == ["SUCCESS"]
    await audited(api, "audit.event_repeated", entity_id=task["id"])
    assert trail(nudge, task["id"]) == [("audit.event_repeated",), ("task.created",)]


async def test_a_single_delivery_goes_through_the_framework(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    await audited(api, "task.created", entity_id=task["id"])
    event = {**body(nudge, task["id"], 1), "topic": "task-events", "pubsubname": "pubsub"}
    async with nudge.function("write-audit") as client:
        assert (await client.post("/", content=orjson.dumps(event), headers=SINGLE)).status_code == 200
        broken = {**event, "data": {}}
        assert (await client.post("/", content=orjson.dumps(broken), headers=SINGLE)).status_code == 404
        assert (await client.post("/", content=b"nothing", headers=SINGLE)).status_code in (400, 404)


async def left_by_a_killed_process(product: Product, *events: Event) -> None:
    """Stored with a commit, and then the process was gone before it could publish."""
    database = Database(product.dsn, 1, lambda _: None)
    await database.open()
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, events)
        ids = [event.id for event in events]
        await work.connection.execute(
            "UPDATE outbox SET created_at = now() - interval '1 min' WHERE event_id = ANY(%s)", (ids,)
        )
    await database.close()


async def test_what_a_killed_process_left_is_published(nudge: Product, api: httpx.AsyncClient) -> None:
    now, cause = system_clock(), Cause("/functions/create-task", correlation_id=unique("c"))
    first = Task(uuid4(), "made just before the end", now, now)
    second = change(first, now, title="changed just before the end")
    events = [*task_changed("task.created", None, first, cause), *task_changed("task.updated", first, second, cause)]
    await left_by_a_killed_process(nudge, *events)
    await audited(api, "task.created", "task.updated", entity_id=str(first.id))

    async def empty() -> bool:
        return nudge.sql("SELECT 1 FROM outbox WHERE event_id = ANY(%s)", [event.id for event in events]) == []

    await eventually(empty)
    assert trail(nudge, str(first.id)) == [("task.created",), ("task.updated",)]


async def test_after_a_clean_write_nothing_is_left_in_the_outbox(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)

    async def empty() -> bool:
        return nudge.sql("SELECT 1 FROM outbox JOIN event ON event.id = event_id WHERE key = %s", task["id"]) == []

    await eventually(empty)


async def test_an_early_event_fills_the_gap_from_the_event_table(nudge: Product, api: httpx.AsyncClient) -> None:
    now, cause = system_clock(), Cause("/functions/create-task", correlation_id=unique("c"))
    first = Task(uuid4(), "first", now, now)
    second = change(first, now, title="second")
    events = [
        task_changed("task.created", None, first, cause)[0],
        task_changed("task.updated", first, second, cause)[0],
    ]
    database = Database(nudge.dsn, 1, lambda _: None)
    await database.open()
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, events)
        await outbox.remove(work.connection, [event.id for event in events])
    await database.close()
    assert await deliver(nudge, orjson.loads(events[1].body)) == ["SUCCESS"]
    await audited(api, "task.created", "task.updated", "audit.event_reordered", entity_id=str(first.id))
    assert await deliver(nudge, orjson.loads(events[0].body)) == ["SUCCESS"]
    await audited(api, "audit.event_repeated", entity_id=str(first.id))
    kinds = ["audit.event_reordered", "audit.event_repeated", "task.created", "task.updated"]
    assert trail(nudge, str(first.id)) == [(kind,) for kind in kinds]


async def test_what_is_no_event_is_dropped_told_and_harms_nobody(nudge: Product, api: httpx.AsyncClient) -> None:
    task, marked = await created(api), unique("odd")
    await audited(api, "task.created", entity_id=task["id"])
    bad = {"specversion": "1.0", "id": marked, "type": "task.created", "data": {}}
    good = audit_event("signed_in", f"session/{marked}", "accepted", {}, Cause("/functions/sign-in"), system_clock())
    assert await deliver(nudge, bad, "no event", orjson.loads(good.body)) == ["DROP", "DROP", "SUCCESS"]
    await audited(api, "audit.signed_in", entity_id=marked)

    async def told() -> list[tuple[Any, ...]]:
        return nudge.sql(
            "SELECT detail->>'reason' FROM audit WHERE event_type = 'audit.event_failed' AND detail->>'event_id' = %s",
            marked,
        )

    ((reason,),) = await eventually(told)
    for field in ("id", "source", "time", "partitionkey"):
        assert f"{field}: " in reason
    assert marked in nudge.log
