"""The schemas of values know what values and catalogue hold; that Helm refuses the rest is tested in tests/charts."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from shared import catalogue

_ROOT = Path(__file__).parents[3]
_UMBRELLA = _ROOT / "knative" / "umbrella"
_CHARTS = {"umbrella": _UMBRELLA, "knative": _ROOT / "knative", "dapr": _ROOT / "dapr", "keda": _ROOT / "keda"}
_CHARTS["stores"] = _ROOT / "knative" / "stores"
_PLATFORMS = sorted((_UMBRELLA / "values").glob("*.yaml"))
_WITHOUT_A_FUNCTION = {"app-token", "reading-url", "kafka-username", "kafka-password"}
"""Secrets of sidecars, jobs and KEDA."""


def _schema(chart: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((_CHARTS[chart] / "values.schema.json").read_text("utf-8"))
    return schema


def _values(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


@pytest.mark.parametrize("chart", _CHARTS)
def test_the_schema_takes_the_charts_own_values(chart: str) -> None:
    jsonschema.validate(_values(_CHARTS[chart] / "values.yaml"), _schema(chart))


@pytest.mark.parametrize("platform", _PLATFORMS, ids=lambda file: file.stem)
def test_the_schemas_take_the_values_of_every_platform(platform: Path) -> None:
    values = _values(platform)
    jsonschema.validate(values, _schema("umbrella"))
    for chart in ("knative", "dapr", "keda"):
        jsonschema.validate(values.get(chart, {}), _schema(chart))
    jsonschema.validate(values, _schema("stores"))


def test_the_schema_takes_the_catalogue() -> None:
    jsonschema.validate(_values(_ROOT / "functions" / "functions.yaml"), _schema("umbrella"))


def test_every_secret_of_the_catalogue_may_be_provided_and_no_other() -> None:
    known = set(
        _schema("umbrella")["properties"]["global"]["properties"]["secrets"]["properties"]["provided"]["items"]["enum"]
    )
    granted = {secret for function in catalogue.load().functions.values() for secret in function.secrets}
    assert known == granted | _WITHOUT_A_FUNCTION


@pytest.mark.parametrize("chart", _CHARTS)
def test_an_unknown_value_is_refused(chart: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match="nobodyKnows"):
        jsonschema.validate({"nobodyKnows": 1}, _schema(chart))
