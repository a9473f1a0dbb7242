"""What the checks of terraform/ share: programs, copies to work in, and a simulated AWS."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.charts.render import packed
from tests.lane.ports import free_ports
from tests.lane.process import Process
from tests.lane.programs import ROOT
from tests.lane.waiting import until
from tests.terraform import programs
from tests.terraform.workspace import Workspace

CLOUDS = ("aws", "gcp", "azure", "digitalocean", "minikube")


@pytest.fixture(scope="session")
def aloud(pytestconfig: pytest.Config) -> Callable[[Callable[[], Path]], Path]:
    """Sets something up with capture off: what takes long says so."""

    def setting_up(what: Callable[[], Path]) -> Path:
        with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            return what()

    return setting_up


@pytest.fixture(scope="session")
def terraform(aloud: Callable[[Callable[[], Path]], Path]) -> Path:
    return aloud(lambda: programs.needed("terraform"))


@pytest.fixture(scope="session")
def copy(
    terraform: Path, aloud: Callable[[Callable[[], Path]], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Workspace]:
    """Makes a copy of terraform/ to work in, with what is given as its environment."""
    mirror = aloud(programs.schemas)

    def make(**environment: str) -> Workspace:
        return Workspace.copy(tmp_path_factory.mktemp("terraform") / "copy", terraform, mirror, **environment)

    return make


@pytest.fixture(scope="session")
def umbrella(aloud: Callable[[Callable[[], Path]], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The umbrella chart with what it depends on."""
    return aloud(lambda: packed(tmp_path_factory.mktemp("charts")))


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A simulated AWS; the environment that leads Terraform and boto3 to it, and nowhere else."""
    port = next(free_ports())
    folder = tmp_path_factory.mktemp("aws")
    # Policies that AWS itself keeps are there only when moto is told so.
    settings = {"MOTO_PORT": str(port), "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
    command = [sys.executable, "-m", "tests.terraform.simulator"]
    process = Process("the simulated AWS", command, folder / "log", settings, folder=ROOT)
    process.start()
    until(lambda: _answers(port), process, 180)
    yield {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    process.kill()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/nudge/left").is_success
    except httpx.TransportError:
        return False
