"""Prometheus metrics of the sidecar."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Lag = tuple[str, str, int]
"""Consumer group, topic, messages not yet finished."""


class Metrics:
    """Counters by component, topic and application; lag is read when asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.published = Counter(
            "sidecar_published", "Messages committed.", ["pubsub", "topic"], registry=self.registry
        )
        self.delivered = Counter(
            "sidecar_delivered", "Messages answered by the application.", ["app", "topic", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.retries = Counter("sidecar_retries", "Deliveries tried again.", ["app", "topic"], registry=self.registry)
        self.dead_letters = Counter(
            "sidecar_dead_letters", "Messages given up.", ["app", "topic"], registry=self.registry
        )
        self.overflowed = Counter(
            "sidecar_fanout_overflowed", "Fan-out messages dropped for a slow application.", ["app", "topic"],
            registry=self.registry,
        )  # fmt: skip
        self.delivery_seconds = Histogram(
            "sidecar_delivery_seconds", "Time of one delivery request.", ["app"], registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        )  # fmt: skip

    def watch_lag(self, read: Callable[[], Iterable[Lag]]) -> None:
        self.registry.register(_LagCollector(read))

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _LagCollector(Collector):
    def __init__(self, read: Callable[[], Iterable[Lag]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        gauge = GaugeMetricFamily("sidecar_consumer_lag", "Messages not yet finished.", labels=["group", "topic"])
        backlog = 0
        for group, topic, lag in self._read():
            gauge.add_metric([group, topic], lag)
            backlog += lag
        yield gauge
        yield GaugeMetricFamily("sidecar_backlog", "Messages not yet finished, over all groups.", value=backlog)
