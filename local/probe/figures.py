"""What the probe found, for Prometheus."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from local.probe.probe import STEPS

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Figures:
    """Of one probe that runs again and again."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._success = Gauge("nudge_probe_success", "1 when the last run succeeded", registry=self._registry)
        self._last = Gauge(
            "nudge_probe_last_success_timestamp_seconds", "When a run last succeeded", registry=self._registry
        )
        self._runs = Counter("nudge_probe_runs", "Runs, by outcome", ["outcome"], registry=self._registry)
        self._failures = Counter("nudge_probe_failures", "Failed runs, by step", ["step"], registry=self._registry)
        self._step = Histogram(
            "nudge_probe_step_seconds", "Time of one step", ["step"], registry=self._registry, buckets=_SECONDS
        )
        for step in STEPS:
            self._failures.labels(step)
            self._step.labels(step)
        for outcome in ("success", "failure"):
            self._runs.labels(outcome)
        # Until the first success its age is that of the probe: one that never succeeds must not look fresh for ever.
        self._last.set(time.time())

    def serve(self, host: str, port: int) -> int:
        """Gives them out from now on; the port, which the kernel chooses for 0."""
        server, _ = start_http_server(port, host, self._registry)
        return int(server.server_port)

    def succeeded(self, took: dict[str, float]) -> None:
        for step, seconds in took.items():
            self._step.labels(step).observe(seconds)
        self._success.set(1)
        self._last.set(time.time())
        self._runs.labels("success").inc()

    def failed(self, step: str) -> None:
        self._failures.labels(step).inc()
        self._success.set(0)
        self._runs.labels("failure").inc()
