"""Everything that can go wrong by design: a stable code for programs and a sentence for people (RFC 9457 problem details)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One mistake in the input: the field's dotted name and what is wrong with it, fit for a person."""

    field: str
    message: str


class NudgeError(Exception):
    """Root of all expected errors. `detail` is shown to people; `code` never changes once published."""

    code = "internal_error"
    title = "Something went wrong"
    status = 500
    retry_after: int | None = None
    """Seconds after which the same request may succeed; None where repeating is pointless."""

    def __init__(self, detail: str, *, code: str | None = None, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors


class Invalid(NudgeError):
    code, title, status = "invalid_input", "The input is not valid", 422


class BadRequest(NudgeError):
    code, title, status = "bad_request", "The request could not be read", 400


class NotFound(NudgeError):
    code, title, status = "not_found", "Not found", 404


class TaskNotFound(NotFound):
    code = "task_not_found"


class MethodNotAllowed(NudgeError):
    """`allowed` is what can be done instead; the answer must name it (RFC 9110 §15.5.6)."""

    code, title, status = "method_not_allowed", "That cannot be done here", 405

    def __init__(self, method: str, allowed: Collection[str]) -> None:
        super().__init__(f"{method} is not possible here.")
        self.allowed = sorted({*allowed, "HEAD"} if "GET" in allowed else allowed)


class Conflict(NudgeError):
    code, title, status = "conflict", "That does not fit the present state", 409


class TooLarge(NudgeError):
    code, title, status = "too_large", "The request is too large", 413


class UnsupportedMediaType(NudgeError):
    code, title, status = "unsupported_media_type", "That kind of content is not understood", 415


class SignInRequired(NudgeError):
    code, title, status = "sign_in_required", "Please sign in", 401


class Forbidden(NudgeError):
    code, title, status = "forbidden", "That request was refused", 403


class TooManyRequests(NudgeError):
    code, title, status, retry_after = "too_many_requests", "Too many requests", 429, 5


class Unavailable(NudgeError):
    """Something the request needs is down; nothing was changed, or what was changed will be found by a retry with the same key."""

    code, title, status, retry_after = "unavailable", "Nudge is not ready just now", 503, 2


class StateUnavailable(Unavailable):
    """The state store cannot be reached: what is remembered between requests is not there just now."""


class Misconfigured(NudgeError):
    """The installation cannot start as it is set up; `detail` says what to change."""

    code, title = "misconfigured", "The configuration does not fit"
