"""The way to the model: the openai SDK, with bounds. The SDK takes a second to import, so only this module does, at first use."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    DefaultAsyncHttpxClient,
    OpenAIError,
)
from pydantic import BaseModel, ValidationError

from functions.parse_chat.model.answer import answer_schema
from functions.parse_chat.model.configuration import MOST_ANSWER_TOKENS, Configuration
from functions.parse_chat.model.failure import NotUsed, Reason

_MOST_BYTES = 64 * 1024
for _noisy in ("openai", "httpx2", "httpcore2"):
    # Their debug lines hold whole requests; whatever OPENAI_LOG says, those never reach a log.
    logging.getLogger(_noisy).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Completion:
    """The text that the model gave, or why it gave none, and what it cost in tokens (0 when the server does not say)."""

    text: str
    reason: Reason | None
    prompt_tokens: int
    answer_tokens: int


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Envelope(BaseModel):
    choices: list[_Choice] = []
    usage: _Usage | None = None


class _TooLarge(httpx2.ReadError):
    """The answer is longer than any honest one."""


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > _MOST_BYTES:
                raise _TooLarge("too large")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    """Counts what comes in; compressed bodies, which were not asked for, could grow beyond any count."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise _TooLarge("compressed")
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Bounded(response.stream)


class Client:
    """One connection pool for the process."""

    def __init__(self, configuration: Configuration) -> None:
        seconds = configuration.settings.timeout
        transport = DefaultAsyncHttpxClient(
            timeout=seconds,
            follow_redirects=False,  # the key goes to the configured address and nowhere else
            headers={"accept-encoding": "identity"},
            event_hooks={"response": [_bound]},
        )
        self._sdk = AsyncOpenAI(
            api_key=configuration.api_key,
            base_url=configuration.base_url,
            timeout=seconds,
            max_retries=0,
            http_client=transport,
        )
        self._name = configuration.name

    async def close(self) -> None:
        await self._sdk.close()

    async def complete(self, instructions: str, document: str) -> Completion:
        """One question, one answer. A connection that cannot be made is tried a second time. Raises NotUsed."""
        try:
            body = await self._post(instructions, document)
        except OpenAIError as error:
            if not _never_connected(error):
                raise _failure(error) from None
            try:
                body = await self._post(instructions, document)
            except OpenAIError as again:
                raise _failure(again) from None
        return _read(body)

    async def _post(self, instructions: str, document: str) -> bytes:
        response = await self._sdk.chat.completions.with_raw_response.create(
            model=self._name,
            messages=[{"role": "system", "content": instructions}, {"role": "user", "content": document}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "understood", "strict": True, "schema": answer_schema()},
            },
            max_completion_tokens=MOST_ANSWER_TOKENS,
            stream=False,
        )
        return bytes(response.content)


def _never_connected(error: OpenAIError) -> bool:
    return isinstance(error.__cause__, httpx2.ConnectError)


def _failure(error: OpenAIError) -> NotUsed:
    """The reason by the kind of error alone: its text may repeat what was sent."""
    if isinstance(error, APIStatusError):
        status = error.status_code
        reasons: dict[int, Reason] = {401: "key-refused", 403: "key-refused", 408: "timeout", 429: "rate-limited"}
        reason = reasons.get(status, "server-error" if status >= 500 else "request-refused")
        return NotUsed(reason, f"status {status}", _retry_after(error.response.headers.get("retry-after")))
    if isinstance(error.__cause__, _TooLarge):
        return NotUsed("too-large")
    if isinstance(error, APITimeoutError):
        return NotUsed("timeout")
    if isinstance(error, APIConnectionError):
        return NotUsed("unreachable", type(error.__cause__).__name__)
    return NotUsed("wrong-form", type(error).__name__)


def _retry_after(value: str | None) -> float | None:
    """Seconds of patience that the server asks for (RFC 9110 §10.2.3)."""
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _read(body: bytes) -> Completion:
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise NotUsed("wrong-form", "not a chat completion") from None
    usage = envelope.usage or _Usage()
    text, reason = _text(envelope.choices[0]) if envelope.choices else ("", "empty")
    return Completion(text, reason, max(0, usage.prompt_tokens), max(0, usage.completion_tokens))


def _text(choice: _Choice) -> tuple[str, Reason | None]:
    if choice.message.refusal or choice.finish_reason == "content_filter":
        return "", "refused"
    if choice.finish_reason == "length":
        return "", "truncated"
    return choice.message.content or "", None if choice.message.content else "empty"
