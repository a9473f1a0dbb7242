"""What the server can be made to do."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.model_server.server import Asked, Behaviour

EMPTY_FORM: dict[str, Any] = {
    "agent": "task", "operation": "none", "confidence": 0.9, "task": None, "target_words": None, "title": None,
    "new_title": None, "description": None, "due": None, "priority": None, "tags": [], "remove_tags": [],
    "reminders": [], "recurrence": None, "clear": [], "filters": None, "more": [], "missing": None,
}  # fmt: skip


def form(operation: str, **fields: Any) -> dict[str, Any]:
    """The complete form with some fields filled in."""
    assert fields.keys() <= EMPTY_FORM.keys()
    return {**EMPTY_FORM, "operation": operation, **fields}


def handle(asked: Asked, title: str) -> str:
    """The handle under which a task was offered."""
    return str(next(task["handle"] for task in asked.document["tasks"] if task["title"] == title))


def says(content: str | None, finish: str = "stop", **message: Any) -> Behaviour:
    """A chat completion with this text."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
    return body(json.dumps(_completion([choice])).encode())


def answers(make: dict[str, Any] | Callable[[Asked], dict[str, Any]]) -> Behaviour:
    """The right form of answer: a filled-in form, or one made from what was asked."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        filled = make(asked) if callable(make) else make
        await says(json.dumps(filled))(asked, writer)

    return behave


def no_choices() -> Behaviour:
    return body(json.dumps(_completion([])).encode())


def body(content: bytes, status: str = "200 OK", **headers: str) -> Behaviour:
    """Any answer; `retry_after` becomes Retry-After."""

    async def behave(_: Asked, writer: asyncio.StreamWriter) -> None:
        named = {"content-type": "application/json", "content-length": str(len(content)), "connection": "close"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        writer.write(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content)
        await writer.drain()

    return behave


async def hangs(_: Asked, __: asyncio.StreamWriter) -> None:
    """Takes the question and never answers."""
    await asyncio.Event().wait()


async def drips(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Says a letter now and then, so that no single wait is ever long."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def hangs_up(_: Asked, __: asyncio.StreamWriter) -> None:
    """Closes the connection without a word."""


async def floods(_: Asked, writer: asyncio.StreamWriter) -> None:
    """An answer without an end."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        await writer.drain()


def _completion(choices: list[dict[str, Any]]) -> dict[str, Any]:
    usage = {"prompt_tokens": 1500, "completion_tokens": 150, "total_tokens": 1650}
    return {"id": "c1", "object": "chat.completion", "created": 0, "model": "m", "choices": choices, "usage": usage}
