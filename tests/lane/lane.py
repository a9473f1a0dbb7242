"""The whole lane: database, broker, and for every function of the catalogue its process and its daprd."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, LiteralString

import httpx
import psycopg

from local.secrets_file import secrets_file, write_secrets
from shared import catalogue, migrate
from shared.jobs import topics
from tests.lane.daprd import Application, Doors, daprd
from tests.lane.functions import Pair, function_process
from tests.lane.kafka import Kafka
from tests.lane.ports import free_ports
from tests.lane.postgres import SecurePostgres
from tests.lane.process import Process
from tests.lane.programs import Programs
from tests.lane.resources import PRODUCT, configuration, endpoint, write

Tell = Callable[[str], None]

_PARTITIONS = 2
"""At most, of a topic: a replica of each function works here, and daprd bundles events by partition."""


class Lane:
    """Everything in one folder, which must exist, be private and have a short path."""

    def __init__(self, programs: Programs, home: Path, given: Mapping[str, str] | None = None) -> None:
        """`given`: further secrets, such as mail-url."""
        self.catalogue = catalogue.load()
        self.topics = {name: min(partitions, _PARTITIONS) for name, partitions in self.catalogue.topics.items()}
        self.home, self._programs = home, programs
        self._ports = free_ports()
        self._folders()
        self.postgres = SecurePostgres(home / "postgres", self.log("postgres"), next(self._ports))
        self.kafka = Kafka(programs.kafka, home / "kafka", self.log("kafka"), next(self._ports), next(self._ports))
        self._given = dict(given or {})
        self.api_token, self._app_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.pairs: dict[str, Pair] = {}

    @property
    def url(self) -> str:
        """Of the gateway."""
        front = next(name for name, function in self.catalogue.functions.items() if function.public)
        return f"http://127.0.0.1:{self.pairs[front].port}"

    @property
    def secrets_file(self) -> Path:
        return secrets_file(self.home)

    def log(self, name: str) -> Path:
        return self.home / "logs" / f"{name}.log"

    @property
    def passwords(self) -> list[str]:
        """Words that stand in no file but those made for secrets."""
        return [self.api_token, *self.postgres.passwords]

    def sql(self, statement: LiteralString, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement in the database."""
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def client(self, **options: object) -> httpx.AsyncClient:
        """A browser of its own."""
        return httpx.AsyncClient(base_url=self.url, timeout=30, trust_env=False, **options)  # type: ignore[arg-type]

    def components(self, pair: Pair) -> set[str]:
        """The components that a function's sidecar has."""
        address = f"http://127.0.0.1:{pair.doors.http}/v1.0/metadata"
        told = httpx.get(address, headers={"dapr-api-token": self.api_token}, trust_env=False).raise_for_status()
        return {component["name"] for component in told.json()["components"]}

    def start(self, tell: Tell = lambda _: None) -> None:
        """Starts everything and returns when all of it answers; `tell` hears each step."""
        tell("Starting Postgres (TLS) and Kafka")
        self.kafka.launch()
        self.postgres.start()
        migrate.upgrade(self.postgres.dsn)
        self.kafka.wait()
        topics.make({"bootstrap_servers": self.kafka.brokers}, self.topics)
        self._write_secrets()
        self.pairs = self._compose()
        tell(f"Starting {len(self.pairs)} functions with their sidecars")
        for pair in self.pairs.values():
            pair.start()
        for pair in self.pairs.values():
            pair.wait()

    def stop(self) -> None:
        """Functions as they would be stopped anywhere; what has nothing left to keep is killed."""
        for pair in self.pairs.values():
            pair.function.signal(pair.function.stop_signal)
        for pair in self.pairs.values():
            pair.function.wait(15)
        for pair in self.pairs.values():
            pair.sidecar.kill()
        self.kafka.process.kill()
        self.postgres.stop()

    def _folders(self) -> None:
        for name in ("logs", "postgres", "kafka", "dapr"):
            (self.home / name).mkdir(mode=0o700)

    def _write_secrets(self) -> None:
        known = {
            "database-url": self.postgres.dsn,
            "app-token": self._app_token,
            "link-key": secrets.token_urlsafe(32),
            **self._given,
        }
        write_secrets(self.home, known)

    def sidecar(self, application: Application, resources: Sequence[Path]) -> tuple[Doors, Process]:
        """A daprd in this lane that is not started yet, and its ports."""
        doors = Doors.take(self._ports)
        values = self._tokens | {
            "NUDGE_KAFKA_BROKERS": self.kafka.brokers,
            "NUDGE_SECRETS_FILE": str(self.secrets_file),
        }
        settings, log = self.home / "dapr" / "configuration.yaml", self.log(f"daprd-{application.name}")
        return doors, daprd(self._programs.daprd, application, doors, resources, settings, values, log)

    def _compose(self) -> dict[str, Pair]:
        places = {name: next(self._ports) for name in self.catalogue.functions}
        own = self.home / "dapr" / "resources"
        write(own, "endpoints.yaml", [endpoint(name, port) for name, port in places.items()])
        configuration(self.home / "dapr")
        front = next(name for name, function in self.catalogue.functions.items() if function.public)
        told = self._tokens | {"NUDGE_DATABASE_POOL": "4", "NUDGE_PUBLIC_URL": f"http://127.0.0.1:{places[front]}"}
        pairs = {}
        for name, port in places.items():
            application = Application(name, port, self.catalogue.functions[name].concurrency)
            doors, sidecar = self.sidecar(application, [*PRODUCT, own])
            pairs[name] = Pair(name, port, doors, function_process(name, port, doors, told, self.log(name)), sidecar)
        return pairs

    @property
    def _tokens(self) -> dict[str, str]:
        return {"APP_API_TOKEN": self._app_token, "DAPR_API_TOKEN": self.api_token}
