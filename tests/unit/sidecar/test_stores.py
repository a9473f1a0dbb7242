"""State in memory, times to live, secrets, forwarded headers, error documents."""

import json
import os
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from local.sidecar import errors, memory
from local.sidecar.headers import forwarded
from local.sidecar.memory import MemoryState
from local.sidecar.secrets import Secrets
from local.sidecar.state import Change
from local.sidecar.stores import ttl_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_expired_items_are_swept() -> None:
    clock = Clock()
    store = MemoryState(clock)
    await store.apply([Change("short", b"1", ttl=timedelta(seconds=5)), Change("long", b"2")])
    clock.now += 5
    assert list(await store.get(["short", "long"])) == ["long"]
    await store.sweep()
    assert list(store._kept) == ["long"]


async def test_the_cache_forgets_what_changed_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_ITEMS", 2)
    store = MemoryState()
    for key in ("a", "b", "a", "c"):
        await store.apply([Change(key, key.encode())])
    assert list(await store.get(["a", "b", "c"])) == ["a", "c"]


def test_time_to_live() -> None:
    assert ttl_of({}) is None
    assert ttl_of({"ttlInSeconds": "-1"}) is None
    assert ttl_of({"ttlInSeconds": "90"}) == timedelta(seconds=90)
    with pytest.raises(errors.ApiError):
        ttl_of({"ttlInSeconds": "9" * 20})


def test_secrets_are_read_again_when_the_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    secrets = Secrets(file, {"NUDGE_SECRET_MAIL_KEY": "environment"})
    assert secrets.all() == {"mail-key": "environment"}
    file.write_text(json.dumps({"mail-key": "file", "port": 25}))
    assert secrets.all() == {"mail-key": "environment", "port": "25"}
    fresh = tmp_path / "fresh.json"
    fresh.write_text(json.dumps({"other": "1"}))
    fresh.replace(file)
    assert secrets.get("port") is None
    assert secrets.get("other") == "1"


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_broken_file_leaves_the_secrets_as_they_were(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secrets.json"
    file.write_text('{"key": "value"}')
    secrets = Secrets(file, {})
    assert secrets.get("key") == "value"
    file.write_text(content)
    os.utime(file, ns=(1, 1))
    assert secrets.get("key") == "value"


def test_headers_for_one_connection_stay_behind() -> None:
    given = [
        ("Connection", "close, X-Mine"), ("x-mine", "1"), ("Transfer-Encoding", "chunked"), ("Host", "h"),
        ("dapr-api-token", "t"), ("Accept", "a"), ("accept", "b"),
    ]  # fmt: skip
    assert forwarded(given) == [("accept", "a"), ("accept", "b")]


def test_an_error_has_two_forms() -> None:
    error = errors.pubsub_not_found("nothing")
    assert json.loads(error.json())["errorCode"] == "ERR_PUBSUB_NOT_FOUND"
    status = Status.FromString(error.status())
    info = ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.code, info.reason) == (grpc.StatusCode.INVALID_ARGUMENT.value[0], "DAPR_PUBSUB_NOT_FOUND")
