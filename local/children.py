"""Processes that the supervisor keeps running: forked workers and the embedded Postgres behind one face."""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Protocol

from local.errors import LocalError
from local.postgres import Postgres
from local.privileges import die_with_parent
from local.processes import send, wait_until
from local.restarts import Restarts

log = logging.getLogger(__name__)


class Child(Protocol):
    """One supervised process."""

    name: str
    restarts: Restarts

    @property
    def pid(self) -> int | None: ...

    def start(self) -> None: ...

    def has_ended(self) -> bool:
        """Whether it was started and is gone; its process id is collected then."""

    def stop(self, seconds: float) -> None:
        """End it in an orderly way, after `seconds` by force."""


class ForkedChild:
    """A child that runs `body` in a fork of the supervisor, with everything that is imported already."""

    def __init__(self, name: str, body: Callable[[], None], *, prepare: Callable[[], None], nice: int = 0) -> None:
        self.name = name
        self.pid: int | None = None
        self.restarts = Restarts()
        self._body = body
        self._prepare = prepare
        self._nice = nice

    def start(self) -> None:
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.restarts.started(time.monotonic())
        self.pid = os.fork() or self._run(parent)

    def has_ended(self) -> bool:
        if self.pid is None or os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            return False
        self.pid = None
        return True

    def stop(self, seconds: float) -> None:
        if self.pid is None:
            return
        for how, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 10.0)):
            send(self.pid, how)
            if wait_until(self.has_ended, patience):
                return

    def _run(self, parent: int) -> int:
        """Never returns: whatever happens in the child must not unwind into the supervisor's own stack."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(each, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            die_with_parent(signal.SIGKILL, parent)
            os.nice(self._nice)
            self._prepare()
            self._body()
            code = 0
        except BaseException:
            log.critical("the process %s ended with an error", self.name, exc_info=True)
        finally:
            logging.shutdown()
            os._exit(code)


class PostgresChild:
    """The embedded Postgres, launched before; a restart recovers from the crash."""

    name = "postgres"

    def __init__(self, postgres: Postgres) -> None:
        self.restarts = Restarts()
        self.restarts.started(time.monotonic())
        self._postgres = postgres

    @property
    def pid(self) -> int | None:
        return self._postgres.pid if self._postgres.is_started else None

    def start(self) -> None:
        self.restarts.started(time.monotonic())
        try:
            self._postgres.launch()
        except LocalError:
            log.exception("the database does not start")
            self.restarts.ended(time.monotonic())

    def has_ended(self) -> bool:
        if self._postgres.poll() is None:
            return False
        self._postgres.stop()
        return True

    def stop(self, seconds: float) -> None:
        self._postgres.stop()
