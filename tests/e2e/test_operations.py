"""What whoever runs this Nudge sees: functions, dead letters, reminders that failed."""

from __future__ import annotations

import json
import re

import psycopg
from playwright.async_api import expect

from tests.e2e.eventually import eventually
from tests.e2e.nudge import Nudge
from tests.e2e.test_safety import faults
from tests.e2e.window import Window

_BURY = """
    WITH one AS (SELECT id FROM event WHERE topic = 'audit-events' AND type = 'audit.task_conflict' ORDER BY id DESC LIMIT 1),
         forgotten AS (DELETE FROM inbox USING one WHERE inbox.event_id = one.id)
    INSERT INTO dead_letter (id, event_id, consumer, topic, type, subject, correlation_id, reason, attempts, status, size,
                             first_at, last_at)
    SELECT gen_random_uuid(), one.id, 'write-audit', 'audit-events', 'audit.task_conflict', '', '', 'The disk was full.', 4, 'open', 1,
           now(), now()
    FROM one
"""
_NO_EVENT = """
    INSERT INTO dead_letter (id, event_id, consumer, topic, type, subject, correlation_id, reason, attempts, status, size,
                             first_at, last_at, raw)
    VALUES (gen_random_uuid(), gen_random_uuid(), '', 'task-events', '', '', '', 'It is not JSON.', 0, 'open', 3, now(), now(), 'abc')
"""

_OLDEST_SEEN = """
    SELECT FROM inbox JOIN event ON event.id = inbox.event_id
    WHERE inbox.consumer = 'write-audit' AND event.topic = 'task-events' LIMIT 1
"""
_UNSEE = """
    DELETE FROM inbox WHERE consumer = 'write-audit' AND event_id = (
        SELECT event_id FROM inbox JOIN event ON event.id = inbox.event_id
        WHERE inbox.consumer = 'write-audit' AND event.topic = 'task-events' ORDER BY event.id DESC LIMIT 1)
"""
_FAILED = """
    INSERT INTO audit (event_id, time, event_type, entity_type, entity_id, actor, source, correlation_id, result, detail)
    VALUES (gen_random_uuid(), now(), 'reminder.failed', 'task', gen_random_uuid()::text, '{}', '/functions/send-notification', '', 'failed',
            '{"title": "Pay the rent", "asked_for": "at the due time", "reason": "the relay could not be used (ConnectError)"}')
"""


async def bury(nudge: Nudge) -> None:
    """Makes write-audit owe one event again, as if it had given it up, and adds a letter that never was an event."""
    before = conflicts(nudge)
    task = nudge.create("Meeting")
    for title in ("Meeting at noon", "Meeting at night"):
        nudge.request("PATCH", f"/api/tasks/{task['id']}", {"title": title, "version": 1})
    await eventually(lambda: conflicts(nudge), before + 1)
    url = json.loads((nudge.home / "secrets.json").read_text())["database-url"]
    with psycopg.connect(url, autocommit=True) as connection:
        assert connection.execute(_BURY).rowcount == 1
        assert connection.execute(_NO_EVENT).rowcount == 1


def conflicts(nudge: Nudge) -> int:
    return len(nudge.request("GET", "/api/audit?event_type=audit.task_conflict")["items"])


async def test_dead_letters_are_replayed_and_discarded(window: Window, nudge: Nudge) -> None:
    await bury(nudge)
    await window.open_live("/?view=settings")
    await window.page.get_by_role("link", name="Operations").click()
    await expect(window.page.get_by_text("parts are well")).to_be_visible()
    letters = window.page.get_by_role("region", name="Dead letters").get_by_role("listitem")
    await expect(letters).to_have_count(2)
    given_up = letters.filter(has_text="audit.task_conflict")
    await expect(given_up).to_contain_text("The disk was full.")
    await expect(given_up).to_contain_text("given up by write-audit")
    assert await faults(window) == []
    waiting = window.page.get_by_role("region", name="What waits").get_by_role("row")
    await expect(waiting.filter(has_text="write-audit").filter(has_text="task-events")).to_have_count(1)
    await expect(waiting.filter(has_text="to be published")).to_have_count(1)

    await given_up.get_by_role("button", name="Replay").click()
    await expect(window.page.get_by_text("Handed over again.")).to_be_visible()
    await eventually(lambda: len(nudge.request("GET", "/api/dead-letters")["items"]), 1)

    no_event = letters.filter(has_text="It is not JSON.")
    await no_event.get_by_role("button", name="Discard").click()
    await window.button("Keep").click()
    await no_event.get_by_role("button", name="Discard").click()
    await window.button("Yes, discard").click()
    await expect(window.page.get_by_text("Discarded.", exact=True)).to_be_visible()
    await expect(no_event).to_have_count(0)
    await expect(window.page.get_by_role("heading", name="Dead letters")).to_be_focused()
    await eventually(lambda: nudge.request("GET", "/api/dead-letters")["items"], [])


async def test_what_a_function_owes_is_shown_with_its_age(window: Window, nudge: Nudge) -> None:
    """An event that its consumer has not seen, as when the function does not run: here its mark in the inbox is taken away."""
    nudge.create("Meeting")
    url = json.loads((nudge.home / "secrets.json").read_text())["database-url"]
    with psycopg.connect(url, autocommit=True) as connection:

        def seen() -> bool:
            row = connection.execute(_OLDEST_SEEN).fetchone()
            return row is not None

        await eventually(seen, True)
        connection.execute(_UNSEE)
    await window.open_live("/?view=operations")
    row = window.page.get_by_role("region", name="What waits").get_by_role("row").filter(has_text="write-audit")
    await expect(row.filter(has_text="task-events")).to_contain_text(re.compile("1.*(second|[0-9] s|min)"))


async def test_reminders_that_failed_are_told_with_their_reason(window: Window, nudge: Nudge) -> None:
    url = json.loads((nudge.home / "secrets.json").read_text())["database-url"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_FAILED)
    await window.open_live("/?view=operations")
    failed = window.page.get_by_role("region", name="Reminders that were not delivered").get_by_role("listitem")
    await expect(failed.first).to_contain_text("Pay the rent")
    await expect(failed.first).to_contain_text("the relay could not be used")
