"""Since when the mail provider cannot be reached, and when to look again."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "ALTER TABLE installation ADD COLUMN mail_away_since timestamptz",
    "ALTER TABLE installation ADD COLUMN mail_probe_at timestamptz",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
