"""The catalogue: nothing is declared twice, and what it says can be relied on."""

import importlib
from pathlib import Path

import pytest

from shared import catalogue
from shared.catalogue import Function
from shared.events import CONTRACTS

KNOWN = catalogue.load()
FUNCTIONS = list(KNOWN.functions.values())


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_has_its_folder_its_docstring_and_its_target(function: Function) -> None:
    package = importlib.import_module(f"functions.{function.module}")
    assert package.__doc__ is not None
    assert package.__doc__.startswith(f"{function.name}: ")
    assert callable(getattr(importlib.import_module(f"functions.{function.module}.main"), function.module))


def test_every_folder_is_in_the_catalogue() -> None:
    folders = {path.parent.name for path in (catalogue.FILE.parent).glob("*/main.py")}
    assert folders == {function.module for function in FUNCTIONS}


def test_topics_that_are_used_exist() -> None:
    used = {topic for function in FUNCTIONS for topic in function.publishes}
    used |= {item.topic for function in FUNCTIONS for item in function.subscribes}
    assert used <= set(KNOWN.topics)


def test_no_two_routes_and_no_two_operations_are_the_same() -> None:
    routes = [(route.method, route.path) for route, _ in KNOWN.routes()]
    operations = [route.operation for route, _ in KNOWN.routes()]
    assert len(set(routes)) == len(routes)
    assert len(set(operations)) == len(operations)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_operation_of_a_route_is_implemented_and_every_implemented_one_has_a_route(function: Function) -> None:
    module = importlib.import_module(f"functions.{function.module}.main")
    implemented = set(module.function.operations) if hasattr(module, "function") else set()
    routed = {route.operation for route in function.routes}
    assert routed == (implemented or routed)
    assert implemented or not routed or function.name == "gateway"


def test_only_the_gateway_is_public() -> None:
    assert [function.name for function in FUNCTIONS if function.public] == ["gateway"]


def test_who_stores_events_may_publish_them() -> None:
    for function in FUNCTIONS:
        if any(route.method != "GET" for route in function.routes) and function.name != "sign-in":
            assert function.publishes, function.name


def test_every_contract_is_of_a_known_family() -> None:
    assert {kind.partition(".")[0] for kind in CONTRACTS} <= {
        "task", "reminder", "recurring", "notification", "email", "audit",
    }  # fmt: skip


def test_a_key_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "functions.yaml"
    file.write_text("global: {topics: {}, components: {}, functions: {a: {trigger: http, concurrency: 1, rotues: []}}}")
    with pytest.raises(TypeError, match="rotues"):
        catalogue.load(file)


def test_limits_of_concurrency_come_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "functions.yaml"
    file.write_text("global: {topics: {}, components: {}, functions: {a: {trigger: topic, concurrency: 7}}}")
    assert catalogue.load(file).functions["a"].concurrency == 7
