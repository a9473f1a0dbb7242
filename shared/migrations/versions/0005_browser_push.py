"""Browsers that want reminders pushed to them, and what waits to be pushed."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    """
    CREATE TABLE push_subscription (
        client_id text PRIMARY KEY,
        endpoint text NOT NULL,
        p256dh text NOT NULL,
        auth text NOT NULL,
        created_at timestamptz NOT NULL)
    """,
    "CREATE UNIQUE INDEX push_subscription_once ON push_subscription (endpoint)",
    """
    CREATE TABLE push_message (
        notification_id uuid,
        client_id text,
        attempts integer NOT NULL DEFAULT 0,
        attempt_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (notification_id, client_id))
    """,
    "CREATE INDEX push_message_by_attempt ON push_message (attempt_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
