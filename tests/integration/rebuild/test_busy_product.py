"""A busy random history of the running product: every projection comes out of the log as it was."""

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.eventually import eventually
from tests.integration.rebuild.projections import DAMAGE, damage, rows
from tests.integration.tasks import created, unique
from tests.product import ROOT, Product, running

_STEPS = 150


@pytest.fixture(scope="module")
def busy() -> Iterator[Product]:
    """A product of its own: its projections are damaged."""
    with running() as product:
        yield product


@pytest.fixture(scope="module")
async def quiet(busy: Product) -> Product:
    """After a busy time, with all events worked off."""
    await asyncio.gather(*(person(busy, random.Random(seed)) for seed in range(4)))
    await settle(busy)
    return busy


async def person(product: Product, dice: random.Random) -> None:
    """Does at random what people do, also on versions that are out of date, and twice."""
    async with product.client() as api:
        ids = [(await created(api, title=unique("task")))["id"] for _ in range(3)]
        for _ in range(_STEPS // 4):
            id_, soon = dice.choice(ids), datetime.now(UTC) + timedelta(seconds=dice.choice((1, 2, 3600)))
            due = soon.isoformat(timespec="seconds")
            steps: list[tuple[str, str, dict[str, Any] | None]] = [
                ("POST", "/api/tasks", {"title": unique("task"), "due_at": due, "reminders": [{"lead_minutes": 0}]}),
                ("POST", "/api/tasks", {"title": unique("daily"), "due_at": due, "recurrence": {"pattern": "daily"}}),
                ("PATCH", f"/api/tasks/{id_}", {"title": unique("new"), "version": 1}),
                (
                    "PATCH",
                    f"/api/tasks/{id_}",
                    {"due_at": due, "reminders": [{"lead_minutes": 0}, {"lead_minutes": 30}]},
                ),
                ("PATCH", f"/api/tasks/{id_}", {"due_at": None}),
                ("POST", f"/api/tasks/{id_}/complete", None),
                ("POST", f"/api/tasks/{id_}/reopen", None),
                ("DELETE", f"/api/tasks/{id_}", None),
                ("POST", f"/api/tasks/{id_}/restore", None),
            ]
            method, path, body = dice.choice(steps)
            answer = await api.request(method, path, json=body)
            assert answer.status_code < 500, answer.text
            if answer.status_code == 201:
                ids.append(answer.json()["id"])
        await api.request("DELETE", f"/api/tasks/{ids[0]}", params={"permanent": "true"})
        for reminder in product.sql("SELECT id FROM reminder WHERE status = 'sent' LIMIT 2"):
            await api.post(f"/api/reminders/{reminder[0]}/snooze", json={"minutes": 60})


_BACKLOG = """
    SELECT (SELECT count(*) FROM outbox)
         + (SELECT count(*) FROM event WHERE topic IN ('task-events', 'reminders', 'audit-events')
            AND NOT EXISTS (SELECT FROM audit WHERE audit.event_id = event.id))
         + (SELECT count(*) FROM reminder WHERE attempt_at < now() + interval '5 seconds')
         + (SELECT count(*) FROM reminder WHERE status = 'triggered')
"""


async def settle(product: Product) -> None:
    """Until nothing more comes of what happened, three looks in a row."""
    still = 0

    async def quiet() -> bool:
        nonlocal still
        still = still + 1 if product.sql(_BACKLOG) == [(0,)] else 0
        return still >= 3

    await eventually(quiet, seconds=90)


def command(product: Product, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "NUDGE_HOME": str(product.home)}
    line = [sys.executable, "-m", "local.cli", "rebuild", *arguments]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("what", list(DAMAGE))
async def test_it_comes_out_equal_while_the_product_runs(quiet: Product, what: str) -> None:
    before = rows(quiet.dsn, what)
    done = command(quiet, what)
    assert done.returncode == 0, done.stderr
    assert "nothing had to be changed" in done.stdout
    assert rows(quiet.dsn, what) == before
    damage(quiet.dsn, what)
    outcome = json.loads(command(quiet, what, "--json").stdout)
    assert rows(quiet.dsn, what) == before
    assert outcome["added"] and outcome["changed"] and outcome["removed"]
    assert outcome["left_out"] == []


async def test_nothing_is_sent_or_told_again_by_it(quiet: Product) -> None:
    told = quiet.sql("SELECT count(*) FROM notification")
    events = quiet.sql("SELECT count(*) FROM event WHERE topic = 'reminders'")
    damage(quiet.dsn, "reminders")
    assert command(quiet, "reminders").returncode == 0
    async with quiet.client() as api:
        task = await created(api, due_at=(datetime.now(UTC) + timedelta(seconds=1)).isoformat(timespec="seconds"))

        async def sent() -> bool:
            return quiet.sql("SELECT status FROM reminder WHERE task_id = %s", task["id"]) == [("sent",)]

        await eventually(sent)
    await settle(quiet)
    assert quiet.sql("SELECT count(*) FROM notification") == [(told[0][0] + 1,)]
    assert quiet.sql("SELECT count(*) FROM event WHERE topic = 'reminders'") == [(events[0][0] + 3,)]


async def test_people_go_on_while_it_works(quiet: Product) -> None:
    """Rebuilt beside writers: nothing of theirs is lost, refused or doubled."""
    rebuilding = asyncio.ensure_future(_rebuild_all(quiet))
    async with quiet.client() as api:
        while not rebuilding.done():
            task = await created(api, title=unique("beside"))
            answer = await api.post(f"/api/tasks/{task['id']}/complete")
            assert answer.status_code == 200, answer.text
    await rebuilding
    await settle(quiet)
    for what in DAMAGE:
        assert "nothing had to be changed" in command(quiet, what).stdout


async def _rebuild_all(product: Product) -> None:
    for what in DAMAGE:
        done = await asyncio.to_thread(command, product, what)
        assert done.returncode == 0, done.stderr


async def test_a_stream_that_comes_back_after_a_repair_loads_everything_anew(quiet: Product) -> None:
    damage(quiet.dsn, "updates")
    async with quiet.client() as api, api.stream("GET", "/api/updates") as stream:
        place = await _next(stream.aiter_lines(), "id: ")
    assert command(quiet, "updates").returncode == 0
    async with quiet.client() as api, api.stream("GET", "/api/updates") as other:
        lines = other.aiter_lines()
        await _next(lines, "id: ")
        # With its next look at the table the replica learns of the repair.
        await created(api)
        await _next(lines, "data: ")
        async with api.stream("GET", "/api/updates", headers={"Last-Event-ID": place}) as back:
            assert await _next(back.aiter_lines(), "event: ") == "resync"


async def _next(lines: AsyncIterator[str], head: str) -> str:
    """What follows that head on the next line that begins with it."""
    async with asyncio.timeout(30):
        async for line in lines:
            if line.startswith(head):
                return line.removeprefix(head)
    raise AssertionError(f"no {head}")
