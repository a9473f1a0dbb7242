import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cluster import NAME, Cluster, binary
from local.postgres import Postgres
from local.privileges import choose_identity
from shared import migrate


@pytest.fixture(scope="session")
def owner_dsn() -> Iterator[str]:
    """A migrated database whose owner may make roles, as a managed one's may."""
    with tempfile.TemporaryDirectory(prefix="nudge-db-") as home, tempfile.TemporaryDirectory(prefix="nudge-") as run:
        cluster = Cluster(Path(home), choose_identity(Path(home), binary("postgres")))
        cluster.prepare()
        cluster._single_user(cluster.data, f"ALTER ROLE {NAME} CREATEROLE;")
        (cluster.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        server = Postgres(Path(home), Path(run))
        server.start()
        migrate.upgrade(server.dsn)
        yield server.dsn
        server.stop()
