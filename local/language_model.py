"""Whether the language model that is configured can be reached, for people who look."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from functions.parse_chat.model.configuration import (
    API_KEY,
    BASE_URL,
    NAME,
    BadConfiguration,
    Configuration,
    configured,
)

_SECONDS = 3
_MOST_BYTES = 1024 * 1024
_NONE = "none configured; the built-in grammar understands alone"
_MEANWHILE = "Until then the built-in grammar understands alone."


def findings(secrets: Mapping[str, str]) -> tuple[str, str]:
    """Its state in words, and what to do about it ("" when nothing); asks the server for its list of models."""
    try:
        configuration = configured(secrets)
    except BadConfiguration as error:
        return "not configured well, unused", str(error)
    if configuration is None:
        return "switched off by NUDGE_MODEL_MODE" if secrets.get(NAME) else _NONE, ""
    where = f"{configuration.name} at {configuration.host}"
    try:
        status, known = _models(configuration)
    except (OSError, HTTPException, ValueError):
        return f"{where} cannot be reached", f"Check {BASE_URL} and whether the server runs. {_MEANWHILE}"
    if status in (401, 403):
        return f"{where} refuses the key", f"Check {API_KEY}. {_MEANWHILE}"
    if known and configuration.name not in known:
        return f"{where}, which has no model of that name", f"Check {NAME}. {_MEANWHILE}"
    return f"{where}, reachable", ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """The key goes to the configured address and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _models(configuration: Configuration) -> tuple[int, set[str]]:
    """The HTTP status, and the names of the models where the server tells them."""
    request = urllib.request.Request(  # noqa: S310 - `configured` lets http and https pass, nothing else
        f"{configuration.base_url.rstrip('/')}/models", headers={"authorization": f"Bearer {configuration.api_key}"}
    )
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=_SECONDS) as answer:
            return answer.status, _names(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, set()


def _names(body: bytes) -> set[str]:
    try:
        told = json.loads(body)
        return {str(each["id"]) for each in told["data"]}
    except (ValueError, KeyError, TypeError):
        return set()
