"""Errors as problem documents (RFC 9457), and pydantic's findings as sentences."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from psycopg_pool import PoolTimeout
from pydantic import ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from shared.call import CORRELATION
from shared.database import NotReached
from shared.errors import BadRequest, FieldError, Invalid, MethodNotAllowed, NudgeError, SignInRequired, Unavailable

log = logging.getLogger(__name__)

_NOT_REACHED = "Your tasks cannot be reached just now. Nothing was changed; please try again in a moment."
_BROKE = "The way to your tasks broke just now. If you were changing something, look whether it is done before you try again."
"""What was sent may have been stored without an answer coming back; a repeat with the same Idempotency-Key is safe in any case."""


def problem(error: Exception, correlation: str) -> Response:
    """RFC 9457 problem details; what is not expected is logged in full and told in general words."""
    known = _known(error)
    if known.status >= 500:
        log.error(
            "request failed", exc_info=error if known.code == "internal_error" else None, extra={"code": known.code}
        )
    content = {
        "type": f"urn:nudge:problem:{known.code}",
        "title": known.title,
        "status": known.status,
        "code": known.code,
        "detail": known.detail,
        "correlation_id": correlation,
    }
    if known.errors:
        content["errors"] = [{"field": item.field, "message": item.message} for item in known.errors]
    return Response(
        orjson.dumps(content), known.status, {CORRELATION: correlation, **_headers(known)}, "application/problem+json"
    )


def _headers(error: NudgeError) -> dict[str, str]:
    headers = {"retry-after": str(error.retry_after)} if error.retry_after else {}
    if isinstance(error, SignInRequired):
        headers["www-authenticate"] = "Bearer"
    return headers | ({"allow": ", ".join(error.allowed)} if isinstance(error, MethodNotAllowed) else {})


def _known(error: Exception) -> NudgeError:
    if isinstance(error, NudgeError):
        return error
    if isinstance(error, ValidationError):
        return invalid(error)
    if isinstance(error, ClientDisconnect):
        return BadRequest("The request ended before it was complete.", code="incomplete")
    if isinstance(error, NotReached | PoolTimeout):
        return Unavailable(_NOT_REACHED, code="database_unavailable")
    if isinstance(error, psycopg.OperationalError):
        return Unavailable(_BROKE, code="database_unavailable")
    return NudgeError(
        "Something went wrong on our side. Please try again; if it happens again, tell us the correlation id."
    )


_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_too_short": "must have at least {min_length} character(s)",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "list_type": "must be a list",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
    "bool_type": "must be true or false",
    "string_pattern_mismatch": "is not written as it should be",
    "value_error": "{error}",
}


def invalid(error: ValidationError) -> Invalid:
    """pydantic's findings as sentences that name the field."""
    errors = tuple(
        FieldError(
            ".".join(str(part) for part in item["loc"]) or "body",
            _sentence(item["type"], item["msg"], item.get("ctx", {})),
        )
        for item in error.errors(include_url=False, include_input=False)
    )
    first = errors[0]
    return Invalid(f"{first.field} {first.message}.", errors=errors)


def _sentence(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Ours where there is one; pydantic's own is taken as it stands, as it may quote what somebody typed."""
    return _SENTENCES[kind].format(**context) if kind in _SENTENCES else message
