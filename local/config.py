"""What a person may set for Nudge on one machine, read from the environment. Imports little: commands start fast."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.errors import LocalError

DEFAULT_PORT = 8000


class SettingError(LocalError):
    """An environment variable holds what Nudge cannot use."""

    exit_code = 2


@dataclass(frozen=True)
class LocalSettings:
    """Where Nudge keeps its data and where it listens."""

    home: Path
    host: str
    """An IP address or `localhost`."""
    port: int
    """0: the kernel chooses a free one."""
    public_url: str

    @property
    def is_loopback(self) -> bool:
        return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback

    def url(self, port: int) -> str:
        """The address to open in a browser on this machine."""
        if self.public_url:
            return self.public_url
        host = "localhost" if self.is_loopback or self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def read_settings(environment: Mapping[str, str] = os.environ) -> LocalSettings:
    """PORT, NUDGE_HOME, NUDGE_HOST and NUDGE_PUBLIC_URL; an empty variable counts as not set."""
    return LocalSettings(
        home=_home(environment),
        host=_host(environment.get("NUDGE_HOST") or "127.0.0.1"),
        port=_port(environment.get("PORT") or str(DEFAULT_PORT)),
        public_url=_public_url(environment.get("NUDGE_PUBLIC_URL") or ""),
    )


def _home(environment: Mapping[str, str]) -> Path:
    """XDG Base Directory Specification: user data belongs into $XDG_DATA_HOME, ~/.local/share without it."""
    if chosen := environment.get("NUDGE_HOME"):
        return Path(chosen).expanduser().absolute()
    base = environment.get("XDG_DATA_HOME") or ""
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share") / "nudge"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise SettingError(f"PORT must be a number from 0 to 65535, but it is {text!r}.")
    return int(text)


def _host(text: str) -> str:
    try:
        return text if text == "localhost" else str(ipaddress.ip_address(text))
    except ValueError:
        raise SettingError(f"NUDGE_HOST must be an IP address such as 127.0.0.1, but it is {text!r}.") from None


def _public_url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise SettingError(f"NUDGE_PUBLIC_URL must begin with http:// or https://, but it is {text!r}.")
    return text.rstrip("/")
