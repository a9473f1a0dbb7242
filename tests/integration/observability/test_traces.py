"""Traces of the running product: one message is one trace, and a receiver that is away disturbs nobody."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.eventually import eventually
from tests.product import Product, running
from tests.receiver import Received, Receiver, receiving

CORRELATION = "nudge.correlation_id"
MESSAGE = {"message": "Add water the plants tomorrow at 5pm", "timezone": "Europe/Berlin"}


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def traced(receiver: Receiver) -> Iterator[Product]:
    with running(OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url, OTEL_BSP_SCHEDULE_DELAY="100") as product:
        yield product


WANTED = {
    ("gateway", "POST /api/chat"),
    ("parse-chat", "POST /api/chat"),
    ("parse-chat", "invoke create-task"),
    ("create-task", "POST /api/tasks"),
    ("create-task", "group commit"),
    ("outbox", "publish task-events"),
    ("outbox", "publish task-updates"),
    ("outbox", "publish reminders"),
    ("schedule-reminder", "process task-events"),
    ("schedule-reminder", "unit of work"),
    ("write-audit", "process task-events"),
    ("write-audit", "process reminders"),
    ("write-audit", "unit of work"),
}


async def test_one_message_is_one_trace_from_the_gateway_to_the_last_consumer(
    traced: Product, receiver: Receiver
) -> None:
    async with traced.client() as browser:
        answer = await browser.post("/api/chat", json=MESSAGE)
    assert answer.json()["operation"] == "create", answer.text
    correlation = answer.headers["x-correlation-id"]

    def spans_of_it() -> list[Received]:
        fronts = {span.trace for span in receiver.spans if _is_front(span, correlation)}
        return [span for trace in fronts for span in receiver.trace(trace)]

    async def is_complete() -> bool:
        return {(span.service, span.name) for span in spans_of_it()} >= WANTED

    await eventually(is_complete)
    spans = spans_of_it()
    assert len({span.trace for span in spans}) == 1
    assert {span.attributes.get(CORRELATION) for span in spans} == {correlation}
    assert [span.name for span in spans if not span.parent] == ["POST /api/chat"]
    assert {span.parent for span in spans if span.parent} <= {span.id for span in spans}
    assert _ancestors("schedule-reminder", "process task-events", spans) == [
        "create-task: POST /api/tasks",
        "parse-chat: invoke create-task",
        "parse-chat: POST /api/chat",
        "gateway: POST /api/chat",
    ]
    assert _ancestors("write-audit", "process reminders", spans)[0] == "schedule-reminder: process task-events"


def _is_front(span: Received, correlation: str) -> bool:
    return span.service == "gateway" and span.attributes.get(CORRELATION) == correlation


def _ancestors(service: str, name: str, spans: list[Received]) -> list[str]:
    known = {span.id: span for span in spans}
    span = next(span for span in spans if (span.service, span.name) == (service, name))
    found = []
    while span.parent:
        span = known[span.parent]
        found.append(f"{span.service}: {span.name}")
    return found


async def test_a_trace_begun_outside_goes_on(traced: Product, receiver: Receiver) -> None:
    trace, caller = "1" * 31 + "f", "2" * 16
    async with traced.client() as browser:
        await browser.get("/api/tasks", headers={"traceparent": f"00-{trace}-{caller}-01"})

    async def arrived() -> list[str]:
        return [span.parent for span in receiver.trace(trace) if span.service == "gateway"]

    assert await eventually(arrived) == [caller]


async def test_spans_name_routes_and_not_what_stands_in_their_place(traced: Product, receiver: Receiver) -> None:
    trace, secret = "3" * 31 + "e", "one-time-link-that-nobody-may-see"
    async with traced.client() as browser:
        await browser.get(f"/api/reminders/links/{secret}", headers={"traceparent": f"00-{trace}-{'2' * 16}-01"})

    async def arrived() -> list[Received]:
        found = receiver.trace(trace)
        return found if {"gateway", "act-on-reminder"} <= {span.service for span in found} else []

    found = await eventually(arrived)
    assert "GET /api/reminders/links/{token}" in {span.name for span in found}
    assert secret not in repr(found)


@pytest.mark.parametrize("how", ["refuses", "hangs"])
async def test_a_receiver_that_is_away_disturbs_nobody(how: str) -> None:
    with receiving(hanging=True) as hanging:
        url = hanging.url if how == "hangs" else f"http://127.0.0.1:{_closed_port()}"
        with running(
            OTEL_EXPORTER_OTLP_ENDPOINT=url,
            OTEL_BSP_SCHEDULE_DELAY="10",
            OTEL_BSP_MAX_QUEUE_SIZE="128",
            OTEL_BSP_MAX_EXPORT_BATCH_SIZE="64",
        ) as product:
            async with product.client() as browser:
                if how == "hangs":
                    await browser.get("/api/tasks")
                    assert await asyncio.to_thread(hanging.asked.wait, 30)
                # more spans than the queue holds, while nothing is taken
                answers = [await browser.post("/api/tasks", json={"title": f"task {n}"}) for n in range(150)]
                listed = await browser.get("/api/tasks", params={"limit": 500})
            assert {answer.status_code for answer in answers} == {201}
            assert len(listed.json()["items"]) == 150
            assert max(answer.elapsed.total_seconds() for answer in answers) < 5
            await eventually(lambda: _is_published(product))
            product.process.terminate()
            # far less than the ten seconds that the sender would wait for its answer
            assert product.process.wait(9) == 0


async def _is_published(product: Product) -> bool:
    return product.sql("SELECT count(*) FROM outbox") == [(0,)]


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_without_a_receiver_nothing_of_it_is_loaded(nudge: Product) -> None:
    code = (
        "import sys, local.preload as preload\npreload.load()\n"
        "from shared import tracing\nfrom shared.config import Settings\ntracing.start(Settings())\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"
    async with nudge.client() as browser:
        created = await browser.post("/api/tasks", json={"title": "untraced"})
    rows = nudge.sql("SELECT body->>'traceparent' FROM event WHERE key = %s", created.json()["id"])
    assert rows
    assert {row[0] for row in rows} == {None}
