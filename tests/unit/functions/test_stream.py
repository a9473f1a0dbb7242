"""A client's stream and the feed behind it, without network and database."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from functions.stream_updates import changes
from functions.stream_updates import stream as module
from functions.stream_updates.changes import Batch, Notice
from functions.stream_updates.feed import _KEPT, Feed
from functions.stream_updates.registry import Registry
from functions.stream_updates.stream import Stream

_DEADLINE = 20


def batch(start: int, end: int, *changes: str, notices: tuple[Notice, ...] = ()) -> Batch:
    return Batch(start, end, tuple(b'{"type":"%s"}' % change.encode() for change in changes), notices)


def test_a_batch_is_one_message() -> None:
    text = batch(5, 9, "a", "b").message("epoch", "me").decode()
    assert text == 'id: epoch-9\nevent: changes\ndata: {"changes":[{"type":"a"},{"type":"b"}]}\n\n'


def test_a_notice_is_only_for_those_it_names() -> None:
    one = batch(5, 9, "a", notices=(Notice(frozenset({"me"}), b'{"type":"task.conflict"}'),))
    assert b"task.conflict" in one.message("e", "me")
    assert b"task.conflict" not in one.message("e", "you")
    assert batch(5, 9, notices=one.notices).message("e", "you") == b""


def fed(*batches: Batch) -> Feed:
    feed = Feed()
    feed.epoch = "abcdef01"
    for each in batches:
        feed._keep(each)
    return feed


def test_what_is_new_since_a_place() -> None:
    one, two = batch(0, 5, "a"), batch(5, 9, "b")
    feed = fed(one, two)
    assert (feed.end, feed.number) == (9, 2)
    assert feed.since(0) == [one, two]
    assert feed.since(5) == [two]
    assert feed.since(9) == []


def test_silence_moves_the_place_without_a_message() -> None:
    feed = fed(batch(0, 5, "a"), batch(5, 50))
    assert (feed.end, feed.number) == (50, 1)


def test_what_is_no_longer_in_memory_is_to_be_read_from_the_table() -> None:
    feed = fed(*(batch(number, number + 1, "a") for number in range(_KEPT + 10)))
    assert feed.since(9) is None
    first = feed.since(10)
    assert first is not None
    assert len(first) == _KEPT


class Table:
    """The event table: each look finds ten transactions more, and reading waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = 0
        self.reading, self.go = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(changes, "horizon", self.horizon)
        monkeypatch.setattr(changes, "read", self.read)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[None]:
        yield

    async def horizon(self, _: None) -> tuple[int, str, int]:
        self.at += 10
        return self.at, "abcdef01", 0

    async def read(self, _: None, start: int, end: int) -> Batch:
        self.reading.set()
        await self.go.wait()
        return batch(start, end, "a")


async def test_a_feed_that_begins_again_while_it_reads_does_not_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    feed, table = Feed(), Table(monkeypatch)
    async with asyncio.timeout(_DEADLINE), asyncio.TaskGroup() as tasks:
        tasks.create_task(feed.advance(table))  # type: ignore[arg-type]
        await table.reading.wait()
        tasks.create_task(feed.restart(table))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        table.go.set()
    assert feed.end == table.at


async def test_who_came_before_the_feed_began_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    feed, table = Feed(), Table(monkeypatch)
    await feed.restart(table)  # type: ignore[arg-type]
    place, number = feed.end, feed.number
    await feed.restart(table)  # type: ignore[arg-type]
    assert await feed.news(number, _DEADLINE)
    assert feed.since(place) is None, "what lies between is to be read from the table"


class Client:
    """The other end of a stream."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.news = asyncio.Condition()
        self.reads = asyncio.Event()
        self.reads.set()
        self.left = asyncio.Event()

    @property
    def text(self) -> str:
        return b"".join(self.sent).decode()

    async def send(self, message: Any) -> None:
        await self.reads.wait()
        async with self.news:
            self.sent.append(message.get("body", b""))
            self.news.notify_all()

    async def receive(self) -> dict[str, str]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def until(self, part: str) -> None:
        async with asyncio.timeout(_DEADLINE), self.news:
            await self.news.wait_for(lambda: part in self.text)


@asynccontextmanager
async def streaming(feed: Feed, last_event_id: str = "", seconds: float = 60) -> AsyncIterator[tuple[Client, Registry]]:
    client, registry = Client(), Registry()
    stream = Stream(feed, registry, None, "me", last_event_id, seconds)  # type: ignore[arg-type]
    running = asyncio.create_task(stream({}, client.receive, client.send))
    try:
        yield client, registry
    finally:
        client.left.set()
        client.reads.set()
        async with asyncio.timeout(_DEADLINE):
            await running
        assert not registry, "who has left is not known any more"


async def test_a_new_client_begins_at_the_present() -> None:
    async with streaming(fed(batch(0, 5, "past"))) as (client, registry):
        await client.until("id: abcdef01-5\n")
        assert len(registry) == 1
        assert "retry: " in client.text
        assert "past" not in client.text


async def test_who_comes_back_gets_what_was_missed_and_then_what_is_new() -> None:
    feed = fed(batch(0, 5, "seen"), batch(5, 9, "missed"))
    async with streaming(feed, "abcdef01-5") as (client, _):
        await client.until("missed")
        feed._keep(batch(9, 12, "live"))
        await client.until("live")
        assert "seen" not in client.text
        assert client.text.count("missed") == 1


@pytest.mark.parametrize("place", ["00000000-5", "abcdef01-10", "nonsense"])
async def test_a_place_that_is_not_known_here_means_load_again(place: str) -> None:
    async with streaming(fed(batch(0, 9, "a")), place) as (client, _):
        await client.until("event: resync\ndata: {}\n\n")
        assert "id: abcdef01-9\n" in client.text


async def test_silence_is_filled_with_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT", 0.01)
    async with streaming(fed()) as (client, _):
        await client.until("\n: ")
        assert "event:" not in client.text


async def test_a_stream_ends_before_the_platform_ends_it() -> None:
    async with streaming(fed(), seconds=0.01) as (client, _):
        await client.until("retry:")
        async with asyncio.timeout(_DEADLINE), client.news:
            await client.news.wait_for(lambda: client.sent[-1] == b"" and len(client.sent) > 2)


async def test_what_comes_while_a_client_does_not_read_goes_out_together() -> None:
    feed = fed()
    async with streaming(feed) as (client, _):
        await client.until("retry:")
        client.reads.clear()
        for number in range(1, 6):
            feed._keep(batch(number - 1, number, f"change-{number}"))
        client.reads.set()
        await client.until("change-5")
        messages = [
            json.loads(line.removeprefix("data: ")) for line in client.text.splitlines() if line.startswith("data: ")
        ]
        assert [each["type"] for message in messages for each in message["changes"]] == [
            f"change-{n}" for n in range(1, 6)
        ]


async def test_a_client_that_never_reads_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLOWEST", 0.01)
    feed = fed()
    client, registry = Client(), Registry()
    running = asyncio.create_task(Stream(feed, registry, None, "me", "", 60)({}, client.receive, client.send))  # type: ignore[arg-type]
    await client.until("retry:")
    client.reads.clear()
    feed._keep(batch(0, 1, "change"))
    async with asyncio.timeout(_DEADLINE):
        await running
    assert not registry
