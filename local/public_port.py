"""The one TCP port that people reach: bound by the guardian, so that it survives every other process."""

import errno
import socket

from local.config import LocalSettings
from local.errors import LocalError
from local.secrets_file import access_token

_BACKLOG = 2048


class PortError(LocalError):
    """The public port cannot be had."""


def open_public_port(settings: LocalSettings) -> socket.socket:
    """Listen where the settings say. Off loopback only with an access token: anybody on the network could come in."""
    if not settings.is_loopback and access_token(settings.home) is None:
        raise PortError(
            f"NUDGE_HOST={settings.host} opens Nudge to the network, but no access token is set. "
            "Set one with `nudge token --new` first."
        )
    host = "127.0.0.1" if settings.host == "localhost" else settings.host
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, settings.port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise PortError(_sentence(settings, error)) from error
    return listening


def reachable_host(settings: LocalSettings) -> str:
    """The address under which this machine itself reaches the port."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(settings.host, settings.host)  # noqa: S104


def _sentence(settings: LocalSettings, error: OSError) -> str:
    other = f"Choose another one, for example: PORT={settings.port + 1 if settings.port < 65535 else 8000} nudge up"
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is taken by another program. {other}"
    if error.errno == errno.EACCES:
        return f"Port {settings.port} may not be used by this user. {other}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"NUDGE_HOST={settings.host} is not an address of this machine."
    return f"Port {settings.port} cannot be opened: {error.strerror}. {other}"
