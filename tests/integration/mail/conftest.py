"""A database in which there is nothing else, as a sender takes all that waits."""

from collections.abc import AsyncIterator

import pytest

from functions.schedule_reminder.beginning import begun
from functions.send_notification import dispatch
from shared import catalogue, migrate
from shared.config import Settings
from shared.database import Database
from shared.services import Services
from tests.integration.conftest import Published
from tests.integration.mail.mailing import Mailing
from tests.integration.reminders.reminding import NOW


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery is answered when all is sent, however slow the machine is; who tests the opposite takes less."""
    monkeypatch.setattr(dispatch, "PATIENCE", 60.0)


@pytest.fixture
async def mailing(empty_dsn: str, published: Published) -> AsyncIterator[Mailing]:
    migrate.upgrade(empty_dsn)
    database = Database(empty_dsn, 6, published.soon)
    await database.open()
    made = Mailing(Services(Settings(), catalogue.load(), database, None, {"database-url": empty_dsn}))  # type: ignore[arg-type]
    await made.prefer()
    async with database.unit_of_work() as work:
        await begun(work.connection, NOW)
    yield made
    await database.close()
