"""What a simulated service is asked, as the gaps see it."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

_SERVICE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """`path`: parts of the path, decoded. `target`: X-Amz-Target, for services that are asked by it."""

    service: str
    region: str
    method: str
    path: tuple[str, ...]
    target: str
    query: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        return dict(json.loads(self.body or b"{}"))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


def read(environ: Json) -> tuple[Request, bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    scope = _SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    path = tuple(unquote(part) for part in raw.partition("?")[0].split("/") if part)
    region, service = scope.groups() if scope else ("", "")
    return Request(
        service, region, environ["REQUEST_METHOD"], path, environ.get("HTTP_X_AMZ_TARGET", ""), query, body
    ), body
