"""A function as a server: functions-framework's application with probes, metrics, bulk deliveries and its lifespan.

`python -m shared.runtime create-task` serves one function on PORT (of HOST); on one machine a process builds several.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from types import ModuleType
from typing import Any, Protocol

import orjson
from functions_framework.aio import create_asgi_app_from_module
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from shared import app_token, catalogue, health, logs, metrics, tracing
from shared.catalogue import Function
from shared.config import Settings
from shared.errors import NudgeError
from shared.services import Services, open_services

log = logging.getLogger(__name__)


class Forward(Protocol):
    """Gives the application that answers for a function: in this process, or by way of the sidecar."""

    @property
    def awake(self) -> Sequence[str]:
        """Functions that may be asked for their health: asking must not wake one that sleeps."""

    def __call__(self, function: str) -> ASGIApp: ...


_GRACE_SECONDS = 10
"""For what is under way when the process is asked to end; streams of updates would go on for minutes."""
_BEGINS_ANEW_AFTER = 1.0
_DAPR_QUESTIONS = {"/dapr/config": b"{}", "/dapr/subscribe": b"[]"}
"""Nothing to configure, and no subscriptions beyond the declared ones."""


def build_app(name: str, services: Services, forward: Forward | None = None) -> Starlette:
    """The application of one function of the catalogue; `forward` is for the gateway alone."""
    function = services.catalogue.functions[name]
    module = importlib.import_module(f"functions.{function.module}.main")
    app: Starlette = create_asgi_app_from_module(  # type: ignore[no-untyped-call]
        function.module, module.__file__, None, module, None
    )
    app.state.services, app.state.function, app.state.forward = services, name, forward
    consumer = getattr(module, "consumer", None)
    if consumer:
        consumer.bind(services)
        metrics.begin(name, [wanted.topic for wanted in function.subscribes])
    probes = health.routes(
        function, services, _peers(forward), getattr(module, "admit", None), getattr(module, "condition", None)
    )
    app.router.routes.insert(0, Doors([*probes, *_dapr_routes(consumer)]))
    app.router.lifespan_context = _lifespan(module, services)
    token = os.environ.get(app_token.VARIABLE)
    if token and not function.public:
        app.add_middleware(app_token.AppToken, token=token)
    served = tracing.served(name)
    if served:
        app.add_middleware(served)
    return app


class Doors(BaseRoute):
    """Routes of fixed paths, found by one look-up: every request passes by here on its way to the function."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = {route.path: route for route in routes}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        route = self._routes.get(scope["path"]) if scope["type"] == "http" else None
        return route.matches(scope) if route else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._routes[scope["path"]].handle(scope, receive, send)


def _peers(forward: Forward | None) -> dict[str, ASGIApp]:
    return {name: forward(name) for name in forward.awake} if forward else {}


def _dapr_routes(consumer: Any) -> list[Route]:
    """Answers to what daprd asks an application at its start, and the door for deliveries in bulk."""

    async def nothing(request: Request) -> Response:
        # Without this a function of HTTP kind would take the question for a user's request.
        return Response(_DAPR_QUESTIONS[request.url.path], media_type="application/json")

    async def bulk(request: Request) -> Response:
        envelope = orjson.loads(await request.body())
        entries = envelope["entries"]
        outcomes = await consumer.receive([entry["event"] for entry in entries], envelope.get("topic", ""))
        statuses = [
            {"entryId": entry["entryId"], "status": outcome} for entry, outcome in zip(entries, outcomes, strict=True)
        ]
        return Response(orjson.dumps({"statuses": statuses}), media_type="application/json")

    questions = [Route(path, nothing, methods=["GET"]) for path in _DAPR_QUESTIONS]
    return [*questions, Route("/bulk", bulk, methods=["POST"])] if consumer else questions


def _lifespan(module: ModuleType, services: Services) -> Callable[[Starlette], Any]:
    """Runs what a function does besides answering (its `run`) for as long as the application lives."""
    run: Callable[[Services], Awaitable[None]] | None = getattr(module, "run", None)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        running = asyncio.ensure_future(_kept_running(run, services)) if run else None
        try:
            yield
        finally:
            if running:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    return lifespan


async def _kept_running(run: Callable[[Services], Awaitable[None]], services: Services) -> None:
    """Runs it until it has finished or is cancelled: what it did not foresee is logged, and it begins anew."""
    while True:
        try:
            return await run(services)
        except Exception:
            log.exception("what runs beside the answers ended by a mistake; it begins anew")
        await asyncio.sleep(_BEGINS_ANEW_AFTER)


async def _serve(function: Function, settings: Settings) -> None:
    import uvicorn

    async with open_services(settings, (function.name,)) as services:
        app = build_app(function.name, services)
        # On every address unless told otherwise: in a container the network policy and the app token guard it, and the probes come from outside.
        host, port = os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080"))  # noqa: S104
        config = uvicorn.Config(
            app, host, port, loop="uvloop", http="httptools", log_config=None, timeout_graceful_shutdown=_GRACE_SECONDS
        )
        await uvicorn.Server(config).serve()


def main() -> int:
    settings = Settings()
    logs.configure(settings.log_level)
    functions = catalogue.load().functions
    if len(sys.argv) != 2 or sys.argv[1] not in functions:
        print(f"Usage: python -m shared.runtime FUNCTION, one of: {', '.join(functions)}", file=sys.stderr)
        return 2
    import uvloop

    try:
        uvloop.run(_serve(functions[sys.argv[1]], settings))
    except NudgeError as error:
        print(error.detail, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
