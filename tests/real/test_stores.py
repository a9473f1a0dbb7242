"""The stores of the chart knative/stores, with its own settings and scripts; this machine's Kafka and Postgres stand in for their images."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from local.privileges import choose_identity
from shared import catalogue
from shared.jobs import brokers, topics
from tests.charts.render import Manifest, helm, manifests, packed, template
from tests.lane import postgres
from tests.lane.certificates import ServerCertificate, make_certificates
from tests.lane.ports import free_ports
from tests.lane.process import Process, clean_environment
from tests.lane.programs import ROOT, programs
from tests.lane.waiting import until

_STORES = ROOT / "knative" / "stores"
_MINIKUBE = ROOT / "knative" / "umbrella" / "values" / "minikube.yaml"
_PASSWORD = secrets.token_hex(20)


@pytest.fixture(scope="module")
def rendered() -> list[Manifest]:
    done = helm("template", "stores", _STORES, "-n", "nudge", "--kube-version", "1.33.0", "-f", _MINIKUBE)
    assert done.returncode == 0, done.stderr
    return manifests(done.stdout)


def _named(rendered: list[Manifest], kind: str, name: str) -> Manifest:
    return next(each for each in rendered if (each["kind"], each["metadata"]["name"]) == (kind, name))


@dataclass(frozen=True)
class Place:
    """Where a pod's folders lie on this machine."""

    home: Path
    folders: Mapping[str, str]
    certificate: ServerCertificate

    @classmethod
    def make(cls, home: Path, places: Mapping[str, object]) -> "Place":
        """`places`: what the pod calls a folder, host or port, to what it is here."""
        (home / "tls").mkdir()
        files = make_certificates(home / "tls")
        files.key.rename(home / "tls" / "tls.key")
        files.certificate.rename(home / "tls" / "tls.crt")
        folders = {"/etc/nudge/tls": home / "tls", **places}
        return cls(home, {there: str(here) for there, here in folders.items()}, files)

    def here(self, text: str) -> str:
        for there, here in self.folders.items():
            text = text.replace(there, here)
        return text

    def put(self, config: Manifest) -> Path:
        """The files of a ConfigMap, with the places of this machine in them."""
        folder = self.home / "settings"
        folder.mkdir()
        for name, content in config["data"].items():
            (folder / name).write_text(self.here(content))
        return folder

    def program(self, name: str, script: str) -> Path:
        """A program of the image."""
        folder = self.home / "bin"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
        return folder


@pytest.fixture(scope="module")
def broker(rendered: list[Manifest]) -> Iterator[dict[str, str]]:
    """The environment of the chart's topics job, beside a broker that runs as the chart has it."""
    ports = free_ports()
    door, *inner = (next(ports) for _ in range(3))
    with tempfile.TemporaryDirectory(prefix="nudge-kafka-") as folder:
        home = Path(folder)
        place = Place.make(
            home,
            {
                "/etc/nudge/kafka": home / "settings",
                "/opt/kafka/bin": home / "bin",
                "/tmp/keystore.pem": home / "keystore.pem",
                "/var/lib/kafka": home,
                "CLIENT://:9092": f"CLIENT://127.0.0.1:{door}",
                "kafka.nudge.svc.cluster.local:9092": f"localhost:{door}",
                ":9093": f":{inner[0]}",
                ":9094": f":{inner[1]}",
            },
        )
        java = f'exec java -Xmx256m $KAFKA_LOG4J_OPTS -cp "{programs().kafka}/*"'
        place.program("kafka-storage.sh", f'{java} kafka.tools.StorageTool "$@"')
        place.program("kafka-server-start.sh", f'{java} kafka.Kafka "$@"')
        settings = place.put(_named(rendered, "ConfigMap", "kafka"))
        container = _named(rendered, "StatefulSet", "kafka")["spec"]["template"]["spec"]["containers"][0]
        given = {each["name"]: place.here(each["value"]) for each in container["env"] if "value" in each}
        given |= {"KAFKA_USERNAME": "nudge", "KAFKA_PASSWORD": _PASSWORD}
        process = Process("Kafka", ["sh", settings / "start.sh"], home / "kafka.log", given, folder=home)
        process.start()
        try:
            until(lambda: _listens(door), process, 90)
            yield _job() | {
                "NUDGE_KAFKA_BROKERS": f"localhost:{door}",
                "NUDGE_KAFKA_CA": str(place.certificate.authority),
                "NUDGE_SECRET_KAFKA_USERNAME": "nudge",
                "NUDGE_SECRET_KAFKA_PASSWORD": _PASSWORD,
            }
        finally:
            process.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _job() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        charts = manifests(template(packed(Path(folder)), "minikube").stdout)
    container = _named(charts, "Job", "topics")["spec"]["template"]["spec"]["containers"][0]
    return {each["name"]: each.get("value", "") for each in container["env"]}


def test_the_job_makes_topics_by_tls_and_password(broker: dict[str, str]) -> None:
    run = [sys.executable, "-m", "shared.jobs", "topics"]
    for made in ("Topics made: audit-events", "none, all are there"):
        done = subprocess.run(run, env=clean_environment() | broker, capture_output=True, text=True, timeout=120)
        assert made in done.stdout, done.stderr


# The client forgets the sockets on which it was refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("lacking", ["NUDGE_KAFKA_CA", "NUDGE_SECRET_KAFKA_PASSWORD", "NUDGE_KAFKA_TLS"])
def test_the_broker_refuses_who_lacks_something(broker: dict[str, str], lacking: str) -> None:
    access = brokers.settings(broker | {lacking: "" if lacking != "NUDGE_SECRET_KAFKA_PASSWORD" else "wrong"})
    with pytest.raises(Exception, match=r"(?i)ssl|auth|broker|bootstrap|connect"):
        topics.make({**access, "bootstrap_timeout_ms": 5_000}, catalogue.load().topics)


@dataclass(frozen=True)
class Database:
    place: Place
    url: str
    address: str
    backup: Path

    def run(self, *words: str, days: int = 7) -> "subprocess.CompletedProcess[str]":
        given = {"DATABASE_URL": self.url, "KEEP_DAYS": str(days)}
        path = f"{postgres.programs()}{os.pathsep}{os.environ['PATH']}"
        command = ["sh", self.place.home / "backup.sh", *words]
        given = clean_environment() | given | {"PATH": path}
        return subprocess.run(command, env=given, capture_output=True, text=True, timeout=120)

    @property
    def dumps(self) -> list[str]:
        return sorted(each.name for each in self.backup.iterdir())


# As the image's own does it: make the folder when there is none, then give way to the server.
_ENTRYPOINT = """set -eu
export PGDATA={data} PATH={programs}:$PATH
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" > {home}/password
  initdb --username="$POSTGRES_USER" --pwfile={home}/password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 > /dev/null
  echo "CREATE DATABASE $POSTGRES_DB" | postgres --single -D "$PGDATA" postgres > /dev/null
fi
exec "$@" -p {port} -c unix_socket_directories="""


@pytest.fixture(scope="module")
def database(rendered: list[Manifest]) -> Iterator[Database]:
    port = next(free_ports())
    with tempfile.TemporaryDirectory(prefix="nudge-postgres-") as folder:
        home = Path(folder)
        place = Place.make(home, {"/etc/nudge/postgres": home / "settings", "/backups": home / "backups"})
        settings = place.put(_named(rendered, "ConfigMap", "postgres"))
        script = _ENTRYPOINT.format(data=home / "data", home=home, port=port, programs=postgres.programs())
        programs_of_the_image = place.program("docker-entrypoint.sh", script)
        (home / "backup.sh").write_text(place.here(_named(rendered, "ConfigMap", "backup")["data"]["backup.sh"]))
        (home / "backups").mkdir()
        identity = choose_identity(home, postgres.programs() / "postgres")
        for path in (home, home / "tls" / "tls.key"):
            os.chown(path, identity.owner, -1)
        address = f"postgresql://nudge:{_PASSWORD}@localhost:{port}/nudge"
        url = f"{address}?sslmode=verify-full&sslrootcert={place.certificate.authority}"
        given = {"DATABASE_URL": url, "PATH": f"{programs_of_the_image}{os.pathsep}{os.environ['PATH']}"}
        server = ["sh", settings / "start.sh"]
        process = Process("Postgres", server, home / "postgres.log", given, folder=home, identity=identity)
        process.start()
        try:
            until(lambda: _connects(url), process, 60)
            yield Database(place, url, address, home / "backups")
        finally:
            process.kill()


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_database_takes_nobody_in_the_open(database: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(f"{database.address}?sslmode=disable")


def test_the_database_takes_no_wrong_password(database: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(database.url.replace(_PASSWORD, "wrong"))


def test_a_restored_backup_is_what_was_there(database: Database) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE task (title text)")
        connection.execute("INSERT INTO task VALUES ('Buy milk')")
    done = database.run("backup")
    assert "There are 1." in done.stdout, done.stderr
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE task SET title = 'lost'")
    restored = database.run("restore", *database.dumps)
    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT title FROM task").fetchall() == [("Buy milk",)]


def test_old_backups_go_when_a_new_one_is_whole(database: Database) -> None:
    old = database.backup / "nudge-2026-01-01T00-00-00.dump"
    old.touch()
    os.utime(old, (0, 0))
    failed = Database(database.place, database.url.replace(_PASSWORD, "wrong"), "", database.backup).run("backup")
    assert failed.returncode and old.exists()
    assert database.run("backup", days=3650 * 10).returncode == 0 and old.exists()
    assert database.run("backup").returncode == 0
    assert not old.exists() and database.dumps


def test_a_dump_that_is_not_there_is_said(database: Database) -> None:
    done = database.run("restore", "nudge-never.dump")
    assert done.returncode == 1 and "There is no dump nudge-never.dump" in done.stderr
