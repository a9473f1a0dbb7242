"""What people are told of their language model, and how they set it."""

import asyncio
import io
import json
import os
from pathlib import Path

import pytest

from local import cli
from local.language_model import findings
from local.secrets_file import read_secrets
from tests.model_server.behaviour import body, hangs_up
from tests.model_server.server import Behaviour, ModelServer

KEY = "sk-planted-0123456789"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("NUDGE_MODEL_", "NUDGE_SECRET_MODEL"))]:
        monkeypatch.delenv(name)


async def told(behaviour: Behaviour) -> tuple[str, str, ModelServer]:
    async with ModelServer(behaviour) as server:
        secrets = {"model-base-url": server.url, "model-name": "small", "model-api-key": KEY}
        state, advice = await asyncio.to_thread(findings, secrets)
    assert KEY not in state + advice
    return state, advice, server


def models(*names: str) -> Behaviour:
    return body(json.dumps({"object": "list", "data": [{"id": name} for name in names]}).encode())


async def test_a_model_that_answers_is_well() -> None:
    state, advice, server = await told(models("small", "large"))
    assert state.startswith("small at 127.0.0.1:") and state.endswith("reachable") and advice == ""
    assert server.asked[0].line == "GET /v1/models HTTP/1.1"
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_server_that_keeps_no_list_is_well_too() -> None:
    assert (await told(body(b"", "404 Not Found")))[1] == ""
    assert (await told(body(b"\xff{")))[1] == ""


@pytest.mark.parametrize(
    ("behaviour", "state", "advice"),
    [
        (models("large"), "no model of that name", "model-name"),
        (body(b"{}", "401 Unauthorized"), "refuses the key", "model-api-key"),
        (hangs_up, "cannot be reached", "model-base-url"),
    ],
)
async def test_what_is_wrong_is_told_with_what_to_do(behaviour: Behaviour, state: str, advice: str) -> None:
    found, help_, _ = await told(behaviour)
    assert state in found and advice in help_


async def test_the_key_does_not_follow_to_another_address() -> None:
    async with ModelServer(models("small")) as other:
        await told(body(b"", "302 Found", location=f"{other.url}/models"))
        assert other.asked == []


def test_none_and_off_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings({}) == ("none configured; the built-in grammar understands alone", "")
    monkeypatch.setenv("NUDGE_MODEL_MODE", "off")
    assert findings({"model-name": "small"}) == ("switched off by NUDGE_MODEL_MODE", "")


def test_a_half_configuration_says_what_is_missing() -> None:
    state, advice = findings({"model-api-key": KEY})
    assert "unused" in state and "model-name" in advice and KEY not in advice


def test_the_command_stores_and_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NUDGE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    assert cli.main(["model", "small", "--url", "http://127.0.0.1:9/v1"]) == 1, "nothing answers there"
    stored = read_secrets(tmp_path / "home")
    assert stored == {"model-name": "small", "model-base-url": "http://127.0.0.1:9/v1", "model-api-key": KEY}
    assert KEY not in capsys.readouterr().out
    assert cli.main(["model", "--off"]) == 0
    assert read_secrets(tmp_path / "home") == {}


@pytest.mark.parametrize(
    "given", [["--url", "http://localhost/v1"], ["small"], ["small", "--no-key", "--url", "nowhere"]]
)
def test_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    monkeypatch.setenv("NUDGE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.main(["model", *given]) != 0
    assert capsys.readouterr().err.startswith("nudge: ") and not (tmp_path / "home" / "secrets.json").exists()
