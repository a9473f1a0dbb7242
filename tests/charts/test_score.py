"""kube-score: nothing critical, neither in what the charts hold nor in the pods that Knative makes of it."""

import copy
import subprocess
from collections.abc import Callable, Mapping, Sequence

import pytest
import yaml

from tests.charts.programs import program
from tests.charts.render import JUDGED, Manifest, with_pods

# What does not hold for Nudge, and why.
_WAIVED = {
    "container-image-pull-policy": "clouds name the image by its digest, and a small cluster may have no registry",
    "container-ephemeral-storage-request-and-limit": "root file systems are read-only and no pod has a volume to write to",
    "deployment-has-poddisruptionbudget": "what may sleep has none; test_protection.py sees to those that are always on",
}


def _criticisms(manifests: Sequence[Manifest]) -> list[str]:
    command = [program("kube-score"), "score", "--output-format", "ci", "--kubernetes-version", "v1.33"]
    command += ["--ignore-test", ",".join(_WAIVED), "-"]
    given = yaml.safe_dump_all(with_pods(manifests))
    told = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
    assert "[" in told.stdout, told.stderr
    return [line for line in told.stdout.splitlines() if line.startswith("[CRITICAL]")]


@pytest.mark.parametrize("what", JUDGED)
def test_nothing_is_critical(what: str, judged: Mapping[str, list[Manifest]]) -> None:
    assert not _criticisms(judged[what])


def _no_limits(container: Manifest) -> None:
    del container["resources"]["limits"]


def _writable(container: Manifest) -> None:
    container["securityContext"]["readOnlyRootFilesystem"] = False


def _root(container: Manifest) -> None:
    container["securityContext"]["runAsUser"] = 0


def _latest(container: Manifest) -> None:
    container["image"] = "ghcr.io/nudge/nudge:latest"


PLANTED: dict[str, tuple[Callable[[Manifest], None], str]] = {
    "no limits": (_no_limits, "limit is not set"),
    "a root file system that can be written to": (_writable, "writable root filesystem"),
    "the user root": (_root, "user ID"),
    "an image without a version": (_latest, "latest tag"),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_caught(mistake: str, rendered: Mapping[str, list[Manifest]]) -> None:
    plant, words = PLANTED[mistake]
    manifests = copy.deepcopy(rendered["eks"])
    gateway = next(
        each for each in manifests if each["apiVersion"].startswith("serving") and each["metadata"]["name"] == "gateway"
    )
    plant(gateway["spec"]["template"]["spec"]["containers"][0])
    assert words in "\n".join(_criticisms(manifests))


def test_without_its_policies_every_pod_is_criticised(rendered: Mapping[str, list[Manifest]]) -> None:
    open_to_all = [each for each in rendered["eks"] if each["kind"] != "NetworkPolicy"]
    assert "NetworkPolicy" in "\n".join(_criticisms(open_to_all))
