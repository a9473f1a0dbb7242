"""checkov: everything it knows about Kubernetes, once over all platforms and some planted mistakes, as it takes long to start."""

import copy
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.charts.programs import checkov
from tests.charts.render import JUDGED, Manifest, with_pods

# What does not hold for Nudge, and why.
_WAIVED = {
    "CKV_K8S_8": "what triggers hold beside their sidecar sleeps, and cannot be asked; test_protection.py sees to the probes of functions",
    "CKV_K8S_9": "as before",
    "CKV_K8S_15": "clouds name the image by its digest, and a small cluster may have no registry",
    "CKV_K8S_29": "Knative takes the security context of containers only, unless a feature is switched on",
    "CKV_K8S_35": "Dapr hands out its tokens by environment; everything else is read through the secret store",
    "CKV_K8S_38": "a sidecar proves with it who it is, and reads the secrets that its role grants",
    "CKV_K8S_43": "the release names the digest of the image; test_platforms.py sees to it",
}

# What is planted into a container, and the check that must complain.
PLANTED: dict[str, tuple[Mapping[str, Any], str]] = {
    "privileged": ({"securityContext": {"privileged": True}}, "CKV_K8S_16"),
    "more rights than it began with": ({"securityContext": {"allowPrivilegeEscalation": True}}, "CKV_K8S_20"),
    "all of Linux' capabilities": ({"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}, "CKV_K8S_39"),
    "a root file system that can be written to": ({"securityContext": {"readOnlyRootFilesystem": False}}, "CKV_K8S_22"),
    "no limit of memory": ({"resources": {"limits": {"memory": None}}}, "CKV_K8S_13"),
    "an image without a version": ({"image": "ghcr.io/nudge/nudge"}, "CKV_K8S_14"),
}


@pytest.fixture(scope="session")
def complaints(
    judged: Mapping[str, list[Manifest]], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, set[str]]:
    """What is judged, or a planted mistake, to the checks that fail there, with what they fail on."""
    folder = tmp_path_factory.mktemp("checkov")
    given = dict(judged) | {mistake: _planted(judged["eks"], what) for mistake, (what, _) in PLANTED.items()}
    files = {f"{number}.yaml": name for number, name in enumerate(given)}
    for file, name in files.items():
        (folder / file).write_text(yaml.safe_dump_all(with_pods(given[name])))
    failed: dict[str, set[str]] = {name: set() for name in given}
    for each in _failed(folder):
        failed[files[Path(each["file_path"]).name]].add(f"{each['check_id']} {each['resource']}: {each['check_name']}")
    return failed


def _failed(folder: Path) -> list[dict[str, Any]]:
    command = [
        checkov(),
        "-d",
        folder,
        "--framework",
        "kubernetes",
        "--compact",
        "--quiet",
        "--skip-download",
        "-o",
        "json",
    ]
    told = subprocess.run([*command, "--skip-check", ",".join(_WAIVED)], capture_output=True, text=True, timeout=600)
    answer = json.loads(told.stdout)
    assert not answer["summary"]["parsing_errors"], answer["summary"]
    assert answer["summary"]["passed"] > 100
    found: list[dict[str, Any]] = answer["results"]["failed_checks"]
    return found


def _planted(manifests: list[Manifest], what: Mapping[str, Any]) -> list[Manifest]:
    gateway = copy.deepcopy(
        next(
            each
            for each in with_pods(manifests)
            if each["metadata"]["name"] == "gateway" and each["kind"] == "Deployment"
        )
    )
    container = gateway["spec"]["template"]["spec"]["containers"][0]
    for name, value in what.items():
        container[name] = _over(container.get(name), value)
    return [gateway]


def _over(there: Any, value: Any) -> Any:
    """Mappings are laid over each other; None takes away."""
    if not isinstance(value, Mapping):
        return value
    mixed = dict(there or {}) | {name: _over((there or {}).get(name), each) for name, each in value.items()}
    return {name: each for name, each in mixed.items() if each is not None}


@pytest.mark.parametrize("what", JUDGED)
def test_nothing_is_wrong(what: str, complaints: Mapping[str, set[str]]) -> None:
    assert not complaints[what]


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_caught(mistake: str, complaints: Mapping[str, set[str]]) -> None:
    assert any(each.startswith(f"{PLANTED[mistake][1]} ") for each in complaints[mistake])
