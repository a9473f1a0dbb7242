"""Nudge on one machine as the subject of faults: it restarts its processes by itself."""

import random
import signal
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import psycopg

from local.postgres import Postgres
from local.processes import send
from local.secrets_file import read_secrets
from tests.chaos.clock import Clock
from tests.chaos.connections import drop, may_drop
from tests.chaos.disk import Disk
from tests.chaos.faults import Fault, Kind, Range
from tests.chaos.running import RunningNudge

BACKEND = "backend"
_NAMES = ("guardian", "supervisor", "postgres", "sidecar", "requests", "events", BACKEND)
# Connections of the database end where its clients hold them: the server may run under another user.
_SILENT = frozenset({"guardian", "supervisor", "postgres", BACKEND})


class LocalLane:
    headers: Mapping[str, str] = {}
    """It has no access token."""

    def __init__(
        self,
        nudge: RunningNudge,
        seed: int,
        kinds: Collection[Kind] = ("kill", "stop", "drop"),
        disk: Disk | None = None,
        clock: Clock | None = None,
    ) -> None:
        """`disk` is what holds the data folder, for fill; `clock` is what the processes look at, for jump."""
        self._nudge, self._disk, self._clock = nudge, disk, clock
        self._source = random.Random(seed)
        self._stopped: list[int] = []
        possible = {"drop": may_drop(), "fill": disk is not None, "jump": clock is not None}
        allowed = frozenset(kind for kind in kinds if possible.get(kind, True))
        groups = [(name,) for name in _NAMES]
        if clock:
            self._age()
        self.range = Range(groups, allowed, dead=0.0, stopped=2.0, at_once=True, silent=_SILENT)

    @property
    def url(self) -> str:
        return self._nudge.url

    @property
    def dsn(self) -> str:
        return read_secrets(self._nudge.home)["database-url"]

    def now(self) -> datetime:
        return self._clock.now() if self._clock else datetime.now(UTC)

    @property
    def jumps(self) -> int:
        return self._clock.jumps if self._clock else 0

    def strike(self, fault: Fault) -> None:
        """As close together as possible: all are looked up before the first is hit."""
        if fault.kind == "fill" and self._disk:
            self._disk.fill()
        elif fault.kind == "jump" and self._clock:
            self._clock.jump(fault.shift)
        else:
            self._hit(fault)

    def _hit(self, fault: Fault) -> None:
        known = self._nudge.processes()
        pids = [pid for name in fault.victims for pid in self._pids(name, known, whole=fault.kind != "kill")]
        for pid in pids:
            match fault.kind:
                case "kill":
                    send(pid, signal.SIGKILL)
                case "stop":
                    self._stopped.append(pid)
                    send(pid, signal.SIGSTOP)
                case "drop":
                    drop(pid)

    def relieve(self, fault: Fault) -> None:
        if self._disk:
            self._disk.free()
        if fault.kind == "jump" and self._clock:
            self._clock.jump(0)
        while self._stopped:
            send(self._stopped.pop(), signal.SIGCONT)
        if fault.kind == "kill" and {"guardian", "supervisor"} <= set(fault.victims):
            # Both who start others again are gone: then a person has to.
            self._nudge.launch()

    def is_back(self) -> bool:
        """Here the database is the product's to start."""
        return True

    def tend(self) -> list[str]:
        return []

    def is_whole(self) -> bool:
        return self._nudge.is_whole()

    def told(self) -> str:
        return self._nudge.output.read_text()[-2000:]

    def _age(self) -> None:
        """Reminders are kept for what comes after the installation: its day must not lie in the future of a clock that was set back."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute("UPDATE installation SET reminders_since = now() - interval '1 day'")

    def _pids(self, name: str, known: dict[str, int], whole: bool) -> list[int]:
        """`whole`: the database is its server with all that serve connections."""
        if name not in (BACKEND, "postgres"):
            return [known[name]] if name in known else []
        server = [known["postgres"]] if "postgres" in known else []
        serving = sorted(set(Postgres(self._nudge.home, self._nudge.home).processes()) - set(server))
        if name == BACKEND:
            return [self._source.choice(serving)] if serving else []
        return [*server, *serving] if whole else server
