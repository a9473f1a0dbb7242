"""Publishing over HTTP."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from local.sidecar import errors
from local.sidecar.broker import Event
from local.sidecar.envelope import CLOUD_EVENT
from local.sidecar.errors import ApiError
from local.sidecar.http_body import answer, strings
from local.sidecar.services import TRACE_HEADERS, Services

METADATA = "metadata."


class HttpPublish:
    """Handlers of /publish."""

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
            return answer({"failedEntries": failed, "errorCode": error.code}, error.http_status)
        return Response(status_code=204)


def _metadata(request: Request) -> dict[str, str]:
    return {
        name.removeprefix(METADATA): value for name, value in request.query_params.items() if name.startswith(METADATA)
    }


def _trace(request: Request) -> dict[str, str]:
    return {name: request.headers[name] for name in TRACE_HEADERS if name in request.headers}


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
    return Event(body, content_type, {**strings(entry.get("metadata")), **common})
