"""State: values, ETags, time to live, transactions."""

import asyncio
import uuid

import httpx
import pytest
from dapr.aio.clients import DaprClient
from dapr.clients.exceptions import DaprGrpcError, DaprInternalError
from dapr.clients.grpc._request import TransactionalStateOperation, TransactionOperationType
from dapr.clients.grpc._state import Concurrency, Consistency, StateItem, StateOptions
from grpc import StatusCode

STORES = ["state", "task-cache"]
FIRST_WRITE = StateOptions(Consistency.strong, Concurrency.first_write)


@pytest.fixture
def key() -> str:
    return f"key-{uuid.uuid4()}"


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_value_is_kept_replaced_and_removed(client: DaprClient, store: str, key: str) -> None:
    assert (await client.get_state(store, key)).data == b""
    await client.save_state(store, key, b"\x00 any bytes \xff")
    first = await client.get_state(store, key)
    assert first.data == b"\x00 any bytes \xff"
    await client.save_state(store, key, "text")
    second = await client.get_state(store, key)
    assert second.data == b"text"
    assert first.etag and second.etag and first.etag != second.etag
    await client.delete_state(store, key)
    gone = await client.get_state(store, key)
    assert (gone.data, gone.etag) == (b"", "")
    await client.delete_state(store, key)


async def test_stores_do_not_see_each_other(client: DaprClient, key: str) -> None:
    await client.save_state("state", key, "one")
    assert (await client.get_state("task-cache", key)).data == b""


async def test_many_values_at_once(client: DaprClient, store: str, key: str) -> None:
    await client.save_bulk_state(store, [StateItem(f"{key}-{number}", str(number)) for number in range(3)])
    items = (await client.get_bulk_state(store, [f"{key}-{number}" for number in (2, 7, 0)])).items
    found = {item.key: item for item in items}
    assert {name: item.data for name, item in found.items()} == {f"{key}-2": b"2", f"{key}-7": b"", f"{key}-0": b"0"}
    assert found[f"{key}-2"].etag and not found[f"{key}-7"].etag


async def test_a_stale_etag_is_refused(client: DaprClient, store: str, key: str) -> None:
    await client.save_state(store, key, "one")
    stale = (await client.get_state(store, key)).etag
    await client.save_state(store, key, "two", etag=stale)
    with pytest.raises(DaprInternalError, match="etag mismatch"):
        await client.save_state(store, key, "three", etag=stale)
    with pytest.raises(DaprGrpcError) as refused:
        await client.delete_state(store, key, etag=stale)
    assert refused.value.code() is StatusCode.ABORTED
    assert (await client.get_state(store, key)).data == b"two"
    await client.delete_state(store, key, etag=(await client.get_state(store, key)).etag)
    assert (await client.get_state(store, key)).data == b""


@pytest.mark.parametrize(("store", "told"), [("state", "no item was updated"), ("task-cache", "etag mismatch")])
async def test_first_write_wins(client: DaprClient, store: str, told: str, key: str) -> None:
    """How the loser is told is up to the store."""
    await client.save_state(store, key, "one", options=FIRST_WRITE)
    with pytest.raises(DaprInternalError, match=told):
        await client.save_state(store, key, "two", options=FIRST_WRITE)
    assert (await client.get_state(store, key)).data == b"one"


async def test_of_many_first_writes_one_wins(client: DaprClient, store: str, key: str) -> None:
    writes = (client.save_state(store, key, str(number), options=FIRST_WRITE) for number in range(8))
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert sum(1 for result in results if isinstance(result, DaprInternalError)) == 7


async def test_a_value_ends_with_its_time(client: DaprClient, store: str, key: str) -> None:
    await client.save_state(store, key, "short", state_metadata={"ttlInSeconds": "1"})
    await client.save_state(store, f"{key}-2", "long", state_metadata={"ttlInSeconds": "-1"})
    assert (await client.get_state(store, key)).data == b"short"
    await asyncio.sleep(1.1)
    assert (await client.get_state(store, key)).data == b""
    assert (await client.get_state(store, f"{key}-2")).data == b"long"
    await client.save_state(store, key, "again", options=FIRST_WRITE)
    assert (await client.get_state(store, key)).data == b"again"


@pytest.mark.parametrize("ttl", ["soon", "1.5"])
async def test_nonsensical_times_to_live_are_refused(client: DaprClient, store: str, key: str, ttl: str) -> None:
    with pytest.raises(DaprInternalError):
        await client.save_state(store, key, "value", state_metadata={"ttlInSeconds": ttl})


async def test_a_transaction_does_all(client: DaprClient, store: str, key: str) -> None:
    await client.save_state(store, f"{key}-old", "old")
    await client.execute_state_transaction(
        store,
        [
            TransactionalStateOperation(f"{key}-new", "new"),
            TransactionalStateOperation(f"{key}-old", "", operation_type=TransactionOperationType.delete),
        ],
    )
    items = (await client.get_bulk_state(store, [f"{key}-new", f"{key}-old"])).items
    assert {item.key: item.data for item in items} == {f"{key}-new": b"new", f"{key}-old": b""}


async def test_a_transaction_that_fails_does_nothing(client: DaprClient, store: str, key: str) -> None:
    await client.save_state(store, key, "one")
    stale = (await client.get_state(store, key)).etag
    await client.save_state(store, key, "two")
    with pytest.raises(DaprGrpcError) as refused:
        await client.execute_state_transaction(
            store,
            [TransactionalStateOperation(f"{key}-new", "new"), TransactionalStateOperation(key, "three", etag=stale)],
        )
    assert refused.value.code() is StatusCode.INTERNAL
    items = (await client.get_bulk_state(store, [f"{key}-new", key])).items
    assert {item.key: item.data for item in items} == {f"{key}-new": b"", key: b"two"}


async def test_unknown_stores_and_bad_keys_are_refused(client: DaprClient, http: httpx.AsyncClient) -> None:
    with pytest.raises(DaprGrpcError) as unknown:
        await client.get_state("nothing", "key")
    assert unknown.value.code() is StatusCode.INVALID_ARGUMENT
    assert (await http.get("/v1.0/state/nothing/key")).json()["errorCode"] == "ERR_STATE_STORE_NOT_FOUND"
    with pytest.raises(DaprGrpcError) as bad:
        await client.get_state("state", "a||b")
    assert bad.value.code() is StatusCode.INVALID_ARGUMENT


async def test_http_keeps_json(http: httpx.AsyncClient, client: DaprClient, store: str, key: str) -> None:
    items = [{"key": key, "value": {"n": 1}}, {"key": f"{key}-2", "value": "text", "metadata": {"ttlInSeconds": "60"}}]
    assert (await http.post(f"/v1.0/state/{store}", json=items)).status_code == 204
    one = await http.get(f"/v1.0/state/{store}/{key}")
    assert one.json() == {"n": 1}
    assert one.headers["etag"] == (await client.get_state(store, key)).etag
    assert (await http.get(f"/v1.0/state/{store}/{key}-2")).headers["metadata.ttlexpiretime"]
    assert (await http.get(f"/v1.0/state/{store}/{key}-3")).status_code == 204
    many = (await http.post(f"/v1.0/state/{store}/bulk", json={"keys": [key, f"{key}-3"]})).json()
    found = {item["key"]: item.get("data") for item in many}
    assert found == {key: {"n": 1}, f"{key}-3": None}


async def test_http_answers_409_to_a_stale_etag(http: httpx.AsyncClient, store: str, key: str) -> None:
    await http.post(f"/v1.0/state/{store}", json=[{"key": key, "value": 1}])
    stale = (await http.get(f"/v1.0/state/{store}/{key}")).headers["etag"]
    await http.post(f"/v1.0/state/{store}", json=[{"key": key, "value": 2}])
    answer = await http.post(f"/v1.0/state/{store}", json=[{"key": key, "value": 3, "etag": stale}])
    assert (answer.status_code, answer.json()["errorCode"]) == (409, "ERR_STATE_SAVE")
    answer = await http.delete(f"/v1.0/state/{store}/{key}", headers={"If-Match": stale})
    assert (answer.status_code, answer.json()["errorCode"]) == (409, "ERR_STATE_DELETE")
    operation = {"operation": "upsert", "request": {"key": key, "value": 4, "etag": stale}}
    answer = await http.post(f"/v1.0/state/{store}/transaction", json={"operations": [operation]})
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "ERR_STATE_TRANSACTION")
    current = (await http.get(f"/v1.0/state/{store}/{key}")).headers["etag"]
    assert (await http.delete(f"/v1.0/state/{store}/{key}", headers={"If-Match": current})).status_code == 204


async def test_http_refuses_what_it_cannot_read(http: httpx.AsyncClient) -> None:
    for path, body in (
        ("/v1.0/state/state", b"{"), ("/v1.0/state/state", b"{}"), ("/v1.0/state/state", b'[{"value": 1}]'),
        ("/v1.0/state/state/bulk", b'{"keys": 1}'), ("/v1.0/state/state/transaction", b'{"operations": [1]}'),
    ):  # fmt: skip
        answer = await http.post(path, content=body)
        assert answer.status_code == 400, (path, body)
