"""What the forked processes work with: made by the supervisor, so that it outlives each of them."""

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SidecarDoor:
    """Where the sidecar is called: a free loopback port, and the token without which it does not answer."""

    http_socket: socket.socket
    token: str

    def announce(self, run: Path) -> None:
        """Tell the Dapr SDK by environment; it reads that when it is imported."""
        port = self.http_socket.getsockname()[1]
        os.environ.update(
            DAPR_HTTP_PORT=str(port),
            DAPR_HTTP_ENDPOINT=f"http://127.0.0.1:{port}",
            DAPR_GRPC_ENDPOINT=f"unix:{run / 'dapr.sock'}",
            DAPR_API_TOKEN=self.token,
            # A proxy for the world outside must not be asked for this machine.
            no_proxy=",".join(filter(None, (os.environ.get("no_proxy"), "127.0.0.1"))),
        )


def open_sidecar_door() -> SidecarDoor:
    return SidecarDoor(socket.create_server(("127.0.0.1", 0), backlog=512), secrets.token_urlsafe(32))


@dataclass(frozen=True)
class Equipment:
    """For all workers and the sidecar."""

    home: Path
    run: Path
    dsn: str
    door: SidecarDoor
    public: socket.socket
    listening: Mapping[str, socket.socket]
    """The app channel of each function."""
    supervisor: int
    """A pipe that ends when the supervisor does."""
