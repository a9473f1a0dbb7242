"""Alerts tell what is wrong and what to do. That the figures exist and the rules fire is tested beside and with the running product."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared import catalogue
from tests.monitoring import ALERTS


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_every_alert_says_what_is_wrong_and_how_bad_it_is(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("info", "warning", "critical")
    assert rule["annotations"]["summary"]
    assert len(rule["annotations"]["description"]) > 40
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_functions_that_are_named_exist() -> None:
    named = {
        name
        for rule in ALERTS
        for names in re.findall(r'function=~?"([^"]+)"', rule["expr"])
        for name in names.split("|")
    }
    assert named
    assert named <= set(catalogue.load().functions)


def test_dead_letters_have_alerts() -> None:
    expressions = " ".join(rule["expr"] for rule in ALERTS)
    assert {"nudge_dead_letters_total", "nudge_dead_letters_open"} <= set(
        expressions.replace("(", " ").replace("[", " ").replace(")", " ").split()
    )


def test_lateness_failures_and_the_delivery_rate_have_alerts() -> None:
    expressions = " ".join(rule["expr"] for rule in ALERTS)
    for name in (
        "nudge_reminder_lateness_seconds_bucket",
        "nudge_reminders_failed_total",
        "nudge_reminders_sent_total",
    ):
        assert name in expressions


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: str(rule["alert"]))
def test_every_alert_is_explained(rule: dict[str, Any]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "observability.md").read_text("utf-8")
    assert f"| `{rule['alert']}` |" in page
