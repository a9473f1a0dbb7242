"""Under load: any pod killed, a trigger deleted, the broker restarted, a new version, back to the old one. Nothing is lost."""

import asyncio
import random
import shlex
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.chaos.history import History, TaskHistory
from tests.chaos.load import Writer
from tests.chaos.rounds import RECOVERY_SECONDS
from tests.chaos.verdict import judge
from tests.cluster.conftest import Installation
from tests.cluster.figures import Figures
from tests.cluster.kube import name_of, run, setting, wait
from tests.cluster.test_story import CONSUMERS, consumers

_WRITERS = 3
_PAUSE = 0.3
_WARM_UP = 10
_PATIENCE = 120
_KNOWN = "SELECT id, title, CASE WHEN deleted_at IS NULL THEN status ELSE 'trashed' END, version FROM task"


@asynccontextmanager
async def load(installation: Installation) -> AsyncIterator[History]:
    """People who write all the while; at the end every acknowledged change is there exactly once, with all that follows from it."""
    history, stop = History(), asyncio.Event()
    for id_, title, status, version in installation.sql(_KNOWN):
        history.tasks[str(id_)] = TaskHistory(str(id_), title, status, version)
    async with asyncio.TaskGroup() as group:
        for _ in range(_WRITERS):
            writer = Writer(installation, history, random.Random(), _PAUSE)
            group.create_task(writer.run(stop))
        try:
            # Hurt is what works, not what is only waking up.
            await recovered(installation, history)
            await asyncio.sleep(_WARM_UP)
            yield history
        finally:
            stop.set()
    verdict = await judge(installation, history)
    assert history.writes > 10
    assert (verdict.lost, verdict.doubled, verdict.wrong) == ([], [], [])


async def recovered(installation: Installation, history: History) -> float:
    """Seconds until a task that is made now was acknowledged and processed by all of its consumers."""
    begin = time.monotonic()
    probe = await Writer(installation, history, random.Random()).create()
    await asyncio.to_thread(
        wait, lambda: consumers(installation, probe.id) == CONSUMERS, _PATIENCE, "a task processed after the fault"
    )
    return time.monotonic() - begin


def kept(figures: Figures, what: str, seconds: float) -> None:
    figures.seconds(f"{what}: all well again", seconds, RECOVERY_SECONDS)
    assert seconds < RECOVERY_SECONDS


@pytest.mark.parametrize("component", ["function", "trigger"])
async def test_any_pod_may_die(installation: Installation, figures: Figures, component: str) -> None:
    """One of each kind, one after another."""
    longest, killed = 0.0, list[str]()
    async with load(installation) as history:
        for name in sorted(installation.kube.replicas(component)):
            pods = [pod for pod in await asyncio.to_thread(installation.kube.pods, component) if name_of(pod) == name]
            if await asyncio.to_thread(installation.kube.kill, pods[:1]):
                killed.append(name)
                longest = max(longest, await recovered(installation, history))
    assert set(killed) >= (
        {"gateway", "create-task", "write-audit"} if component == "function" else {"write-audit-trigger"}
    )
    kept(figures, f"a pod of each {component} killed in turn ({len(killed)}), the longest", longest)


async def test_a_trigger_may_be_deleted(installation: Installation, figures: Figures) -> None:
    """The whole Deployment: its events wait until the chart is applied once more."""
    async with load(installation) as history:
        await asyncio.to_thread(installation.kube.kubectl, "delete", "deployment", "write-audit-trigger", "--wait=true")
        await asyncio.sleep(10)
        await asyncio.to_thread(installation.upgrade)
        seconds = await recovered(installation, history)
    kept(figures, "a trigger deleted, and the chart applied again", seconds)


async def test_the_broker_may_restart(installation: Installation, figures: Figures) -> None:
    """NUDGE_RESTART_BROKER ends when Kafka answers again: how long that takes is Kafka's own affair, and is told beside."""
    command = setting("RESTART_BROKER") or pytest.fail("Say by NUDGE_RESTART_BROKER which command restarts Kafka here.")
    async with load(installation) as history:
        begin = time.monotonic()
        await asyncio.to_thread(run, *shlex.split(command))
        figures.seconds("Kafka killed and started again: until it answers", time.monotonic() - begin)
        seconds = await recovered(installation, history)
    kept(figures, "from then on", seconds)


async def test_a_new_version_and_back(installation: Installation, figures: Figures) -> None:
    """Each replica of every function is replaced, under load, twice."""
    async with load(installation) as history:
        before = installation.kube.read("ksvc", "create-task")["status"]["latestReadyRevisionName"]
        begin = time.monotonic()
        await asyncio.to_thread(installation.upgrade, "--set", "global.logLevel=DEBUG")
        figures.seconds("a new version of everything rolled out under load", time.monotonic() - begin)
        assert installation.kube.read("ksvc", "create-task")["status"]["latestReadyRevisionName"] != before
        forth = await recovered(installation, history)
        begin = time.monotonic()
        await asyncio.to_thread(installation.roll_back)
        figures.seconds("rolled back under load", time.monotonic() - begin)
        back = await recovered(installation, history)
    kept(figures, "after the roll-out and after the way back, the longer", max(forth, back))
