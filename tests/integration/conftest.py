"""Parts of the product on a real database, for what the running product cannot be made to do."""

from collections.abc import AsyncIterator, Sequence

import pytest

from shared import catalogue
from shared.config import Settings
from shared.database import Database
from shared.events import Event
from shared.services import Services


class Published(list[Event]):
    """The events that were handed over after their commit."""

    def soon(self, events: Sequence[Event]) -> None:
        self.extend(events)

    @property
    def types(self) -> list[str]:
        return [event.type for event in self]


@pytest.fixture
def published() -> Published:
    return Published()


@pytest.fixture
async def database(postgres_dsn: str, published: Published) -> AsyncIterator[Database]:
    database = Database(postgres_dsn, 8, published.soon)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def services(database: Database) -> Services:
    """Without a sidecar: what uses one is tested through the running product."""
    return Services(Settings(), catalogue.load(), database, None, {})  # type: ignore[arg-type]
