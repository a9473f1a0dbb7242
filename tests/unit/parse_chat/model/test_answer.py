"""The schema that is sent for structured output, and the form that it describes."""

from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from functions.parse_chat.model.answer import ModelAnswer, answer_schema
from tests.model_server.behaviour import EMPTY_FORM, form


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for each in schema for found in objects(each)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") == "object" else []
    return here + [found for each in schema.values() for found in objects(each)]


def test_every_object_requires_all_its_properties_and_allows_no_other() -> None:
    found = objects(answer_schema())
    assert len(found) == 6
    for each in found:
        assert each["required"] == list(each["properties"]) and each["additionalProperties"] is False


def test_a_property_called_title_stays() -> None:
    assert "title" in answer_schema()["properties"]


def test_a_complete_form_fits_schema_and_model() -> None:
    filled = form("create", title="x", due={"words": "now", "value": "2026-11-24"}, more=[{"title": "y", "due": None}])
    jsonschema.validate(filled, answer_schema())
    assert ModelAnswer.model_validate(filled).title == "x"


@pytest.mark.parametrize("wrong", [{"operation": "drop"}, {"confidence": "high"}, {"shell": "rm"}, {"tags": "a"}])
def test_nothing_is_bent_into_form(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ModelAnswer.model_validate({**EMPTY_FORM, **wrong})
