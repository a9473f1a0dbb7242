"""One Kafka broker on loopback ports, its own controller (KRaft), its data in a folder of its own."""

import base64
import socket
import subprocess
import uuid
from pathlib import Path

from tests.lane.errors import LaneError
from tests.lane.process import Process
from tests.lane.waiting import until

_MEMORY = ("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
"""


class Kafka:
    def __init__(self, programs: Path, home: Path, log: Path, broker: int, controller: int) -> None:
        self.brokers = f"127.0.0.1:{broker}"
        self._port = broker
        self._java = ("java", *_MEMORY, "-cp", f"{programs}/*")
        self._settings = home / "server.properties"
        self._settings.write_text(_SETTINGS.format(broker=broker, controller=controller, data=home / "data"))
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
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise LaneError(f"Kafka could not make its data folder:\n{done.stdout}{done.stderr}")
        self._formatted = True

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0
