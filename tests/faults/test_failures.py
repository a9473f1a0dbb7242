"""Each part fails in each way: people see what docs/failures.md says, nothing acknowledged is lost or doubled, and it recovers by itself."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from functions.gateway.status import status
from shared.clock import rfc3339
from tests.eventually import eventually
from tests.faults.matrix import FAILURES, Failure
from tests.faults.person import AS_IT_WAS, NOT_KEPT, Person
from tests.faults.world import World, world
from tests.integration.tasks import unique

RECOVERY_SECONDS = 60.0
"""Twice what is promised: machines that run tests are busy."""
_TOLD_SECONDS = 90.0
_FLAPPING_SECONDS = 6.0
_ODD = "zorple the quibbit wexly"
"""What only a model could make something of."""


@pytest.fixture(scope="module")
async def ill() -> AsyncIterator[World]:
    async with world() as made:
        async with made.product.client() as api:
            await api.put("/api/settings", json={"email": "ann@example.org", "delivery_methods": ["email"]})
        made.product.sql("UPDATE settings SET value = value || '{\"email_verified\": true}'")
        yield made


CASES = [pytest.param(each, id=each.name, marks=() if each.often else pytest.mark.thorough) for each in FAILURES]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("failure", CASES)
async def test_a_failure_is_told_loses_nothing_and_passes(ill: World, failure: Failure) -> None:
    async with ill.product.client() as api:
        person = Person(api)
        await recovered(ill, person)
        before = Person(api)
        await before.change()
        await look_and_keep(ill, before)
        with ill.failing(failure.part, failure.mode):
            await lived_through(ill, person, failure)
        started = time.monotonic()
        await recovered(ill, person)
        print(f"{failure.name}: well again after {time.monotonic() - started:.1f} s")
        assert_seen(person, failure)
        if failure.part == "sidecar" and failure.told:
            assert_went_past_the_sidecar(ill)
        await nothing_lost_nothing_doubled(ill, person)


async def lived_through(ill: World, person: Person, failure: Failure) -> None:
    """At least three rounds of everything, several turns of what flaps, and until the page has been told."""
    if failure.part == "mail":
        soon = rfc3339(datetime.now(UTC) + timedelta(seconds=1))
        await person.create(unique("mail"), unique("key"), due_at=soon)
    begun = time.monotonic()
    least = _FLAPPING_SECONDS if failure.mode == "flap" else 0
    rounds, told = 0, not failure.told
    while rounds < 3 or not told or time.monotonic() < begun + least:
        assert time.monotonic() < begun + _TOLD_SECONDS, f"nobody was told; last: {await person.condition()}"
        await person.change()
        await person.look()
        await person.chat()
        if failure.part == "language model":
            await person.chat(_ODD)
        found = await person.condition()
        told = told or all(status([part]).message in found["message"] for part in failure.told)
        rounds += 1


def assert_seen(person: Person, failure: Failure) -> None:
    # What was under way when the part failed may still have gone well: the first of each is not counted.
    assert set(person.lists[1:]) <= set(failure.lists), person.lists
    assert set(person.changes[1:]) <= set(failure.changes), person.changes
    if failure.chat == "works":
        assert not any(NOT_KEPT in reply for reply in person.replies)
    if failure.part == "state store" and failure.mode in ("refuse", "hang"):
        assert all(NOT_KEPT in reply for reply in person.replies[1:])
    if failure.lists == ("then",):
        assert all(AS_IT_WAS in reply for reply in person.replies[1:]), person.replies
    assert person.replies, "chat answered nothing at all"


def assert_went_past_the_sidecar(ill: World) -> None:
    """What chat did without a sidecar it did at the functions' own addresses."""
    assert "the sidecar is down: called directly" in ill.product.log


async def recovered(ill: World, person: Person) -> None:
    """All is well, without anybody having done anything but to use it."""

    async def well() -> bool:
        try:
            ill.product.sql(  # the next try of a message is due in minutes; its time has come
                "WITH due AS (UPDATE reminder SET attempt_at = now() WHERE attempt_at IS NOT NULL AND retry_count > 0)"
                " SELECT pg_notify('reminder', '')"
            )
            health = await person.api.get("/health")
            made = await person.create(unique("well"), unique("key"))
            return (health.status_code, made.status_code) == (200, 201) and (await person.condition())["status"] == "ok"
        except httpx.TransportError:
            return False

    await eventually(well, RECOVERY_SECONDS)


async def look_and_keep(ill: World, person: Person) -> None:
    """Looks at the list, and waits until it has been written behind the answer."""
    before = await lists_kept(ill)
    await person.look()

    async def written() -> bool:
        return await lists_kept(ill) > before

    await eventually(written)


async def lists_kept(ill: World) -> float:
    async with ill.product.function("list-tasks") as function:
        lines = (await function.get("/metrics")).text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("nudge_lists_kept_total"))


async def nothing_lost_nothing_doubled(ill: World, person: Person) -> None:
    """What was acknowledged is there once, what was refused can be repeated under its key, and each has had its effects once."""
    for title, key in person.refused.items():
        answer = await person.create(title, key)
        assert answer.status_code == 201, answer.text
    titles = [*person.stored, *person.refused]
    rows = ill.product.sql("SELECT title, count(*) FROM task WHERE title = ANY(%s) GROUP BY title", titles)
    assert dict(rows) == dict.fromkeys(titles, 1)

    async def audited() -> bool:
        found = ill.product.sql(
            "SELECT t.title, count(*) FROM task t JOIN audit a ON a.entity_id = t.id::text AND a.event_type = 'task.created'"
            " WHERE t.title = ANY(%s) GROUP BY t.title",
            titles,
        )
        return dict(found) == dict.fromkeys(titles, 1)

    await eventually(audited, RECOVERY_SECONDS)
