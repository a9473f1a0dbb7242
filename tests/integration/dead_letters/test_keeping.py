"""What a consumer gives up is kept with its reason, handed to it again or passed over, and takes effect at most once."""

import asyncio
import base64
from contextlib import AbstractAsyncContextManager
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest

from functions.keep_dead_letters import shelf
from functions.keep_dead_letters.letter import KEPT
from functions.write_audit.main import record
from shared import metrics
from shared.audit_events import audit_event
from shared.consumer import Consumer, Reject
from shared.database import UnitOfWork
from shared.errors import Conflict, NotFound
from shared.services import Services
from tests.integration.conftest import Published
from tests.integration.dead_letters.conftest import CAUSE, NOW, Desk


async def test_a_dead_letter_is_kept_with_its_consumer_its_reason_and_its_attempts(
    desk: Desk, published: Published
) -> None:
    (body,) = await desk.history(1)
    await desk.two.receive(body)
    desk.one.wrong[UUID(body["id"])] = ValueError("odd")
    for _ in range(3):
        assert await desk.one.receive(body) == ["RETRY"]
    await desk.die(body)
    (letter,) = await desk.kept(body)
    assert (letter["consumer"], letter["topic"], letter["type"]) == (desk.one.name, "task-events", "task.created")
    assert (letter["reason"], letter["attempts"], letter["status"]) == ("ValueError: odd", 3, "open")
    assert (letter["subject"], letter["correlation_id"]) == (body["subject"], "c-9")
    found = await desk.in_full(letter["id"])
    assert found["event"]["data"] == body["data"]
    assert (found["raw"], found["truncated"]) == (None, False)
    (told,) = (event for event in published if event.type == "audit.event_dead")
    assert told.subject == body["subject"]
    assert (told.data["detail"]["consumer"], told.data["detail"]["attempts"]) == (desk.one.name, 3)


async def test_the_same_letter_twice_is_one_and_told_once(desk: Desk, published: Published) -> None:
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("never")
    assert await desk.one.receive(body) == ["DROP"]
    await desk.two.receive(body)
    await desk.die(body, body)
    await desk.die(body)
    assert len(await desk.kept(body)) == 1
    assert published.types.count("audit.event_dead") == 1


async def test_two_consumers_that_give_up_the_same_event_have_a_letter_each(desk: Desk) -> None:
    (body,) = await desk.history(1)
    for reader, why in ((desk.one, "this"), (desk.two, "that")):
        reader.wrong[UUID(body["id"])] = Reject(why)
        await reader.receive(body)
    await desk.die(body, body)
    letters = await desk.kept(body)
    assert {(each["consumer"], each["reason"]) for each in letters} == {
        (desk.one.name, "Reject: this"), (desk.two.name, "Reject: that"),
    }  # fmt: skip


async def test_a_replay_reaches_the_one_who_failed_and_no_other(desk: Desk, published: Published) -> None:
    bodies = await desk.history(2)
    await desk.two.receive(*bodies)
    desk.one.wrong[UUID(bodies[0]["id"])] = Reject("not yet")
    await desk.one.receive(bodies[0])
    await desk.die(bodies[0])
    (letter,) = await desk.kept(bodies[0])
    desk.one.wrong.clear()
    event = await desk.replay(letter["id"])
    assert event is not None and str(event.id) == bodies[0]["id"]
    assert await desk.queued(bodies[0])
    assert [each["status"] for each in await desk.kept(bodies[0])] == ["replaying"]
    # The topic brings it to everybody, and more than once.
    for reader in (desk.one, desk.two, desk.one, desk.two):
        assert await reader.receive(bodies[0]) == ["SUCCESS"]
    assert await desk.one.effects(event.key) == [1]
    assert await desk.two.effects(event.key) == [1, 2]
    (letter,) = await desk.kept(bodies[0])
    assert (letter["status"], letter["replays"]) == ("processed", 1)
    assert letter["settled_at"]
    assert await desk.replay(letter["id"]) is None, "what has been processed is not handed over again"
    told = [each for each in published if each.type == "audit.event_replayed"]
    assert [each.data["actor"]["name"] for each in told] == ["Ann"]


async def test_one_that_fails_again_is_counted_and_not_doubled(desk: Desk, published: Published) -> None:
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("once")
    await desk.one.receive(body)
    await desk.two.receive(body)
    await desk.die(body)
    (letter,) = await desk.kept(body)
    await desk.replay(letter["id"])
    desk.one.wrong[UUID(body["id"])] = Reject("twice")
    assert await desk.one.receive(body) == ["DROP"]
    await desk.die(body)
    (again,) = await desk.kept(body)
    assert (again["id"], again["status"]) == (letter["id"], "open")
    assert (again["attempts"], again["replays"], again["reason"]) == (2, 1, "Reject: twice")
    assert published.types.count("audit.event_dead") == 2


async def test_what_is_discarded_is_passed_over_and_no_longer_holds_up_its_key(
    desk: Desk, published: Published
) -> None:
    bodies = await desk.history(4)
    key = bodies[0]["partitionkey"]
    desk.one.wrong[UUID(bodies[1]["id"])] = Reject("poison")
    assert await desk.one.receive(*bodies) == ["SUCCESS", "DROP", "RETRY", "RETRY"]
    await desk.die(bodies[1])
    assert await desk.one.receive(bodies[2]) == ["DROP"], "what follows would be out of order"
    await desk.die(bodies[2])
    first, second = [each for each in await desk.kept() if each["consumer"] == desk.one.name]
    await desk.discard(first["id"])
    await desk.discard(first["id"])
    assert published.types.count("audit.event_discarded") == 1
    await desk.replay(second["id"])
    assert await desk.one.receive(bodies[2]) == ["SUCCESS"]
    assert await desk.one.receive(bodies[3], bodies[1], bodies[1]) == ["SUCCESS"] * 3
    assert await desk.one.effects(key) == [1, 3, 4]
    statuses = [each["status"] for each in await desk.kept() if each["consumer"] == desk.one.name]
    assert statuses == ["discarded", "processed"]
    with pytest.raises(Conflict):
        await desk.replay(first["id"])
    with pytest.raises(Conflict):
        await desk.discard(second["id"])


async def test_a_discarded_event_that_comes_alone_has_no_effect(desk: Desk) -> None:
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("poison")
    await desk.one.receive(body)
    await desk.two.receive(body)
    await desk.die(body)
    (letter,) = await desk.kept(body)
    await desk.discard(letter["id"])
    desk.one.wrong.clear()
    assert await desk.one.receive(body) == ["SUCCESS"]
    await desk.die(body)
    assert await desk.one.effects(body["partitionkey"]) == []
    assert [each["status"] for each in await desk.kept(body)] == ["discarded"]


async def test_one_that_is_processed_with_a_later_event_settles_by_itself(desk: Desk) -> None:
    bodies = await desk.history(3)
    desk.one.wrong[UUID(bodies[0]["id"])] = ValueError("for a while")
    await desk.one.receive(bodies[0])
    await desk.two.receive(*bodies)
    await desk.die(bodies[0])
    desk.one.wrong.clear()
    assert await desk.one.receive(bodies[2]) == ["SUCCESS"]
    assert [each["status"] for each in await desk.kept(bodies[0])] == ["processed"]
    assert await desk.one.effects(bodies[0]["partitionkey"]) == [1, 2, 3]


async def test_one_that_settled_long_ago_is_known_by_its_place_in_the_order(desk: Desk) -> None:
    """Inbox rows of processed events are purged after a time."""
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = ValueError("odd")
    await desk.one.receive(body)
    await desk.two.receive(body)
    await desk.die(body)
    desk.one.wrong.clear()
    await desk.one.receive(body)
    async with desk.services.database.connection() as connection:
        await connection.execute("DELETE FROM inbox WHERE event_id = %s", (body["id"],))
    assert [each["status"] for each in await desk.kept(body)] == ["processed"]
    await desk.die(body)
    assert [each["status"] for each in await desk.kept(body)] == ["processed"], "the letter is out of date"


async def test_without_a_stored_reason_it_is_kept_for_those_who_have_not_processed_it(desk: Desk) -> None:
    """The function did not answer at all, or its database was away."""
    (body,) = await desk.history(1)
    await desk.two.receive(body)
    await desk.die(body)
    (letter,) = await desk.kept(body)
    assert (letter["consumer"], letter["attempts"]) == (desk.one.name, 0)
    assert "No reason was stored" in letter["reason"]
    await desk.replay(letter["id"])
    await desk.die(body)
    (letter,) = await desk.kept(body)
    assert (letter["status"], letter["replays"]) == ("open", 1)


@pytest.mark.parametrize(
    "body",
    [
        {}, [], None, 5, ["x"], {"id": 5}, {"id": "no\0 uuid", "specversion": "1.0", "data": {}, "type": "a\0b"},
        {"specversion": "1.0", "id": "x", "source": "Dapr", "data_base64": 5},
    ],
)  # fmt: skip
async def test_what_is_no_event_is_kept_with_the_reason_of_its_consumer(desk: Desk, body: object) -> None:
    marked = {**body, "mark": str(uuid4()), "data": str(uuid4())} if isinstance(body, dict) else body
    assert await desk.one.receive(marked) == ["DROP"]
    await desk.die({**marked, "topic": "task-events"} if isinstance(marked, dict) else marked)
    letter = (await desk.kept())[-1]
    assert letter["reason"]
    if isinstance(marked, dict):
        assert (letter["consumer"], letter["reason"][:16]) == (desk.one.name, "MalformedEvent: ")
    found = await desk.in_full(letter["id"])
    assert found["event"] is not None if isinstance(marked, dict) else found["raw"] is not None
    with pytest.raises(Conflict, match="only be looked at"):
        await desk.replay(letter["id"])
    await desk.discard(letter["id"])


@pytest.mark.parametrize("in_bulk", [True, False])
async def test_what_is_not_even_json_is_kept_as_it_came_up_to_a_limit(desk: Desk, in_bulk: bool) -> None:
    content = b"\xff\0 not json " + uuid4().bytes * 10_000
    text = base64.b64encode(content).decode()
    raw = {"specversion": "1.0", "id": str(uuid4()), "source": "Dapr", "type": "com.dapr.event.sent"}
    delivered = text if in_bulk else {**raw, "data_base64": text, "topic": "dead-letters"}
    await desk.die(delivered, delivered)
    letter = (await desk.kept())[-1]
    assert (letter["consumer"], letter["topic"], letter["size"]) == (None, None, len(content))
    found = await desk.in_full(letter["id"])
    assert base64.b64decode(found["raw"]) == content[:KEPT]
    assert found["truncated"]
    assert found["event"] is None


async def test_an_event_that_comes_as_raw_bytes_is_known_by_what_it_holds(desk: Desk) -> None:
    """On Kafka dead letters are subscribed to as raw payloads, so that what is no JSON comes along too."""
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("poison")
    await desk.one.receive(body)
    await desk.die(base64.b64encode(orjson.dumps(body)).decode())
    (letter,) = await desk.kept(body)
    assert (letter["consumer"], letter["reason"]) == (desk.one.name, "Reject: poison")


async def test_reports_that_die_are_kept_and_not_reported_about(desk: Desk, published: Published) -> None:
    report = audit_event("event_failed", "tasks/1", "retry", {}, CAUSE, NOW)
    await desk.die({**orjson.loads(report.body), "topic": "audit-events"})
    assert published.types == []
    async with desk.services.database.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM dead_letter WHERE event_id = %s", (report.id,))
        assert await cursor.fetchone() == (1,)


async def test_a_letter_that_cannot_be_stored_comes_again(desk: Desk) -> None:
    (body,) = await desk.history(1)
    await desk.services.database.close()
    assert await desk.letters.receive([body], "dead-letters") == ["RETRY"]


async def test_a_letter_waits_for_a_database_that_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is behind its topic: what was tried too often would be gone."""
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("poison")
    await desk.one.receive(body)
    reached, attempts = desk.services.database.unit_of_work, iter([psycopg.OperationalError("connection refused")])

    def unit_of_work() -> AbstractAsyncContextManager[UnitOfWork]:
        for refusal in attempts:
            raise refusal
        return reached()

    monkeypatch.setattr(desk.services.database, "unit_of_work", unit_of_work)
    await desk.die(body)
    assert [each["consumer"] for each in await desk.kept(body)] == [desk.one.name]


async def test_who_decides_at_the_same_moment_decides_one_after_the_other(desk: Desk) -> None:
    (body,) = await desk.history(1)
    desk.one.wrong[UUID(body["id"])] = Reject("poison")
    await desk.one.receive(body)
    await desk.two.receive(body)
    await desk.die(body)
    (letter,) = await desk.kept(body)
    desk.one.wrong.clear()
    decided = [desk.discard(letter["id"]), desk.replay(letter["id"]), desk.one.receive(body)]
    outcomes = await asyncio.gather(*decided, return_exceptions=True)
    assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Conflict)]
    (letter,) = await desk.kept(body)
    effect = await desk.one.effects(body["partitionkey"])
    assert (letter["status"], effect) in (("discarded", []), ("processed", [1]))


async def test_a_letter_that_is_not_there(desk: Desk) -> None:
    for attempt in (desk.replay, desk.discard, desk.in_full):
        with pytest.raises(NotFound):
            await attempt(uuid4())


async def test_the_figures_tell_how_many_wait_by_consumer(desk: Desk) -> None:
    for body in await desk.history(1) + await desk.history(1):
        desk.one.wrong[UUID(body["id"])] = Reject("poison")
        await desk.one.receive(body)
        await desk.two.receive(body)
        await desk.die(body)

    async def waiting() -> float:
        async with desk.services.database.connection() as connection:
            await shelf.measure(connection)
        return metrics.dead_letters_open.labels(desk.one.name)._value.get()

    assert await waiting() == 2
    assert metrics.dead_letters.labels(desk.one.name, "task-events")._value.get() == 2
    await desk.discard((await desk.kept(consumer=desk.one.name))[0]["id"])
    assert await waiting() == 1


async def test_pages_are_read_by_an_index(desk: Desk) -> None:
    async with desk.services.database.unit_of_work() as work:
        await work.connection.execute(
            """
            INSERT INTO dead_letter (id, event_id, consumer, topic, type, subject, correlation_id, reason, attempts, status, size,
                                     first_at, last_at, settled_at)
            SELECT gen_random_uuid(), gen_random_uuid(), 'x', '', '', '', '', '', 1,
                   CASE WHEN number % 1000 = 0 THEN 'open' ELSE 'processed' END, 1, now(), now(),
                   CASE WHEN number % 1000 <> 0 THEN now() END
            FROM generate_series(1, 20000) AS number
            """
        )
        await work.connection.execute("ANALYZE dead_letter")
        cursor = await work.connection.execute(
            "EXPLAIN SELECT id FROM dead_letter WHERE dead_letter.status IN ('open', 'replaying') ORDER BY id DESC LIMIT 50"
        )
        plan = "\n".join(str(row[0]) for row in await cursor.fetchall())
        assert "dead_letter_unsettled" in plan
        await work.connection.execute("DELETE FROM dead_letter WHERE consumer = 'x'")


async def test_an_event_that_inboxes_have_forgotten_is_not_audited_twice(services: Services) -> None:
    """A replay goes to all consumers of a topic, and one that had processed the event long ago no longer knows."""
    audit = Consumer("write-audit", record)
    audit.bind(services)
    event = audit_event("signed_in", f"session/{uuid4()}", "accepted", {}, CAUSE, NOW)
    body = orjson.loads(event.body)
    for _ in range(2):
        assert await audit.receive([body], "audit-events") == ["SUCCESS"]
        async with services.database.connection() as connection:
            await connection.execute("DELETE FROM inbox WHERE event_id = %s", (event.id,))
    async with services.database.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM audit WHERE event_id = %s", (event.id,))
        assert await cursor.fetchone() == (1,)
