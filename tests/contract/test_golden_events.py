"""The golden events functions/<name>/events/: documentation and contract in one. One that is there stays readable for ever."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest

from functions.write_audit.trail import row
from shared import catalogue, contracts
from shared.events import AUDIT_EVENTS, CONTRACTS, REMINDERS, TASK_EVENTS, TASK_UPDATES, decode
from tests.eventually import eventually
from tests.integration.tasks import created, unique
from tests.product import Product

FILES = sorted((contracts.ROOT / "functions").glob("*/events/*.json"))
KNOWN = catalogue.load()


def label(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))


def function_of(path: Path) -> catalogue.Function:
    return next(function for function in KNOWN.functions.values() if function.module == path.parent.parent.name)


def topics(kind: str) -> set[str]:
    """Where events of a type go."""
    family = kind.partition(".")[0]
    if family in ("audit", "recurring"):
        return {AUDIT_EVENTS}
    if family in ("reminder", "email"):
        return {REMINDERS}
    if family == "notification":
        return {TASK_UPDATES}
    return {TASK_UPDATES} if kind == "task.conflict" else {TASK_EVENTS, TASK_UPDATES}


@pytest.mark.parametrize("path", FILES, ids=label)
def test_it_keeps_the_schema_that_it_names(path: Path) -> None:
    event = read(path)
    kind, version = event["dataschema"].removeprefix("urn:nudge:schema:").rsplit(":", 1)
    assert (kind, int(version)) == (event["type"], event["schemaversion"])
    schema = json.loads((contracts.SCHEMAS / f"{kind}.{version}.json").read_text())
    jsonschema.validate(event["data"], schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", FILES, ids=label)
def test_it_is_read_without_loss(path: Path) -> None:
    event = read(path)
    decoded = decode(event, "topic")
    assert orjson.loads(decoded.body) == event


@pytest.mark.parametrize("path", FILES, ids=label)
def test_the_catalogue_says_that_it_comes_from_or_goes_to_this_function(path: Path) -> None:
    event, function = read(path), function_of(path)
    if path.stem.startswith("out-"):
        assert event["source"] == f"/functions/{function.name}"
        assert topics(event["type"]) <= set(function.publishes)
    else:
        assert topics(event["type"]) & {item.topic for item in function.subscribes}


@pytest.mark.parametrize("path", [path for path in FILES if label(path).startswith("write_audit/in-")], ids=label)
def test_it_becomes_a_row_of_the_audit_trail(path: Path) -> None:
    event = decode(read(path), "topic")
    made = row(event)
    assert event.id in made
    assert event.type in made
    assert event.correlation_id in made


def test_every_type_and_every_function_that_emits_has_one() -> None:
    out = {path for path in FILES if path.stem.startswith("out-")}
    assert {read(path)["type"] for path in out} == set(CONTRACTS)
    relays = {"relay-outbox"}
    emitting = {function.name for function in KNOWN.functions.values() if function.publishes} - relays
    assert {function_of(path).name for path in out} == emitting


def shape(event: dict[str, Any]) -> dict[str, Any]:
    """Names of attributes and data, without what differs from case to case."""
    data = event["data"]
    return {
        "attributes": sorted(set(event) - {"traceparent", "traceorigin"}),
        "data": sorted(data),
        "task": sorted(data.get("task", ())),
        "actor": sorted(data.get("actor", ())),
        "reminder": sorted(data.get("reminder", ())),
        "detail": sorted(data.get("detail", ())),
    }


@pytest.fixture(scope="module")
async def emitted(nudge: Product) -> AsyncIterator[dict[tuple[str, str], dict[str, Any]]]:
    """Events that the product writes when people do what they do, by function and type."""
    async with nudge.client() as api:
        task = await created(api, title="Call mom")
        url = f"/api/tasks/{task['id']}"
        await api.patch(url, json={"title": "Call mum"})
        await api.patch(url, json={"title": "Call dad", "version": 1})
        for method, path in (("POST", "/complete"), ("POST", "/reopen"), ("DELETE", ""), ("POST", "/restore")):
            await api.request(method, url + path)
        correlation = unique("c")
        refused = {"Host": "evil.example", "X-Correlation-Id": correlation}
        await api.put("/api/settings", json={"all_day_hour": 8})
        await api.get("/api/tasks", headers=refused)

        async def stored() -> list[tuple[Any, ...]]:
            return nudge.sql("SELECT body FROM event WHERE body->>'correlationid' = %s", correlation)

        await eventually(stored)
    rows = nudge.sql("SELECT body FROM event ORDER BY position")
    yield {(body["source"].removeprefix("/functions/"), body["type"]): body for (body,) in rows}


COMMON = [path for path in FILES if label(path) in (
    "create_task/out-task.created", "update_task/out-task.updated", "update_task/out-task.conflict", "update_task/out-audit.task_conflict",
    "complete_task/out-task.completed", "complete_task/out-task.updated", "delete_task/out-task.deleted", "delete_task/out-task.restored",
    "settings/out-audit.settings_changed", "gateway/out-audit.request_refused",
)]  # fmt: skip


@pytest.mark.parametrize("path", COMMON, ids=label)
async def test_the_product_writes_what_the_golden_event_shows(
    path: Path, emitted: dict[tuple[str, str], dict[str, Any]]
) -> None:
    golden = read(path)
    assert shape(emitted[function_of(path).name, golden["type"]]) == shape(golden)
