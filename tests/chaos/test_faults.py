"""The choice of faults, and the connections they end."""

import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.clock import Clock, library
from tests.chaos.connections import drop, may_drop
from tests.chaos.disk import Disk, may_mount
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


def test_a_disk_is_full_or_a_clock_jumps_for_a_while() -> None:
    source = random.Random(7)
    found = [Range(_GROUPS, frozenset({"fill", "jump"}), 3.0, 8.0).choose(source) for _ in range(100)]
    assert {(fault.kind, fault.victims) for fault in found} == {("fill", ("disk",)), ("jump", ("clock",))}
    assert all(0 < fault.seconds < 5 for fault in found)
    shifts = [fault.shift for fault in found if fault.kind == "jump"]
    assert (
        min(shifts) < -5 and max(shifts) > 5 and not [fault for fault in found if fault.kind == "fill" and fault.shift]
    )


def test_a_full_disk_takes_nothing_and_has_room_again_when_freed(tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("only root may mount a small disk")
    with Disk(tmp_path / "small", 8) as disk:
        disk.fill()
        with pytest.raises(OSError, match="No space left"):
            (disk.folder / "more").write_bytes(bytes(4096))
        disk.free()
        (disk.folder / "more").write_bytes(bytes(4096))
    assert list((tmp_path / "small").iterdir()) == []


def test_a_clock_jumps_for_those_it_is_for(tmp_path: Path) -> None:
    found = library()
    if found is None:
        pytest.skip("libfaketime is not installed (Debian: apt-get install libfaketime)")
    clock = Clock(found, tmp_path)
    ask = "import time, sys\nfor _ in sys.stdin: print(time.time(), time.monotonic(), flush=True)"
    environment = os.environ | clock.environment
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", ask], stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        assert process.stdin and process.stdout
        shown = []
        for shift in (0, 3600, -3600):
            clock.jump(shift)
            process.stdin.write("\n")
            process.stdin.flush()
            shown.append([float(each) for each in process.stdout.readline().split()])
            assert abs(shown[-1][0] - clock.now().timestamp()) < 60
        process.stdin.close()
    measured = [monotonic for _, monotonic in shown]
    assert measured == sorted(measured) and measured[-1] - measured[0] < 60


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
