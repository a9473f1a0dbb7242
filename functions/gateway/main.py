"""The edge of the gateway: the only function that the outside reaches."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.gateway import guard, openapi, page
from functions.gateway.examination import Examination
from functions.gateway.forward import ByInvocation, Forwarded, Header
from functions.gateway.refusals import Refusals
from functions.sign_in.main import NAME_COOKIE
from shared import call, http, metrics
from shared.catalogue import Route
from shared.errors import MethodNotAllowed, NotFound, NudgeError, TooManyRequests
from shared.identifiers import uuid7
from shared.problems import problem
from shared.rate_limit import RateLimit
from shared.services import Services

CLIENT_COOKIE = "client_id"
_TEN_YEARS = 10 * 365 * 24 * 3600
_BUILT_PAGE = Path(__file__).resolve().parents[2] / "web" / "out"

# What outsiders must not be able to say for themselves: events, Dapr's own words, and who they are.
_STRIPPED = (b"ce-", b"dapr-", b"x-nudge-", b"function-execution-id")

_SECURITY: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)


class Gateway:
    """All that the gateway keeps between requests of one process."""

    def __init__(self, services: Services, forward: Any) -> None:
        settings = services.settings
        self.services = services
        self.forward = forward or ByInvocation(services.catalogue)
        self.hosts = guard.allowed_hosts(settings.public_url, settings.allowed_hosts)
        self.page = page.load(Path(settings.page) if settings.page else _BUILT_PAGE)
        self.examination = Examination(services, {name: self.forward(name) for name in self.forward.awake})
        self.refusals = Refusals(services)
        self.limit = RateLimit(settings.rate_limit, settings.rate_limit * 4, time.monotonic)
        self.routes = [
            (route, http.pattern(route.path), function.name) for route, function in services.catalogue.routes()
        ]
        for function in services.catalogue.functions.values():
            if function.routes:
                for status in (500, 503):
                    metrics.answers.labels(function.name, status)
        self.secure = settings.public_url.startswith("https:")

    async def answer(self, request: Request) -> Response:
        """Checks a request, then lets the page or a function answer it."""
        correlation = call.correlation_of(request)
        try:
            guard.check_host(request.headers.get("host", ""), self.hosts)
            if not request.scope["path"].startswith("/api"):
                return self._page(request)
            return await self._forward(request, correlation)
        except NudgeError as error:
            self.refusals.note(error, request, correlation)
            metrics.answers.labels("gateway", error.status).inc()
            response = problem(error, correlation)
            response.raw_headers.extend(_SECURITY)
            return response

    async def _forward(self, request: Request, correlation: str) -> Response:
        route, function = self._route(request)
        address = self._admit(request, route)
        if function == "gateway":
            return Response(await self._own(route), media_type="application/json", headers=_text(_SECURITY))
        client, cookie = self._client(request)
        there = [header for header in request.scope["headers"] if not header[0].startswith(_STRIPPED)]
        there = [header for header in there if header[0] != b"x-correlation-id"]
        there += [
            (call.CORRELATION.encode(), correlation.encode()),
            (b"function-execution-id", correlation.encode()),
            (call.CLIENT.encode(), client.encode()),
            (call.CLIENT_NAME.encode(), request.cookies.get(NAME_COOKIE, "").encode("latin-1", "replace")),
            (call.ADDRESS.encode(), address.encode("latin-1", "replace")),
        ]
        return Forwarded(function, self.forward(function), there, [*_SECURITY, *cookie])

    async def _own(self, route: Route) -> bytes:
        """What the gateway answers itself."""
        if route.operation == "getOpenApi":
            return openapi.document()
        return (await self.examination.result()).model_dump_json().encode()

    def _admit(self, request: Request, route: Route) -> str:
        """Origin, rate and session; the address the request came from."""
        settings = self.services.settings
        guard.check_origin(request.method, request.headers, self.hosts)
        peer = request.client.host if request.client else ""
        address = guard.client_address(peer, request.headers.get("x-forwarded-for", ""), settings.trusted_proxies)
        if address not in ("127.0.0.1", "::1", "") and not self.limit.allows(address):
            raise TooManyRequests("That was too much at once. Please wait a few seconds.")
        if not route.open:
            token = self.services.secrets.get("access-token")
            guard.check_session(request.headers, request.cookies, token, self.services.clock())
        return address

    def admit(self, request: Request) -> None:
        """Raises SignInRequired without a session; any host will do, as collectors of figures come by the address alone."""
        token = self.services.secrets.get("access-token")
        guard.check_session(request.headers, request.cookies, token, self.services.clock())

    def _route(self, request: Request) -> tuple[Route, str]:
        path = request.scope["path"]
        here: list[str] = []
        method = "GET" if request.method == "HEAD" else request.method
        for known, expression, function in self.routes:
            if expression.fullmatch(path):
                here.append(known.method)
                if known.method == method:
                    return known, function
        raise MethodNotAllowed(request.method, here) if here else NotFound("There is nothing at this address.")

    def _client(self, request: Request) -> tuple[str, list[Header]]:
        """The browser's id; a new one comes with its cookie."""
        given = request.cookies.get(CLIENT_COOKIE, "")
        try:
            return str(UUID(given)), []
        except ValueError:
            client = str(uuid7())
        secure = "; Secure" if self.secure else ""
        cookie = f"{CLIENT_COOKIE}={client}; Path=/; Max-Age={_TEN_YEARS}; HttpOnly; SameSite=Lax{secure}"
        return client, [(b"set-cookie", cookie.encode())]

    def _page(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(request.method, ["GET"])
        path = unquote(request.scope["path"])
        file = self.page.get(path) or self.page.get(path.rstrip("/"))
        if file:
            return _sent(file, request)
        if not self.page and path == "/":
            raise NotFound(
                "The page is not built here (that needs Node 20.9 or newer); everything else works under /api.",
                code="no_page",
            )
        missing = self.page.get(page.NOT_FOUND)
        if missing and "text/html" in request.headers.get("accept", ""):
            return _sent(missing, request, 404)
        raise NotFound("There is nothing at this address.")


def _sent(file: page.File, request: Request, status: int = 200) -> Response:
    """A file of the page, compressed for those who take gzip, or word that theirs is still good (RFC 9110 §13.1.2)."""
    headers = {**file.headers, **_text(_SECURITY)}
    if status == 200 and request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.compressed, status, headers | {"content-encoding": "gzip"})
    return Response(file.content, status, headers)


def _text(headers: tuple[Header, ...]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in headers}


def _gateway(request: Request) -> Gateway:
    state = request.app.state
    if not hasattr(state, "gateway"):
        state.gateway = Gateway(state.services, state.forward)
    return state.gateway  # type: ignore[no-any-return]


def admit(request: Request) -> None:
    """Who may see the gateway's figures at /metrics."""
    _gateway(request).admit(request)


@functions_framework.aio.http
async def gateway(request: Request) -> Response:
    return await _gateway(request).answer(request)
