"""A push service over TLS, and a database in which there is nothing else, as a sender takes all that waits."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from functions.schedule_reminder.beginning import begun
from functions.send_notification import dispatch
from functions.send_notification.push import waiting
from shared import catalogue, migrate
from shared.config import Settings
from shared.database import Database
from shared.services import Services
from tests.authority import server_context
from tests.integration.conftest import Published
from tests.integration.push.pushing import Pushing
from tests.integration.reminders.reminding import NOW
from tests.push_service import PushService, push_service


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery is answered when all is sent, and what failed is tried again at once."""
    monkeypatch.setattr(dispatch, "PATIENCE", 60.0)
    monkeypatch.setattr(waiting, "PAUSES", (timedelta(), timedelta()))


@pytest.fixture
async def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    authority = tmp_path / "authority.pem"
    context = server_context(tmp_path, authority)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    async with push_service(context) as there:
        yield there


@pytest.fixture
async def pushing(empty_dsn: str, published: Published) -> AsyncIterator[Pushing]:
    migrate.upgrade(empty_dsn)
    database = Database(empty_dsn, 6, published.soon)
    await database.open()
    made = Pushing(Services(Settings(), catalogue.load(), database, None, {"database-url": empty_dsn}))  # type: ignore[arg-type]
    await made.prefer(email=None, email_verified=False)
    async with database.unit_of_work() as work:
        await begun(work.connection, NOW)
    yield made
    await database.close()
