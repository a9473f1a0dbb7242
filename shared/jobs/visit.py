"""Opens the page, as a person's browser would first: what `helm test` asks of an installation, from inside."""

from __future__ import annotations

from shared.errors import Unavailable
from shared.jobs.asking import ask

_SECONDS = 60.0
"""Longer than the coldest start."""


def page(address: str, function: str) -> str:
    """The page that this function gives to people. Raises Unavailable when it gives none."""
    found = ask(address, function, "GET", _SECONDS).body
    if b"<html" not in found[:1024].lower():
        raise Unavailable(f"{function} answered, but with no page: was the image built without it?")
    return f"The page is there, {len(found)} bytes."
