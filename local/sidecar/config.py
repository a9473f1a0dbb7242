"""What the sidecar is told at start: applications, subscriptions, topics, stores. Frozen; read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from socket import socket
from typing import Literal


class ConfigError(ValueError):
    """The configuration contradicts itself; the sidecar does not start."""


@dataclass(frozen=True)
class Backoff:
    """How often and how fast a failed delivery is tried again: `initial_ms`, doubled each time up to `max_ms`,
    `max_retries` times after the first attempt."""

    initial_ms: int = 200
    multiplier: float = 2.0
    max_ms: int = 5_000
    max_retries: int = 3

    def delay(self, attempt: int) -> float:
        """Seconds to wait before retry number `attempt` (1 is the first retry)."""
        return float(min(self.max_ms, self.initial_ms * self.multiplier ** (attempt - 1))) / 1000


@dataclass(frozen=True)
class Bulk:
    """Bulk delivery: at most `max_messages` in one POST. The first message after a pause goes out at once; while
    messages keep coming, a partition is served again when it is full or after `max_await_ms`."""

    max_messages: int = 100
    max_await_ms: int = 40


@dataclass(frozen=True)
class Rule:
    """Events of CloudEvents type `event_type` go to `path` instead of the subscription's default route."""

    event_type: str
    path: str


@dataclass(frozen=True)
class Subscription:
    """One declarative subscription. The consumer group is the application's id.

    `route` is the default path; empty: events that match no rule are not delivered. With `fanout` the application
    gets what is published while both run, nothing is kept and nothing is dead-lettered.
    """

    app_id: str
    pubsub: str
    topic: str
    route: str = "/"
    dead_letter_topic: str | None = None
    bulk: Bulk | None = None
    fanout: bool = False
    retries: Backoff = Backoff()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class App:
    """An application: `address` is "unix:/path" or "http://host:port"; `max_concurrency` bounds the deliveries
    under way at one time over all its subscriptions and partitions."""

    app_id: str
    address: str
    max_concurrency: int


@dataclass(frozen=True)
class SidecarConfig:
    """Everything `serve` needs.

    `topics` gives each topic its number of partitions; other topics do not exist. `retention` is how long consumed
    messages are kept. `app_token` is sent to applications as `dapr-api-token`. `grpc_address` is what gRPC binds:
    "unix:/path" or "host:port".
    """

    dsn: str
    http_socket: socket
    grpc_address: str
    api_token: str | None
    apps: tuple[App, ...]
    subscriptions: tuple[Subscription, ...]
    topics: Mapping[str, int]
    secrets_file: Path
    sidecar_id: str = "nudge"
    app_token: str | None = None
    pubsubs: tuple[str, ...] = ("publishing", "pubsub", "broadcast")
    state_stores: Mapping[str, Literal["durable", "memory"]] = field(
        default_factory=lambda: {"state": "durable", "task-cache": "memory"}
    )
    secret_store: str = "secrets"  # noqa: S105
    retention: timedelta = timedelta(days=1)
    purge_every: timedelta = timedelta(minutes=5)
    delivery_timeout: timedelta = timedelta(seconds=60)
    stop_grace: timedelta = timedelta(seconds=5)

    def __post_init__(self) -> None:
        known = {app.app_id for app in self.apps}
        groups: set[tuple[str, str]] = set()
        for subscription in self.subscriptions:
            self._check(subscription, known)
            if subscription.fanout:
                continue
            group = (subscription.app_id, subscription.topic)
            if group in groups:
                raise ConfigError(f"{group[0]} subscribes to {group[1]} twice")
            groups.add(group)

    def _check(self, subscription: Subscription, known: set[str]) -> None:
        who = f"subscription of {subscription.app_id} to {subscription.topic}"
        if subscription.app_id not in known:
            raise ConfigError(f"{who}: the application is not known")
        if subscription.pubsub not in self.pubsubs:
            raise ConfigError(f"{who}: there is no pubsub component {subscription.pubsub}")
        for topic in (subscription.topic, subscription.dead_letter_topic):
            if topic is not None and topic not in self.topics:
                raise ConfigError(f"{who}: there is no topic {topic}")
