"""The files in dapr/ agree with the catalogue, with each other and with the daprd that is built for them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared import catalogue
from shared.contracts import SUBSCRIPTIONS
from shared.events import DEAD_LETTERS
from shared.subscriptions import subscription_files

DAPR = Path(__file__).parents[3] / "dapr"
KNOWN = catalogue.load()
_SENSITIVE = re.compile("password|secret(?!sFile)|connectionstring|token|key$", re.IGNORECASE)
_STATE = re.compile(r"import conversations\b|\.(get_state|save_states?)\(")
_MODULES = {
    "pubsub.kafka": "pubsub/kafka",
    "state.postgresql": "state/postgresql/v2",
    "state.in-memory": "state/in-memory",
    "secretstores.local.file": "secretstores/local/file",
}
"""Component type to the package of Dapr's components that has it."""


def resources(folder: str) -> Iterator[dict[str, Any]]:
    for file in sorted((DAPR / folder).rglob("*.yaml")):
        yield from yaml.safe_load_all(file.read_text("utf-8"))


def components(*folders: str) -> list[dict[str, Any]]:
    return [each for folder in folders for each in resources(folder)]


def test_every_component_of_the_catalogue_is_there_once() -> None:
    names = [each["metadata"]["name"] for each in components("components", "secret-stores/local", "task-caches/memory")]
    assert sorted(names) == sorted(KNOWN.components.values())


def test_variants_bear_the_name_of_what_they_replace() -> None:
    assert {each["metadata"]["name"] for each in resources("secret-stores")} == {KNOWN.components["secrets"]}
    assert {each["metadata"]["name"] for each in resources("task-caches")} == {KNOWN.components["cache"]}
    assert {each["spec"]["type"] for each in resources("secret-stores")} == {
        "secretstores.local.file", "secretstores.kubernetes", "secretstores.aws.secretmanager",
    }  # fmt: skip


def test_secrets_and_addresses_come_from_outside() -> None:
    for each in components("components", "secret-stores", "task-caches"):
        for item in each["spec"]["metadata"]:
            if _SENSITIVE.search(item["name"]):
                assert "secretKeyRef" in item, f"{each['metadata']['name']}: {item['name']}"
            if re.search("brokers|host$|file$", item["name"], re.IGNORECASE):
                assert "envRef" in item, f"{each['metadata']['name']}: {item['name']}"


def test_subscriptions_are_what_the_catalogue_says() -> None:
    """`make contracts` writes them anew."""
    wanted = subscription_files(KNOWN)
    assert {file.name: file.read_text("utf-8") for file in SUBSCRIPTIONS.iterdir()} == wanted
    declared = {(each["scopes"][0], each["spec"]["topic"]) for each in resources("subscriptions")}
    assert declared == {(name, one.topic) for name, function in KNOWN.functions.items() for one in function.subscribes}


@pytest.mark.parametrize("role", ["pubsub", "broadcast"])
def test_only_consumers_have_what_they_consume_by(role: str) -> None:
    """Who has pubsub cannot start without the broker; who has the broadcast leaves a group behind with every start."""
    (component,) = [each for each in resources("components") if each["metadata"]["name"] == KNOWN.components[role]]
    consuming = {
        scope
        for each in resources("subscriptions")
        if each["spec"]["pubsubname"] == KNOWN.components[role]
        for scope in each["scopes"]
    }
    assert set(component["scopes"]) == consuming


def test_only_functions_with_conversations_have_the_store_of_conversations() -> None:
    (state,) = [each for each in resources("components") if each["metadata"]["name"] == KNOWN.components["state"]]
    using = {
        folder.name.replace("_", "-")
        for folder in (DAPR.parent / "functions").iterdir()
        if any(_STATE.search(file.read_text("utf-8")) for file in folder.glob("**/*.py"))
    }
    assert set(state["scopes"]) == {scope for name in using for scope in (name, f"{name}-function")}


def test_poison_is_bounded_and_dead_letters_have_their_topic() -> None:
    (pubsub,) = [each for each in resources("components") if each["metadata"]["name"] == KNOWN.components["pubsub"]]
    settings = {item["name"]: item.get("value") for item in pubsub["spec"]["metadata"]}
    assert 0 < int(settings["backOffMaxRetries"]) < 10
    for each in resources("subscriptions"):
        if each["spec"]["pubsubname"] == KNOWN.components["pubsub"] and each["spec"]["topic"] != DEAD_LETTERS:
            assert each["spec"]["deadLetterTopic"] == DEAD_LETTERS


def _resiliency() -> dict[str, Any]:
    spec: dict[str, Any] = yaml.safe_load((DAPR / "policies" / "resiliency.yaml").read_text("utf-8"))["spec"]
    return spec


def test_policies_fit_their_targets() -> None:
    spec = _resiliency()
    policies, targets = spec["policies"], spec["targets"]
    assert set(targets["apps"]) <= set(KNOWN.functions)
    assert set(targets["components"]) <= set(KNOWN.components.values())
    kinds = {"timeout": "timeouts", "retry": "retries", "circuitBreaker": "circuitBreakers"}
    flows = [flow for each in targets["components"].values() for flow in each.values()] + list(targets["apps"].values())
    for flow in flows:
        assert all(name in policies[kinds[kind]] for kind, name in flow.items())
    for kind in ("Timeout", "Retry"):
        assert f"DefaultApp{kind}Policy" in policies[kinds[kind.lower()]], "every function has it"


def test_no_circuit_breaker_of_daprs_is_in_front_of_functions() -> None:
    """It would count a person's mistakes as the function's."""
    spec = _resiliency()
    assert not [name for name in spec["policies"]["circuitBreakers"] if name.startswith("Default")]
    assert not [flow for flow in spec["targets"]["apps"].values() if "circuitBreaker" in flow]


def test_timeouts_are_longer_than_a_cold_start() -> None:
    assert all(15 <= int(value.removesuffix("s")) <= 30 for value in _resiliency()["policies"]["timeouts"].values())


def test_deliveries_are_tried_again_without_a_circuit_breaker() -> None:
    """While it was open, good events would go to the dead letters."""
    for role in ("pubsub", "broadcast"):
        inbound = _resiliency()["targets"]["components"][KNOWN.components[role]]["inbound"]
        assert {"timeout", "retry"} == set(inbound)


def test_streams_have_no_timeout() -> None:
    streaming = {function.name for route, function in KNOWN.routes() if route.stream}
    targets = _resiliency()["targets"]["apps"]
    assert streaming
    assert all("timeout" not in targets[name] for name in streaming)


def test_daprd_is_built_with_what_one_machine_needs() -> None:
    built = (DAPR / "daprd" / "components.go").read_text("utf-8")
    types = {each["spec"]["type"] for each in components("components", "secret-stores/local", "task-caches/memory")}
    assert types == set(_MODULES)
    assert all(f'components-contrib/{package}"' in built for package in _MODULES.values())


def test_the_configuration_keeps_traces_and_figures() -> None:
    spec = yaml.safe_load((DAPR / "configuration.yaml").read_text("utf-8"))["spec"]
    assert (spec["tracing"]["samplingRate"], spec["metrics"]["enabled"]) == ("1", True)


def test_no_python_package_shadows_the_sdk() -> None:
    assert not list(DAPR.rglob("*.py"))


PLAIN = [file for file in sorted(DAPR.rglob("*.yaml")) if file.parent.name != "templates"]


@pytest.mark.parametrize("file", PLAIN, ids=lambda file: str(file.relative_to(DAPR)))
def test_every_file_can_be_read(file: Path) -> None:
    assert list(yaml.safe_load_all(file.read_text("utf-8")))
