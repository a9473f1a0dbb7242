"""Where the local sidecar gives more, or is stricter, than real Dapr (docs/decisions/0005)."""

import pytest
from dapr.aio.clients import DaprClient
from dapr.clients.exceptions import DaprGrpcError, DaprInternalError
from grpc import StatusCode


async def test_secrets_of_the_environment_add_to_the_file(client: DaprClient) -> None:
    wanted = {"from-environment": "from the environment"}
    assert (await client.get_secret("secrets", "from-environment")).secret == wanted
    assert (await client.get_bulk_secret("secrets")).secrets["from-environment"] == wanted


@pytest.mark.parametrize("store", ["state", "task-cache"])
@pytest.mark.parametrize("ttl", ["0", "-2"])
async def test_times_to_live_that_are_none_are_refused(client: DaprClient, store: str, ttl: str, run: str) -> None:
    with pytest.raises(DaprInternalError):
        await client.save_state(store, run, "value", state_metadata={"ttlInSeconds": ttl})


async def test_keys_have_a_bound(client: DaprClient) -> None:
    with pytest.raises(DaprGrpcError) as long:
        await client.get_state("state", "k" * 3000)
    assert long.value.code() is StatusCode.INVALID_ARGUMENT


async def test_an_encoded_slash_stays_one(client: DaprClient) -> None:
    answer = await client.invoke_method("reader", "echo/a%2Fb/c", "", http_verb="GET")
    assert b'"raw":"/echo/a%2Fb/c"' in answer.data
