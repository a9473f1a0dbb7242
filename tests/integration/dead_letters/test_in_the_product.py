"""Dead letters of the running product: from a broken event to the command that brings it back."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest

from shared import outbox
from shared.clock import system_clock
from shared.database import Database
from shared.events import Cause, Event
from shared.task import Task
from shared.task_events import task_changed
from tests.eventually import eventually
from tests.integration.tasks import audited, created, problem, unique
from tests.product import ROOT, Product

CONSUMERS = ["generate-recurrence", "schedule-reminder", "write-audit"]
Command = Callable[..., "subprocess.CompletedProcess[str]"]


async def broken(product: Product) -> Event:
    """An event of a new task, written by a version that forgot the data; its consumers drop it at once."""
    now = system_clock()
    event = task_changed("task.created", None, Task(uuid4(), unique("x"), now, now), Cause("/functions/create-task"))[0]
    database = Database(product.dsn, 1, lambda _: None)
    await database.open()
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, [event])
        await work.connection.execute("UPDATE event SET body = body #- '{data,task}' WHERE id = %s", (event.id,))
        await work.connection.execute(
            "UPDATE outbox SET created_at = now() - interval '1 min' WHERE event_id = %s", (event.id,)
        )
    await database.close()
    return event


def repair(product: Product, event: Event) -> None:
    product.sql("UPDATE event SET body = %s WHERE id = %s", event.body.decode(), event.id)


async def letters(api: httpx.AsyncClient, event: Event, *statuses: str) -> list[dict[str, Any]]:
    """The letters of the event, by consumer, as soon as all three are there in these statuses."""

    seen: list[dict[str, Any]] = []

    async def look() -> bool:
        answer = await api.get("/api/dead-letters", params={"status": "all", "limit": 500})
        assert answer.status_code == 200, answer.text
        seen[:] = [each for each in answer.json()["items"] if each["event_id"] == str(event.id)]
        return len(seen) == 3 and {each["status"] for each in seen} == set(statuses)

    try:
        await eventually(look, seconds=120)
    except AssertionError as error:
        raise AssertionError(f"{event.id} is not {statuses} for all: {seen}") from error
    return sorted(seen, key=lambda each: str(each["consumer"]))


@pytest.fixture
def command(nudge: Product) -> Command:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "NUDGE_HOME": str(nudge.home), "TZ": "UTC"}
        line = [sys.executable, "-m", "local.cli", "dead-letters", *arguments]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    return run


async def test_what_nobody_can_read_is_kept_for_each_and_comes_back_when_it_can_be_read(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    event = await broken(nudge)
    found = await letters(api, event, "open")
    assert [each["consumer"] for each in found] == CONSUMERS
    assert {each["reason"] for each in found} == {"MalformedEvent: task: Field required"}
    one = (await api.get(f"/api/dead-letters/{found[0]['id']}")).json()
    assert one["event"]["id"] == str(event.id)
    refused = await api.post(f"/api/dead-letters/{found[0]['id']}/replay")
    assert "still cannot be read" in problem(refused, 409, "not_replayable")["detail"]

    repair(nudge, event)
    await api.put("/api/settings", json={})
    for each in found:
        answer = await api.post(f"/api/dead-letters/{each['id']}/replay")
        # What the topic brings for the first goes to the others too, which may have processed it by their own turn.
        assert (answer.status_code, answer.json()["status"]) in ((200, "replaying"), (200, "processed"))
    await letters(api, event, "processed")
    assert nudge.sql("SELECT count(*) FROM audit WHERE event_id = %s", event.id) == [(1,)]
    trail = await audited(api, "audit.event_dead", "audit.event_replayed", entity_id=event.key)
    kinds = [entry["event_type"] for entry in trail]
    assert kinds.count("audit.event_dead") == 3
    assert 1 <= kinds.count("audit.event_replayed") <= 3
    assert kinds.count("task.created") == 1


async def test_a_repeated_request_replays_once(nudge: Product, api: httpx.AsyncClient) -> None:
    event = await broken(nudge)
    first, *_ = await letters(api, event, "open")
    repair(nudge, event)
    headers = {"Idempotency-Key": unique("key")}
    answers = [await api.post(f"/api/dead-letters/{first['id']}/replay", headers=headers) for _ in range(3)]
    assert [answer.json() for answer in answers] == [answers[0].json()] * 3
    assert answers[2].headers["idempotent-replay"] == "true"
    # All three had failed, so all three take what the topic brings again.
    await letters(api, event, "processed")
    told = await audited(api, "audit.event_replayed", entity_id=event.key)
    assert [entry["event_type"] for entry in told].count("audit.event_replayed") == 1


async def test_what_is_discarded_stays_away(nudge: Product, api: httpx.AsyncClient) -> None:
    event = await broken(nudge)
    found = await letters(api, event, "open")
    for each in found:
        for _ in range(2):
            answer = await api.post(f"/api/dead-letters/{each['id']}/discard")
            assert (answer.status_code, answer.json()["status"]) == (200, "discarded")
    problem(await api.post(f"/api/dead-letters/{found[0]['id']}/replay"), 409, "dead_letter_discarded")
    waiting = (await api.get("/api/dead-letters", params={"limit": 500})).json()["items"]
    assert str(event.id) not in {each["event_id"] for each in waiting}


async def test_pages_follow_each_other(nudge: Product, api: httpx.AsyncClient) -> None:
    event = await broken(nudge)
    await letters(api, event, "open")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2, "status": "all"}
    while True:
        page = (await api.get("/api/dead-letters", params=query)).json()
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    everything = (await api.get("/api/dead-letters", params={"limit": 500, "status": "all"})).json()["items"]
    assert seen == [each["id"] for each in everything]
    assert seen == sorted(seen, reverse=True)
    problem(await api.get("/api/dead-letters", params={"cursor": "x"}), 422, "invalid_input")
    only = (await api.get("/api/dead-letters", params={"consumer": "write-audit", "status": "all"})).json()["items"]
    assert {each["consumer"] for each in only} == {"write-audit"}


@pytest.mark.parametrize("path", ["01a1f3c0-0000-7000-8000-00000000dead", "nothing"])
async def test_one_that_is_not_there(api: httpx.AsyncClient, path: str) -> None:
    problem(await api.get(f"/api/dead-letters/{path}"), 404, "dead_letter_not_found")
    for decision in ("replay", "discard"):
        problem(await api.post(f"/api/dead-letters/{path}/{decision}"), 404, "dead_letter_not_found")


async def test_the_command_lists_shows_replays_and_discards(
    nudge: Product, api: httpx.AsyncClient, command: Command
) -> None:
    event = await broken(nudge)
    found = await letters(api, event, "open")
    lines = command().stdout.splitlines()
    assert lines[0].split() == ["REASON", "FUNCTION", "EVENT", "ATTEMPTS", "STATUS", "LAST", "ID"]
    mine = [line for line in lines if any(each["id"] in line for each in found)]
    assert len(mine) == 3
    assert all("task: Field required" in line and f"{datetime.now(UTC):%Y-%m-%d}" in line for line in mine)
    assert {each["id"] for each in found} <= {each["id"] for each in json.loads(command("--json").stdout)}

    shown = command("show", found[0]["id"])
    assert found[0]["reason"] in shown.stdout
    assert str(event.id) in shown.stdout
    assert json.loads(command("show", found[0]["id"], "--json").stdout)["consumer"] == "generate-recurrence"

    refused = command("replay", found[0]["id"])
    assert (refused.returncode, "still cannot be read" in refused.stderr) == (1, True)
    assert command("discard", found[0]["id"]).stdout.startswith("Discarded")
    repair(nudge, event)
    assert command("replay", found[1]["id"]).stdout.startswith("Handed over again")

    async def settled() -> bool:
        listed = json.loads(command("list", "--all", "--consumer", "write-audit", "--json").stdout)
        return {each["status"] for each in listed if each["event_id"] == str(event.id)} == {"processed"}

    await eventually(settled)
    assert "processed since" in command("replay", found[2]["id"]).stdout
    assert command("show", str(uuid4())).stderr == "nudge: There is no dead letter with this id.\n"
    assert "is no id" in command("show", "../x").stderr


async def test_the_command_replays_all_and_names_what_it_cannot(
    nudge: Product, api: httpx.AsyncClient, command: Command
) -> None:
    good, bad = await broken(nudge), await broken(nudge)
    await letters(api, good, "open")
    await letters(api, bad, "open")
    repair(nudge, good)
    done = command("replay", "--all", "--json")
    assert done.returncode == 1
    outcome = json.loads(done.stdout)
    assert outcome["replayed"] >= 1
    unread = {each["id"] for each in await letters(api, bad, "open")}
    assert unread <= {each["id"] for each in outcome["refused"]}
    await letters(api, good, "processed")


async def test_after_its_retries_a_failing_event_is_dead_and_others_go_on(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    """An event that can be read but not applied: it is tried for some seconds, and its neighbours pass."""
    now = system_clock()
    data = {"actor": {}, "task": {"no": "title"}, "mark": unique("mark")}
    event = Event(uuid4(), "task-events", "task.unheard_of", "/functions/create-task", f"tasks/{uuid4()}", now,
                  str(uuid4()), 1, data, unique("c"))  # fmt: skip
    body = orjson.loads(event.body)
    database = Database(nudge.dsn, 1, lambda _: None)
    await database.open()
    async with database.unit_of_work() as work:
        await outbox.append(work.connection, [event])
        await work.connection.execute(
            "UPDATE outbox SET created_at = now() - interval '1 min' WHERE event_id = %s", (event.id,)
        )
    await database.close()
    task = await created(api)
    await audited(api, "task.created", entity_id=task["id"])

    async def dead() -> list[dict[str, Any]]:
        items = (await api.get("/api/dead-letters", params={"limit": 500})).json()["items"]
        return [each for each in items if each["event_id"] == body["id"] and each["consumer"] == "write-audit"]

    (letter,) = await eventually(dead, seconds=120)
    assert letter["reason"] == "KeyError: 'title'"
    # an attempt that a busy database could not note does not count
    assert 6 <= letter["attempts"] <= 8
