"""What `helm test` does on every platform."""

from collections.abc import Mapping

import pytest

from tests.charts.render import PLATFORMS, Manifest


@pytest.mark.parametrize("platform", PLATFORMS)
def test_helm_test_opens_the_page_where_people_do(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    (visit,) = [
        each for each in rendered[platform] if each["metadata"].get("annotations", {}).get("helm.sh/hook") == "test"
    ]
    (container,) = visit["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["visit", "gateway"]
    (address,) = [each["value"] for each in container["env"] if each["name"] == "NUDGE_FUNCTION_ADDRESS"]
    gateway = next(
        each
        for each in rendered[platform]
        if each["metadata"]["name"] == "gateway" and each["apiVersion"].startswith("serving")
    )
    (function,) = gateway["spec"]["template"]["spec"]["containers"]
    (allowed,) = [each["value"] for each in function["env"] if each["name"] == "NUDGE_ALLOWED_HOSTS"]
    assert address.format(function="gateway").partition("://")[2] in allowed.split(",")
