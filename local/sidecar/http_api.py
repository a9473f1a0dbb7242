"""Dapr's HTTP API: decode, call, encode."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local.sidecar import errors
from local.sidecar.broker import Event
from local.sidecar.channel import Answer
from local.sidecar.description import rules
from local.sidecar.envelope import CLOUD_EVENT
from local.sidecar.errors import ApiError
from local.sidecar.headers import forwarded
from local.sidecar.services import TRACE_HEADERS, Services, expiry
from local.sidecar.state import Change, Item
from local.sidecar.stores import ttl_of

METADATA = "metadata."
WITHOUT_TOKEN = frozenset(("/v1.0/healthz", "/v1.0/healthz/outbound", "/metrics"))
ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class HttpApi:
    """The handlers, by building block."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def publish(self, request: Request) -> Response:
        metadata = _metadata(request)
        content_type = request.headers.get("content-type", "")
        event = Event(await request.body(), content_type, metadata)
        path = request.path_params
        await self._services.broker.publish(path["pubsub"], path["topic"], [event], _trace(request))
        return Response(status_code=204)

    async def bulk_publish(self, request: Request) -> Response:
        """All or nothing; a failure names every entry (Dapr's bulk publish response)."""
        pubsub, topic = request.path_params["pubsub"], request.path_params["topic"]
        self._services.broker.check(pubsub, topic)
        entries = _entries(await request.body(), pubsub, topic)
        common = _metadata(request)
        events = [_bulk_event(entry, common) for entry in entries]
        try:
            await self._services.broker.publish(pubsub, topic, events, _trace(request))
        except ApiError as error:
            if error.http_status < 500:
                raise
            failed = [{"entryId": entry["entryId"], "error": error.message} for entry in entries]
            return _json({"failedEntries": failed, "errorCode": error.code}, error.http_status)
        return Response(status_code=204)

    async def get_state(self, request: Request) -> Response:
        store, key = request.path_params["store"], request.path_params["key"]
        item = (await self._services.stores.get(store, [key])).get(key)
        if item is None:
            return Response(status_code=204)
        headers = {"ETag": item.etag} | {METADATA + name: value for name, value in expiry(item).items()}
        return Response(item.value, headers=headers, media_type="application/json")

    async def get_bulk_state(self, request: Request) -> Response:
        store = request.path_params["store"]
        keys = _object(await request.body()).get("keys", [])
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise errors.malformed("keys must be a list of strings")
        found = await self._services.stores.get(store, keys)
        items = b",".join(_bulk_item(key, found.get(key)) for key in keys)
        return Response(b"[" + items + b"]", media_type="application/json")

    async def save_state(self, request: Request) -> Response:
        items = _load(await request.body())
        if not isinstance(items, list):
            raise errors.malformed("failed deserializing HTTP body: not an array")
        await self._services.stores.save(request.path_params["store"], [_upsert(item) for item in items])
        return Response(status_code=204)

    async def delete_state(self, request: Request) -> Response:
        etag = request.headers.get("if-match")
        first_write = request.query_params.get("concurrency") == "first-write"
        change = Change(request.path_params["key"], None, etag, first_write)
        await self._services.stores.delete(request.path_params["store"], [change])
        return Response(status_code=204)

    async def transact(self, request: Request) -> Response:
        body = _object(await request.body())
        common = body.get("metadata") or {}
        operations = body.get("operations")
        if not isinstance(operations, list):
            raise errors.malformed("failed deserializing HTTP body: operations are missing")
        changes = [_operation(operation, common) for operation in operations]
        await self._services.stores.transact(request.path_params["store"], changes)
        return Response(status_code=204)

    async def get_secret(self, request: Request) -> Response:
        key = request.path_params["key"]
        return _json({key: self._services.secret(request.path_params["store"], key)})

    async def get_bulk_secret(self, request: Request) -> Response:
        secrets = self._services.secrets_of(request.path_params["store"])
        return _json({key: {key: value} for key, value in secrets.items()})

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

    async def metadata(self, request: Request) -> Response:
        description = self._services.description
        return _json({
            "id": description.id,
            "runtimeVersion": description.extended["daprRuntimeVersion"],
            "components": [
                {"name": one.name, "type": one.type, "version": one.version, "capabilities": one.capabilities}
                for one in description.components
            ],
            "extended": description.extended,
            "subscriptions": [
                {
                    "pubsubname": one.pubsub, "topic": one.topic, "type": "DECLARATIVE",
                    "deadLetterTopic": one.dead_letter_topic or "",
                    "rules": [{"match": match, "path": path} for match, path in rules(one)],
                }
                for one in description.subscriptions
            ],
        })  # fmt: skip

    async def set_metadata(self, request: Request) -> Response:
        self._services.description.extended[request.path_params["key"]] = (await request.body()).decode()
        return Response(status_code=204)

    async def healthz(self, request: Request) -> Response:
        return Response(status_code=204)

    async def metrics(self, request: Request) -> Response:
        return Response(self._services.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


class TokenCheck:
    """Refuses requests without the API token, except for health and metrics."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in WITHOUT_TOKEN:
            token = next((value for name, value in scope["headers"] if name == b"dapr-api-token"), None)
            if not self._services.authorized(token):
                await _refuse(errors.unauthenticated())(scope, receive, send)
                return
        await self._app(scope, receive, send)


def build_app(services: Services) -> Starlette:
    """The ASGI application. Requests that no route knows are invocations when they name an application."""
    api = HttpApi(services)
    write = ["POST", "PUT"]

    def at(path: str, handler: Callable[[Request], Awaitable[Response]], methods: list[str]) -> Route:
        return Route(path, handler, methods=methods)

    routes = [
        at("/v1.0/publish/bulk/{pubsub}/{topic:path}", api.bulk_publish, write),
        at("/v1.0-alpha1/publish/bulk/{pubsub}/{topic:path}", api.bulk_publish, write),
        at("/v1.0/publish/{pubsub}/{topic:path}", api.publish, write),
        at("/v1.0/state/{store}/bulk", api.get_bulk_state, write),
        at("/v1.0/state/{store}/transaction", api.transact, write),
        at("/v1.0/state/{store}", api.save_state, write),
        at("/v1.0/state/{store}/{key}", api.get_state, ["GET"]),
        at("/v1.0/state/{store}/{key}", api.delete_state, ["DELETE"]),
        at("/v1.0/secrets/{store}/bulk", api.get_bulk_secret, ["GET"]),
        at("/v1.0/secrets/{store}/{key:path}", api.get_secret, ["GET"]),
        at("/v1.0/metadata", api.metadata, ["GET"]),
        at("/v1.0/metadata/{key}", api.set_metadata, ["PUT"]),
        at("/v1.0/healthz", api.healthz, ["GET"]),
        at("/v1.0/healthz/outbound", api.healthz, ["GET"]),
        at("/metrics", api.metrics, ["GET"]),
        at("/{path:path}", api.invoke, ANY_METHOD),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(TokenCheck, services=services)],
        exception_handlers={ApiError: lambda request, error: _refuse(error)},
    )


def _refuse(error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return Response(error.json(), error.http_status, media_type="application/json")


def _json(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")


async def _stream(answer: Answer) -> AsyncIterator[bytes]:
    async with answer:
        async for chunk in answer.body.iter_any():
            yield chunk


def _length(answer: Answer) -> list[tuple[str, str]]:
    length = answer.headers.get("content-length")
    return [] if length is None else [("content-length", length)]


def _metadata(request: Request) -> dict[str, str]:
    return {
        name.removeprefix(METADATA): value for name, value in request.query_params.items() if name.startswith(METADATA)
    }


def _trace(request: Request) -> dict[str, str]:
    return {name: request.headers[name] for name in TRACE_HEADERS if name in request.headers}


def _load(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise errors.malformed(f"failed deserializing HTTP body: {error}") from error


def _object(body: bytes) -> dict[str, Any]:
    value = _load(body)
    if not isinstance(value, dict):
        raise errors.malformed("failed deserializing HTTP body: not an object")
    return value


def _entries(body: bytes, pubsub: str, topic: str) -> list[dict[str, Any]]:
    try:
        entries = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise errors.event_malformed(topic, pubsub, str(error)) from error
    ids = [entry.get("entryId") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    if not ids or len(ids) != len(entries):
        raise errors.event_malformed(topic, pubsub, "the body is not an array of entries")
    if len(set(map(str, ids))) != len(ids) or not all(isinstance(one, str) and one for one in ids):
        raise errors.event_malformed(topic, pubsub, "entryId is duplicated or not present for entry")
    return entries  # type: ignore[no-any-return]


def _bulk_event(entry: Mapping[str, Any], common: Mapping[str, str]) -> Event:
    """An entry's event is a JSON value: text for text types, an object for JSON and CloudEvents."""
    event, content_type = entry.get("event"), str(entry.get("contentType") or "")
    plain = isinstance(event, str) and not content_type.startswith(("application/json", CLOUD_EVENT))
    body = str(event).encode() if plain else orjson.dumps(event)
    return Event(body, content_type, {**common, **_strings(entry.get("metadata"))})


def _strings(value: object) -> dict[str, str]:
    return {str(name): str(item) for name, item in value.items()} if isinstance(value, dict) else {}


def _upsert(item: Any, common: Mapping[str, str] | None = None) -> Change:
    change = _keyed(item)
    value = item.get("value")
    ttl = ttl_of({**_strings(common), **_strings(item.get("metadata"))})
    return Change(change.key, orjson.dumps(value), change.etag, change.first_write, ttl)


def _keyed(item: Any) -> Change:
    """The removal of the item's key, under its conditions."""
    if not isinstance(item, dict) or not isinstance(item.get("key"), str):
        raise errors.malformed("failed deserializing HTTP body: a state item needs a key")
    etag = item.get("etag")
    options = item.get("options") or {}
    first_write = isinstance(options, dict) and options.get("concurrency") == "first-write"
    return Change(item["key"], None, str(etag) if etag else None, first_write)


def _operation(operation: Any, common: Mapping[str, str]) -> Change:
    kind = operation.get("operation") if isinstance(operation, dict) else None
    if kind == "upsert":
        return _upsert(operation.get("request"), common)
    if kind == "delete":
        return _keyed(operation.get("request"))
    raise errors.state_operation_unknown(str(kind))


def _bulk_item(key: str, item: Item | None) -> bytes:
    head = orjson.dumps({"key": key} | ({"etag": item.etag, "metadata": expiry(item)} if item else {}))
    return head if item is None else head[:-1] + b',"data":' + item.value + b"}"


def _target(path: str, app_id: str | None) -> tuple[str, str]:
    """The application and the path of an invocation, still encoded."""
    if app_id:
        return app_id, path.removeprefix("/")
    prefix, _, rest = path.partition("/invoke/")
    name, found, method = rest.partition("/method/")
    if prefix != "/v1.0" or not name or not found:
        raise errors.invocation_without_app()
    return name, method
