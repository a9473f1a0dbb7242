"""HTTP to the applications: over their unix sockets or to their URLs."""

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from local.sidecar.config import App

KEEP_ALIVE_SECONDS = 2.0
"""Shorter than the servers' own limit (uvicorn: 5 s), so that a request never meets a connection being closed."""


SILENCE_SECONDS = 300.0
"""How long an application may send nothing before its answer counts as lost."""


class AppUnreachable(Exception):
    """No connection could be made: nothing was sent."""


class AppFailed(Exception):
    """The request was sent, but no answer came: the connection broke or the time was up."""


class Answer:
    """An answer whose body may still be on its way; use as a context manager."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers = response.headers
        self.body = response.content

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back when the body was read to its end, closes it otherwise."""
        self._response.release() if self._response.content.at_eof() else self._response.close()


class Channel:
    """The connections to one application. `seconds` limits a delivery; invocations are not limited."""

    def __init__(self, app: App, seconds: float, token: str | None = None) -> None:
        self.app = app
        self._seconds = seconds
        self._own = [("dapr-api-token", token)] if token else []
        connector: aiohttp.BaseConnector
        if app.address.startswith("unix:"):
            path = app.address.removeprefix("unix://").removeprefix("unix:")
            connector = aiohttp.UnixConnector(path=path, limit=0, keepalive_timeout=KEEP_ALIVE_SECONDS)
            self._base = "http://localhost"
        else:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_SECONDS)
            self._base = app.address.rstrip("/")
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=SILENCE_SECONDS),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Accept"),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def deliver(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """One POST; the status and the body. Raises AppUnreachable or AppFailed."""
        try:
            async with (
                asyncio.timeout(self._seconds),
                await self.request("POST", path, headers.items(), body) as answer,
            ):
                return answer.status, await answer.body.read()
        except TimeoutError as error:
            raise AppFailed(f"no answer within {self._seconds:g} s") from error
        except aiohttp.ClientError as error:
            raise AppFailed(str(error) or type(error).__name__) from error

    async def request(self, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        """Sends a request and returns when the answer's headers are there. `target` is the path with its query,
        already encoded. Raises AppUnreachable or AppFailed."""
        url = URL(f"{self._base}/{target.removeprefix('/')}", encoded=True)
        try:
            response = await self._session.request(
                method, url, headers=[*headers, *self._own], data=body or None, allow_redirects=False
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise AppUnreachable(str(error)) from error
        except (aiohttp.ClientError, ValueError) as error:  # ValueError: what aiohttp refuses to send
            raise AppFailed(str(error) or type(error).__name__) from error
        return Answer(response)

    async def close(self) -> None:
        await self._session.close()
