"""Dapr's HTTP API: decode, call, encode."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from local.sidecar import errors
from local.sidecar.description import rules
from local.sidecar.errors import ApiError
from local.sidecar.http_body import answer
from local.sidecar.http_invoke import HttpInvoke
from local.sidecar.http_publish import HttpPublish
from local.sidecar.http_state import HttpState
from local.sidecar.services import Services

WITHOUT_TOKEN = frozenset(("/v1.0/healthz", "/v1.0/healthz/outbound", "/metrics"))
ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class HttpApi:
    """Secrets, metadata, health."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def get_secret(self, request: Request) -> Response:
        key = request.path_params["key"]
        return answer({key: self._services.secret(request.path_params["store"], key)})

    async def get_bulk_secret(self, request: Request) -> Response:
        secrets = self._services.secrets_of(request.path_params["store"])
        return answer({key: {key: value} for key, value in secrets.items()})

    async def metadata(self, request: Request) -> Response:
        description = self._services.description
        return answer({
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
        self._services.description.extended[request.path_params["key"]] = (await request.body()).decode(
            errors="replace"
        )
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
    api, publishing = HttpApi(services), HttpPublish(services)
    state, invocation = HttpState(services), HttpInvoke(services)
    write = ["POST", "PUT"]

    def at(path: str, handler: Callable[[Request], Awaitable[Response]], methods: list[str]) -> Route:
        return Route(path, handler, methods=methods)

    routes = [
        at("/v1.0/publish/bulk/{pubsub}/{topic:path}", publishing.bulk_publish, write),
        at("/v1.0-alpha1/publish/bulk/{pubsub}/{topic:path}", publishing.bulk_publish, write),
        at("/v1.0/publish/{pubsub}/{topic:path}", publishing.publish, write),
        at("/v1.0/state/{store}/bulk", state.get_bulk_state, write),
        at("/v1.0/state/{store}/transaction", state.transact, write),
        at("/v1.0/state/{store}", state.save_state, write),
        at("/v1.0/state/{store}/{key:path}", state.get_state, ["GET"]),
        at("/v1.0/state/{store}/{key:path}", state.delete_state, ["DELETE"]),
        at("/v1.0/secrets/{store}/bulk", api.get_bulk_secret, ["GET"]),
        at("/v1.0/secrets/{store}/{key:path}", api.get_secret, ["GET"]),
        at("/v1.0/metadata", api.metadata, ["GET"]),
        at("/v1.0/metadata/{key}", api.set_metadata, ["PUT"]),
        at("/v1.0/healthz", api.healthz, ["GET"]),
        at("/v1.0/healthz/outbound", api.healthz, ["GET"]),
        at("/metrics", api.metrics, ["GET"]),
        at("/{path:path}", invocation.invoke, ANY_METHOD),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(TokenCheck, services=services)],
        exception_handlers={ApiError: lambda request, error: _refuse(error)},
    )


def _refuse(error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return Response(error.json(), error.http_status, media_type="application/json")
