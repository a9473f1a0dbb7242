"""The edge of sign-in."""

from __future__ import annotations

import time
from typing import Annotated
from urllib.parse import quote

import functions_framework.aio
import orjson
from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from shared import session
from shared.audit_events import audit_event
from shared.call import ADDRESS, Call
from shared.errors import SignInRequired, TooManyRequests
from shared.http import Answer, HttpFunction, Operation
from shared.models import Model, one_line
from shared.rate_limit import RateLimit
from shared.services import Services

NAME_COOKIE = "nudge_name"
_YEAR = 365 * 24 * 3600

# Ten guesses at once from one address, then one every six seconds: harmless to a person, hopeless for a program.
_attempts = RateLimit(1 / 6, 10, time.monotonic)


class SignIn(Model):
    token: Annotated[str, Field(max_length=500)] | None = None
    name: Annotated[str, Field(max_length=100), AfterValidator(one_line)] | None = Field(
        None, description="How this browser's owner wants to be called in the history"
    )


class SessionAnswer(BaseModel):
    required: bool = Field(description="Whether this installation has an access token")
    signed_in: bool
    client_id: str
    name: str


async def get(call: Call, services: Services) -> Answer:
    token = services.secrets.get("access-token")
    return Answer(_state(call, services, signed_in=not token or _has_session(call, services, token)))


async def enter(call: Call, services: Services) -> Response:
    """Takes the token and/or the name. Raises SignInRequired for a wrong token, TooManyRequests after too many of them."""
    given: SignIn = call.body
    token = services.secrets.get("access-token")
    signed_in = not token or _has_session(call, services, token)
    cookies = []
    if token and given.token is not None:
        await _check(given.token, token, call, services)
        signed_in = True
        cookies.append(_cookie(session.COOKIE, session.issue(token, services.clock()), session.LIFETIME, services))
    if not signed_in:
        raise SignInRequired("Please give the access token.")
    if given.name is not None:
        cookies.append(_cookie(NAME_COOKIE, quote(given.name, safe=""), _YEAR, services))
    state = _state(call, services, signed_in) | ({"name": given.name} if given.name is not None else {})
    return _with_cookies(state, cookies)


async def leave(call: Call, services: Services) -> Response:
    token = services.secrets.get("access-token")
    return _with_cookies(_state(call, services, signed_in=not token), [_cookie(session.COOKIE, "", 0, services)])


async def _check(given: str, token: str, call: Call, services: Services) -> None:
    address = call.headers.get(ADDRESS, "")
    if not _attempts.allows(address):
        raise TooManyRequests("Too many attempts. Please wait a minute and try again.", code="too_many_attempts")
    right = session.same_token(given, token)
    kind, result = ("signed_in", "accepted") if right else ("sign_in_failed", "refused")
    async with services.database.unit_of_work() as work:
        work.emit(audit_event(kind, "session", result, {"address": address}, call.cause, services.clock()))
    if not right:
        raise SignInRequired("That is not the access token.", code="wrong_token")


def _state(call: Call, services: Services, signed_in: bool) -> dict[str, object]:
    actor = call.cause.actor
    required = "access-token" in services.secrets
    return {"required": required, "signed_in": signed_in, "client_id": actor.client_id, "name": actor.name}


def _has_session(call: Call, services: Services, token: str) -> bool:
    return session.valid(call.cookies.get(session.COOKIE, ""), token, services.clock())


def _cookie(name: str, value: str, seconds: int, services: Services) -> str:
    secure = "; Secure" if services.settings.public_url.startswith("https:") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def _with_cookies(content: dict[str, object], cookies: list[str]) -> Response:
    response = Response(orjson.dumps(content), media_type="application/json")
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response


function = HttpFunction(
    "sign-in",
    [
        Operation("getSession", get, answer=SessionAnswer),
        Operation("signIn", enter, body=SignIn, answer=SessionAnswer),
        Operation("signOut", leave, answer=SessionAnswer),
    ],
)


@functions_framework.aio.http
async def sign_in(request: Request) -> Response:
    return await function.answer(request)
