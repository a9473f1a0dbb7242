"""JSON in requests and answers."""

from typing import Any

import orjson
from starlette.responses import Response

from local.sidecar import errors


def answer(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")


def load(body: bytes) -> Any:
    """Raises ApiError when the body is no JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise errors.malformed(f"failed deserializing HTTP body: {error}") from error


def load_object(body: bytes) -> dict[str, Any]:
    """Raises ApiError when the body is no JSON object."""
    value = load(body)
    if not isinstance(value, dict):
        raise errors.malformed("failed deserializing HTTP body: not an object")
    return value


def strings(value: object) -> dict[str, str]:
    """A metadata object, its values as text; empty for anything else."""
    return {str(name): str(item) for name, item in value.items()} if isinstance(value, dict) else {}
