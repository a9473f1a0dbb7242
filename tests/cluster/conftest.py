"""The installation on a real cluster: the tests follow each other, from everything asleep to everything hurt."""

import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import psycopg
import pytest

from tests.cluster import figures as document
from tests.cluster.figures import Figures
from tests.cluster.kube import Kube, run, setting, wait

CHART = Path(__file__).parents[2] / "knative" / "umbrella"
_RELEASE = "nudge"
_ROLL_OUT_SECONDS = 300
_ASLEEP_SECONDS = 300
_PATIENCE = httpx.Timeout(60)


class Installation:
    """Nudge as it was deployed, seen from within reach of the cluster."""

    def __init__(self, kube: Kube, url: str, dsn: str, token: str) -> None:
        self.kube, self.url, self.dsn, self.token = kube, url, dsn, token

    jumps = 0
    """Nobody sets clocks here."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sql(self, statement: LiteralString, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def client(self, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        """Somebody with a cookie jar of their own, who knows the access token unless told otherwise."""
        known = self.headers if headers is None else headers
        return httpx.AsyncClient(base_url=self.url, headers=known, timeout=_PATIENCE, trust_env=False)

    def upgrade(self, *changes: str) -> None:
        """Applies the chart again with the values it has, but for `changes` (`--set name=value`); returns when all is ready."""
        words = ("--reuse-values", "--wait", "--timeout", f"{_ROLL_OUT_SECONDS}s", *changes)
        self._helm("upgrade", _RELEASE, str(CHART), *words)
        self._until_ready()

    def roll_back(self) -> None:
        self._helm("rollback", _RELEASE, "--wait", "--timeout", f"{_ROLL_OUT_SECONDS}s")
        self._until_ready()

    def _helm(self, *words: str) -> None:
        run("helm", "-n", self.kube.namespace, *words, seconds=_ROLL_OUT_SECONDS)

    def _until_ready(self) -> None:
        """Helm does not wait for Knative's Services."""
        ready = ("wait", "ksvc", "--all", "--for=condition=Ready", f"--timeout={_ROLL_OUT_SECONDS}s")
        run("kubectl", "-n", self.kube.namespace, *ready, seconds=_ROLL_OUT_SECONDS + 10)

    def awake(self) -> dict[str, int]:
        """What has pods, but for what always has: the gateway and whatever else the values keep warm."""
        warm = {name for name, at_least in self._least().items() if at_least}
        return {name: count for name, count in self.kube.replicas().items() if name not in warm}

    def fall_asleep(self) -> float:
        """Waits until everything is at zero; returns the seconds."""
        return wait(lambda: not self.awake(), _ASLEEP_SECONDS, "everything at zero")

    def _least(self) -> dict[str, int]:
        services = self.kube.read("ksvc", "-l", "app.kubernetes.io/part-of=nudge")["items"]
        annotations = {
            each["metadata"]["name"]: each["spec"]["template"]["metadata"]["annotations"] for each in services
        }
        return {name: int(each.get("autoscaling.knative.dev/min-scale", 0)) for name, each in annotations.items()}


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    kube = Kube(setting("NAMESPACE", "nudge"))
    gateway = kube.read("ksvc", "gateway")
    url = setting("URL", gateway["status"]["url"])
    token = kube.secret("access-token")["access-token"]
    with tempfile.TemporaryDirectory() as folder:
        yield Installation(kube, url, _reachable(kube, Path(folder)), token)


@pytest.fixture
async def api(installation: Installation) -> AsyncIterator[httpx.AsyncClient]:
    async with installation.client() as client:
        yield client


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """Printed at the end, and written to docs/ when FIGURES=write."""
    taken = Figures()
    begun = time.monotonic()
    yield taken
    taken.seconds("this run", time.monotonic() - begun)
    print(f"\n{taken.table()}")
    if setting("FIGURES") == "write":
        document.write(taken)


def _reachable(kube: Kube, folder: Path) -> str:
    """The database's address with the certificate of its authority in a file of this machine."""
    parts = urlsplit(kube.secret("database-url")["database-url"])
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    names = [each["metadata"]["name"] for each in kube.read("configmaps")["items"]]
    if "postgres-ca" in names:
        certificate = folder / "ca.crt"
        certificate.write_text(next(iter(kube.read("configmap", "postgres-ca")["data"].values())))
        query["sslrootcert"] = str(certificate)
    return parts._replace(query=urlencode(query)).geturl()
