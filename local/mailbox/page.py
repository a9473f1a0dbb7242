"""The page that shows caught mail: in front of the gateway, for whoever may use the list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from functions.gateway import guard
from local.mailbox.store import Caught, Store
from local.zone import local_zone
from shared.errors import NudgeError, SignInRequired
from shared.services import Services
from shared.written_dates import written_moment

ADDRESS = "/mailbox"
_SHOWN = 100
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
# A message is foreign text: it is shown without scripts, and its links open in a window of their own.
_MESSAGE_HEADERS = _HEADERS | {
    "content-security-policy": "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
}
_LINKS_OPEN_OUTSIDE = '<base target="_blank">'


class WithMailbox:
    """An ASGI application that answers for the mailbox itself and leaves everything else to the gateway."""

    def __init__(self, gateway: ASGIApp, store: Store, services: Services) -> None:
        self._gateway = gateway
        self._services = services
        settings = services.settings
        self._hosts = guard.allowed_hosts(settings.public_url, settings.allowed_hosts)
        self._pages = Starlette(routes=_routes(store))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == ADDRESS or path.startswith(f"{ADDRESS}/")):
            await self._gateway(scope, receive, send)
            return
        refused = self._refused(Request(scope))
        await (refused or self._pages)(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """The answer for somebody who may not see the list."""
        token = self._services.secrets.get("access-token")
        try:
            guard.check_host(request.headers.get("host", ""), self._hosts)
            guard.check_session(request.headers, request.cookies, token, self._services.clock())
        except SignInRequired:
            return RedirectResponse("/")
        except NudgeError as error:
            return PlainTextResponse(error.detail, error.status)
        return None


def _routes(store: Store) -> list[Route]:
    def listing(_: Request) -> Response:
        messages = [_line(caught) for caught in store.newest(_SHOWN)]
        page = _TEMPLATES.get_template("list.html").render(messages=messages, address=ADDRESS, shown=_SHOWN)
        return HTMLResponse(page, headers=_HEADERS)

    def message(request: Request) -> Response:
        caught = store.get(request.path_params["id"])
        if caught is None:
            return _missing()
        page = _TEMPLATES.get_template("message.html").render(
            line=_line(caught),
            to=str(caught.message.get("To", "")),
            text=caught.part("plain"),
            has_html=bool(caught.part("html")),
            address=ADDRESS,
        )
        return HTMLResponse(page, headers=_HEADERS)

    def html(request: Request) -> Response:
        caught = store.get(request.path_params["id"])
        if caught is None:
            return _missing()
        content = caught.part("html").replace("<head>", f"<head>{_LINKS_OPEN_OUTSIDE}", 1)
        return HTMLResponse(content, headers=_MESSAGE_HEADERS)

    return [
        Route(ADDRESS, listing, methods=["GET"]),
        Route(f"{ADDRESS}/{{id}}", message, methods=["GET"]),
        Route(f"{ADDRESS}/{{id}}/html", html, methods=["GET"]),
    ]


def _missing() -> Response:
    page = _TEMPLATES.get_template("missing.html").render(address=ADDRESS)
    return HTMLResponse(page, 404, headers=_HEADERS)


def _line(caught: Caught) -> dict[str, str]:
    sent = caught.sent_at or datetime.fromtimestamp(0, UTC)
    zone = local_zone()
    return {
        "id": caught.id,
        "subject": caught.subject,
        "at": written_moment(sent, zone, "en-GB"),
        "iso": sent.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds"),
    }
