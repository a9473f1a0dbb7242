"""What KEDA asks the database wakes a function in time, and lets it sleep otherwise."""

from pathlib import Path

import psycopg
import pytest

QUERIES = Path(__file__).parents[3] / "keda" / "queries"
_REMINDER = """
    INSERT INTO reminder (id, task_id, entry, trigger_time, status, delivery_method, attempt_at, sequence, created_at, updated_at)
    VALUES (gen_random_uuid(), gen_random_uuid(), 'x', now(), 'pending', 'in-app', now() + %s::interval, 1, now(), now())
"""


def asked(connection: psycopg.Connection, function: str) -> int:
    (count,) = connection.execute((QUERIES / f"{function}.sql").read_bytes()).fetchone() or (0,)
    return int(count)


@pytest.fixture
def more(postgres_dsn: str):  # type: ignore[no-untyped-def]
    """How much more KEDA counts after a statement; nothing of it stays."""

    def after(function: str, statement: str, *parameters: object) -> int:
        with psycopg.connect(postgres_dsn) as connection:
            before = asked(connection, function)
            connection.execute(statement.encode(), parameters)
            count = asked(connection, function) - before
            connection.rollback()
            return count

    return after


@pytest.mark.parametrize(("ahead", "count"), [("-1 hour", 1), ("1 minute", 1), ("10 minutes", 0)])
def test_fire_reminders_is_woken_ahead_of_a_reminder(more, ahead: str, count: int) -> None:  # type: ignore[no-untyped-def]
    assert more("fire-reminders", _REMINDER, ahead) == count


def test_fire_reminders_is_awake_while_the_mail_provider_is_away(more) -> None:  # type: ignore[no-untyped-def]
    assert more("fire-reminders", "UPDATE installation SET mail_probe_at = now() + interval '1 hour'") == 1


@pytest.mark.parametrize(("age", "count"), [("1 second", 0), ("1 minute", 1)])
def test_relay_outbox_is_woken_by_what_was_left_behind(more, age: str, count: int) -> None:  # type: ignore[no-untyped-def]
    statement = "INSERT INTO outbox (event_id, created_at) VALUES (gen_random_uuid(), now() - %s::interval)"
    assert more("relay-outbox", statement, age) == count
