"""For people with Docker and the Dapr CLI: the files that compose.yaml and the sidecars read, and then topics and tables."""

import secrets
from pathlib import Path

from local.secrets_file import ensure_link_key, read_secrets, write_secrets
from shared import catalogue, migrate
from shared.jobs import topics
from tests.lane.certificates import make_certificates

_ACCESS = "# TLS and a password over the network, or nothing; the container itself sets the database up.\n"
_ACCESS += "local all all trust\nhostssl all all all scram-sha-256\n"
_BROKERS = "127.0.0.1:9092"


def prepare(folder: Path) -> None:
    """Makes certificates, a password and the secrets file in `folder`; what is there already stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if "database-url" in read_secrets(folder):
        return
    make_certificates(folder)
    password = secrets.token_urlsafe(24)
    (folder / "postgres-password").touch(mode=0o600)
    (folder / "postgres-password").write_text(password)
    (folder / "pg_hba.conf").write_text(_ACCESS)
    place = f"postgresql://nudge:{password}@127.0.0.1:5432/nudge"
    mail = {"mail-url": "mailbox+smtp://127.0.0.1:1025", "mail-from": "Nudge <nudge@nudge.local>"}
    write_secrets(folder, {"database-url": f"{place}?sslmode=verify-full&sslrootcert={folder / 'ca.crt'}", **mail})
    ensure_link_key(folder)


def fill(folder: Path) -> None:
    """Makes the topics of the catalogue and the tables; harmless to repeat."""
    topics.make({"bootstrap_servers": _BROKERS}, catalogue.load().topics)
    migrate.upgrade(read_secrets(folder)["database-url"])
