"""Nothing that was acknowledged is lost when a part of the lane dies, and all of it comes back within 30 s."""

import asyncio
import signal
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from shared.events import DEAD_LETTERS
from tests.eventually import eventually
from tests.integration.tasks import unique
from tests.lane.functions import Pair
from tests.lane.lane import Lane
from tests.screen import Screen, watching

_WRITES = 40
_BETWEEN = 0.05
_OUTAGE_SECONDS = 75


class Writer:
    """Creates tasks one after the other, as a page does: what was refused or lost its answer is sent again with the same key."""

    def __init__(self, api: httpx.AsyncClient, mark: str) -> None:
        self._api, self._mark = api, mark
        self.acknowledged: list[str] = []
        self.refused: list[str] = []

    async def write(self, count: int) -> None:
        for number in range(count):
            await self._create(f"{self._mark} {number}", str(uuid.uuid4()))
            await asyncio.sleep(_BETWEEN)

    async def _create(self, title: str, key: str) -> None:
        async def look() -> bool:
            try:
                answer = await self._api.post("/api/tasks", json={"title": title}, headers={"idempotency-key": key})
            except httpx.TransportError as error:
                self.refused.append(type(error).__name__)
                return False
            if answer.status_code == 201:
                self.acknowledged.append(answer.json()["id"])
                return True
            assert answer.status_code == 503, answer.text
            assert answer.headers["content-type"] == "application/problem+json", answer.text
            self.refused.append(answer.json()["code"])
            return False

        await eventually(look, 90)


async def _complete(lane: Lane, mark: str, ids: list[str]) -> None:
    """Every task exists once, is in the audit trail once and left nothing in the outbox."""
    assert len(set(ids)) == _WRITES
    stored = Counter(title for (title,) in lane.sql("SELECT title FROM task WHERE title LIKE %s", f"{mark} %"))
    assert set(stored.values()) == {1} and len(stored) == _WRITES

    async def audited() -> bool:
        rows = lane.sql(
            "SELECT entity_id, count(*) FROM audit WHERE event_type = 'task.created' AND entity_id = ANY(%s) GROUP BY entity_id",
            ids,
        )
        assert all(count == 1 for _, count in rows), "an effect happened twice"
        return len(rows) == _WRITES

    await eventually(audited, 90)


def _sidecar(name: str) -> Callable[[Lane], None]:
    def fault(lane: Lane) -> None:
        lane.pairs[name].sidecar.kill()
        lane.pairs[name].sidecar.start()

    return fault


def _function(name: str) -> Callable[[Lane], None]:
    def fault(lane: Lane) -> None:
        lane.pairs[name].function.kill()
        lane.pairs[name].function.start()

    return fault


def _broker(lane: Lane) -> None:
    lane.kafka.process.kill()
    lane.kafka.start()


def _database(lane: Lane) -> None:
    lane.postgres.kill()
    lane.postgres.start()


FAULTS = {
    "sidecar of the writer": _sidecar("create-task"),
    "sidecar of a consumer": _sidecar("write-audit"),
    "sidecar of the gateway": _sidecar("gateway"),
    "writer": _function("create-task"),
    "consumer": _function("write-audit"),
    "broker": _broker,
    "database": _database,
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_kill_loses_nothing(lane: Lane, api: httpx.AsyncClient, fault: str, say: Callable[[str], None]) -> None:
    mark = unique("kept")
    writer = Writer(api, mark)
    writing = asyncio.create_task(writer.write(_WRITES))
    await asyncio.sleep(10 * _BETWEEN)
    # In this thread: a program ends with the thread that started it.
    FAULTS[fault](lane)
    restarted = time.monotonic()
    await _recovered(lane, api)
    say(f"{fault}: recovered {time.monotonic() - restarted:.1f} s after its restart")
    await writing
    await _complete(lane, mark, writer.acknowledged)


@asynccontextmanager
async def _watching(client: httpx.AsyncClient) -> AsyncIterator[Screen]:
    """A screen that is opened as soon as that is possible."""
    async with AsyncExitStack() as stack:

        async def look() -> Screen | None:
            try:
                return await stack.enter_async_context(watching(client))
            except (AssertionError, httpx.TransportError):
                return None

        screen = await eventually(look, 60)
        assert screen
        yield screen


async def _recovered(lane: Lane, api: httpx.AsyncClient) -> None:
    """A change made now reaches another screen and the audit trail."""
    async with lane.client() as other, _watching(other) as screen:
        after = Writer(api, unique("after"))
        await after.write(1)
        (task,) = after.acknowledged
        await screen.sees(lambda seen: seen.of(task))

        async def audited() -> bool:
            return bool(lane.sql("SELECT 1 FROM audit WHERE entity_id = %s AND event_type = 'task.created'", task))

        await eventually(audited, 60)


async def test_a_function_that_is_away_is_answered_for(lane: Lane, api: httpx.AsyncClient) -> None:
    """The person gets a sentence, not a broken connection, and everything else works."""
    pair: Pair = lane.pairs["list-tasks"]
    pair.function.kill()
    answer = await api.get("/api/tasks")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert (await api.get("/api/settings")).status_code == 200
    pair.function.start()
    await asyncio.to_thread(pair.wait)

    async def back() -> bool:
        return (await api.get("/api/tasks")).status_code == 200

    await eventually(back, 60)


@pytest.mark.parametrize("begun", [b"", b'{"items"'])
@pytest.mark.parametrize(
    ("function", "method", "path", "body"),
    [
        ("list-tasks", "GET", "/api/tasks", None),
        ("create-task", "POST", "/api/chat", {"message": "Create a task to whistle", "timezone": "UTC"}),
    ],
)
async def test_an_answer_that_breaks_off_is_no_success(
    lane: Lane, api: httpx.AsyncClient, begun: bytes, function: str, method: str, path: str, body: object
) -> None:
    """As the gateway's answer, and as that of a function which another one called."""
    pair = lane.pairs[function]
    pair.function.kill()

    async def dies(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n" + begun)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(dies, "127.0.0.1", pair.port)
    try:
        answer = await api.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
    finally:
        server.close()
        await server.wait_closed()
        pair.function.start()
    await asyncio.to_thread(pair.wait)


async def test_what_starts_while_the_broker_is_away_works_and_is_complete_later(
    lane: Lane, api: httpx.AsyncClient, say: Callable[[str], None]
) -> None:
    """A function that wakes then takes changes in, and its sidecar finds the broker by itself when it is back."""
    mark, woken = unique("woken"), lane.pairs["create-task"]
    lane.kafka.process.kill()
    try:
        woken.function.kill()
        woken.sidecar.kill()
        woken.start()
        await asyncio.to_thread(woken.wait)
        writer = Writer(api, mark)
        await writer.write(_WRITES)
    finally:
        lane.kafka.start()
    restarted = time.monotonic()
    await _complete(lane, mark, writer.acknowledged)
    say(f"woken without a broker: all was done {time.monotonic() - restarted:.1f} s after its start")

    async def found() -> bool:
        return "publishing" in lane.components(woken)

    await eventually(found, 90)


async def test_a_record_that_nobody_can_read_holds_up_nothing_and_is_kept(lane: Lane, api: httpx.AsyncClient) -> None:
    partitions = range(lane.topics["task-events"])
    records = [f"{unique('no JSON')} \xff".encode("latin-1") for _ in partitions]
    producer = KafkaProducer(bootstrap_servers=lane.kafka.brokers)
    for partition in partitions:
        producer.send("task-events", records[partition], partition=partition)
    producer.flush()
    producer.close()
    await _recovered(lane, api)

    async def kept() -> bool:
        rows = lane.sql("SELECT raw FROM dead_letter WHERE raw = ANY(%s) AND status = 'open'", records)
        return sorted(bytes(raw) for (raw,) in rows) == sorted(records)

    await eventually(kept, 90)


async def test_everything_ends_when_it_is_asked_to(lane: Lane) -> None:
    """A stop finishes what is under way; the function is as it was after it."""
    pair = lane.pairs["create-task"]
    pair.function.signal(signal.SIGTERM)
    pair.function.wait(30)
    assert pair.function.running is not None and pair.function.running.returncode in (0, -signal.SIGTERM)
    pair.function.start()
    await asyncio.to_thread(pair.wait)


@pytest.mark.thorough
async def test_a_long_outage_of_the_database_makes_no_dead_letters(
    lane: Lane, api: httpx.AsyncClient, say: Callable[[str], None]
) -> None:
    """Longer than all attempts at a delivery together would last: functions hold what they cannot store yet."""
    mark, sidecar = unique("outage"), lane.pairs["write-audit"].sidecar
    writer, before = Writer(api, mark), _letters(lane)
    sidecar.signal(signal.SIGSTOP)
    await writer.write(_WRITES)
    lane.postgres.kill()
    sidecar.signal(signal.SIGCONT)
    await asyncio.sleep(_OUTAGE_SECONDS)
    lane.postgres.start()
    restarted = time.monotonic()
    await _complete(lane, mark, writer.acknowledged)
    say(f"outage of {_OUTAGE_SECONDS} s: all was done {time.monotonic() - restarted:.1f} s after its end")
    assert _letters(lane) == before
    assert lane.sql("SELECT event_id FROM inbox WHERE status = 'failed' AND consumer = 'write-audit'") == []


def _letters(lane: Lane) -> int:
    """How many records the topic of dead letters has had."""
    consumer = KafkaConsumer(bootstrap_servers=lane.kafka.brokers)
    try:
        partitions = [TopicPartition(DEAD_LETTERS, number) for number in range(lane.topics[DEAD_LETTERS])]
        return sum(consumer.end_offsets(partitions).values())
    finally:
        consumer.close()
