"""Nudge's HTTP interface, as the commands use it: the running instance's port, this machine's access token."""

import http.client
import json
import uuid
from typing import Any
from urllib.parse import urlencode

from local.config import LocalSettings, read_settings
from local.errors import DataFolderError, LocalError
from local.instance import running_instance
from local.public_port import reachable_host
from local.secrets_file import access_token


class NotRunningError(LocalError):
    """No Nudge answers."""


class RefusedError(LocalError):
    """Nudge answered with a problem; the message is its `detail` (RFC 9457)."""


class Client:
    """One connection per request: a command makes few."""

    SECONDS = 60.0

    def __init__(self, settings: LocalSettings | None = None) -> None:
        settings = settings or read_settings()
        instance = running_instance(settings.home)
        self._host = instance.host if instance else reachable_host(settings)
        self._port = instance.port if instance else settings.port
        self._token = _token(settings)
        # the terminal is one browser among the others, the same each time: "you" in the answers about who did something
        self._id = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.home.resolve().as_uri()}#terminal")

    def get(self, path: str, **query: str) -> Any:
        return self._request("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """A write; its Idempotency-Key makes a repetition by the network harmless."""
        return self._request("POST", path, body)

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Accept": "application/json", "Cookie": f"client_id={self._id}"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = http.client.HTTPConnection(self._host, self._port, timeout=self.SECONDS)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return _content(answer.status, answer.read())
        except ConnectionRefusedError:
            raise NotRunningError("Nudge is not running. Start it with `nudge up`.") from None
        except (OSError, http.client.HTTPException) as error:
            raise NotRunningError(f"Nudge does not answer ({error}). `nudge doctor` looks into it.") from error
        finally:
            connection.close()


def read_status() -> dict[str, Any]:
    """What works right now, as GET /api/status tells it; when not even that is answered, a status that says so."""
    try:
        return dict(Client().get("/api/status"))
    except LocalError as error:
        return {"status": "degraded", "message": str(error), "capabilities": []}


def _token(settings: LocalSettings) -> str | None:
    try:
        return access_token(settings.home)
    except DataFolderError:
        return None


def _content(status: int, body: bytes) -> Any:
    try:
        content = json.loads(body) if body else None
    except ValueError:
        raise RefusedError(f"What answers at this port does not speak as Nudge does (status {status}).") from None
    if status >= 400:
        detail = content.get("detail") if isinstance(content, dict) else None
        raise RefusedError(str(detail or f"Nudge answered with status {status}."))
    return content
