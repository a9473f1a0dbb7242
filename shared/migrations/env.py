"""Alembic's entry: runs the revisions on the connection that shared.migrate hands over, or on the one of a development command."""

from __future__ import annotations

from alembic import context

from shared.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, include_schemas=False, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
