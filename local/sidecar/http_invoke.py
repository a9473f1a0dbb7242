"""Service invocation over HTTP."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from local.sidecar import errors
from local.sidecar.channel import Answer
from local.sidecar.headers import forwarded
from local.sidecar.services import Services


class HttpInvoke:
    """Handler of /invoke and of every path that comes with an app-id."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def invoke(self, request: Request) -> Response:
        """By path (/v1.0/invoke/{app-id}/method/…); any other path with the header `dapr-app-id`."""
        raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
        app_id, method = _target(raw.partition(b"?")[0].decode("ascii"), request.headers.get("dapr-app-id"))
        query = request.scope["query_string"].decode("ascii")
        answer = await self._services.invocation.invoke(
            app_id, request.method, f"{method}?{query}" if query else method, request.headers.items(),
            await request.body(),
        )  # fmt: skip
        response = StreamingResponse(_stream(answer), answer.status)
        response.raw_headers = [
            (name.encode(), value.encode("utf-8", "surrogateescape"))
            for name, value in (*forwarded(answer.headers.items()), *_length(answer))
        ]
        return response


async def _stream(answer: Answer) -> AsyncIterator[bytes]:
    async with answer:
        async for chunk in answer.body.iter_any():
            yield chunk


def _length(answer: Answer) -> list[tuple[str, str]]:
    length = answer.headers.get("content-length")
    return [] if length is None else [("content-length", length)]


def _target(path: str, app_id: str | None) -> tuple[str, str]:
    """The application and the path of an invocation, still encoded."""
    if app_id:
        return app_id, path.removeprefix("/")
    prefix, _, rest = path.partition("/invoke/")
    name, found, method = rest.partition("/method/")
    if prefix != "/v1.0" or not name or not found:
        raise errors.invocation_without_app()
    return name, method
