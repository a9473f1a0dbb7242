"""SC-015: every platform gets the same objects and the same code; only values differ, image digests, classes of storage and gateway."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.charts.render import PLATFORMS, Manifest, manifests, template

Name = tuple[str, str]
"""Kind and name."""

CLOUDS = ("aks", "digitalocean", "eks", "gke")
# What is there only where the platform asks for it: a way in with a password, and the front, which has a value of its own.
_ASKED_FOR = {("TriggerAuthentication", "kafka")}
_SAME_DIGEST = ("--set", f"global.image.digest=sha256:{'0' * 64}")


def _names(rendered: list[Manifest]) -> set[Name]:
    return {(each["kind"], each["metadata"]["name"]) for each in rendered}


def _containers(rendered: list[Manifest]) -> Iterator[tuple[Name, dict[str, Any]]]:
    for each in rendered:
        spec = each.get("spec") or {}
        spec = (spec.get("jobTemplate") or {}).get("spec", spec)
        for container in (spec.get("template") or {}).get("spec", {}).get("containers", []):
            yield (each["kind"], each["metadata"]["name"]), container


def _code(rendered: list[Manifest]) -> dict[Name, tuple[Any, ...]]:
    """What each pod runs, however it is configured: image, command, arguments, probes, security."""
    parts = ("image", "command", "args", "livenessProbe", "readinessProbe", "startupProbe", "securityContext", "ports")
    return {name: tuple(container.get(part) for part in parts) for name, container in _containers(rendered)}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cloud_gets_the_same_objects_as_minikube(cloud: str, rendered: Mapping[str, list[Manifest]]) -> None:
    assert _names(rendered[cloud]) ^ _names(rendered["minikube"]) <= _ASKED_FOR


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cloud_runs_the_same_code_as_minikube(cloud: str, rendered: Mapping[str, list[Manifest]]) -> None:
    assert _code(rendered[cloud]) == _code(rendered["minikube"])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_there_is_one_image_for_all_functions(platform: str, umbrella: Path) -> None:
    done = template(umbrella, platform, *_SAME_DIGEST)
    images = {container["image"] for _, container in _containers(manifests(done.stdout))}
    assert len(images) == 1
    assert images.pop().endswith(f"@sha256:{'0' * 64}")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_differs_is_named_by_a_value(cloud: str, rendered: Mapping[str, list[Manifest]]) -> None:
    """The difference of two renderings, place by place."""
    here, there = (_by_name(rendered[each]) for each in ("minikube", cloud))
    places = {place for name in here.keys() & there.keys() for place in _differences(here[name], there[name], name[0])}
    unexplained = {place for place in places if not place.startswith(_VALUES)}
    assert not unexplained


# The places that the values of a platform reach: brokers and how to get into them, certificates, granted secrets, public address, sizes.
_VALUES = (
    "Component.spec.metadata",
    "Component.auth",
    "ScaledObject.spec.triggers",
    "Role.rules",
    "Job.spec.template.spec.containers.env",
    "Job.spec.template.spec.volumes",
    "Job.spec.template.spec.containers.volumeMounts",
    "TriggerAuthentication.spec.secretTargetRef",
    "TriggerAuthentication.spec.podIdentity",
    "Service.spec.template.spec.volumes",
    "Deployment.spec.template.spec.volumes",
    "Certificate.spec.issuerRef",
)


def _by_name(rendered: list[Manifest]) -> dict[Name, Manifest]:
    return {(each["kind"], each["metadata"]["name"]): each for each in rendered}


def _differences(here: Any, there: Any, place: str) -> Iterator[str]:
    if isinstance(here, dict) and isinstance(there, dict):
        for key in here.keys() | there.keys():
            yield from _differences(here.get(key), there.get(key), f"{place}.{key}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for one, other in zip(here, there, strict=True):
            yield from _differences(one, other, place)
    elif here != there:
        yield place
