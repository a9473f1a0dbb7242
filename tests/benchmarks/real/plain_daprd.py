"""What daprd does by itself with the product's components: bulk publishing, and deliveries and calls to an application that does nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import orjson
import uvicorn
from dapr.aio.clients import DaprClient
from dapr.clients import BulkPublishEntry
from dapr.conf import settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.jobs import topics
from tests.benchmarks.client import Connection
from tests.benchmarks.creates import CONNECTIONS
from tests.benchmarks.figures import Figure, in_ms
from tests.benchmarks.real.content import TOPIC_PARTITIONS, event
from tests.lane.daprd import Application, Doors, answers
from tests.lane.lane import Lane
from tests.lane.process import Process
from tests.lane.resources import DAPR, STORES, endpoint, scoped, write
from tests.lane.waiting import until

_NAME = "bench"
_TOPICS = ("bench-daprd-bulk", "bench-daprd-paced")
_BATCH = 250
"""Events in one bulk, as the product's publisher has at most."""
_PATIENCE = 120.0


class Sink:
    """An application that takes everything at once; remembers when."""

    def __init__(self) -> None:
        self.arrived: list[float] = []
        self.ages: list[float] = []
        self.app = Starlette(
            routes=[Route("/bulk", self._take, methods=["POST"]), Route("/call", self._answer, methods=["POST"])]
        )

    async def _take(self, request: Request) -> JSONResponse:
        entries = orjson.loads(await request.body())["entries"]
        now = time.perf_counter()
        self.arrived += [now] * len(entries)
        self.ages += [now - entry["event"]["data"]["made"] for entry in entries]
        return JSONResponse({"statuses": [{"entryId": each["entryId"], "status": "SUCCESS"} for each in entries]})

    async def _answer(self, _: Request) -> Response:
        return Response(status_code=204)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(_PATIENCE):
            while len(self.arrived) < count:
                await asyncio.sleep(0.01)


async def limits(lane: Lane, port: int, count: int, rate: int, seconds: int) -> list[Figure]:
    """Publishing `count` events in bulks, their delivery, `rate` events a second end to end, and calls for as long. The sink listens on `port`."""
    topics.make({"bootstrap_servers": lane.kafka.brokers}, dict.fromkeys(_TOPICS, TOPIC_PARTITIONS))
    folder = lane.home / "dapr" / "bench"
    write(folder, "subscriptions.yaml", [_subscription(topic) for topic in _TOPICS])
    write(folder, "endpoints.yaml", [endpoint(_NAME, port)])
    write(folder, "consumed.yaml", [scoped("pubsub", [_NAME])])
    application = Application(_NAME, port)
    doors, sidecar = lane.sidecar(application, [*STORES, DAPR / "policies", folder])
    publisher_doors, publisher = lane.sidecar(Application("bench-publisher", 0), [*STORES, DAPR / "policies", folder])
    try:
        async with _client(publisher_doors, publisher, lane.api_token) as client:
            published = await _publish(client, count)
            async with _serving(port) as sink:
                await _ready(doors, sidecar, "healthz")
                await sink.until(count)
                delivered = sink.arrived[-1] - sink.arrived[0]
                sink.ages.clear()
                await _paced(client, rate, seconds)
                await sink.until(count + rate * seconds)
                called = await _call(publisher_doors, lane.api_token, seconds)
    finally:
        sidecar.kill()
        publisher.kill()
    name = f"limit: daprd alone, {rate}/s end to end"
    return [
        Figure(f"limit: daprd alone, published in bulks of {_BATCH}", count / published, "events/s"),
        Figure("limit: daprd alone, delivered in bulk to one application", count / delivered, "events/s"),
        Figure(f"{name}: median", in_ms(sink.ages, 0.5), "ms"),
        Figure(f"{name}: p95", in_ms(sink.ages, 0.95), "ms"),
        Figure("limit: daprd alone, invocations", called, "/s"),
    ]


async def _publish(client: DaprClient, count: int) -> float:
    """Seconds; one bulk after the other, as a publisher does that keeps order."""
    taken = 0.0
    for first in range(0, count, _BATCH):
        entries = [_entry(number) for number in range(first, min(first + _BATCH, count))]
        started = time.perf_counter()
        answer = await client.publish_events("publishing", _TOPICS[0], entries)
        taken += time.perf_counter() - started
        if answer.failed_entries:
            raise SystemExit("daprd could not publish everything.")
    return taken


async def _paced(client: DaprClient, rate: int, seconds: int) -> None:
    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(rate * seconds):
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            tasks.create_task(client.publish_events("publishing", _TOPICS[1], [_entry(number)]))


async def _call(doors: Doors, token: str, seconds: int) -> float:
    """Calls a second, by connections that never rest."""
    ends, made = time.perf_counter() + seconds, 0

    async def caller() -> None:
        nonlocal made
        connection = await Connection.open(doors.http)
        while time.perf_counter() < ends:
            reply = await connection.request(
                "POST", f"/v1.0/invoke/{_NAME}/method/call", b"{}", f"dapr-api-token: {token}\r\n"
            )
            if reply.status != 204:
                raise SystemExit(f"daprd answered a call with {reply.status}.")
            made += 1
        connection.close()

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    return made / seconds


def _entry(number: int) -> BulkPublishEntry:
    return BulkPublishEntry(
        event=event(number, "daprd"),
        entry_id=str(number),
        content_type="application/cloudevents+json",
        metadata={"partitionKey": str(number)},
    )


def _subscription(topic: str) -> dict[str, object]:
    bulk = {"enabled": True, "maxMessagesCount": 100, "maxAwaitDurationMs": 20}
    return {
        "apiVersion": "dapr.io/v2alpha1",
        "kind": "Subscription",
        "metadata": {"name": topic},
        "spec": {"pubsubname": "pubsub", "topic": topic, "routes": {"default": "/bulk"}, "bulkSubscribe": bulk},
        "scopes": [_NAME],
    }


@asynccontextmanager
async def _client(doors: Doors, sidecar: Process, token: str) -> AsyncIterator[DaprClient]:
    await _ready(doors, sidecar, "healthz/outbound")
    settings.DAPR_HTTP_ENDPOINT = f"http://127.0.0.1:{doors.http}"
    settings.DAPR_GRPC_ENDPOINT = f"127.0.0.1:{doors.grpc}"
    settings.DAPR_API_TOKEN = token
    async with DaprClient() as client:
        yield client


async def _ready(doors: Doors, sidecar: Process, question: str) -> None:
    sidecar.start()
    ready: Callable[[], bool] = partial(answers, doors, question)
    await asyncio.to_thread(until, ready, sidecar, 60)


@asynccontextmanager
async def _serving(port: int) -> AsyncIterator[Sink]:
    sink = Sink()
    server = uvicorn.Server(uvicorn.Config(sink.app, port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    try:
        yield sink
    finally:
        server.should_exit = True
        await task
