"""Who is connected where: rows with leases, so that a crash leaves none behind for long."""

from functions.stream_updates.registry import Registry
from shared.database import Database
from tests.integration.tasks import unique


async def rows(database: Database, client: str) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        cursor = await connection.execute(
            "SELECT replica, lease_until > now() FROM stream_connection WHERE client_id = %s", (client,)
        )
        return await cursor.fetchall()


async def expire(database: Database, client: str) -> None:
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE stream_connection SET lease_until = now() - interval '1 s' WHERE client_id = %s", (client,)
        )


async def test_a_connection_is_known_while_it_lasts(database: Database) -> None:
    registry, client = Registry(), unique("client")
    assert not registry
    connected = registry.add(client)
    assert registry
    await registry.renew(database)
    assert await rows(database, client) == [(registry.replica, True)]
    registry.remove(connected)
    await registry.renew(database)
    assert await rows(database, client) == []


async def test_renewing_makes_a_lease_last(database: Database) -> None:
    registry, client = Registry(), unique("client")
    registry.add(client)
    await registry.renew(database)
    await expire(database, client)
    await registry.renew(database)
    assert await rows(database, client) == [(registry.replica, True)]


async def test_a_replica_that_is_gone_is_cleaned_up_by_any_other(database: Database) -> None:
    gone, alive = Registry(), Registry()
    lost, kept = unique("client"), unique("client")
    gone.add(lost)
    alive.add(kept)
    await gone.renew(database)
    await alive.renew(database)
    assert len(await rows(database, lost)) == 1
    await expire(database, lost)
    await alive.renew(database)
    assert await rows(database, lost) == []
    assert len(await rows(database, kept)) == 1


async def test_the_same_browser_in_two_windows_has_two_rows(database: Database) -> None:
    registry, client = Registry(), unique("client")
    first, _ = registry.add(client), registry.add(client)
    await registry.renew(database)
    assert len(await rows(database, client)) == 2
    registry.remove(first)
    await registry.renew(database)
    assert len(await rows(database, client)) == 1
