"""Nudge on daprd, Kafka and Postgres as the subject of faults: what the platform would restart is restarted here."""

import signal
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

import psutil
import psycopg

from tests.chaos.connections import drop, may_drop
from tests.chaos.faults import Fault, Kind, Range
from tests.lane.lane import Lane
from tests.lane.process import Process

_BYSTANDERS = frozenset({"sign-in", "settings", "read-history", "act-on-reminder", "manage-series", "purge-expired"})
"""Functions that the load does not use: their end would prove nothing."""
_SIDECAR = "daprd of "
_BROKER, _DATABASE = "broker", "database"
_CHILDREN_SECONDS = 10
_AGAIN_SECONDS = 1.0
"""Between two starts of what ends by itself, as the platform pauses too: the start of a sidecar without a broker only costs."""


class RealLane:
    """On a lane that has been started."""

    headers: Mapping[str, str] = {}
    """It has no access token."""

    def __init__(self, lane: Lane, kinds: Collection[Kind] = ("kill", "stop", "drop")) -> None:
        self._lane = lane
        names = [name for name in lane.pairs if name not in _BYSTANDERS]
        groups = (names, [_SIDECAR + name for name in names], [_BROKER], [_DATABASE])
        allowed = frozenset(kind for kind in kinds if kind != "drop" or may_drop())
        self.range = Range(groups, allowed, dead=3.0, stopped=8.0, pause=0.1)
        self._stopped: list[psutil.Process] = []
        self._tended: dict[str, float] = {}

    @property
    def url(self) -> str:
        return self._lane.url

    @property
    def dsn(self) -> str:
        return self._lane.postgres.dsn

    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def jumps(self) -> int:
        return 0

    def strike(self, fault: Fault) -> None:
        how: dict[Kind, Callable[[tuple[str, ...]], None]] = {
            "kill": self._kill,
            "stop": self._stop,
            "drop": self._drop,
        }
        how[fault.kind](fault.victims)

    def relieve(self, fault: Fault) -> None:
        while self._stopped:
            _send(self._stopped.pop(), signal.SIGCONT)
        if fault.kind == "kill":
            for name in fault.victims:
                self._process(name).start()

    def is_back(self) -> bool:
        return self._lane.kafka.listens() and self._lane.postgres.answers()

    def tend(self) -> list[str]:
        now = time.monotonic()
        ended = [
            name
            for name in self._all()
            if self._process(name).ended and now - self._tended.get(name, 0.0) > _AGAIN_SECONDS
        ]
        for name in ended:
            self._process(name).start()
            self._tended[name] = now
        return ended

    def is_whole(self) -> bool:
        return all(pair.is_live() and pair.is_connected() for pair in self._lane.pairs.values())

    def told(self) -> str:
        return "\n".join(f"{name}:\n{self._process(name).tail(4)}" for name in self._all())

    def _kill(self, names: tuple[str, ...]) -> None:
        serving = self._family(_DATABASE)[1:] if _DATABASE in names else []
        for name in names:
            self._process(name).signal(signal.SIGKILL)
        for name in names:
            self._process(name).kill()
        # They notice by themselves; until the last is gone no server can start on their data.
        psutil.wait_procs(serving, _CHILDREN_SECONDS)

    def _stop(self, names: tuple[str, ...]) -> None:
        self._stopped = [process for name in names for process in self._family(name)]
        for process in self._stopped:
            _send(process, signal.SIGSTOP)

    def _drop(self, names: tuple[str, ...]) -> None:
        for name in names:
            # The server runs under another user when this one is root, and knows how to end connections itself.
            self._end_sessions() if name == _DATABASE else drop(self._process(name).pid)

    def _end_sessions(self) -> None:
        with psycopg.connect(self._lane.postgres.url("postgres", "postgres")) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nudge'")

    def _family(self, name: str) -> list[psutil.Process]:
        parent = psutil.Process(self._process(name).pid)
        return [parent, *parent.children(recursive=True)]

    def _all(self) -> list[str]:
        return [_BROKER, _DATABASE, *self._lane.pairs, *(_SIDECAR + name for name in self._lane.pairs)]

    def _process(self, name: str) -> Process:
        if name == _BROKER:
            return self._lane.kafka.process
        if name == _DATABASE:
            assert self._lane.postgres.process
            return self._lane.postgres.process
        pair = self._lane.pairs[name.removeprefix(_SIDECAR)]
        return pair.sidecar if name.startswith(_SIDECAR) else pair.function


def _send(process: psutil.Process, what: signal.Signals) -> None:
    try:
        process.send_signal(what)
    except psutil.NoSuchProcess:
        return
