"""Secrets out of a cloud's store, by External Secrets: exactly those that somebody reads, and in time."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy.plan import secrets
from tests.charts.render import PLATFORMS, Manifest, manifests, of_kind, template


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobody_gets_them_unasked(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    assert not of_kind(rendered[platform], "ExternalSecret")


@pytest.mark.parametrize("store", ["kubernetes", "aws"])
@pytest.mark.parametrize("platform", ["eks", "gke", "aks"])
def test_exactly_the_secrets_that_are_read_come_from_outside(platform: str, store: str, umbrella: Path) -> None:
    words = ("--set", f"global.secrets.store={store}")
    read = secrets(manifests(template(umbrella, platform, *words).stdout))
    made = manifests(template(umbrella, platform, *words, "--set", "global.secrets.external.store.name=vault").stdout)
    brought = of_kind(made, "ExternalSecret")
    assert {each["spec"]["target"]["name"] for each in brought.values()} == read
    assert not secrets(made)


def test_a_secret_from_outside_is_what_readers_look_for(umbrella: Path) -> None:
    words = ("global.secrets.external.store.name=vault", "global.secrets.external.prefix=nudge/")
    rendered = manifests(template(umbrella, "eks", *(word for each in words for word in ("--set", each))).stdout)
    keys = {name: each["spec"]["data"] for name, each in of_kind(rendered, "ExternalSecret").items()}
    assert keys["app-token"] == [{"secretKey": "token", "remoteRef": {"key": "nudge/app-token"}}]
    assert keys["database-url"] == [{"secretKey": "database-url", "remoteRef": {"key": "nudge/database-url"}}]


def test_secrets_come_before_the_jobs_that_read_them(judged: Mapping[str, list[Manifest]]) -> None:
    on = judged["every option"]

    def weight(each: Manifest) -> int:
        return int(each["metadata"]["annotations"]["helm.sh/hook-weight"])

    hooks = "pre-install,pre-upgrade"
    jobs = [each for each in of_kind(on, "Job").values() if each["metadata"]["annotations"]["helm.sh/hook"] == hooks]
    outside = of_kind(on, "ExternalSecret").values()
    assert {each["metadata"]["annotations"]["helm.sh/hook"] for each in outside} == {hooks}
    assert max(map(weight, outside)) < min(map(weight, jobs))
    assert {each["spec"]["target"]["creationPolicy"] for each in outside} == {"Orphan"}
