"""The functions that see to reminders, on a real database."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from functions.schedule_reminder.beginning import begun
from shared import catalogue, migrate
from shared.config import Settings
from shared.database import Database
from shared.services import Services
from tests.integration.conftest import Published
from tests.integration.reminders.reminding import NOW, Reminding


@pytest.fixture
async def reminding(services: Services) -> Reminding:
    """On an installation that has known reminders for long."""
    async with services.database.unit_of_work() as work:
        await begun(work.connection, NOW - timedelta(days=1))
    return Reminding(services)


@pytest.fixture
async def alone(empty_dsn: str, published: Published) -> AsyncIterator[Reminding]:
    """On a database in which there is nothing else."""
    migrate.upgrade(empty_dsn)
    database = Database(empty_dsn, 4, published.soon)
    await database.open()
    secrets = {"database-url": empty_dsn}
    yield Reminding(Services(Settings(), catalogue.load(), database, None, secrets))  # type: ignore[arg-type]
    await database.close()
