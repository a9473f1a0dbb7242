"""One interface: what a cloud is asked and what it gives is the same everywhere."""

import re
from pathlib import Path

import pytest

from tests.lane.programs import ROOT
from tests.terraform.conftest import CLOUDS

TERRAFORM = ROOT / "terraform"
_DECLARED = re.compile(r"^(variable|output) \"(\w+)\" \{$(.*?)^\}$", re.M | re.S)


def declared(folder: Path, what: str) -> dict[str, str]:
    """Variables (with their whole declaration) or outputs (with their description) of a module."""
    text = "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.tf")))
    found = {name: body for kind, name, body in _DECLARED.findall(text) if kind == what}
    return (
        found
        if what == "variable"
        else {name: re.findall(r"description = (.*)", body)[0] for name, body in found.items()}
    )


def variants(kind: str) -> list[Path]:
    """Neon is no place of its own but a string that people bring: it has another interface (modules/connection takes its part)."""
    return [each for each in sorted((TERRAFORM / "modules" / kind).iterdir()) if each.is_dir() and each.name != "neon"]


@pytest.mark.parametrize("kind", ["network", "cluster", "broker", "database", "registry"])
def test_modules_of_a_kind_take_the_same(kind: str) -> None:
    first, *others = variants(kind)
    assert len(others) >= 3
    for other in others:
        assert declared(other, "variable") == declared(first, "variable"), other


@pytest.mark.parametrize("kind", ["broker", "database", "registry", "network"])
def test_modules_of_a_kind_give_the_same(kind: str) -> None:
    first, *others = variants(kind)
    for other in others:
        assert declared(other, "output") == declared(first, "output"), other


def test_roots_ask_the_same() -> None:
    for name, clouds in {"interface.tf": CLOUDS, "cloud.tf": CLOUDS[:4]}.items():
        texts = {(TERRAFORM / cloud / name).read_text("utf-8") for cloud in clouds}
        assert len(texts) == 1, name


def test_roots_give_the_same() -> None:
    common = declared(TERRAFORM / "minikube", "output")
    assert set(common) == {"cluster", "broker", "database", "secrets", "registry", "helm_values"}
    for cloud in CLOUDS:
        assert common.items() <= declared(TERRAFORM / cloud, "output").items(), cloud


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_example_sets_what_has_no_default(cloud: str) -> None:
    needed = {
        name
        for name, body in declared(TERRAFORM / cloud, "variable").items()
        if not re.search(r"^  default ", body, re.M)
    }
    example = (TERRAFORM / cloud / "terraform.tfvars.example").read_text("utf-8")
    given = set(re.findall(r"^(\w+) *=", example, re.M))
    assert needed <= given <= set(declared(TERRAFORM / cloud, "variable"))
