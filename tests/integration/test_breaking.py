"""The pool behind a line that breaks, hangs and comes back: waits end, and an outage is over when it is over."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest

from shared import connection as lines
from shared.database import Database, NotReached
from tests.eventually import eventually
from tests.faults.proxy import FaultProxy
from tests.integration.conftest import Published


@pytest.fixture
def line(postgres_dsn: str) -> Iterator[FaultProxy]:
    folder = parse_qs(urlsplit(postgres_dsn).query)["host"][0]
    with FaultProxy(lambda: f"{folder}/.s.PGSQL.5432") as proxy:
        yield proxy


@pytest.fixture
async def far(line: FaultProxy, postgres_dsn: str, published: Published) -> AsyncIterator[Database]:
    """A database on the other side of the line."""
    password = unquote(urlsplit(postgres_dsn).password or "")
    host = f"127.0.0.1:{line.port}"
    database = Database(f"postgresql://nudge:{password}@{host}/nudge?sslmode=disable", 4, published.soon)
    await database.open()
    await asks(database)
    yield database
    await database.close()


async def asks(database: Database) -> bool:
    async with database.connection() as connection:
        await connection.execute("SELECT 1")
    return True


async def answers(database: Database) -> bool:
    try:
        return await asks(database)
    except psycopg.OperationalError:
        return False


async def test_after_failures_nobody_waits_and_it_comes_back_by_itself(far: Database, line: FaultProxy) -> None:
    with line.fault("refuse"):
        while True:
            try:
                await asks(far)
            except NotReached as error:
                if "left alone" in str(error):
                    break
            except psycopg.OperationalError:
                continue
        with pytest.raises(NotReached):
            await asks(far)

    async def well() -> bool:
        return await answers(far)

    await eventually(well)
    for _ in range(8):
        await asks(far)


async def test_a_statement_that_nobody_answers_ends(
    far: Database, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_SECONDS_FOR_AN_ANSWER", 0.5)
    with line.fault("hang"):
        async with asyncio.timeout(60):
            with pytest.raises(psycopg.OperationalError):
                await asks(far)

    async def well() -> bool:
        return await answers(far)

    await eventually(well)


async def test_a_request_that_is_given_up_on_a_dead_line_ends_too(
    far: Database, line: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_SECONDS_FOR_AN_ANSWER", 0.5)
    with line.fault("hang"):
        asking = asyncio.create_task(asks(far))
        await asyncio.sleep(0.1)
        asking.cancel()
        async with asyncio.timeout(60):
            await asyncio.gather(asking, return_exceptions=True)
    assert asking.done()


async def test_one_long_unit_of_work_does_not_keep_the_others_out_after_an_outage(
    far: Database, line: FaultProxy
) -> None:
    with line.fault("refuse"):
        for _ in range(4):
            assert not await answers(far)

    async def begun() -> bool:
        try:
            async with far.unit_of_work():
                assert await asks(far)
        except psycopg.OperationalError:
            return False
        return True

    await eventually(begun)
