"""A day on the cluster, beginning with everything asleep: who is called wakes up, who has an event wakes up, and all sleep again."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.cluster.conftest import Installation
from tests.cluster.figures import Figures
from tests.cluster.kube import name_of, wait
from tests.integration.tasks import unique
from tests.screen import Screen, watching

_LINK = re.compile(r"/links/([A-Za-z0-9_.-]+)")
_WARM = 15
_WAKING = 60
POSTBOX = "postbox"
"""The pod that takes the mail and writes it to its log."""


def chat(words: str) -> dict[str, str]:
    return {"message": words, "timezone": "Europe/Berlin"}


def mail(installation: Installation) -> str:
    """All mail so far; long lines are folded in it (RFC 2045 §6.7)."""
    return installation.kube.kubectl("logs", POSTBOX).replace("=\n", "").replace("=3D", "=")


async def test_a_sentence_wakes_who_it_needs(
    installation: Installation, api: httpx.AsyncClient, figures: Figures
) -> None:
    figures.seconds("everything to zero after the installation", installation.fall_asleep())
    title = unique("call")
    begin = time.monotonic()
    answer = await api.post("/api/chat", json=chat(f"Create a task to {title} on Sunday at 3pm"))
    answered = time.monotonic()
    assert answer.status_code == 200, answer.text
    woken = Counter(installation.kube.replicas())
    (task,) = answer.json()["tasks"]
    assert task["title"] == title

    def processed() -> bool:
        nonlocal woken
        woken |= installation.kube.replicas()
        return consumers(installation, task["id"]) == CONSUMERS

    wait(processed, _WAKING, "all consumers woken")
    seconds = time.monotonic() - answered
    figures.seconds("chat answer, everything at zero (gateway, parse-chat and create-task woken)", answered - begin, 5)
    figures.seconds("its event processed by all three consumers, everything at zero", seconds, 10)
    # The three are there because of the event alone: nobody called them.
    assert {"parse-chat", "create-task"} | CONSUMERS | {f"{name}-trigger" for name in CONSUMERS} <= set(woken)


async def test_what_is_awake_is_quick(installation: Installation, api: httpx.AsyncClient, figures: Figures) -> None:
    answers, events = list[float](), list[float]()
    for _ in range(_WARM):
        begin = time.monotonic()
        answer = await api.post("/api/chat", json=chat(f"Create a task to {unique('feed')}"))
        answers.append(time.monotonic() - begin)
        (task,) = answer.json()["tasks"]
        while consumers(installation, task["id"]) != CONSUMERS:
            assert time.monotonic() - begin < _WAKING
        events.append(time.monotonic() - begin - answers[-1])
    figures.spread("chat answer, all awake", answers)
    figures.spread("event processed by all three consumers, all awake", events)


async def test_a_reminder_arrives_by_mail(installation: Installation, api: httpx.AsyncClient, figures: Figures) -> None:
    address = f"{unique('ann')}@example.org"
    answer = await api.put("/api/settings", json={"email": address, "timezone": "UTC"})
    assert answer.status_code == 200, answer.text
    wait(lambda: address in mail(installation), _WAKING, "the mail that asks for confirmation")
    token = _LINK.findall(mail(installation).split(address)[-1])[0]
    assert (await api.post(f"/api/reminders/links/{token}", json={})).status_code < 400
    title, due = unique("water"), datetime.now(UTC) + timedelta(seconds=20)
    made = await api.post("/api/tasks", json={"title": title, "due_at": due.isoformat()})
    assert made.status_code == 201, made.text
    wait(lambda: title in mail(installation), 90, "the reminder by mail")
    arrived = datetime.now(UTC)
    assert arrived >= due, "a reminder is never early"
    figures.seconds("reminder by mail after its moment", (arrived - due).total_seconds(), 10)
    ((status,),) = installation.sql("SELECT status FROM reminder WHERE task_id = %s", made.json()["id"])
    assert status == "sent"


async def test_a_repeating_task_makes_its_next(
    installation: Installation, api: httpx.AsyncClient, figures: Figures
) -> None:
    title = unique("rent")
    (task,) = (await api.post("/api/chat", json=chat(f"Create a task to {title} every day at 9am"))).json()["tasks"]
    done = await api.post(f"/api/tasks/{task['id']}/complete")
    assert done.status_code == 200, done.text
    others = "SELECT due_at FROM task WHERE title = %s AND id <> %s"
    seconds = wait(lambda: installation.sql(others, title, task["id"]), _WAKING, "the next of the series")
    ((due,),) = installation.sql(others, title, task["id"])
    assert due - datetime.fromisoformat(task["due_at"]) == timedelta(days=1)
    figures.seconds("completion to the next of the series", seconds, 5)


async def test_two_screens_on_two_replicas_see_the_same(
    installation: Installation, api: httpx.AsyncClient, figures: Figures
) -> None:
    """The second replica comes because the values let each hold few streams."""
    async with installation.client() as other, watching(api) as first:
        wait(lambda: len(ready(installation, "stream-updates")) >= 2, _WAKING, "a second replica")
        async with watching_elsewhere(installation, other) as second:
            title = unique("call")
            begin = time.monotonic()
            made = await api.post("/api/tasks", json={"title": title})
            identity = made.json()["id"]
            for screen in (first, second):
                await screen.sees(lambda seen: seen.of(identity) == [("task.created", 1)])
            figures.seconds("a change on two screens of two replicas", time.monotonic() - begin)


async def test_a_backlog_drains_by_several_replicas(
    installation: Installation, api: httpx.AsyncClient, figures: Figures
) -> None:
    """500 events: 100 tasks, each created and changed four times, while nobody is there to take them."""
    kube = installation.kube
    kube.annotate("scaledobject", "autoscaling.keda.sh/paused-replicas=0")
    wait(lambda: not kube.replicas("trigger"), 120, "triggers paused")
    made = [await created_and_changed(api) for _ in range(100)]
    # Functions that are still awake would take all of it in before a second replica is even asked for.
    wait(lambda: not CONSUMERS & kube.replicas().keys(), 120, "consumers asleep")
    kube.annotate("scaledobject", "autoscaling.keda.sh/paused-replicas-")
    most: Counter[str] = Counter()
    begin = time.monotonic()
    while (left := backlog(installation, made)) and time.monotonic() - begin < 180:
        most |= kube.replicas()
    seconds = time.monotonic() - begin
    assert not left, f"{left} of 1500 were not processed"
    figures.add("500 events to three consumers, from zero", f"{seconds:.0f} s")
    figures.add("replicas meanwhile", ", ".join(f"{name} {count}" for name, count in sorted(most.items()) if count > 1))
    assert most["write-audit-trigger"] > 1
    audited = (
        "SELECT count(*), count(DISTINCT event_id) FROM audit WHERE event_type LIKE 'task.%%' AND entity_id = ANY(%s)"
    )
    assert installation.sql(audited, made) == [(500, 500)], "each once"
    assert installation.sql(_OUT_OF_ORDER, made) == []
    assert installation.sql("SELECT count(*) FROM dead_letter") == [(0,)]


async def test_everything_sleeps_again(installation: Installation, figures: Figures) -> None:
    figures.seconds("everything back to zero after the last of it", installation.fall_asleep())


CONSUMERS = {"generate-recurrence", "schedule-reminder", "write-audit"}

_PROCESSED = "SELECT consumer FROM consumer_position WHERE topic = 'task-events' AND key = %s"
_BACKLOG = """
    SELECT count(*) FROM event CROSS JOIN unnest(%s::text[]) AS consumer (name)
    LEFT JOIN consumer_position AS place ON place.consumer = consumer.name AND place.topic = event.topic AND place.key = event.key
    WHERE event.topic = 'task-events' AND event.key = ANY(%s) AND coalesce(place.sequence, 0) < event.sequence
"""
_OUT_OF_ORDER = """
    SELECT key, sequence FROM (
        SELECT key, sequence, recorded_at, lag(recorded_at) OVER (PARTITION BY key ORDER BY sequence) AS before
        FROM event JOIN audit ON audit.event_id = event.id WHERE topic = 'task-events' AND key = ANY(%s)) AS steps
    WHERE recorded_at < before
"""


_REPLICAS = "SELECT DISTINCT replica FROM stream_connection WHERE lease_until > now() + interval '30 s'"
_TRIES = 12
_REGISTERED = 11


def consumers(installation: Installation, task: str) -> set[str]:
    """Who has processed the newest event of a task."""
    return {name for (name,) in installation.sql(_PROCESSED, task)}


def backlog(installation: Installation, tasks: list[str]) -> int:
    ((count,),) = installation.sql(_BACKLOG, sorted(CONSUMERS), tasks)
    return int(count)


def ready(installation: Installation, function: str) -> list[dict[str, Any]]:
    """Pods of a function that take requests."""
    pods = [pod for pod in installation.kube.pods("function") if name_of(pod) == function]
    return [pod for pod in pods if {"type": "Ready", "status": "True"}.items() <= _condition(pod).items()]


def _condition(pod: dict[str, Any]) -> dict[str, Any]:
    return next((each for each in pod["status"].get("conditions", ()) if each["type"] == "Ready"), {})


@asynccontextmanager
async def watching_elsewhere(installation: Installation, client: httpx.AsyncClient) -> AsyncIterator[Screen]:
    """A stream of another replica than the one there is: who gets a request is up to chance, so it is tried until it fits."""
    for _ in range(_TRIES):
        async with AsyncExitStack() as stack:
            screen = await stack.enter_async_context(watching(client))
            # A row of the registry is renewed every ten seconds.
            await asyncio.sleep(_REGISTERED)
            if len(installation.sql(_REPLICAS)) == 2:
                yield screen
                return
    raise AssertionError(f"{_TRIES} streams came to the same replica")


async def created_and_changed(api: httpx.AsyncClient) -> str:
    made = await api.post("/api/tasks", json={"title": unique("x")})
    assert made.status_code == 201, made.text
    identity = str(made.json()["id"])
    for _ in range(4):
        changed = await api.patch(f"/api/tasks/{identity}", json={"title": unique("x")})
        assert changed.status_code == 200, changed.text
    return identity
