"""Figures, alerts and dashboards for the operators that take them, where they are asked for, out of knative/monitoring."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.charts.render import PLATFORMS, Manifest, manifests, of_kind, template, with_pods
from tests.monitoring import DASHBOARDS, FOLDER

_OPTIONAL = {"PodMonitor", "PrometheusRule"}


@pytest.fixture(scope="module")
def on(judged: Mapping[str, list[Manifest]]) -> list[Manifest]:
    return judged["every option"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobody_gets_an_option_unasked(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    assert not _OPTIONAL & {each["kind"] for each in rendered[platform]}
    assert not [name for name in of_kind(rendered[platform], "ConfigMap") if name.startswith("dashboard-")]


def test_alerts_are_those_of_the_rule_file(on: list[Manifest]) -> None:
    assert of_kind(on, "PrometheusRule")["nudge"]["spec"] == yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))


def test_grafana_finds_every_dashboard(on: list[Manifest]) -> None:
    maps = [
        each for each in of_kind(on, "ConfigMap").values() if each["metadata"]["labels"].get("grafana_dashboard") == "1"
    ]
    found = {name: json.loads(content) for each in maps for name, content in each["data"].items()}
    assert found == {f"nudge-{name}.json": content for name, content in DASHBOARDS.items()}


def test_the_labels_that_operators_ask_for_are_given(umbrella: Path) -> None:
    words = ("knative.monitoring.enabled=true", "knative.monitoring.labels.release=prometheus")
    rendered = manifests(template(umbrella, "eks", *(word for each in words for word in ("--set", each))).stdout)
    for kind in ("PodMonitor", "PrometheusRule"):
        assert {each["metadata"]["labels"]["release"] for each in of_kind(rendered, kind).values()} == {"prometheus"}


def _pods(rendered: list[Manifest]) -> dict[str, Manifest]:
    """Deployments, also those that Knative makes, to their pods."""
    return {name: each["spec"]["template"] for name, each in of_kind(with_pods(rendered), "Deployment").items()}


def _chosen(selector: Manifest, rendered: list[Manifest]) -> set[str]:
    """Deployments whose pods a selector means."""
    asked = [(each["key"], set(each["values"])) for each in selector.get("matchExpressions", [])]
    labels = {name: pod["metadata"]["labels"] for name, pod in _pods(rendered).items()}
    return {
        name
        for name, has in labels.items()
        if selector.get("matchLabels", {}).items() <= has.items()
        and all(has.get(key) in values for key, values in asked)
    }


def test_every_function_is_scraped_at_its_own_port(on: list[Manifest]) -> None:
    monitor = of_kind(on, "PodMonitor")["functions"]["spec"]
    functions = {
        name: pod
        for name, pod in _pods(on).items()
        if pod["metadata"]["labels"]["app.kubernetes.io/component"] == "function"
    }
    assert _chosen(monitor["selector"], on) == set(functions)
    (endpoint,) = monitor["podMetricsEndpoints"]
    for pod in functions.values():
        assert {"containerPort": endpoint["portNumber"]} in pod["spec"]["containers"][0]["ports"]


def test_every_sidecar_is_scraped(on: list[Manifest]) -> None:
    with_sidecar = {
        name
        for name, pod in _pods(on).items()
        if pod["metadata"].get("annotations", {}).get("dapr.io/enabled") == "true"
    }
    assert _chosen(of_kind(on, "PodMonitor")["sidecars"]["spec"]["selector"], on) == with_sidecar


def test_prometheus_is_let_in_to_what_it_scrapes(on: list[Manifest]) -> None:
    policies = of_kind(on, "NetworkPolicy")
    from_monitoring = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    for policy, port in (("functions", 8080), ("sidecars", 19090)):
        doors = [each["ports"] for each in policies[policy]["spec"]["ingress"] if from_monitoring in each["from"]]
        assert doors == [[{"protocol": "TCP", "port": port}]]
