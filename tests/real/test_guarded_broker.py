"""A broker that wants TLS and a password: the components with the values for it, on a real daprd."""

import secrets
import socket
import struct
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from local.secrets_file import secrets_file, write_secrets
from shared.jobs import topics
from tests.contract.sidecar.receiver import Listener, Receiver
from tests.eventually import eventually
from tests.lane.certificates import make_certificates
from tests.lane.daprd import Application, Doors, answers, daprd
from tests.lane.kafka import Guard, Kafka
from tests.lane.lane import Lane
from tests.lane.ports import free_ports
from tests.lane.process import Process
from tests.lane.programs import programs
from tests.lane.resources import DAPR, configuration, guarded, scoped, write

_TOPIC = "guarded"
_APP = "reader"
_NUMBER = 0x6E756467


@dataclass(frozen=True)
class Guarded:
    """A broker, who may use it, and the folder of all."""

    kafka: Kafka
    guard: Guard
    home: Path

    @property
    def access(self) -> dict[str, str]:
        return {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": self.guard.user,
            "sasl_plain_password": self.guard.password,
            "ssl_cafile": str(self.guard.certificate.authority),
        }


@pytest.fixture(scope="module")
def broker() -> Iterator[Guarded]:
    ports = free_ports()
    with tempfile.TemporaryDirectory(prefix="nudge-guarded-") as folder:
        home = Path(folder)
        for name in ("kafka", "dapr"):
            (home / name).mkdir(mode=0o700)
        guard = Guard(make_certificates(home), "nudge", secrets.token_urlsafe(24), next(ports))
        kafka = Kafka(programs().kafka, home / "kafka", home / "kafka.log", next(ports), next(ports), guard)
        made = Guarded(kafka, guard, home)
        try:
            kafka.start()
            topics.make({"bootstrap_servers": kafka.brokers, **made.access}, {_TOPIC: 2})
            yield made
        finally:
            kafka.process.kill()


@asynccontextmanager
async def _sidecar(broker: Guarded, password: str) -> AsyncIterator[tuple[Receiver, Doors, Process]]:
    """An application that reads the topic, and its daprd, which was started."""
    receiver = Receiver(_APP)
    listener = Listener(receiver.app, None)
    await listener.start()
    process = None
    try:
        doors = Doors.take(free_ports())
        process = _daprd(broker, password, listener.port, doors)
        process.start()
        yield receiver, doors, process
    finally:
        if process:
            process.kill()
        await listener.stop()


def _daprd(broker: Guarded, password: str, port: int, doors: Doors) -> Process:
    home = Path(tempfile.mkdtemp(dir=broker.home))
    authority = broker.guard.certificate.authority.read_text()
    write_secrets(home, {"kafka-username": broker.guard.user, "kafka-password": password, "kafka-ca": authority})
    component = scoped("pubsub", [_APP])
    subscription = {
        "apiVersion": "dapr.io/v2alpha1",
        "kind": "Subscription",
        "metadata": {"name": _TOPIC},
        "spec": {"pubsubname": "pubsub", "topic": _TOPIC, "routes": {"default": "/events"}},
    }
    write(home / "resources", "all.yaml", [guarded(component), subscription])
    values = {"NUDGE_KAFKA_BROKERS": broker.kafka.brokers, "NUDGE_SECRETS_FILE": str(secrets_file(home))}
    resources = [home / "resources", DAPR / "secret-stores" / "local", DAPR / "policies"]
    application = Application(_APP, port)
    return daprd(programs().daprd, application, doors, resources, configuration(home), values, home / "daprd.log")


async def test_events_go_through_a_broker_with_tls_and_a_password(broker: Guarded) -> None:
    async with _sidecar(broker, broker.guard.password) as (receiver, doors, process):

        async def ready() -> bool:
            assert not process.ended, process.tail()
            return answers(doors, "healthz")

        await eventually(ready, 60)
        run = str(uuid.uuid4())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{doors.http}/v1.0", trust_env=False) as client:
            for number in range(5):
                content = {"run": run, "number": number}
                answer = await client.post(f"/publish/pubsub/{_TOPIC}?metadata.partitionKey=k", json=content)
                assert answer.status_code == 204, answer.text

        async def arrived() -> list[int]:
            numbers = [one.data["number"] for one in receiver.of(run)]
            return numbers if len(numbers) >= 5 else []

        assert await eventually(arrived, 60) == [0, 1, 2, 3, 4]
        assert broker.guard.password not in process.log.read_text()


async def test_a_wrong_password_lets_nobody_in(broker: Guarded) -> None:
    async with _sidecar(broker, "wrong") as (_, _, process):

        async def ended() -> bool:
            return process.ended

        await eventually(ended, 60)
        assert "pubsub" in process.tail() and "SASL" in process.log.read_text()


def test_a_connection_without_tls_is_refused(broker: Guarded, lane: Lane) -> None:
    assert _understands(lane.kafka), "the same words are answered by a broker without a guard"
    assert not _understands(broker.kafka)


def _understands(kafka: Kafka) -> bool:
    """Whether the broker answers a question in the open: ApiVersions, version 0, by its number (Kafka protocol: request header v1)."""
    asked = struct.pack(">hhih", 18, 0, _NUMBER, -1)
    host, _, port = kafka.brokers.partition(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(struct.pack(">i", len(asked)) + asked)
        return connection.recv(8)[4:] == struct.pack(">i", _NUMBER)
