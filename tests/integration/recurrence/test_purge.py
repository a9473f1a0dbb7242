"""What is past its retention goes, at any hour, and nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from functions.purge_expired import main as purging
from functions.purge_expired.main import purge
from functions.stream_updates import changes
from functions.stream_updates.feed import Feed
from functions.stream_updates.stream import Stream
from shared.runtime import build_app
from tests.eventually import eventually
from tests.integration.recurrence.conftest import Household

NOW = datetime.now(UTC)


async def thrown_away(home: Household, ago: timedelta, title: str = "Old") -> dict[str, Any]:
    """A task that went into the trash so long before the purge."""
    home.now = NOW - ago
    task = await home.ask("POST", "/tasks", {"title": title}, 201)
    await home.ask("DELETE", f"/tasks/{task['id']}")
    home.now = NOW
    return task


async def test_the_trash_is_kept_for_thirty_days(home: Household) -> None:
    old, young = await thrown_away(home, timedelta(days=30, seconds=1)), await thrown_away(home, timedelta(days=30))
    gone = await purge(home.services)
    assert gone["trash"] >= 1
    await home.ask("GET", f"/tasks/{old['id']}", status=404)
    assert (await home.get(young))["status"] == "trashed"
    told = [event for event in home.told("task.deleted") if event.key == old["id"]][2:]
    assert [(event.topic, event.sequence, event.data["permanent"]) for event in told] == [
        ("task-events", 3, True),
        ("task-updates", 3, True),
    ]
    assert told[0].source == "/functions/purge-expired"


async def test_the_end_of_the_trash_does_not_move_a_series(home: Household) -> None:
    home.now = NOW - timedelta(days=31)
    task = await home.create("daily", due_at=None)
    await home.trash(task)
    (following,) = await home.open(task)
    home.now = NOW
    await purge(home.services)
    await home.settle()
    assert [each["id"] for each in await home.open(task)] == [following["id"]]


async def test_more_than_a_batch_goes_and_a_second_purge_finds_nothing(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 3)
    for _ in range(7):
        await thrown_away(home, timedelta(days=40))
    assert (await purge(home.services))["trash"] >= 7
    audited = len(home.told("audit.expired_purged"))
    assert (audited, await purge(home.services)) == (1, {})
    assert len(home.told("audit.expired_purged")) == audited


async def inserted(home: Household, table: str, **values: Any) -> Any:
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    ((first,),) = await home.rows(
        f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {next(iter(values))}", *values.values()
    )
    return first


KEPT: list[tuple[str, timedelta, str, dict[str, Any]]] = [
    ("idempotency", timedelta(days=7), "created_at", {"fingerprint": b"", "status": 200, "answer": "{}"}),
    ("inbox", timedelta(days=30), "updated_at", {"event_id": uuid4(), "status": "processed", "attempts": 1}),
    ("notification", timedelta(days=90), "read_at", {"kind": "reminder", "title": "t", "text": "t", "created_at": NOW}),
    *(
        (
            "reminder",
            timedelta(days=365),
            "updated_at",
            {
                "task_id": uuid4(), "entry": f"lead:{number}", "trigger_time": NOW, "status": status, "delivery_method": "email",
                "sequence": 1, "created_at": NOW,
            },
        )
        for number, status in enumerate(("sent", "failed", "cancelled"))
    ),
    ("used_link", timedelta(days=31), "used_at", {}),
    ("delivery", timedelta(days=365), "updated_at", {"kind": "reminder", "status": "sent", "created_at": NOW}),
]  # fmt: skip
KEYS: dict[str, Any] = {"idempotency": "key", "inbox": "consumer"}


@pytest.mark.parametrize(("table", "kept", "since", "values"), KEPT)
async def test_each_kind_is_kept_as_long_as_it_should(
    home: Household, table: str, kept: timedelta, since: str, values: dict[str, Any]
) -> None:
    home.now = NOW
    column = KEYS.get(table, "id")
    names = [str(uuid4()), str(uuid4())]
    moments = [NOW - kept - timedelta(seconds=1), NOW - kept]
    for name, moment in zip(names, moments, strict=True):
        distinct = {"task_id": uuid4()} if "task_id" in values else {}
        await inserted(home, table, **{column: name, since: moment, **values, **distinct})
    await purge(home.services)
    assert await home.rows(f"SELECT {column}::text FROM {table} WHERE {column}::text = ANY(%s)", names) == [(names[1],)]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("notification", {"kind": "reminder", "title": "unread", "text": "t", "created_at": NOW - timedelta(days=999)}),
        ("reminder", {"task_id": uuid4(), "entry": "lead:0", "trigger_time": NOW, "status": "pending", "delivery_method": "email",
                      "sequence": 1, "attempt_at": NOW, "created_at": NOW, "updated_at": NOW - timedelta(days=999)}),
        ("audit", {"time": NOW - timedelta(days=999), "event_type": "x", "entity_type": "x", "actor": "{}", "source": "x",
                   "correlation_id": "x", "result": "x", "detail": "{}", "recorded_at": NOW - timedelta(days=999)}),
    ],
)  # fmt: skip
async def test_what_is_still_needed_stays(home: Household, table: str, values: dict[str, Any]) -> None:
    home.now = NOW
    column = "event_id" if table == "audit" else "id"
    kept = await inserted(home, table, **{column: uuid4(), **values})
    await purge(home.services)
    assert await home.rows(f"SELECT 1 FROM {table} WHERE {column} = %s", kept) == [(1,)]


async def test_failed_events_keep_their_reason(home: Household) -> None:
    home.now = NOW
    values = {"event_id": uuid4(), "status": "failed", "attempts": 9, "updated_at": NOW - timedelta(days=999)}
    consumer = await inserted(home, "inbox", consumer=str(uuid4()), **values)
    await purge(home.services)
    assert await home.rows("SELECT status FROM inbox WHERE consumer = %s", consumer) == [("failed",)]


async def test_updates_go_after_a_week_and_the_history_stays(home: Household) -> None:
    """The outbox holds nothing here once the events were handed over, as the publisher would."""
    home.now = NOW - timedelta(days=8)
    task = await home.ask("POST", "/tasks", {"title": "Old"}, 201)
    waiting = await home.ask("POST", "/tasks", {"title": "Not yet published"}, 201)
    ids = [event.id for event in home.published if event.key == task["id"]]
    await home.rows("DELETE FROM outbox WHERE event_id = ANY(%s) RETURNING 1", ids)
    home.now = NOW
    await purge(home.services)
    left = "SELECT topic FROM event WHERE key = %s ORDER BY topic"
    assert await home.rows(left, task["id"]) == [("task-events",)]
    assert await home.rows(left, waiting["id"]) == [("task-events",), ("task-updates",)]


async def test_a_screen_that_was_away_for_too_long_loads_everything_again(home: Household) -> None:
    async with home.services.database.connection() as connection:
        before, epoch, _ = await changes.horizon(connection)
    home.now = NOW - timedelta(days=8)
    task = await home.ask("POST", "/tasks", {"title": "Old"}, 201)
    ids = [event.id for event in home.published if event.key == task["id"]]
    await home.rows("DELETE FROM outbox WHERE event_id = ANY(%s) RETURNING 1", ids)
    home.now = NOW
    await purge(home.services)
    feed = Feed()
    await feed.restart(home.services.database)
    assert feed.first > before

    def opening(place: int) -> bytes:
        stream = Stream(feed, None, None, "client", f"{epoch}-{place}", 1.0)  # type: ignore[arg-type]
        return stream._start()[1]

    assert b"event: resync" in opening(before)
    assert b"event: resync" not in opening(feed.end)


async def test_a_scheduler_can_ask_for_a_purge(home: Household) -> None:
    old = await thrown_away(home, timedelta(days=31))
    transport = httpx.ASGITransport(build_app("purge-expired", home.services))
    async with httpx.AsyncClient(transport=transport, base_url="http://function") as client:
        answer = await client.post("/")
    assert (answer.status_code, answer.json()["trash"] >= 1) == (200, True)
    await home.ask("GET", f"/tasks/{old['id']}", status=404)


async def test_it_purges_as_soon_as_it_runs(home: Household) -> None:
    old = await thrown_away(home, timedelta(days=31))
    running = asyncio.create_task(purging.run(home.services))

    async def gone() -> bool:
        return await home.rows("SELECT FROM task WHERE id = %s", old["id"]) == []

    await eventually(gone)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
