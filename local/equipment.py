"""What the forked processes work with: made by the supervisor, so that it outlives each of them."""

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.secrets_file import read_secrets

MAIL_URL = "NUDGE_SECRET_MAIL_URL"
"""The variable that wins over `mail-url` in the secrets file."""
_CAUGHT = "mailbox+smtp://"


@dataclass(frozen=True)
class SidecarDoor:
    """Where the sidecar is called: a free loopback port, and the token without which it does not answer."""

    http_socket: socket.socket
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_socket.getsockname()[1]}"

    def announce(self, run: Path) -> None:
        """Tell the Dapr SDK by environment; it reads that when it is imported."""
        port = self.http_socket.getsockname()[1]
        os.environ.update(
            DAPR_HTTP_PORT=str(port),
            DAPR_HTTP_ENDPOINT=self.url,
            DAPR_GRPC_ENDPOINT=f"unix:{run / 'dapr.sock'}",
            DAPR_API_TOKEN=self.token,
            # A proxy for the world outside must not be asked for this machine.
            no_proxy=",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1"))),
        )


def open_sidecar_door() -> SidecarDoor:
    return SidecarDoor(socket.create_server(("127.0.0.1", 0), backlog=512), secrets.token_urlsafe(32))


def open_mailbox_door(home: Path) -> socket.socket | None:
    """Where the mailbox takes mail in, announced as the mail route of functions; None when a provider is set up."""
    given = os.environ.get(MAIL_URL) or read_secrets(home).get("mail-url") or _CAUGHT
    if not given.startswith(_CAUGHT):
        return None
    door = socket.create_server(("127.0.0.1", 0))
    os.environ[MAIL_URL] = f"{_CAUGHT}127.0.0.1:{door.getsockname()[1]}"
    return door


@dataclass(frozen=True)
class Equipment:
    """For all workers and the sidecar."""

    home: Path
    run: Path
    dsn: str
    door: SidecarDoor
    mailbox: socket.socket | None
    """Where the mailbox takes mail in; None when a provider is set up."""
    public: socket.socket
    listening: Mapping[str, socket.socket]
    """The app channel of each function."""
    supervisor: int
    """A pipe that ends when the supervisor does."""
