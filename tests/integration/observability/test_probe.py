"""`nudge probe` against the running product: it finds what works and what does not, and leaves nothing among people's things."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from shared.probe import CLIENT, TITLE
from tests.eventually import eventually
from tests.product import ROOT, Product, running

TOKEN = "a-token-of-this-test"


def command(product: Product, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "local.cli", "probe", "--url", product.url, *arguments]


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NUDGE_")} | more


def probe(product: Product, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return ran(command(product, *arguments))


def ran(command: list[str], **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=ROOT, env=environment(**more), capture_output=True, text=True, timeout=150)


def traces_of_it(product: Product) -> list[tuple[str]]:
    return product.sql("SELECT title FROM task WHERE title LIKE %s", f"{TITLE}%")


async def first_tasks(api: httpx.AsyncClient) -> list[str]:
    text = (await api.get("/metrics")).text
    return re.findall(r'^nudge_chat_first_tasks_total\{process="requests".*$', text, re.M)


async def test_it_makes_sees_and_removes_a_task_and_says_so_in_one_line(nudge: Product, api: httpx.AsyncClient) -> None:
    before = await first_tasks(api)
    found = probe(nudge)
    assert found.returncode == 0, found.stderr
    assert re.fullmatch(r"ok: a task was made, seen and removed in \d+ ms \(tidy .*, remove \d+\)\n", found.stdout)
    assert traces_of_it(nudge) == []
    assert len(before) == 2
    assert await first_tasks(api) == before


async def test_everything_it_did_is_marked_as_its_own(nudge: Product) -> None:
    assert probe(nudge).returncode == 0
    rows = nudge.sql(
        "SELECT type, body->'data'->'actor'->>'client_id' FROM event "
        "WHERE topic = 'task-events' AND body->'data'->'task'->>'title' LIKE %s",
        f"{TITLE}%",
    )
    assert {kind for kind, _ in rows} == {"task.created", "task.deleted"}
    assert {client for _, client in rows} == {CLIENT}


async def test_what_a_killed_one_left_behind_is_removed_and_people_keep_theirs(
    nudge: Product, api: httpx.AsyncClient
) -> None:
    left, fresh, own = f"{TITLE} bcdfghjkmnpq", f"{TITLE} qpnmkjhgfdcb", f"{TITLE} must be set up"
    for title in (left, fresh, own):
        assert (await api.post("/api/tasks", json={"title": title})).status_code == 201
    nudge.sql("UPDATE task SET created_at = created_at - interval '1 hour' WHERE title IN (%s, %s)", left, own)
    assert probe(nudge).returncode == 0
    assert {title for (title,) in traces_of_it(nudge)} == {fresh, own}
    nudge.sql("DELETE FROM task WHERE title IN (%s, %s)", fresh, own)


def test_where_nothing_answers_it_fails_and_names_the_step(nudge: Product) -> None:
    found = probe(nudge, "--url", "http://127.0.0.1:9")
    assert (found.returncode, found.stdout) == (1, "")
    assert "the probe failed at the step 'tidy': no proper answer (ConnectionRefusedError" in found.stderr


def test_the_token_of_this_machine_is_brought_along_and_sent_to_no_other() -> None:
    with running({"access-token": TOKEN}) as guarded:
        elsewhere = [sys.executable, "-m", "local.cli", "probe", "--url", guarded.url]
        refused = ran(elsewhere, NUDGE_HOME=str(guarded.home))
        assert refused.returncode == 1
        assert "status 401" in refused.stderr
        assert ran(elsewhere, NUDGE_SECRET_ACCESS_TOKEN=TOKEN).returncode == 0
        assert ran(elsewhere[:-2], NUDGE_HOME=str(guarded.home)).returncode == 0


@contextmanager
def probing(product: Product) -> Iterator[tuple[str, list[str]]]:
    """A probe that runs again and again: where its figures are, and the lines that it prints."""
    process = subprocess.Popen(
        command(product, "--every", "0.2", "--metrics-port", "0"),
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout
    address = process.stdout.readline().strip().removeprefix("Figures for Prometheus: ")
    lines: list[str] = []
    reading = threading.Thread(target=lambda: lines.extend(process.stdout or ()), daemon=True)
    reading.start()
    try:
        yield address, lines
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        reading.join()
        process.stdout.close()


async def test_again_and_again_its_figures_follow_what_it_finds() -> None:
    with running() as product, probing(product) as (address, lines):

        async def says(line: str) -> bool:
            return line in httpx.get(address, trust_env=False).text.splitlines()

        await eventually(lambda: says("nudge_probe_success 1.0"))
        product.sql("ALTER TABLE task RENAME TO hidden")
        await eventually(lambda: says("nudge_probe_success 0.0"))
        assert sum(_failures(httpx.get(address, trust_env=False).text)) > 0
        product.sql("ALTER TABLE hidden RENAME TO task")
        await eventually(lambda: says("nudge_probe_success 1.0"))
    assert any(line.startswith("ok: ") for line in lines)
    assert any(line.startswith("nudge: the probe failed at the step ") for line in lines)


def _failures(text: str) -> list[float]:
    return [float(each) for each in re.findall(r"^nudge_probe_failures_total\{.*\} (\S+)$", text, re.M)]
