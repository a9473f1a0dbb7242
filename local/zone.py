"""The time zone of this machine's user, as an IANA name."""

import os
from collections.abc import Mapping
from pathlib import Path

_MARK = "zoneinfo/"


def local_zone(environment: Mapping[str, str] = os.environ, etc: Path = Path("/etc")) -> str:
    """TZ when it names a zone, else what /etc/localtime points to, else /etc/timezone, else UTC."""
    named = environment.get("TZ", "").removeprefix(":")
    if named and not named.startswith("/") and ("/" in named or named == "UTC"):
        return named
    target = str((etc / "localtime").resolve())
    if _MARK in target:
        return target.split(_MARK, 1)[1].removeprefix("posix/").removeprefix("right/")
    try:
        return (etc / "timezone").read_text(encoding="ascii").strip() or "UTC"
    except (OSError, UnicodeDecodeError):
        return "UTC"
