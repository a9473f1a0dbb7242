"""Contracts of events: written down as the code says, and never changed under a reader (design §4)."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared import catalogue, contracts
from shared.events import Envelope
from tests.contract.evolution import breaks, refuses

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("published.json").read_text())
"""What was once given out. A file is added for a new type or version; one that is there is never changed."""
PRESENT = contracts.event_schemas()
ENVELOPE: dict[str, Any] = json.loads(Path(__file__).with_name("published_envelope.json").read_text())


def test_the_generated_files_are_what_the_code_says() -> None:
    """`make contracts` writes them anew."""
    for path, content in contracts.files().items():
        assert path.read_text("utf-8") == content, f"{path.name} is out of date"
    assert {path.name for path in contracts.SCHEMAS.glob("*.json")} == set(PRESENT)


def test_the_openapi_document_is_valid_and_names_every_route() -> None:
    document = contracts.openapi()
    assert document["openapi"] == "3.1.0"
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == {(route.method, route.path) for route, _ in catalogue.load().routes()}


@pytest.mark.parametrize("name", sorted(PRESENT))
def test_every_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(PRESENT[name])


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_readers_of_what_was_published_can_read_what_is_written(name: str) -> None:
    assert name in PRESENT, "a type that was published does not go away"
    assert breaks(PUBLISHED[name], PRESENT[name]) == []


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_what_was_written_by_what_was_published_can_still_be_read(name: str) -> None:
    assert refuses(PUBLISHED[name], PRESENT[name]) == []


def test_the_attributes_that_were_published_are_read_and_written() -> None:
    """The envelope has no version of its own: it only ever grows by what may be left out."""
    assert refuses(ENVELOPE, Envelope.model_json_schema()) == []
    assert breaks(ENVELOPE, Envelope.model_json_schema()) == []


def test_everything_that_is_given_out_is_kept() -> None:
    assert set(PRESENT) == set(PUBLISHED), "add the new schema to published.json; it will not change from then on"


def _task(schema: Any) -> Any:
    return schema["$defs"]["TaskAnswer"]


HARMLESS: dict[str, Callable[[Any], Any]] = {
    "a new field": lambda schema: schema["properties"].update(mood={"type": "string"}),
    "a new field further down": lambda schema: _task(schema)["properties"].update(mood={"type": "string"}),
    "another description": lambda schema: schema.update(description="x"),
    "another default": lambda schema: schema["properties"]["permanent"].update(default=True),
}
BREAKING: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a field gone": (lambda schema: _task(schema)["properties"].pop("title"), "data.task.title is gone"),
    "a field not always there": (
        lambda schema: _task(schema)["required"].remove("title"),
        "data.task.title may be missing",
    ),
    "another type": (
        lambda schema: _task(schema)["properties"]["version"].update(type="string"),
        "data.task.version may be string",
    ),
    "suddenly null": (
        lambda schema: _task(schema)["properties"].update(title={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        "data.task.title may be null",
    ),
    "a value more": (
        lambda schema: _task(schema)["properties"]["priority"]["enum"].append("urgent"),
        "data.task.priority may be 'urgent'",
    ),
    "another format": (
        lambda schema: _task(schema)["properties"]["created_at"].pop("format"),
        "data.task.created_at may be string",
    ),
    "other items": (
        lambda schema: _task(schema)["properties"]["tags"]["items"].update(type="object"),
        "data.task.tags[] may be object",
    ),
    "anything at all": (
        lambda schema: _task(schema)["properties"]["title"].pop("type"),
        "data.task.title may be anything",
    ),
}
REFUSING: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a new field that is always there": (
        lambda schema: (
            _task(schema)["properties"].update(mood={"type": "string"}),
            _task(schema)["required"].append("mood"),
        ),
        "data.task.mood was not always there",
    ),
    "an old field that must be there now": (
        lambda schema: schema["required"].append("permanent"),
        "data.permanent was not always there",
    ),
    "a value less": (
        lambda schema: _task(schema)["properties"]["priority"]["enum"].remove("low"),
        "data.task.priority could be 'low'",
    ),
    "never null any more": (
        lambda schema: _task(schema)["properties"]["description"]["anyOf"].pop(),
        "data.task.description could be null",
    ),
    "another type": (
        lambda schema: _task(schema)["properties"]["version"].update(type="string"),
        "data.task.version could be integer",
    ),
    "a format": (
        lambda schema: _task(schema)["properties"]["title"].update(format="email"),
        "data.task.title could be string",
    ),
    "a limit": (
        lambda schema: _task(schema)["properties"]["title"].update(maxLength=50),
        "data.task.title was not limited by maxLength 50",
    ),
    "a type for what could be anything": (
        lambda schema: schema["$defs"]["Difference"]["properties"]["from"].update(type="string"),
        "data.changes[].from could be anything",
    ),
    "nothing unknown": (
        lambda schema: schema.update(additionalProperties=False),
        "data must hold nothing unknown",
    ),
}


@pytest.mark.parametrize("change", sorted(HARMLESS))
def test_harmless_changes_are_let_through(change: str) -> None:
    changed = copy.deepcopy(PUBLISHED["task.created.1.json"])
    HARMLESS[change](changed)
    assert breaks(PUBLISHED["task.created.1.json"], changed) == []
    assert refuses(PUBLISHED["task.created.1.json"], changed) == []


@pytest.mark.parametrize("change", sorted(REFUSING))
def test_changes_that_old_events_do_not_bear_are_caught(change: str) -> None:
    changed = copy.deepcopy(PUBLISHED["task.created.1.json"])
    alter, told = REFUSING[change]
    alter(changed)
    assert refuses(PUBLISHED["task.created.1.json"], changed) == [told]


def test_a_limit_that_readers_relied_on_does_not_go() -> None:
    limited = copy.deepcopy(PUBLISHED["task.created.1.json"])
    _task(limited)["properties"]["title"]["maxLength"] = 500
    assert breaks(limited, PUBLISHED["task.created.1.json"]) == [
        "data.task.title is no longer limited by maxLength 500",
    ]  # fmt: skip


@pytest.mark.parametrize("change", sorted(BREAKING))
def test_breaking_changes_are_caught(change: str) -> None:
    changed = copy.deepcopy(PUBLISHED["task.created.1.json"])
    alter, told = BREAKING[change]
    alter(changed)
    assert breaks(PUBLISHED["task.created.1.json"], changed) == [told]
