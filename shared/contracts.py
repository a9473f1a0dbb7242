"""Writes down the contracts that others rely on: JSON Schemas of the events, the OpenAPI document, Dapr's Subscriptions.

`python -m shared.contracts` (make contracts) writes the files; a test fails when they are not what the code says.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from functions.gateway.status import StatusAnswer
from shared import catalogue
from shared.catalogue import Route
from shared.events import CONTRACTS, schema_uri
from shared.http import HttpFunction, Operation
from shared.models import Problem
from shared.subscriptions import subscription_files

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "shared" / "schemas"
OPENAPI = ROOT / "functions" / "gateway" / "openapi.json"
SUBSCRIPTIONS = ROOT / "dapr" / "subscriptions"

_VERSION = 1
_OWN = {"getStatus": StatusAnswer}
"""What the gateway answers itself."""
_ID = {"type": "string", "format": "uuid"}
_SEGMENTS = {"token": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,200}$"}}
"""Path segments that are no ids."""
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "Makes a repeat of the request harmless: it changes nothing and gets the same answer",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string", "pattern": '^("[1-9][0-9]{0,8}"|\\*)$'},
    "description": 'The version that the change was made on, such as "3"; a change on an older one wins, and both sides are told',
}
_PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
_PROBLEM: dict[str, Any] = {
    "description": "What went wrong, in a sentence and a stable code (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def event_schemas() -> dict[str, dict[str, Any]]:
    """File name to JSON Schema of the data of each event type."""
    schemas = {}
    for kind, model in CONTRACTS.items():
        schema = model.model_json_schema(by_alias=True)
        schemas[f"{kind}.{_VERSION}.json"] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": schema_uri(kind, _VERSION),
            **schema,
            "title": kind,
        }
    return schemas


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of all routes in the catalogue."""
    found = [(route, _operation(function.module, route)) for route, function in catalogue.load().routes()]
    models = {model for _, operation in found for model in (operation.body, operation.answer) if model} | {Problem}
    references, definitions = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda model: model.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for route, operation in found:
        paths.setdefault(route.path, {})[route.method.lower()] = _describe(route, operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Nudge", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "nudge_session"},
            },
        },
        "security": [{}, {"bearer": []}, {"session": []}],
    }


def _operation(module: str, route: Route) -> Operation:
    if module == "gateway":
        return Operation(route.operation, handle=_nobody, answer=_OWN.get(route.operation))
    function: HttpFunction = importlib.import_module(f"functions.{module}.main").function
    return function.operations[route.operation]


async def _nobody(*_: Any) -> Any:
    raise LookupError("answered by the gateway itself")


def _describe(route: Route, operation: Operation, references: Any) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": route.operation, "parameters": _parameters(route, operation)}
    if operation.body:
        content = {"application/json": {"schema": references[operation.body, "validation"]}}
        described["requestBody"] = {"required": operation.body_required, "content": content}
    described["responses"] = {
        str(operation.status): _success(route, operation, references),
        "default": _problem(operation),
    }
    if route.operation == "deleteTask":
        described["responses"]["204"] = {"description": "Gone for good"}
    return described


def _success(route: Route, operation: Operation, references: Any) -> dict[str, Any]:
    if route.stream:
        return {"description": "Server-Sent Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    if operation.page:
        return {"description": "A page for people", "content": _PAGE}
    if operation.answer is None:
        return {"description": "Done", "content": {"application/json": {}}}
    described: dict[str, Any] = {
        "description": "Done",
        "content": {"application/json": {"schema": references[operation.answer, "validation"]}},
    }
    if operation.headers:
        described["headers"] = {
            name: {"description": meaning, "schema": {"type": "string"}} for name, meaning in operation.headers.items()
        }
    return described


def _problem(operation: Operation) -> dict[str, Any]:
    return {**_PROBLEM, "content": {**_PAGE, **_PROBLEM["content"]}} if operation.page else _PROBLEM


def _parameters(route: Route, operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", route.path)
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _SEGMENTS.get(name, _ID)} for name in names
    ]
    if operation.query:
        schema = operation.query.model_json_schema()
        parameters += [{"name": name, "in": "query", "schema": each} for name, each in schema["properties"].items()]
    if route.method != "GET":
        parameters.append(_KEY)
        if route.path.startswith("/api/tasks/"):
            parameters.append(_IF_MATCH)
    return parameters


def files() -> dict[Path, str]:
    """Every generated file and what must stand in it."""
    generated = {SCHEMAS / name: schema for name, schema in event_schemas().items()} | {OPENAPI: openapi()}
    written = {path: json.dumps(content, indent=1, sort_keys=True) + "\n" for path, content in generated.items()}
    subscriptions = subscription_files(catalogue.load())
    return written | {SUBSCRIPTIONS / name: content for name, content in subscriptions.items()}


def main() -> int:
    SCHEMAS.mkdir(exist_ok=True)
    for path, content in files().items():
        path.write_text(content, "utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
