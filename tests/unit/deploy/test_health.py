"""When an installation counts as healthy, and what is said of a part that is not."""

import json

import pytest

from deploy import health
from deploy.errors import NotHealthy
from deploy.programs import Namespace


def _part(kind: str, name: str, status: str, message: str = "", seen: int = 1) -> dict[str, object]:
    wanted = "Available" if kind == "Deployment" else "Ready"
    condition = {"type": wanted, "status": status, "message": message}
    return {
        "kind": kind,
        "metadata": {"name": name, "generation": 1},
        "status": {"observedGeneration": seen, "conditions": [condition]},
    }


def _told(reason: str, at: str, name: str = "write-audit-trigger-7d9f") -> dict[str, object]:
    message = "violates PodSecurity" if reason == "FailedCreate" else "Created pod"
    return {
        "reason": reason,
        "message": message,
        "lastTimestamp": f"2026-11-29T{at}Z",
        "involvedObject": {"kind": "ReplicaSet", "name": name},
    }


@pytest.fixture
def events() -> list[dict[str, object]]:
    return []


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, events: list[dict[str, object]]) -> list[dict[str, object]]:
    there: list[dict[str, object]] = []
    sets = [{"kind": "ReplicaSet", "metadata": {"name": "write-audit-trigger-7d9f"}}]
    answers = {"events": events, "replicasets.apps": sets}
    monkeypatch.setattr("deploy.programs.run", lambda *words, **_: json.dumps({"items": answers.get(words[4], there)}))
    return there


def test_all_is_well_when_every_part_is_ready(parts) -> None:
    parts += [_part("Service", "gateway", "True"), _part("ScaledObject", "write-audit-trigger", "True")]
    assert health.troubles(Namespace("nudge")) == []


def test_a_part_that_is_not_ready_says_why(parts) -> None:
    parts += [_part("Service", "gateway", "False", "Unable to fetch image")]
    assert health.troubles(Namespace("nudge")) == ["Service gateway: Unable to fetch image"]


def test_the_state_of_an_earlier_version_does_not_count(parts) -> None:
    parts += [_part("Deployment", "write-audit-trigger", "True", seen=0)]
    assert health.troubles(Namespace("nudge")) == ["Deployment write-audit-trigger: not looked at yet"]


@pytest.mark.usefixtures("parts")
def test_what_sleeps_but_may_not_wake_is_told_of(events) -> None:
    events += [_told("FailedCreate", "08:01:00"), _told("SuccessfulCreate", "08:00:00")]
    told = health.refusals(Namespace("nudge"))
    assert told == [
        "ReplicaSet write-audit-trigger-7d9f was refused a pod at 2026-11-29T08:01:00Z: violates PodSecurity"
    ]


@pytest.mark.usefixtures("parts")
def test_a_refusal_that_is_over_or_of_a_version_that_is_gone_does_not_count(events) -> None:
    events += [_told("FailedCreate", "08:00:00"), _told("SuccessfulCreate", "08:01:00")]
    events += [_told("FailedCreate", "08:02:00", name="write-audit-trigger-long-gone")]
    assert health.refusals(Namespace("nudge")) == []


@pytest.mark.usefixtures("parts")
def test_an_installation_does_not_wait_for_a_refusal_that_may_be_mended(events) -> None:
    events += [_told("FailedCreate", "08:00:00")]
    health.wait(Namespace("nudge"), 0.0, pytest.fail)


def test_waiting_ends_with_the_reasons(parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_BETWEEN", 0.0)
    parts += [_part("Service", "gateway", "Unknown", "Revision is starting")]
    said: list[str] = []
    with pytest.raises(NotHealthy, match="Service gateway: Revision is starting"):
        health.wait(Namespace("nudge"), 0.01, said.append)
    assert said == ["1 parts are not ready yet, such as Service gateway: Revision is starting"]
