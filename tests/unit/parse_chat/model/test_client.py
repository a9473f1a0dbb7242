"""The way to the model, over a real socket: every way in which a server can fail has a reason of its own."""

import gzip
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from functions.parse_chat.model.client import Client, Completion
from functions.parse_chat.model.configuration import Configuration, ModelSettings
from functions.parse_chat.model.failure import NotUsed
from tests.model_server.behaviour import body, floods, hangs, hangs_up, no_choices, says
from tests.model_server.server import Behaviour, ModelServer

KEY = "sk-planted-0123456789"
Ask = Callable[[], Coroutine[Any, Any, Completion]]


def configuration(url: str, timeout: float = 5) -> Configuration:
    return Configuration(url, "small", KEY, ModelSettings(timeout=timeout))


@pytest.fixture
async def ask(server: ModelServer) -> AsyncIterator[Ask]:
    client = Client(configuration(server.url))
    yield lambda: client.complete("INSTRUCTIONS", '{"message": "hello"}')
    await client.close()


async def failure(ask: Ask) -> NotUsed:
    with pytest.raises(NotUsed) as error:
        await ask()
    assert KEY not in f"{error.value!r} {error.value.detail}" and "hello" not in f"{error.value!r} {error.value.detail}"
    return error.value


async def test_asks_for_structured_output_with_key_and_model(server: ModelServer, ask: Ask) -> None:
    server.behaviour = says("{}")
    assert await ask() == Completion("{}", None, 1500, 150)
    asked = server.asked[0]
    assert asked.line == "POST /v1/chat/completions HTTP/1.1" and asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.sent["model"] == "small" and asked.sent["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in asked.sent["messages"]] == ["system", "user"]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (body(b'{"error": {"message": "sk-planted-0123456789 hello"}}', "500 Internal Server Error"), "server-error"),
        (body(b"", "503 Service Unavailable"), "server-error"),
        (body(b"{}", "401 Unauthorized"), "key-refused"),
        (body(b"{}", "403 Forbidden"), "key-refused"),
        (body(b'{"error": {"message": "no such model: hello"}}', "404 Not Found"), "request-refused"),
        (body(b"{}", "400 Bad Request"), "request-refused"),
        (body(b"", "302 Found", location="http://127.0.0.1:1/"), "request-refused"),
        (body(b"<html>a proxy's page</html>", content_type="text/html"), "wrong-form"),
        (body(b'{"choices": [{"mess'), "wrong-form"),
        (body(b'{"choices": [{"message": {"content": "\xff\xfe"}}]}'), "wrong-form"),
        (body(b'{"choices": "many"}'), "wrong-form"),
        (hangs_up, "unreachable"),
        (floods, "too-large"),
        (body(b"x" * 70_000, "500 Internal Server Error"), "too-large"),
        (body(gzip.compress(b" " * 10_000_000), content_encoding="gzip"), "too-large"),
    ],
)
async def test_a_failure_has_a_reason(server: ModelServer, ask: Ask, behaviour: Behaviour, reason: str) -> None:
    server.behaviour = behaviour
    assert (await failure(ask)).reason == reason
    assert len(server.asked) == 1, "what was sent is not sent again"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (says('{"operation": "cre', finish="length"), "truncated"),
        (says(None, refusal="I cannot help with that."), "refused"),
        (says("", finish="content_filter"), "refused"),
        (says(None), "empty"),
        (says(""), "empty"),
        (no_choices(), "empty"),
    ],
)
async def test_no_text_is_told_with_its_cost(server: ModelServer, ask: Ask, behaviour: Behaviour, reason: str) -> None:
    server.behaviour = behaviour
    assert await ask() == Completion("", reason, 1500, 150)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "seconds"), [("20", 20.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)])
async def test_patience_that_a_server_asks_for_is_passed_on(
    server: ModelServer, ask: Ask, value: str, seconds: float | None
) -> None:
    server.behaviour = body(b"{}", "429 Too Many Requests", retry_after=value)
    error = await failure(ask)
    assert (error.reason, error.rest) == ("rate-limited", seconds)


async def test_silence_ends_in_a_timeout(server: ModelServer) -> None:
    server.behaviour = hangs
    client = Client(configuration(server.url, timeout=0.2))
    with pytest.raises(NotUsed) as error:
        await client.complete("", "")
    assert error.value.reason == "timeout"
    await client.close()


async def test_a_refused_connection_is_tried_once_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    client = Client(configuration(f"http://127.0.0.1:{port}/v1"))
    attempts = 0
    sent = client._post

    async def counted(*words: str) -> bytes:
        nonlocal attempts
        attempts += 1
        return await sent(*words)

    client._post = counted  # type: ignore[method-assign]
    with pytest.raises(NotUsed) as error:
        await client.complete("", "")
    assert (error.value.reason, attempts) == ("unreachable", 2)
    await client.close()
