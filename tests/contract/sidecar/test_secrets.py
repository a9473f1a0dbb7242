"""Secrets from the file."""

import httpx
import pytest
from dapr.aio.clients import DaprClient
from grpc import StatusCode
from grpc.aio import AioRpcError

from tests.contract.sidecar.scenario import SECRETS


async def test_a_secret_from_the_file(client: DaprClient, http: httpx.AsyncClient) -> None:
    assert (await client.get_secret("secrets", "mail-key")).secret == {"mail-key": SECRETS["mail-key"]}
    assert (await http.get("/v1.0/secrets/secrets/mail-key")).json() == {"mail-key": SECRETS["mail-key"]}


async def test_all_secrets(client: DaprClient, http: httpx.AsyncClient) -> None:
    secrets = (await client.get_bulk_secret("secrets")).secrets
    assert secrets["mail-key"] == {"mail-key": SECRETS["mail-key"]}
    assert (await http.get("/v1.0/secrets/secrets/bulk")).json() == secrets


async def test_missing_secret_and_store(client: DaprClient, http: httpx.AsyncClient) -> None:
    with pytest.raises(AioRpcError) as missing:
        await client.get_secret("secrets", "nothing")
    assert missing.value.code() is StatusCode.INTERNAL
    answer = await http.get("/v1.0/secrets/secrets/nothing")
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "ERR_SECRET_GET")
    with pytest.raises(AioRpcError) as store:
        await client.get_secret("vault", "mail-key")
    assert store.value.code() is StatusCode.INVALID_ARGUMENT
    answer = await http.get("/v1.0/secrets/vault/mail-key")
    assert (answer.status_code, answer.json()["errorCode"]) == (401, "ERR_SECRET_STORE_NOT_FOUND")
    assert sidecar_is_silent(answer.text)


def sidecar_is_silent(text: str) -> bool:
    return not any(secret in text for secret in SECRETS.values())
