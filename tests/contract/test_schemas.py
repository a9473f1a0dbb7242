"""Contracts of events: written down as the code says, and never changed under a reader (design §4)."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared import catalogue, contracts
from tests.contract.evolution import breaks

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("published.json").read_text())
"""What was once given out. A file is added for a new type or version; one that is there is never changed."""
PRESENT = contracts.event_schemas()


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


def test_everything_that_is_given_out_is_kept() -> None:
    assert set(PRESENT) == set(PUBLISHED), "add the new schema to published.json; it will not change from then on"


def _task(schema: Any) -> Any:
    return schema["$defs"]["TaskAnswer"]


HARMLESS: dict[str, Callable[[Any], Any]] = {
    "a new field": lambda schema: schema["properties"].update(mood={"type": "string"}),
    "a new field that is always there": lambda schema: (
        _task(schema)["properties"].update(mood={"type": "string"}),
        _task(schema)["required"].append("mood"),
    ),
    "a value less": lambda schema: _task(schema)["properties"]["priority"]["enum"].remove("low"),
    "never null any more": lambda schema: _task(schema)["properties"]["description"]["anyOf"].pop(),
    "another description": lambda schema: schema.update(description="x"),
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
}


@pytest.mark.parametrize("change", sorted(HARMLESS))
def test_harmless_changes_are_let_through(change: str) -> None:
    changed = copy.deepcopy(PUBLISHED["task.created.1.json"])
    HARMLESS[change](changed)
    assert breaks(PUBLISHED["task.created.1.json"], changed) == []


@pytest.mark.parametrize("change", sorted(BREAKING))
def test_breaking_changes_are_caught(change: str) -> None:
    changed = copy.deepcopy(PUBLISHED["task.created.1.json"])
    alter, told = BREAKING[change]
    alter(changed)
    assert breaks(PUBLISHED["task.created.1.json"], changed) == [told]
