"""Whatever is killed comes back by itself, and a stop is orderly."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from local.cluster import binary
from local.instance import is_locked, read_instance
from local.postgres import Postgres
from local.privileges import KeptCapability
from local.processes import is_alive, wait_until
from tests.chaos.running import RunningNudge

NOBODY = 65534
CHILDREN = ("postgres", "sidecar", "requests", "events")


def test_all_processes_run_and_belong_together(shared_nudge: RunningNudge) -> None:
    assert set(shared_nudge.processes()) == {"guardian", "supervisor", *CHILDREN}
    status, report = shared_nudge.health()
    assert status == 200
    assert report["status"] == "ok"


@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_comes_back_and_the_others_stay(shared_nudge: RunningNudge, name: str) -> None:
    before = shared_nudge.processes()
    shared_nudge.kill(name)
    assert wait_until(lambda: shared_nudge.processes().get(name) not in (before[name], None), 30)
    shared_nudge.wait_until_healthy()
    after = shared_nudge.processes()
    assert {each: after[each] for each in before if each != name} == {
        each: before[each] for each in before if each != name
    }


def test_a_killed_backend_of_postgres_is_survived(shared_nudge: RunningNudge) -> None:
    backends = [pid for pid in _backends(shared_nudge) if pid != shared_nudge.processes()["postgres"]]
    os.kill(backends[-1], signal.SIGKILL)
    shared_nudge.wait_until_healthy()


def test_a_killed_supervisor_is_replaced_by_the_guardian(shared_nudge: RunningNudge) -> None:
    before = shared_nudge.processes()
    shared_nudge.kill("supervisor")
    assert wait_until(lambda: not any(is_alive(before[name]) for name in CHILDREN), 30)
    shared_nudge.wait_until_healthy()
    after = shared_nudge.processes()
    assert after["guardian"] == before["guardian"]
    assert after["supervisor"] != before["supervisor"]


def test_a_killed_guardian_is_replaced_by_the_supervisor(nudge: RunningNudge) -> None:
    """On one of its own: what goes on in the background makes room for the next `nudge up`."""
    nudge.start()
    before = nudge.processes()
    nudge.kill("guardian")
    assert wait_until(lambda: nudge.processes().get("guardian") == before["supervisor"], 30)
    nudge.wait_until_healthy()
    assert is_locked(nudge.home)
    assert nudge.command("status").returncode == 0


def test_the_port_never_refuses_while_the_supervisor_is_replaced(shared_nudge: RunningNudge) -> None:
    before = shared_nudge.processes()
    shared_nudge.kill("supervisor")
    assert wait_until(lambda: not is_alive(before["requests"]), 30)
    # Accepted by the kernel, answered by the next supervisor's worker.
    with socket.create_connection(("127.0.0.1", shared_nudge.port), timeout=30) as connection:
        connection.sendall(b"GET /live HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 ")
    shared_nudge.wait_until_healthy()


def test_after_all_were_killed_a_new_start_simply_works(nudge: RunningNudge) -> None:
    nudge.start()
    before = nudge.processes()
    nudge.kill(*before)
    nudge.start()
    assert not any(is_alive(pid) for pid in before.values())


def test_a_start_takes_over_from_a_nudge_that_lost_its_terminal(nudge: RunningNudge) -> None:
    nudge.start()
    before = nudge.processes()
    nudge.kill("guardian")
    assert wait_until(lambda: nudge.processes().get("guardian") == before["supervisor"], 30)
    process = nudge.launch()
    assert wait_until(lambda: nudge.processes().get("guardian") == process.pid, 30)
    nudge.wait_until_healthy()
    assert process.poll() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_is_clean(nudge: RunningNudge, how: signal.Signals) -> None:
    process = nudge.launch()
    nudge.wait_until_healthy()
    before = nudge.processes()
    # As a terminal does it: to the whole foreground process group.
    os.killpg(process.pid, how)
    assert process.wait(30) == 0
    assert not any(is_alive(pid) for pid in before.values())
    assert nudge.output.read_text().endswith("Nudge has stopped. Your list is kept.\n")
    assert "Traceback" not in nudge.output.read_text()
    assert not [line for line in nudge.log() if line["level"] in ("ERROR", "CRITICAL")]
    assert read_instance(nudge.home) is None
    state = subprocess.run([binary("pg_controldata"), nudge.home / "postgres"], capture_output=True, text=True).stdout
    assert re.search(r"Database cluster state: +shut down\n", state)


def test_it_runs_for_an_ordinary_user(home: Path) -> None:
    """As root the test takes another identity; it may still read the code wherever that lies, and is not root."""
    user = os.geteuid() or NOBODY
    for folder in (home.parent, home):
        os.chown(folder, user, user)
    nudge = RunningNudge(home, identity=KeptCapability(NOBODY) if os.geteuid() == 0 else None)
    try:
        nudge.start()
        owners = {name: Path(f"/proc/{pid}").stat().st_uid for name, pid in nudge.processes().items()}
        assert set(owners.values()) == {user}
        assert (home / "secrets.json").stat().st_uid == user
    finally:
        nudge.close()


def test_a_stop_while_starting_is_clean(nudge: RunningNudge) -> None:
    process = nudge.launch()
    assert wait_until(lambda: "Loading" in nudge.output.read_text(), 30)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert nudge.left() == []


def _backends(nudge: RunningNudge) -> list[int]:
    return sorted(Postgres(nudge.home, nudge.home).processes())
