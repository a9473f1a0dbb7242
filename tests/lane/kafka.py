"""One Kafka broker on loopback ports, its own controller (KRaft), its data in a folder of its own; open, or with TLS and a password."""

import base64
import socket
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.lane.certificates import ServerCertificate
from tests.lane.errors import LaneError
from tests.lane.process import Process
from tests.lane.waiting import until

_MEMORY = ("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
broker.session.timeout.ms=5000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
num.network.threads=1
num.io.threads=2
"""


_OPEN = """\
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
"""
# The broker speaks to itself on a listener of its own, which is advertised to nobody else.
_SECURE = """\
listeners=SASL_SSL://127.0.0.1:{broker},INTERNAL://127.0.0.1:{internal},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=SASL_SSL://127.0.0.1:{broker},INTERNAL://127.0.0.1:{internal}
listener.security.protocol.map=SASL_SSL:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INTERNAL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
"""


@dataclass(frozen=True)
class Guard:
    """TLS, and a user with a password (SCRAM-SHA-512, as Amazon MSK has it). `internal` is a further port."""

    certificate: ServerCertificate
    user: str
    password: str
    internal: int


class Kafka:
    def __init__(
        self, programs: Path, home: Path, log: Path, broker: int, controller: int, guard: Guard | None = None
    ) -> None:
        self.brokers = f"127.0.0.1:{broker}"
        self._port, self._guard = broker, guard
        self._java = ("java", *_MEMORY, "-cp", f"{programs}/*")
        self._settings = home / "server.properties"
        access = (
            _SECURE.format(
                broker=broker, controller=controller, internal=guard.internal, keystore=_keystore(home, guard)
            )
            if guard
            else _OPEN.format(broker=broker, controller=controller)
        )
        self._settings.write_text(_SETTINGS.format(controller=controller, data=home / "data") + access)
        self.process = Process("Kafka", [*self._java, "kafka.Kafka", self._settings], log, folder=home)
        self._formatted = False

    def launch(self) -> None:
        """Starts the broker; it listens some seconds later."""
        if not self._formatted:
            self._format()
        self.process.start()

    def wait(self) -> None:
        until(self.listens, self.process, 90)

    def start(self) -> None:
        """Starts the broker and waits until it listens."""
        self.launch()
        self.wait()

    def _format(self) -> None:
        identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        command = [*self._java, "kafka.tools.StorageTool", "format", "-t", identity, "-c", self._settings]
        if self._guard:
            user = f"SCRAM-SHA-512=[name={self._guard.user},password={self._guard.password}]"
            command += ["--add-scram", user]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise LaneError(f"Kafka could not make its data folder:\n{done.stdout}{done.stderr}")
        self._formatted = True

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def _keystore(home: Path, guard: Guard) -> Path:
    """The key, which its owner alone may read, and the certificate in one file, as Kafka wants them."""
    keystore = home / "keystore.pem"
    keystore.touch(mode=0o600)
    keystore.write_bytes(guard.certificate.key.read_bytes() + guard.certificate.certificate.read_bytes())
    return keystore
