"""What the guide tells people to type is what the program tells them."""

from pathlib import Path

import pytest
import yaml

from deploy.secrets import command
from shared import catalogue

_DOCUMENTS = Path(__file__).parents[3] / "docs"
_PLATFORMS = sorted((Path(__file__).parents[3] / "knative" / "umbrella" / "values").glob("*.yaml"))
_GRANTED = sorted({secret for function in catalogue.load().functions.values() for secret in function.secrets})


def test_every_secret_has_its_command_in_the_guide() -> None:
    guide = (_DOCUMENTS / "secrets.md").read_text("utf-8").splitlines()
    for secret in [*_GRANTED, "app-token", "reading-url", "kafka-username", "kafka-password", "kafka-ca"]:
        assert command("nudge", secret) in guide


def test_minikube_has_its_commands_in_the_guide() -> None:
    """With stores of its own nobody has to know an address or a password beforehand."""
    guide = (_DOCUMENTS / "secrets.md").read_text("utf-8").splitlines()
    minikube = next(each for each in _PLATFORMS if each.stem == "minikube")
    for secret in yaml.safe_load(minikube.read_text("utf-8"))["global"]["secrets"]["provided"]:
        assert command("nudge", secret, own_stores=True) in guide


@pytest.mark.parametrize("values", _PLATFORMS, ids=lambda file: file.stem)
def test_every_secret_that_a_platform_has_is_in_the_guide(values: Path) -> None:
    guide = (_DOCUMENTS / "secrets.md").read_text("utf-8")
    for secret in yaml.safe_load(values.read_text("utf-8"))["global"]["secrets"]["provided"]:
        assert f"| `{secret}` |" in guide


def test_figures_have_their_place() -> None:
    lines = (_DOCUMENTS / "kubernetes.md").read_text("utf-8").splitlines()
    assert lines.index("<!-- measured -->") < lines.index("<!-- /measured -->")
