"""What a process of functions works with, opened once and handed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from shared import catalogue, tracing
from shared.catalogue import Catalogue
from shared.clock import Clock, system_clock
from shared.config import Settings
from shared.database import Database
from shared.errors import Misconfigured
from shared.invocation import Direct
from shared.publisher import Publisher
from shared.sidecar import SECONDS_TO_INVOKE, Sidecar, reached


@dataclass(frozen=True, eq=False)
class Services:
    settings: Settings
    catalogue: Catalogue
    database: Database
    sidecar: Sidecar
    secrets: Mapping[str, str]
    """The secrets that the catalogue grants, as far as the store has them."""
    clock: Clock = field(default=system_clock)


@asynccontextmanager
async def open_services(settings: Settings, functions: tuple[str, ...]) -> AsyncIterator[Services]:
    """Connects to sidecar and database for these functions; on leaving, hands over what still waits to be published.

    Raises Misconfigured when the secret store has no database URL.
    """
    known = catalogue.load()
    tracing.start(settings)
    direct = Direct(settings.function_address, SECONDS_TO_INVOKE) if settings.function_address else None
    await reached()
    sidecar = Sidecar(settings.pubsub, settings.state_store, settings.secret_store, settings.cache_store, direct)
    wanted = {key for name in functions for key in known.functions[name].secrets}
    secrets = {key: value for key in sorted(wanted) if (value := await sidecar.secret(key))}
    if "database-url" not in secrets:
        raise Misconfigured("The secret store has no database-url. Add it and start again.")
    publisher = Publisher(sidecar)
    database = Database(secrets["database-url"], settings.database_pool, publisher.soon)
    await database.open()
    publishing = asyncio.create_task(publisher.run(database))
    try:
        yield Services(settings, known, database, sidecar, secrets)
    finally:
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
        await publisher.drain(database)
        await database.close()
        await sidecar.close()
        await tracing.stop()
