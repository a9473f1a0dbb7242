"""The database's history, one Alembic revision a step; a step only adds, so that the version before still runs on it."""
