"""The guardian: the process of `nudge up`. Light and patient, it holds the port and the lock, keeps a supervisor running
and is the only one who speaks to the person."""

import os
import signal
import time
from pathlib import Path

from local.config import LocalSettings
from local.errors import LocalError
from local.health import is_healthy
from local.holdings import Holdings
from local.instance import Instance, instance_file
from local.processes import send
from local.progress import Progress
from local.public_port import reachable_host
from local.reports import Reader, Report, Reports
from local.restarts import Restarts
from local.run_directory import make_run_directory
from local.wakeup import Wakeup

_HEALTH_PAUSE = 0.05
_PATIENCE = 30.0


class Guardian:
    """Keeps one supervisor running until it is told to stop."""

    def __init__(
        self, settings: LocalSettings, holdings: Holdings, progress: Progress, *, verbose: bool = False
    ) -> None:
        self._settings = settings
        self._holdings = holdings
        self._progress = progress
        self._verbose = verbose
        self._run = make_run_directory(settings.home)
        self._wakeup = Wakeup(signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, *_hangup())
        self._life, self._life_writer = os.pipe()
        """Ends when the guardian does; the supervisor watches it."""
        self._reports, self._reports_writer = os.pipe()
        self._reader = Reader(self._reports)
        self._wakeup.watch(self._reports)
        self._restarts = Restarts()
        self._supervisor: int | None = None
        self._since = 0.0
        self._is_serving = False
        self._is_ready = False
        self._is_slow = False
        self._was_ready = False
        self._is_leaving = False
        self._failure: str | None = None

    def guard(self) -> int:
        """Runs until SIGTERM, SIGINT or SIGHUP and returns 0; raises LocalError when Nudge cannot be started."""
        self._introduce()
        try:
            while not self._is_over():
                self._look_after_supervisor()
                self._sleep()
                self._look_at_health()
                self._progress.tick()
        finally:
            instance_file(self._settings.home).unlink(missing_ok=True)
        if self._failure is not None and not self._is_leaving:
            self._progress.fail()
            raise LocalError(self._failure)
        self._progress.done()
        self._progress.line("Nudge has stopped. Your list is kept.")
        return 0

    def _introduce(self) -> None:
        port, host = self._holdings.port, reachable_host(self._settings)
        url = self._settings.url(port)
        pid, now = os.getpid(), time.time()
        instance = Instance(pid, url, host, port, str(self._run), now, self._holdings.in_background)
        instance.write(self._settings.home)
        if not (page_folder() / "index.html").exists():
            self._progress.line("The web page is not built (that needs Node 20.9 or newer); everything else works.")

    def _is_over(self) -> bool:
        failed_to_start = self._failure is not None and not self._was_ready
        return self._supervisor is None and (self._is_leaving or failed_to_start)

    def _sleep(self) -> None:
        """Until something happens: a signal, a report, the next frame or the next look."""
        if self._reports in self._wakeup.wait(self._until_next()):
            for report in self._reader.read():
                self._hear(report)
        if any(each != signal.SIGCHLD for each in self._wakeup.take()):
            self._leave()
        if self._supervisor is not None and os.waitpid(self._supervisor, os.WNOHANG)[0] != 0:
            self._supervisor_ended()

    def _until_next(self) -> float | None:
        if self._supervisor is None:
            return self._restarts.wait(time.monotonic())
        if self._is_serving and not self._is_ready:
            return _HEALTH_PAUSE
        return Progress.FRAME_SECONDS if self._progress.is_animated else None

    def _look_after_supervisor(self) -> None:
        if self._supervisor is None and self._restarts.wait(time.monotonic()) == 0:
            self._since = time.monotonic()
            self._restarts.started(self._since)
            self._failure = None
            self._is_slow = False
            self._supervisor = os.fork() or self._supervise()

    def _supervise(self) -> int:
        """The supervisor's process, a session of its own: Ctrl-C reaches the guardian alone. Never returns."""
        code = 1
        try:
            os.setsid()
            os.close(self._life_writer)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            # Imported here: the guardian itself stays light.
            from local.supervisor import Start, run_supervisor

            reports = Reports(self._reports_writer)
            start = Start(self._settings, self._run, self._holdings, self._life, reports, self._verbose)
            if run_supervisor(start):
                self._holdings.become_guardian()
            code = 0
        finally:
            os._exit(code)

    def _supervisor_ended(self) -> None:
        while self._reports in self._wakeup.wait(0):
            for report in self._reader.read():
                self._hear(report)
        self._supervisor = None
        self._is_serving = self._is_ready = False
        self._restarts.ended(time.monotonic())
        if self._was_ready and not self._is_leaving:
            self._progress.line("Nudge ended unexpectedly and is being started again.")

    def _hear(self, report: Report) -> None:
        if report.kind == "step" and not self._was_ready and not self._is_leaving:
            self._progress.step(report.text)
        elif report.kind == "serving":
            self._is_serving = True
        elif report.kind == "failed":
            self._failure = report.text
            if self._was_ready:
                self._progress.line(report.text)

    def _look_at_health(self) -> None:
        if self._is_ready or not self._is_serving or self._is_leaving:
            return
        if time.monotonic() - self._since > _PATIENCE and not self._is_slow:
            self._is_slow = True
            self._progress.line("This takes longer than usual; `nudge doctor` and `nudge logs` tell why.")
        if is_healthy(self._holdings.port, reachable_host(self._settings)):
            self._progress.done()
            seconds = time.monotonic() - self._since
            again = "again " if self._was_ready else ""
            stop = "" if self._was_ready else " — Ctrl-C stops it"
            self._progress.line(f"Nudge is {again}ready after {seconds:.1f} s: {self._url()}{stop}")
            self._is_ready = self._was_ready = True

    def _leave(self) -> None:
        if not self._is_leaving:
            self._is_leaving = True
            self._progress.step("Stopping")
        if self._supervisor is not None:
            send(self._supervisor, signal.SIGTERM)

    def _url(self) -> str:
        return self._settings.url(self._holdings.port)


def page_folder() -> Path:
    """Where the exported page lies: named by NUDGE_PAGE, else beside the code."""
    return Path(os.environ.get("NUDGE_PAGE") or Path(__file__).resolve().parent.parent / "web" / "out")


def _hangup() -> tuple[signal.Signals, ...]:
    """A closed terminal stops Nudge, unless it was started under nohup."""
    return () if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else (signal.SIGHUP,)
