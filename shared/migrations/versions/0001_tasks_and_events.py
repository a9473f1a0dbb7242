"""Tasks, their events, and what makes effects happen once."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE installation (
        single boolean PRIMARY KEY DEFAULT true CONSTRAINT installation_has_one_row CHECK (single),
        epoch uuid NOT NULL DEFAULT gen_random_uuid())
    """,
    "INSERT INTO installation DEFAULT VALUES",
    """
    CREATE TABLE task (
        id uuid PRIMARY KEY,
        title text NOT NULL,
        description text,
        due_at timestamptz,
        due_date date,
        due_zone text,
        priority text NOT NULL CONSTRAINT task_priority CHECK (priority IN ('low', 'medium', 'high')),
        tags text[] NOT NULL,
        status text NOT NULL CONSTRAINT task_status CHECK (status IN ('active', 'completed')),
        completed_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz,
        version integer NOT NULL,
        updates integer NOT NULL,
        reminders jsonb NOT NULL,
        recurrence jsonb,
        series_id uuid,
        CONSTRAINT task_completed_at CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
        CONSTRAINT task_due CHECK (due_date IS NULL OR due_at IS NOT NULL))
    """,
    "CREATE INDEX task_by_due ON task (COALESCE(due_at, 'infinity'::timestamptz), id) WHERE deleted_at IS NULL",
    "CREATE INDEX task_by_creation ON task (created_at, id)",
    "CREATE INDEX task_trash ON task (deleted_at) WHERE deleted_at IS NOT NULL",
    """
    CREATE TABLE event (
        id uuid PRIMARY KEY,
        position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        topic text NOT NULL,
        key text NOT NULL,
        sequence integer,
        type text NOT NULL,
        time timestamptz NOT NULL,
        body jsonb NOT NULL,
        xid xid8 NOT NULL DEFAULT pg_current_xact_id())
    """,
    "CREATE UNIQUE INDEX event_in_order ON event (topic, key, sequence) WHERE sequence IS NOT NULL",
    "CREATE INDEX event_updates ON event (xid, position) WHERE topic = 'task-updates'",
    "CREATE TABLE outbox (event_id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    """
    CREATE TABLE inbox (
        consumer text,
        event_id uuid,
        status text NOT NULL CONSTRAINT inbox_status CHECK (status IN ('processed', 'failed')),
        attempts integer NOT NULL,
        reason text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, event_id))
    """,
    "CREATE INDEX inbox_by_age ON inbox USING brin (updated_at)",
    """
    CREATE TABLE consumer_position (
        consumer text,
        topic text,
        key text,
        sequence integer NOT NULL,
        PRIMARY KEY (consumer, topic, key)) WITH (fillfactor = 70)
    """,
    """
    CREATE TABLE idempotency (
        key text PRIMARY KEY,
        fingerprint bytea NOT NULL,
        status integer NOT NULL,
        answer text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now())
    """,
    "CREATE INDEX idempotency_by_age ON idempotency USING brin (created_at)",
    """
    CREATE TABLE audit (
        event_id uuid PRIMARY KEY,
        time timestamptz NOT NULL,
        event_type text NOT NULL,
        entity_type text NOT NULL,
        entity_id text,
        actor jsonb NOT NULL,
        source text NOT NULL,
        correlation_id text NOT NULL,
        result text NOT NULL,
        detail jsonb NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now())
    """,
    "CREATE INDEX audit_by_time ON audit (time, event_id)",
    "CREATE INDEX audit_by_entity ON audit (entity_id, time, event_id)",
    """
    CREATE TABLE settings (
        single boolean PRIMARY KEY DEFAULT true CONSTRAINT settings_has_one_row CHECK (single),
        value jsonb NOT NULL,
        version integer NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now())
    """,
    """
    CREATE TABLE stream_connection (
        id uuid PRIMARY KEY,
        replica text NOT NULL,
        client_id text NOT NULL,
        connected_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz NOT NULL)
    """,
    "CREATE INDEX stream_connection_lease ON stream_connection (lease_until)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
