"""The OpenAPI document, made by `make contracts` from the catalogue and the models, and served as it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("openapi.json")


@cache
def document() -> bytes:
    return FILE.read_bytes()
