"""Who may call a function: sidecars, by the token that Dapr gives to an application and its sidecar (APP_API_TOKEN)."""

from __future__ import annotations

from hmac import compare_digest

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.call import CORRELATION
from shared.errors import Forbidden
from shared.problems import problem

VARIABLE = "APP_API_TOKEN"
"""Dapr's own name for it. Its injector sets it for the sidecar alone (dapr.io/app-token-secret); the chart sets it for the function."""
_HEADER = b"dapr-api-token"
_OPEN = frozenset({"/live", "/ready", "/health", "/metrics"})
"""Asked by the platform, which has no token."""


class AppToken:
    """Refuses requests without the token: what reaches a function beside its sidecar could say for itself who asks."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _OPEN or self._has_token(scope):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refused = problem(
            Forbidden("This is answered only by way of Nudge's own address.", code="app_token_missing"),
            headers.get(CORRELATION.encode(), b"").decode("latin-1"),
        )
        await refused(scope, receive, send)

    def _has_token(self, scope: Scope) -> bool:
        return any(name == _HEADER and compare_digest(value, self._token) for name, value in scope["headers"])
