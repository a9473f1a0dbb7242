"""Events of other versions of the product, given to the consumers of this one on a real database.

`tests/contract/written.ndjson` holds events as they were once written, one a line. Lines are added for what is new; none is ever changed.
"""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from functions.generate_recurrence.main import consumer as generate_recurrence
from functions.keep_dead_letters.main import consumer as keep_dead_letters
from functions.schedule_reminder.main import consumer as schedule_reminder
from functions.send_notification.main import consumer as send_notification
from functions.write_audit.main import consumer as write_audit
from shared import catalogue
from shared.events import CONTRACTS
from tests.contract.test_golden_events import FILES, read, topics
from tests.contract.test_schemas import PUBLISHED
from tests.integration.reminders.conftest import alone
from tests.integration.reminders.reminding import Reminding

WRITTEN: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parents[1] / "contract" / "written.ndjson").read_text().splitlines()
]
CONSUMERS: dict[str, Any] = {
    "generate-recurrence": generate_recurrence,
    "keep-dead-letters": keep_dead_letters,
    "schedule-reminder": schedule_reminder,
    "send-notification": send_notification,
    "write-audit": write_audit,
}
alone = alone


def as_written(event: dict[str, Any]) -> dict[str, Any]:
    return event


def with_more(event: dict[str, Any]) -> dict[str, Any]:
    """As a later version may write it: with attributes and fields that nobody here knows."""
    return _grown(event) | {"futureattribute": "x"}


def with_less(event: dict[str, Any]) -> dict[str, Any]:
    """As an earlier version may have written it: without all that its schema does not demand."""
    schema = PUBLISHED[f"{event['type']}.{event['schemaversion']}.json"]
    less = event | {"data": _pruned(event["data"], schema, schema)}
    return {name: value for name, value in less.items() if name not in ("traceparent", "datacontenttype")}


def _grown(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        grown = {inner: _grown(each, inner) for inner, each in value.items()}
        # The members of `changes` are names of fields, not fields of its own.
        return grown if name == "changes" else grown | {"unheard_of": {"a": [1, None]}}
    return [_grown(each) for each in value] if isinstance(value, list) else value


def _pruned(value: Any, schema: Any, root: Any) -> Any:
    """Optional members left out, at every level that the schema describes."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    return {
        name: _pruned(each, schema["properties"].get(name, {}), root)
        for name, each in value.items()
        if name in schema.get("required", ())
    }


def deliveries(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(consumer, topic, event): every event that was ever written, to everybody who subscribes to its topic; under ids of its own."""
    for event in WRITTEN:
        new = {"id": str(uuid4()), "partitionkey": str(uuid4())} | ({"sequence": 1} if "sequence" in event else {})
        changed = change(copy.deepcopy(event)) | new
        for name, function in catalogue.load().functions.items():
            for wanted in function.subscribes:
                if wanted.topic in topics(event["type"]) and not wanted.fanout:
                    yield name, wanted.topic, changed


@pytest.mark.parametrize("change", [as_written, with_more, with_less], ids=lambda change: change.__name__)
async def test_todays_consumers_take_events_of_other_versions(
    alone: Reminding, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    for consumer in CONSUMERS.values():
        consumer.bind(alone.services)
    taken = 0
    for name, topic, event in deliveries(change):
        outcomes = await CONSUMERS[name].receive([event], topic)
        assert outcomes == ["SUCCESS"], f"{name} does not take {event['type']} of {event['source']}"
        taken += 1
    assert taken > len(WRITTEN)


def test_every_consumer_is_asked() -> None:
    consuming = {
        name
        for name, function in catalogue.load().functions.items()
        if any(not each.fanout for each in function.subscribes)
    }
    assert consuming == set(CONSUMERS)


def test_every_type_was_once_written() -> None:
    """Whoever adds a type adds a line: a golden event as it is at that time."""
    assert {event["type"] for event in WRITTEN} == set(CONTRACTS)
    kinds = {(read(path)["type"], read(path)["source"]) for path in FILES if path.stem.startswith("out-")}
    assert kinds <= {(event["type"], event["source"]) for event in WRITTEN}
