"""Free loopback ports below the range from which the kernel gives ports to clients: a program that starts again finds its own free."""

import socket
from collections.abc import Iterator
from itertools import count

from tests.lane.errors import LaneError

_FIRST, _LAST = 20_000, 32_000


def free_ports() -> Iterator[int]:
    """Never the same twice for one caller."""
    start = _FIRST + (hash(object()) // 16) % 4_000
    for port in count(start):
        if port > _LAST:
            raise LaneError("There are no free ports between 20000 and 32000.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
