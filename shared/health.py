"""Probes and metrics of a function: /live, /ready, /health, /metrics."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.catalogue import Function
from shared.migrate import SCHEMA
from shared.services import Services


def routes(function: Function, services: Services) -> list[Route]:
    """/live: the process runs. /ready: it can answer, perhaps degraded, on a schema that suits. /health: and all it depends on is well."""

    async def live(_: Request) -> Response:
        return _json({"status": "live", "function": function.name})

    async def ready(_: Request) -> Response:
        # An unreachable database does not make it unready: that would take away the friendly error with the pod (design §6).
        found = await _schema(services)
        suits = found is None or found >= SCHEMA
        return _json(
            {"status": "ready" if suits else "schema too old", "function": function.name, "schema": found},
            200 if suits else 503,
        )

    async def health(_: Request) -> Response:
        report = await check(function, services)
        return _json(report, 200 if report["status"] == "ok" else 503)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    probes = {"/live": live, "/ready": ready, "/health": health, "/metrics": metrics}
    return [Route(path, probe, methods=["GET"]) for path, probe in probes.items()]


async def check(function: Function, services: Services) -> dict[str, Any]:
    """What the function depends on, each "ok" or "down", and the sum of it."""
    schema, sidecar = await asyncio.gather(_schema(services), services.sidecar.healthy())
    checks = {"database": "ok" if schema else "down", "sidecar": "ok" if sidecar else "down"}
    status = "ok" if set(checks.values()) == {"ok"} else "degraded"
    return {"status": status, "function": function.name, "checks": checks, "schema": schema}


async def _schema(services: Services) -> str | None:
    try:
        async with asyncio.timeout(2), services.database.connection() as connection:
            row = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchone()
    except (psycopg.Error, PoolTimeout, TimeoutError):
        return None
    return str(row[0]) if row else None


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
