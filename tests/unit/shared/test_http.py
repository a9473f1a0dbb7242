"""The HTTP edge: a request becomes a Call, an error becomes a problem document, and nothing else ever leaves."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import psycopg
import pytest
from psycopg_pool import PoolTimeout
from pydantic import Field
from starlette.applications import Starlette
from starlette.routing import Route

from shared.call import MAX_BODY, MAX_DEPTH, Call
from shared.errors import Conflict, NudgeError, TooManyRequests
from shared.http import Answer, HttpFunction, Operation
from shared.models import Model, VersionedCommand

ID = "01900000-0000-7000-8000-000000000001"
URL = f"/api/tasks/{ID}"
REOPEN = f"{URL}/reopen"


class Body(Model):
    title: Annotated[str, Field(max_length=5)]
    version: int | None = None
    more: Any = None


class Edge:
    """complete-task's routes with a handler that keeps the call and does as told."""

    def __init__(self) -> None:
        self.call: Call | None = None
        self.error: Exception | None = None
        operations = [
            Operation("completeTask", self.handle, body=Body, query=VersionedCommand),
            Operation("reopenTask", self.handle, body=VersionedCommand, body_required=False),
        ]
        function = HttpFunction("complete-task", operations)
        self.app = Starlette(routes=[Route("/{path:path}", function.answer, methods=["GET", "POST", "HEAD", "PUT"])])
        self.app.state.services, self.app.state.function = None, "complete-task"

    async def handle(self, call: Call, services: Any) -> Answer:
        self.call = call
        if self.error:
            raise self.error
        return Answer({"seen": True})

    @property
    def seen(self) -> Call:
        assert self.call is not None
        return self.call


@pytest.fixture
def edge() -> Edge:
    return Edge()


@pytest.fixture
async def client(edge: Edge) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(edge.app), base_url="http://test") as client:
        yield client


JSON = {"content-type": "application/json"}
COMPLETE = f"{URL}/complete"


def is_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code), problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:nudge:problem:{code}"
    assert problem["correlation_id"] == answer.headers["x-correlation-id"]
    assert problem["detail"].endswith((".", "id."))
    return problem


async def test_a_good_request_reaches_the_handler(edge: Edge, client: httpx.AsyncClient) -> None:
    headers = {
        "X-Correlation-Id": "c-1",
        "Idempotency-Key": "k-1",
        "If-Match": '"3"',
        "x-nudge-client": "me",
        "x-nudge-name": "J%C3%BCrgen",
    }
    answer = await client.post(COMPLETE, json={"title": "a"}, headers=headers)
    assert (answer.status_code, answer.json(), answer.headers["x-correlation-id"]) == (200, {"seen": True}, "c-1")
    call = edge.seen
    assert (call.operation, call.path, call.body.title) == ("completeTask", {"id": ID}, "a")
    assert (call.idempotency_key, call.if_match, call.cause.correlation_id) == ("k-1", 3, "c-1")
    assert (call.cause.actor.client_id, call.cause.actor.name) == ("me", "Jürgen")
    assert call.cause.source == "/functions/complete-task"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'title': 1}",
        b'{"title": "\xff"}',
        b'{"title": "\\ud800"}',
        b"NaN",
        b'{"title": 1e999}',
        b"\xef\xbb\xbf{}",
    ],
)
async def test_what_is_no_json(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(COMPLETE, content=body, headers=JSON)
    is_problem(answer, 400, "invalid_json")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "application/jsonp",
        "application/json-patch+json",
    ],
)
async def test_only_json_is_understood(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post(COMPLETE, content=b'{"title": "a"}', headers={"content-type": kind})
    is_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;x=y"])
async def test_json_with_parameters_is_json(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post(COMPLETE, content=b'{"title": "a"}', headers={"content-type": kind})
    assert answer.status_code == 200


async def test_the_body_has_a_limit(client: httpx.AsyncClient) -> None:
    room = MAX_BODY - len('{"title":"","more":""}')
    fits = b'{"title":"","more":"%s"}' % (b"x" * room)
    assert (await client.post(COMPLETE, content=fits, headers=JSON)).status_code == 200
    is_problem(await client.post(COMPLETE, content=fits + b" ", headers=JSON), 413, "too_large")


async def test_the_limit_holds_for_a_body_of_unknown_length(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 1024 + 1):
            yield b" " * 1024

    is_problem(await client.post(COMPLETE, content=endless(), headers=JSON), 413, "too_large")


def nested(levels: int) -> bytes:
    """A body with as many levels in all; its own braces are the first."""
    return b'{"title":"a","more":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


async def test_nesting_has_a_limit(client: httpx.AsyncClient) -> None:
    assert (await client.post(COMPLETE, content=nested(MAX_DEPTH), headers=JSON)).status_code == 200
    is_problem(await client.post(COMPLETE, content=nested(MAX_DEPTH + 1), headers=JSON), 422, "too_deep")
    answer = await client.post(COMPLETE, content=nested(100_000), headers=JSON)
    assert answer.status_code in (400, 422)


async def test_many_shallow_levels_are_no_deep_ones(client: httpx.AsyncClient) -> None:
    answer = await client.post(COMPLETE, json={"title": "a", "more": [[] for _ in range(500)]})
    assert answer.status_code == 200


async def test_every_mistake_is_named(client: httpx.AsyncClient) -> None:
    problem = is_problem(await client.post(COMPLETE, json={"title": "too long", "colour": 1}), 422, "invalid_input")
    assert problem["errors"] == [
        {"field": "title", "message": "must have at most 5 characters"},
        {"field": "colour", "message": "is not known here"},
    ]
    assert problem["detail"] == "title must have at most 5 characters."


@pytest.mark.parametrize("name", ["{0}", "{x.__class__}", "{", "}", "%s", "a.b", "\u0000", "🙂"])
async def test_names_that_somebody_made_up_come_back_as_they_are(client: httpx.AsyncClient, name: str) -> None:
    problem = is_problem(await client.post(COMPLETE, json={"title": "a", name: 1}), 422, "invalid_input")
    assert problem["errors"][0]["field"] == name


@pytest.mark.parametrize("key", ["", " ", "a b", "é".encode().decode("latin-1"), "x" * 201, "tab\t"])
async def test_keys_that_are_none(client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post(COMPLETE, json={"title": "a"}, headers={b"idempotency-key": key.encode("latin-1")})
    is_problem(answer, 422, "invalid_input")


@pytest.mark.parametrize("key", ["x", "x" * 200, "!~", "550e8400-e29b-41d4-a716-446655440000"])
async def test_keys_that_are_some(edge: Edge, client: httpx.AsyncClient, key: str) -> None:
    assert (await client.post(COMPLETE, json={"title": "a"}, headers={"Idempotency-Key": key})).status_code == 200
    assert edge.seen.idempotency_key == key


@pytest.mark.parametrize(("given", "read"), [('"3"', 3), ("3", 3), ('W/"7"', 7), ("*", None), (" * ", None)])
async def test_if_match_holds_a_version(edge: Edge, client: httpx.AsyncClient, given: str, read: int | None) -> None:
    assert (await client.post(REOPEN, headers={"If-Match": given})).status_code == 200
    assert edge.seen.if_match == read


@pytest.mark.parametrize(
    "given", ["", '"0"', "-1", '"x"', "1.5", '"1", "2"', "9999999999", "٣".encode().decode("latin-1")]
)
async def test_if_match_that_holds_none(client: httpx.AsyncClient, given: str) -> None:
    is_problem(await client.post(REOPEN, headers={b"if-match": given.encode("latin-1")}), 422, "invalid_input")


async def test_a_body_that_may_be_left_out(edge: Edge, client: httpx.AsyncClient) -> None:
    assert (await client.post(REOPEN)).status_code == 200
    assert edge.seen.body is None
    assert (await client.post(REOPEN, json={"version": 2})).status_code == 200
    assert edge.seen.body.version == 2


@pytest.mark.parametrize(
    "query", ["colour=red", "version=x", "version=1&version=2", "version=%00", "version=%FF", "%00=1"]
)
async def test_queries_that_are_none(client: httpx.AsyncClient, query: str) -> None:
    is_problem(await client.post(f"{COMPLETE}?{query}", json={"title": "a"}), 422, "invalid_input")


async def test_addresses_and_methods(client: httpx.AsyncClient) -> None:
    is_problem(await client.post("/api/nowhere"), 404, "not_found")
    answer = await client.get(COMPLETE)
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"
    is_problem(await client.post(f"{COMPLETE}/"), 404, "not_found")


@pytest.mark.parametrize("given", ["", "a b", "x" * 201, "é".encode().decode("latin-1")])
async def test_a_correlation_id_that_is_none_is_replaced(edge: Edge, client: httpx.AsyncClient, given: str) -> None:
    answer = await client.post(REOPEN, headers={b"x-correlation-id": given.encode("latin-1")})
    assert answer.headers["x-correlation-id"] == edge.seen.cause.correlation_id
    assert len(edge.seen.cause.correlation_id) == 36


@pytest.mark.parametrize(
    ("given", "name"),
    [("Ann%00%0a%1b[2J", "Ann[2J"), ("x" * 5000, "x" * 100), ("%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7", "👩‍👧"), ("%ED%A0%80", "���"), ("", "")]
)  # fmt: skip
async def test_a_name_from_a_cookie_is_cut_to_what_can_be_shown(
    edge: Edge, client: httpx.AsyncClient, given: str, name: str
) -> None:
    assert (await client.post(REOPEN, headers={"x-nudge-name": given})).status_code == 200
    assert edge.seen.cause.actor.name == name


GOOD_TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.mark.parametrize(
    ("given", "kept"),
    [(GOOD_TRACE, GOOD_TRACE), (f"00-{'0' * 32}-{'0' * 16}-00", ""), ("", ""), ("x" * 9000, ""), (GOOD_TRACE.upper(), "")],
)  # fmt: skip
async def test_only_a_valid_trace_is_carried_on(edge: Edge, client: httpx.AsyncClient, given: str, kept: str) -> None:
    await client.post(REOPEN, headers={"traceparent": given})
    assert edge.seen.cause.traceparent == kept


async def test_a_key_stands_for_method_address_query_and_body(edge: Edge, client: httpx.AsyncClient) -> None:
    prints = set()
    for address, body in (
        (COMPLETE, {"title": "a"}),
        (COMPLETE, {"title": "b"}),
        (f"{COMPLETE}?version=1", {"title": "a"}),
        (REOPEN, None),
        (REOPEN.replace("1/", "2/"), None),
    ):
        await client.post(address, json=body, headers={"Idempotency-Key": "k"})
        prints.add(edge.seen.fingerprint)
    await client.post(COMPLETE, json={"title": "a"}, headers={"Idempotency-Key": "another"})
    assert edge.seen.fingerprint in prints
    assert len(prints) == 5


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Conflict("No.", code="task_in_trash"), 409, "task_in_trash"),
        (psycopg.OperationalError("password=hunter2"), 503, "database_unavailable"),
        (PoolTimeout("after 5 s"), 503, "database_unavailable"),
        (NudgeError("Odd."), 500, "internal_error"),
        (ValueError("password=hunter2"), 500, "internal_error"),
    ],
)  # fmt: skip
async def test_errors_become_problems_and_tell_nothing_of_the_inside(
    edge: Edge, client: httpx.AsyncClient, error: Exception, status: int, code: str
) -> None:
    edge.error = error
    answer = await client.post(REOPEN)
    is_problem(answer, status, code)
    assert "hunter2" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


async def test_too_many_requests_say_when_to_come_back(edge: Edge, client: httpx.AsyncClient) -> None:
    edge.error = TooManyRequests("Slower, please.")
    answer = await client.post(REOPEN)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


async def test_a_request_that_breaks_off_is_no_fault_of_ours(edge: Edge) -> None:
    sent: list[dict[str, Any]] = []
    given = iter([{"type": "http.request", "body": b'{"ti', "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(given)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": COMPLETE, "query_string": b"", "headers": [], "app": edge.app}
    await edge.app(scope, receive, send)
    assert sent[0]["status"] == 400
    assert json.loads(sent[1]["body"])["code"] == "incomplete"
