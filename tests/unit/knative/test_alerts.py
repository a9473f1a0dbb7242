"""Alerts rest on figures that exist, and tell what to do."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from shared import catalogue, metrics

FILE = Path(__file__).parents[3] / "knative" / "monitoring" / "alerts.yaml"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(FILE.read_text("utf-8"))["groups"] for rule in group["rules"] if "alert" in rule
]
RECORDED = {
    rule["record"]: rule["expr"]
    for group in yaml.safe_load(FILE.read_text("utf-8"))["groups"]
    for rule in group["rules"]
    if "record" in rule
}
USED = re.compile(r"\b(nudge_\w+)(?:\{([^}]*)\})?")


def figures() -> dict[str, set[str]]:
    """Every name under which a figure is given out, with its labels."""
    found: dict[str, set[str]] = {}
    for each in vars(metrics).values():
        if not hasattr(each, "_labelnames"):
            continue
        labels = set(each._labelnames)
        found |= {name: labels | {"le"} for name in REGISTRY._collector_to_names[each]}
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_figure_of_an_alert_exists_with_its_labels(rule: dict[str, Any]) -> None:
    known, used = figures(), USED.findall(rule["expr"])
    assert used
    for name, labels in used:
        assert name in known, name
        assert set(re.findall(r"(\w+)\s*(?:=~|!=|=)", labels)) <= known[name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_is_wrong_and_how_bad_it_is(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("info", "warning", "critical")
    assert rule["annotations"]["summary"]
    assert len(rule["annotations"]["description"]) > 40
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_functions_that_are_named_exist() -> None:
    named = {
        name
        for rule in RULES
        for names in re.findall(r'function=~?"([^"]+)"', rule["expr"])
        for name in names.split("|")
    }
    assert named
    assert named <= set(catalogue.load().functions)


def test_lateness_failures_and_the_delivery_rate_have_alerts() -> None:
    expressions = " ".join(rule["expr"] for rule in RULES)
    for name in (
        "nudge_reminder_lateness_seconds_bucket",
        "nudge_reminders_failed_total",
        "nudge_reminders_sent_total",
    ):
        assert name in expressions
