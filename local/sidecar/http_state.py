"""State over HTTP; values are JSON."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from local.sidecar import errors
from local.sidecar.http_body import load, load_object, strings
from local.sidecar.services import Services, expiry
from local.sidecar.state import Change, Item
from local.sidecar.stores import ttl_of

METADATA = "metadata."


class HttpState:
    """Handlers of /state."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def get_state(self, request: Request) -> Response:
        store, key = request.path_params["store"], request.path_params["key"]
        item = (await self._services.stores.get(store, [key])).get(key)
        if item is None:
            return Response(status_code=204)
        headers = {"ETag": item.etag} | {METADATA + name: value for name, value in expiry(item).items()}
        return Response(item.value, headers=headers, media_type="application/json")

    async def get_bulk_state(self, request: Request) -> Response:
        store = request.path_params["store"]
        keys = load_object(await request.body()).get("keys", [])
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise errors.malformed("keys must be a list of strings")
        found = await self._services.stores.get(store, keys)
        items = b",".join(_bulk_item(key, found.get(key)) for key in keys)
        return Response(b"[" + items + b"]", media_type="application/json")

    async def save_state(self, request: Request) -> Response:
        items = load(await request.body())
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
        body = load_object(await request.body())
        common = body.get("metadata") or {}
        operations = body.get("operations")
        if not isinstance(operations, list):
            raise errors.malformed("failed deserializing HTTP body: operations are missing")
        changes = [_operation(operation, common) for operation in operations]
        await self._services.stores.transact(request.path_params["store"], changes)
        return Response(status_code=204)


def _upsert(item: Any, common: Mapping[str, str] | None = None) -> Change:
    change = _keyed(item)
    value = item.get("value")
    ttl = ttl_of({**strings(common), **strings(item.get("metadata"))})
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
