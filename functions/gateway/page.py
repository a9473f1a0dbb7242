"""The exported page: its files in memory, with the headers that keep foreign code out."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_FOR_A_YEAR = "public, max-age=31536000, immutable"


NOT_FOUND = "/404.html"
_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")


@dataclass(frozen=True)
class File:
    """A file as it stands, and compressed where that makes it smaller."""

    content: bytes
    headers: Mapping[str, str]
    compressed: bytes | None = None

    @property
    def etag(self) -> str:
        return self.headers["etag"]


def load(folder: Path) -> dict[str, File]:
    """Every file by its path in the address; empty when the page was not built. csp.json names the inline scripts of each page."""
    if not (folder / "index.html").is_file():
        return {}
    described = folder / "csp.json"
    hashes = orjson.loads(described.read_bytes()) if described.is_file() else {}
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != described):
        address = "/" + path.relative_to(folder).as_posix()
        file = _file(address, path.read_bytes(), hashes.get(address, []))
        files[address] = file
        if address.endswith(".html"):
            files[address.removesuffix("index.html").removesuffix(".html") or "/"] = file
    return files


def _file(address: str, content: bytes, hashes: list[str]) -> File:
    kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
    headers = {
        "content-type": f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind,
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "cache-control": _FOR_A_YEAR if address.startswith("/_next/static/") else "no-cache",
    }
    if kind == "text/html":
        headers["content-security-policy"] = _POLICY.format(hashes="".join(f" '{each}'" for each in hashes))
    compressed = gzip.compress(content, mtime=0) if headers["content-type"].startswith(_COMPRESSIBLE) else None
    if compressed is None or len(compressed) >= len(content):
        return File(content, headers)
    return File(content, headers | {"vary": "accept-encoding"}, compressed)
