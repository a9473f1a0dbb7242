"""Each part is down over due times: after it is back everything is sent soon, says that it is late, and nothing comes twice (issue: show 2).

Ten minutes of outage are simulated: while the part is down, the due times are moved into the last ten minutes.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import httpx
import psycopg
import pytest

from shared.clock import rfc3339
from tests.eventually import eventually
from tests.integration.mail.relay import Relay, relay
from tests.integration.tasks import created, unique
from tests.product import Product, running

_REMINDERS = 8
_RECOVERY = 60.0

# Told like any change of due times: nobody would have to be told of times that have passed on their own.
_MOVE = """
    WITH moved AS (
        UPDATE reminder SET trigger_time = now() - make_interval(mins => place::int), attempt_at = now() - make_interval(mins => place::int)
        FROM (SELECT id, row_number() OVER (ORDER BY id) + 1 AS place FROM reminder WHERE task_id = ANY(%s)) AS each
        WHERE reminder.id = each.id AND attempt_at IS NOT NULL)
    SELECT pg_notify('reminder', '')
"""
_STATES = "SELECT status, late, retry_count FROM reminder WHERE task_id = ANY(%s)"


@pytest.fixture(scope="module")
async def provider() -> AsyncIterator[Relay]:
    async with relay() as there:
        yield there


@pytest.fixture(scope="module")
async def frail(provider: Relay) -> AsyncIterator[Product]:
    """A Nudge of our own to break, that sends its mail to a relay of ours."""
    secrets = {"mail-url": f"smtp://127.0.0.1:{provider.port}", "mail-from": "Nudge <nudge@example.com>"}
    with running(secrets) as product:
        async with product.client() as api:
            await api.put("/api/settings", json={"email": "ann@example.org", "delivery_methods": ["email"]})
        product.sql("UPDATE settings SET value = value || '{\"email_verified\": true}'")
        yield product


@contextmanager
def database_down(product: Product, ids: list[str]) -> Iterator[None]:
    """Whoever was in is out and nobody gets in, but for the hand that moves the times."""
    with (
        psycopg.connect(product.dsn.replace("/nudge?", "/postgres?"), autocommit=True) as outside,
        psycopg.connect(product.dsn, autocommit=True) as inside,
    ):
        outside.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS false")
        try:
            outside.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'nudge' AND pid <> %s",
                (inside.info.backend_pid,),
            )
            inside.execute(_MOVE, (ids,))
            yield
        finally:
            outside.execute("ALTER DATABASE nudge ALLOW_CONNECTIONS true")


def halted(name: str) -> Callable[[Product, list[str]], AbstractContextManager[None]]:
    """A process that no longer answers."""

    @contextmanager
    def down(product: Product, ids: list[str]) -> Iterator[None]:
        process = product.processes[name]
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        try:
            product.sql(_MOVE, ids)
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    return down


async def armed(product: Product, api: httpx.AsyncClient) -> dict[str, str]:
    """Title to id of tasks whose reminders are armed, in a Nudge that has recovered from what went before."""

    async def healthy() -> bool:
        return (await api.get("/health")).status_code == 200

    await eventually(healthy, _RECOVERY)
    due = rfc3339(datetime.now(UTC) + timedelta(hours=3))
    made = [await created(api, title=unique("reminder"), due_at=due) for _ in range(_REMINDERS)]
    tasks = {task["title"]: task["id"] for task in made}

    async def scheduled() -> bool:
        return states(product, tasks) == [("pending", False, 0)] * _REMINDERS

    await eventually(scheduled)
    return tasks


def states(product: Product, tasks: dict[str, str]) -> list[tuple[Any, ...]]:
    return product.sql(_STATES, list(tasks.values()))


def listed(provider: Relay, title: str) -> int:
    """How many messages tell of that title."""
    letters = [
        message_from_bytes(message.removesuffix(b".\r\n"), policy=policy.default) for message in provider.messages
    ]
    texts = [part.get_content() for letter in letters if (part := letter.get_body(("plain",)))]
    return sum(title in text for text in texts)


async def all_sent(product: Product, tasks: dict[str, str]) -> None:
    """Reminders that fall due together go out together, before each has arrived by its own event and is shown."""

    async def look() -> bool:
        sent = [status for status, _, _ in states(product, tasks)] == ["sent"] * _REMINDERS
        return sent and len(shown(product, tasks)) >= _REMINDERS

    await eventually(look, _RECOVERY)


def shown(product: Product, tasks: dict[str, str]) -> list[tuple[Any, ...]]:
    return product.sql("SELECT task_id::text, late FROM notification WHERE task_id = ANY(%s)", list(tasks.values()))


def assert_late_and_once(product: Product, provider: Relay, tasks: dict[str, str]) -> None:
    assert [late for _, late, _ in states(product, tasks)] == [True] * _REMINDERS
    assert sorted(shown(product, tasks)) == sorted((each, True) for each in tasks.values())
    assert {title: listed(provider, title) for title in tasks} == dict.fromkeys(tasks, 1)


PARTS = {"database": database_down, "sidecar": halted("sidecar"), "clock": halted("events")}


@pytest.mark.parametrize("part", PARTS)
async def test_after_ten_minutes_without_a_part_all_is_sent_late_and_once(
    frail: Product, provider: Relay, part: str
) -> None:
    async with frail.client() as api:
        tasks = await armed(frail, api)
        with PARTS[part](frail, list(tasks.values())):
            await asyncio.sleep(1)
            assert not any(listed(provider, title) for title in tasks)
        await all_sent(frail, tasks)
        assert_late_and_once(frail, provider, tasks)


async def test_after_ten_minutes_without_a_mail_server_all_is_sent_late_and_once(
    frail: Product, provider: Relay
) -> None:
    """The page shows them at once; the e-mail goes out soon after the server is back, although its next retry would be minutes away."""
    async with frail.client() as api:
        tasks = await armed(frail, api)
        provider.answers["GREETING"] = "421 closed for repairs"
        frail.sql(_MOVE, list(tasks.values()))
        for attempt in (1, 2):

            async def put_off(attempt: int = attempt) -> bool:
                return states(frail, tasks) == [("pending", True, attempt)] * _REMINDERS

            await eventually(put_off)
            if attempt == 1:
                retry(frail, tasks)
        assert len(shown(frail, tasks)) == _REMINDERS
        assert not any(listed(provider, title) for title in tasks)
        del provider.answers["GREETING"]
        await all_sent(frail, tasks)
        assert_late_and_once(frail, provider, tasks)


def retry(product: Product, tasks: dict[str, str]) -> None:
    """The next retry's time has come."""
    statement = (
        "WITH due AS (UPDATE reminder SET attempt_at = now() WHERE task_id = ANY(%s)) SELECT pg_notify('reminder', '')"
    )
    product.sql(statement, list(tasks.values()))
