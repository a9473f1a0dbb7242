"""What tests of all lanes share: a database and the running product."""

import os

# Before anything imports gRPC: its fork handlers would run, and fail, in every child that a test starts after it used a channel.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "false"

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from hypothesis import HealthCheck, settings

from local.postgres import Postgres
from shared import migrate
from tests.product import Product, running

# How long an example takes says something about the machine, not about the code.
settings.register_profile("nudge", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nudge")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sidecar", choices=("local", "daprd"), default="local", help="whom the sidecar's contract suite tests"
    )


@pytest.fixture(scope="session")
def database_server() -> Iterator[Postgres]:
    """A real Postgres without any of the product's processes."""
    with tempfile.TemporaryDirectory(prefix="nudge-db-") as home, tempfile.TemporaryDirectory(prefix="nudge-") as run:
        server = Postgres(Path(home), Path(run))
        server.start()
        migrate.upgrade(server.dsn)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def postgres_dsn(database_server: Postgres) -> str:
    """A migrated database that nobody else writes to; the tests share it, each with keys of its own."""
    return database_server.dsn


@pytest.fixture
def empty_dsn(database_server: Postgres) -> Iterator[str]:
    """A new database with nothing in it; it goes with its server (dropping it could meet Postgres' own autovacuum at work)."""
    name = f"empty_{os.urandom(4).hex()}"
    with psycopg.connect(database_server.dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield database_server.dsn.replace("/nudge?", f"/{name}?")


@pytest.fixture(scope="session")
def nudge() -> Iterator[Product]:
    """The complete product, one for all tests: each makes what it needs and looks only at that."""
    with running() as product:
        yield product


@pytest.fixture
async def api(nudge: Product) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that was never here before."""
    async with nudge.client() as client:
        yield client
