"""Reminders, the messages they lead to, and series of repeating tasks."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE series (
        id uuid PRIMARY KEY,
        recurrence jsonb NOT NULL,
        anchor timestamp NOT NULL,
        all_day boolean NOT NULL,
        zone text NOT NULL,
        template jsonb NOT NULL,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL)
    """,
    """
    CREATE TABLE occurrence (
        series_id uuid,
        planned timestamp,
        task_id uuid NOT NULL,
        source_task_id uuid,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (series_id, planned))
    """,
    "CREATE INDEX occurrence_by_task ON occurrence (task_id)",
    """
    CREATE TABLE reminder (
        id uuid PRIMARY KEY,
        task_id uuid NOT NULL,
        entry text NOT NULL,
        trigger_time timestamptz NOT NULL,
        status text NOT NULL
            CONSTRAINT reminder_status CHECK (status IN ('pending', 'triggered', 'sent', 'failed', 'cancelled')),
        delivery_method text NOT NULL
            CONSTRAINT reminder_delivery_method CHECK (delivery_method IN ('email', 'push', 'in-app')),
        retry_count integer NOT NULL DEFAULT 0,
        attempt_at timestamptz,
        late boolean NOT NULL DEFAULT false,
        digest_id uuid,
        reason text,
        sequence integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT reminder_attempt CHECK ((attempt_at IS NOT NULL) = (status IN ('pending', 'triggered'))))
    """,
    "CREATE UNIQUE INDEX reminder_once ON reminder (task_id, entry, trigger_time)",
    "CREATE INDEX reminder_due ON reminder (attempt_at) WHERE attempt_at IS NOT NULL",
    "CREATE INDEX reminder_by_digest ON reminder (digest_id) WHERE digest_id IS NOT NULL",
    """
    CREATE TABLE delivery (
        id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT delivery_kind CHECK (kind IN ('reminder', 'verification')),
        status text NOT NULL CONSTRAINT delivery_status CHECK (status IN ('sending', 'sent', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        reason text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL)
    """,
    "CREATE INDEX delivery_lease ON delivery (lease_until) WHERE lease_until IS NOT NULL",
    """
    CREATE TABLE notification (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        task_id uuid,
        reminder_id uuid,
        digest_id uuid,
        title text NOT NULL,
        text text NOT NULL,
        late boolean NOT NULL DEFAULT false,
        clients text[],
        created_at timestamptz NOT NULL,
        read_at timestamptz)
    """,
    "CREATE INDEX notification_by_time ON notification (created_at, id)",
    "CREATE INDEX notification_unread ON notification (id) WHERE read_at IS NULL",
    "CREATE INDEX notification_of_reminder ON notification (reminder_id) WHERE reminder_id IS NOT NULL",
    "CREATE TABLE used_link (id uuid PRIMARY KEY, used_at timestamptz NOT NULL DEFAULT now())",
    "ALTER TABLE installation ADD COLUMN reminders_since timestamptz",
    "ALTER TABLE installation ADD COLUMN updates_from bigint",
    # Before there were reminders nobody chose to have none, nor to have no mail: this is what stood there by itself.
    "UPDATE settings SET value = value - 'default_lead_minutes' WHERE value->'default_lead_minutes' = '[]'",
    """UPDATE settings SET value = value - 'delivery_methods' WHERE value->'delivery_methods' = '["in-app"]'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
