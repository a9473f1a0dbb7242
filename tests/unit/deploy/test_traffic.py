"""Where requests go before, during and after an upgrade."""

import json
from typing import Any

import pytest

from deploy import traffic
from deploy.errors import DeployError
from deploy.programs import Namespace


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A Knative Service that takes patches as the API server does."""
    there: dict[str, Any] = {
        "metadata": {"name": "gateway"},
        "spec": {},
        "status": {"latestReadyRevisionName": "gateway-00001"},
    }

    def run(*words: str, **_: Any) -> str:
        if "patch" in words:
            there["spec"] |= json.loads(words[-1])["spec"]
        return json.dumps({"items": [there]})

    monkeypatch.setattr("deploy.programs.run", run)
    monkeypatch.setattr("deploy.traffic.run", run)
    return there


def _shares(service: dict[str, Any]) -> dict[str, int]:
    return {each.get("revisionName", "newest"): each["percent"] for each in service["spec"]["traffic"]}


def test_a_held_version_keeps_every_request_and_the_new_one_has_a_door_of_its_own(service: dict[str, Any]) -> None:
    traffic.hold(Namespace("nudge"))
    assert _shares(service) == {"gateway-00001": 100, "newest": 0}
    assert service["spec"]["traffic"][1]["tag"] == "green"


def test_all_requests_move_at_once(service: dict[str, Any]) -> None:
    traffic.hold(Namespace("nudge"))
    service["status"]["latestReadyRevisionName"] = "gateway-00002"
    traffic.shift(Namespace("nudge"))
    assert _shares(service) == {"newest": 100, "gateway-00001": 0}


def test_requests_go_back_to_the_version_before(service: dict[str, Any]) -> None:
    traffic.hold(Namespace("nudge"))
    service["status"]["latestReadyRevisionName"] = "gateway-00002"
    traffic.shift(Namespace("nudge"))
    traffic.back(Namespace("nudge"))
    assert _shares(service) == {"gateway-00001": 100}


def test_a_service_that_never_ran_is_not_held(service: dict[str, Any]) -> None:
    service["status"] = {}
    traffic.hold(Namespace("nudge"))
    assert "traffic" not in service["spec"]


def test_without_a_version_before_there_is_no_way_back(service: dict[str, Any]) -> None:
    with pytest.raises(DeployError, match="no version to go back to"):
        traffic.back(Namespace("nudge"))
