"""Browsers switch push on and off by the API, and the complete product pushes to them."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from local.secrets_file import read_secrets
from tests.authority import server_context
from tests.eventually import eventually
from tests.integration.tasks import problem
from tests.product import ROOT, Product, running
from tests.push_service import Keys, PushService, push_service, vapid_secrets

PUSH = "/api/settings/push"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[PushService]:
    async with push_service(server_context(tmp_path, tmp_path / "authority.pem")) as there:
        yield there


async def test_a_due_task_is_pushed_until_the_browser_switches_it_off(service: PushService, tmp_path: Path) -> None:
    secrets = vapid_secrets()
    trusted = str(tmp_path / "authority.pem")
    with running(secrets, SSL_CERT_FILE=trusted, NUDGE_PUSH_HOSTS="127.0.0.1") as product:
        async with product.client() as browser, product.client() as other:
            before = (await browser.get("/api/settings")).json()
            assert (before["push_key"], before["push_here"]) == (secrets["push-public-key"], False)
            after = (await browser.put(PUSH, json=service.subscription())).json()
            assert after["push_here"]
            assert not (await other.get("/api/settings")).json()["push_here"]
            await browser.post("/api/tasks", json={"title": "Call mom", "reminders": [{"at": "2026-01-01T00:00:00Z"}]})
            await browser.post("/api/tasks", json=_due_now("Pay rent"))

            async def pushed() -> list[str]:
                return [message["title"] for message in service.messages]

            assert await eventually(pushed) == ["Pay rent"]
            assert not (await browser.delete(PUSH)).json()["push_here"]
            assert (await browser.delete(PUSH)).status_code == 200
            assert product.sql("SELECT count(*) FROM push_subscription") == [(0,)]
            assert service.subscription()["endpoint"] not in product.log


async def test_push_that_is_not_set_up_is_refused(api: httpx.AsyncClient, service: PushService) -> None:
    assert (await api.get("/api/settings")).json()["push_key"] is None
    problem(await api.put(PUSH, json=service.subscription()), 409, "no_push")
    assert (await api.delete(PUSH)).status_code == 200


@pytest.fixture(scope="module")
def pushed_by() -> Iterator[Product]:
    with running(vapid_secrets()) as product:
        yield product


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/one",
        "https://127.0.0.1/one",
        "https://localhost/one",
        "https://[::ffff:10.0.0.1]/one",
        "https://push.example.com:8443/one",
        "https://ann@push.example.com/one",
        "javascript:alert(1)",
        "https://push.example.com/" + "x" * 2_000,
        "",
    ],
)
async def test_addresses_that_are_no_push_service_are_refused(endpoint: str, pushed_by: Product) -> None:
    async with pushed_by.client() as browser:
        answer = await browser.put(PUSH, json={"endpoint": endpoint, "keys": Keys().shared})
        assert answer.status_code == 422
        assert answer.json()["detail"]
        assert pushed_by.sql("SELECT count(*) FROM push_subscription") == [(0,)]


@pytest.mark.parametrize("keys", [{}, {"p256dh": "B", "auth": "x"}, Keys().shared | {"auth": "too short"}])
async def test_keys_that_are_none_are_refused(keys: dict[str, str], pushed_by: Product) -> None:
    async with pushed_by.client() as browser:
        answer = await browser.put(PUSH, json={"endpoint": "https://push.example.com/one", "keys": keys})
        assert answer.status_code == 422


def test_the_command_makes_keys_and_takes_them_away(tmp_path: Path) -> None:
    def nudge(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "local.cli", "push", *arguments]
        environment = {"NUDGE_HOME": str(tmp_path / "home"), "PATH": ""}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert "not set up" in nudge().stdout
    assert nudge("--new", "nobody").returncode != 0
    made = nudge("--new", "ann@example.org")
    secrets = read_secrets(tmp_path / "home")
    assert secrets["push-contact"] == "mailto:ann@example.org"
    assert secrets["push-public-key"] in made.stdout
    assert secrets["push-private-key"] not in made.stdout
    nudge("--off")
    assert not [name for name in read_secrets(tmp_path / "home") if name.startswith("push-")]


def _due_now(title: str) -> dict[str, object]:
    due = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    return {"title": title, "due_at": due, "timezone": "UTC", "reminders": [{"lead_minutes": 0}]}
