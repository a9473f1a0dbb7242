"""Service invocation and what the sidecar says of itself."""

import asyncio
import json

import httpx
import pytest
from dapr.aio.clients import DaprClient
from dapr.aio.clients.grpc.client import DaprGrpcClientAsync
from dapr.clients.exceptions import DaprInternalError
from grpc import StatusCode
from grpc.aio import AioRpcError

from tests.contract.sidecar.conftest import Sidecar
from tests.contract.sidecar.scenario import APP_TOKEN, ELSEWHERE


@pytest.mark.parametrize("verb", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_a_call_reaches_the_application(client: DaprClient, verb: str) -> None:
    answer = await client.invoke_method(
        "reader", "echo/a%20b/%C3%BC", "body" if verb != "GET" else "", content_type="text/plain", http_verb=verb,
        metadata=(("x-correlation-id", "c1"),), http_querystring=(("q", "a b"), ("q", "ü")),
    )  # fmt: skip
    seen = json.loads(answer.data)
    assert answer.status_code == 200
    assert seen["method"] == verb
    assert seen["raw"] == "/echo/a%20b/%C3%BC"
    assert httpx.QueryParams(seen["query"]).get_list("q") == ["a b", "ü"]
    assert seen["body"] == ("body" if verb != "GET" else "")
    assert seen["headers"]["x-correlation-id"] == "c1"
    assert seen["headers"]["dapr-api-token"] == APP_TOKEN, "the API's own token stays with the sidecar"
    assert "x-answer" in {name.lower() for name in answer.headers}


async def test_the_header_form(http: httpx.AsyncClient) -> None:
    answer = await http.post("/echo/x?n=1", headers={"dapr-app-id": "reader"}, content=b"hello")
    assert (answer.json()["path"], answer.json()["query"], answer.json()["body"]) == ("/echo/x", "n=1", "hello")
    assert "dapr-app-id" not in answer.json()["headers"]


async def test_hop_by_hop_headers_stay_behind(http: httpx.AsyncClient) -> None:
    headers = {"connection": "keep-alive, x-mine", "x-mine": "1", "te": "trailers", "x-yours": "2"}
    answer = await http.get("/v1.0/invoke/reader/method/echo/x", headers=headers)
    seen = answer.json()["headers"]
    assert seen["x-yours"] == "2"
    assert not {"x-mine", "te"} & set(seen)
    assert "keep-alive" not in answer.headers


@pytest.mark.parametrize("status", [201, 302, 404, 422, 503])
async def test_the_status_of_the_application_comes_back(http: httpx.AsyncClient, status: int) -> None:
    answer = await http.get(f"/v1.0/invoke/reader/method/echo/x?status={status}")
    assert answer.status_code == status
    assert answer.json()["path"] == "/echo/x"


async def test_an_answer_without_body(http: httpx.AsyncClient) -> None:
    answer = await http.delete("/v1.0/invoke/reader/method/echo/x?status=204")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "transfer-encoding" not in answer.headers


async def test_every_cookie_comes_back(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1.0/invoke/reader/method/echo/x")
    cookies = answer.headers.get_list("set-cookie")
    assert [cookie.partition(";")[0] for cookie in cookies] == ["one=1", "two=2"]


async def test_an_answer_streams(http: httpx.AsyncClient) -> None:
    async with http.stream("GET", "/v1.0/invoke/reader/method/stream") as answer:
        chunks = [chunk async for chunk in answer.aiter_bytes()]
    assert b"".join(chunks) == b"part 0\npart 1\npart 2\n"
    assert len(chunks) > 1


@pytest.mark.parametrize("function", ["late", ELSEWHERE])
async def test_functions_elsewhere_are_reached_by_name(client: DaprClient, function: str) -> None:
    """By way of their own sidecar, or of an HTTPEndpoint."""
    answer = await client.invoke_method(
        function, "echo/x", "hello", content_type="text/plain", http_verb="PUT", http_querystring=(("n", "1"),)
    )
    seen = json.loads(answer.data)
    assert (seen["method"], seen["path"], seen["query"], seen["body"]) == ("PUT", "/echo/x", "n=1", "hello")
    assert seen["headers"]["dapr-api-token"] == APP_TOKEN


async def test_an_unknown_application(client: DaprClient, http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1.0/invoke/nobody/method/x")
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "ERR_DIRECT_INVOKE")
    with pytest.raises(DaprInternalError):
        await client.invoke_method("nobody", "x", http_verb="GET")
    answer = await http.get("/nothing/here")
    assert answer.status_code == 404


async def test_a_call_waits_while_the_application_restarts(http: httpx.AsyncClient, sidecar: Sidecar) -> None:
    await sidecar.listeners["late"].stop()
    call = asyncio.create_task(http.get("/v1.0/invoke/late/method/echo/x"))
    await asyncio.sleep(0.3)
    await sidecar.listeners["late"].start()
    assert (await call).status_code == 200


async def test_an_application_that_stays_away(http: httpx.AsyncClient, sidecar: Sidecar) -> None:
    await sidecar.listeners["late"].stop()
    answer = await http.get("/v1.0/invoke/late/method/echo/x")
    await sidecar.listeners["late"].start()
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "ERR_DIRECT_INVOKE")


@pytest.mark.filterwarnings("ignore:invoke_method with protocol gRPC:DeprecationWarning")
async def test_grpc_invocation(client: DaprClient) -> None:
    grpc_client = DaprGrpcClientAsync.invoke_method
    answer = await grpc_client(
        client, "reader", "echo/x", b"hello", content_type="text/plain", http_verb="PUT", http_querystring=(("n", "1"),)
    )
    seen = json.loads(answer.data)
    assert (seen["method"], seen["path"], seen["query"], seen["body"]) == ("PUT", "/echo/x", "n=1", "hello")
    assert seen["headers"]["content-type"] == "text/plain"
    with pytest.raises(AioRpcError) as missing:
        await grpc_client(client, "reader", "echo/x", b"", http_verb="GET", http_querystring=(("status", "404"),))
    assert missing.value.code() is StatusCode.NOT_FOUND


async def test_metadata(client: DaprClient, http: httpx.AsyncClient) -> None:
    told = await client.get_metadata()
    assert told.application_id
    components = {component.name: component.type for component in told.registered_components}
    assert {"pubsub", "broadcast", "state", "task-cache", "secrets"} <= set(components)
    assert components["pubsub"].startswith("pubsub.")
    same = (await http.get("/v1.0/metadata")).json()
    assert same["id"] == told.application_id
    subscriptions = {(one["pubsubname"], one["topic"]): one for one in same["subscriptions"]}
    assert subscriptions["pubsub", "plain"]["deadLetterTopic"] == "letters"
    assert {"match": 'event.type == "a.happened"', "path": "/a"} in subscriptions["pubsub", "routed"]["rules"]


async def test_metadata_can_be_extended(client: DaprClient) -> None:
    await client.set_metadata("colour", "green")
    assert (await client.get_metadata()).extended_metadata["colour"] == "green"


async def test_health(http: httpx.AsyncClient) -> None:
    assert (await http.get("/v1.0/healthz")).status_code == 204
    assert (await http.get("/v1.0/healthz/outbound")).status_code == 204
