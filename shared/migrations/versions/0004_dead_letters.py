"""Events that a consumer has given up: kept, replayed, or discarded so that it passes over them."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """
    CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        event_id uuid NOT NULL,
        consumer text NOT NULL,
        topic text NOT NULL,
        type text NOT NULL,
        subject text NOT NULL,
        correlation_id text NOT NULL,
        reason text NOT NULL,
        attempts integer NOT NULL,
        replays integer NOT NULL DEFAULT 0,
        status text NOT NULL
            CONSTRAINT dead_letter_status CHECK (status IN ('open', 'replaying', 'processed', 'discarded')),
        raw bytea,
        size integer NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        settled_at timestamptz,
        CONSTRAINT dead_letter_settled CHECK ((settled_at IS NOT NULL) = (status IN ('processed', 'discarded'))))
    """,
    "CREATE UNIQUE INDEX dead_letter_once ON dead_letter (event_id, consumer)",
    "CREATE INDEX dead_letter_unsettled ON dead_letter (id) WHERE status IN ('open', 'replaying')",
    # Wider than before, so that functions of the version before go on.
    "ALTER TABLE inbox DROP CONSTRAINT inbox_status",
    "ALTER TABLE inbox ADD CONSTRAINT inbox_status CHECK (status IN ('processed', 'failed', 'discarded'))",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
