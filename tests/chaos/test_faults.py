"""The choice of faults, and the connections they end."""

import random
import socket
import subprocess
import sys

import pytest

from tests.chaos.connections import drop, may_drop
from tests.chaos.faults import Range

_GROUPS = (("a", "b"), ("c",), ("mute",))
_RANGE = Range(_GROUPS, frozenset({"kill", "stop", "drop"}), 3.0, 8.0, at_once=True, silent=frozenset({"mute"}))
_CLIENT = """
import socket, sys
pair = socket.socketpair()
listening = socket.create_server(("127.0.0.1", 0))
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
assert connection.recv(1) == b""
pair[0].send(b"x")
assert pair[1].recv(1) == b"x"
socket.create_connection(listening.getsockname())
listening.accept()
"""


def test_a_seed_repeats_a_run() -> None:
    first, second = random.Random(7), random.Random(7)
    assert [_RANGE.choose(first) for _ in range(100)] == [_RANGE.choose(second) for _ in range(100)]


def test_every_kind_and_victim_has_its_turn_and_who_has_no_connections_loses_none() -> None:
    source = random.Random(7)
    found = [_RANGE.choose(source) for _ in range(300)]
    assert {fault.kind for fault in found} == {"kill", "stop", "drop"}
    assert {name for fault in found for name in fault.victims} == {"a", "b", "c", "mute"}
    assert not [fault for fault in found if fault.kind == "drop" and "mute" in fault.victims]
    assert max(fault.seconds for fault in found) <= 8.0


def test_a_dropped_connection_ends_at_both_sides_and_nothing_else_does() -> None:
    if not may_drop():
        pytest.skip("this kernel lets only root reach into other processes (kernel.yama.ptrace_scope)")
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", _CLIENT, str(server.getsockname()[1])]
        with subprocess.Popen(command) as client:
            connection, _ = server.accept()
            with connection:
                assert drop(client.pid) == 1
                assert connection.recv(1) == b""
            assert client.wait(30) == 0
    assert drop(client.pid) == 0
