"""Probes and metrics of a function: /live, /ready, /health, /metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import orjson
import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from shared import backlog
from shared.call import correlation_of
from shared.catalogue import Function
from shared.errors import NudgeError
from shared.migrate import SCHEMA
from shared.problems import problem
from shared.services import Services

Admit = Callable[[Request], None]
"""Raises a NudgeError for somebody who may not see figures."""


Condition = Callable[[Services], Mapping[str, str]]
"""What a function can say at once of things that only it knows, each "ok" or "down"."""


def routes(
    function: Function,
    services: Services,
    peers: Mapping[str, ASGIApp],
    admit: Admit | None,
    condition: Condition | None = None,
) -> list[Route]:
    """/live: the process runs. /ready: it can answer, perhaps degraded, on a schema that suits. /health: and all it depends on is well.

    The public function speaks for its peers too, as far as they may be asked, and shows its figures only to those it admits.
    """

    async def live(_: Request) -> Response:
        return _json({"status": "live", "function": function.name, **(condition(services) if condition else {})})

    async def ready(_: Request) -> Response:
        # An unreachable database does not make it unready: that would take away the friendly error with the pod (design §6).
        found = await _schema(services)
        suits = found is None or found >= SCHEMA
        return _json(
            {"status": "ready" if suits else "schema too old", "function": function.name, "schema": found},
            200 if suits else 503,
        )

    async def health(_: Request) -> Response:
        report = await check(function, services, peers if function.public else {})
        return _json(report, 200 if report["status"] == "ok" else 503)

    async def metrics(request: Request) -> Response:
        if admit:
            try:
                admit(request)
            except NudgeError as error:
                return problem(error, correlation_of(request))
        if function.public:
            await backlog.measure(services)
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    probes = {"/live": live, "/ready": ready, "/health": health, "/metrics": metrics}
    return [Route(path, probe, methods=["GET"]) for path, probe in probes.items()]


async def check(function: Function, services: Services, peers: Mapping[str, ASGIApp]) -> dict[str, Any]:
    """What the function depends on and the peers it speaks for, each "ok" or "down", and the sum of it."""
    schema, sidecar, lives = await asyncio.gather(
        _schema(services), services.sidecar.healthy(), asyncio.gather(*map(ask_live, peers.values()))
    )
    checks = {"database": _word(schema is not None), "sidecar": _word(sidecar)}
    functions = {name: _word(live is not None) for name, live in zip(peers, lives, strict=True)}
    status = "ok" if {*checks.values(), *functions.values()} == {"ok"} else "degraded"
    report = {"status": status, "function": function.name, "checks": checks, "schema": schema}
    return report | {"functions": functions} if peers else report


def _word(well: bool) -> str:
    return "ok" if well else "down"


async def ask_live(peer: ASGIApp) -> dict[str, Any] | None:
    """What an application answers at /live, asked by way of ASGI; None when it does not answer well."""
    status, content = 0, b""

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        nonlocal status, content
        status = message.get("status", status)
        content += message.get("body", b"")

    scope = {"type": "http", "method": "GET", "path": "/live", "raw_path": b"/live", "query_string": b"", "headers": []}
    try:
        async with asyncio.timeout(2):
            await peer({**scope, "http_version": "1.1", "scheme": "http", "root_path": ""}, receive, send)
        return dict(orjson.loads(content)) if status == 200 else None
    except (TimeoutError, OSError, aiohttp.ClientError, NudgeError, ValueError):
        return None


async def _schema(services: Services) -> str | None:
    try:
        async with asyncio.timeout(2), services.database.connection() as connection:
            row = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchone()
    except (psycopg.Error, PoolTimeout, TimeoutError):
        return None
    return str(row[0]) if row else None


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
