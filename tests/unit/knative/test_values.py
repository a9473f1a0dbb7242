"""The schema of values knows what the catalogue knows."""

import json
from pathlib import Path

from shared import catalogue

_SCHEMA = json.loads((Path(__file__).parents[3] / "knative" / "umbrella" / "values.schema.json").read_text("utf-8"))
_WITHOUT_A_FUNCTION = {"app-token", "reading-url", "kafka-username", "kafka-password"}
"""Secrets of sidecars, jobs and KEDA."""


def test_every_secret_of_the_catalogue_may_be_provided_and_no_other() -> None:
    known = set(_SCHEMA["properties"]["global"]["properties"]["secrets"]["properties"]["provided"]["items"]["enum"])
    granted = {secret for function in catalogue.load().functions.values() for secret in function.secrets}
    assert known == granted | _WITHOUT_A_FUNCTION


def test_an_unknown_value_is_refused_everywhere_under_global() -> None:
    described = [_SCHEMA, *_objects(_SCHEMA["properties"]["global"])]
    assert all("additionalProperties" in each for each in described)


def _objects(schema: dict[str, object]) -> list[dict[str, object]]:
    """The schema and those within, without what the catalogue describes."""
    properties = schema.get("properties")
    inner = properties.values() if isinstance(properties, dict) else ()
    return [schema, *(each for one in inner if one.get("type") == "object" for each in _objects(one))]
