"""Configuration that contradicts itself, and Dapr's subscription files."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.sidecar import App, Bulk, ConfigError, Rule, SidecarConfig, Subscription, subscriptions_from_yaml

FILE = """
apiVersion: dapr.io/v2alpha1
kind: Subscription
metadata: {name: audit}
spec:
  pubsubname: pubsub
  topic: task-events
  routes:
    rules:
      - {match: 'event.type == "task.created"', path: /created}
      - {match: "event.type=='task.deleted'", path: /deleted}
    default: /other
  deadLetterTopic: dead-letters
  bulkSubscribe: {enabled: true, maxMessagesCount: 50}
scopes: [write-audit, other]
---
apiVersion: dapr.io/v1alpha1
kind: Component
metadata: {name: pubsub}
---
apiVersion: dapr.io/v2alpha1
kind: Subscription
metadata: {name: updates}
spec: {pubsubname: broadcast, topic: task-updates, routes: {default: /events}}
scopes: [stream-updates]
"""


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.socket() as one:
        yield one


def config(listening: socket.socket, *subscriptions: Subscription) -> SidecarConfig:
    return SidecarConfig(
        "", listening, "", None, (App("a", "unix:/a", 1),), subscriptions, {"tasks": 1, "letters": 1}, Path("/none")
    )


@pytest.mark.parametrize(
    "subscription",
    [
        Subscription("b", "pubsub", "tasks"),
        Subscription("a", "other", "tasks"),
        Subscription("a", "pubsub", "other"),
        Subscription("a", "pubsub", "tasks", dead_letter_topic="other"),
    ],
)
def test_what_is_named_must_exist(listening: socket.socket, subscription: Subscription) -> None:
    with pytest.raises(ConfigError):
        config(listening, subscription)


def test_a_group_reads_a_topic_once_but_fan_out_may_come_beside(listening: socket.socket) -> None:
    once = Subscription("a", "pubsub", "tasks", dead_letter_topic="letters")
    config(listening, once, Subscription("a", "broadcast", "tasks", fanout=True))
    with pytest.raises(ConfigError):
        config(listening, once, once)


def test_subscription_files(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(FILE)
    rules = (Rule("task.created", "/created"), Rule("task.deleted", "/deleted"))
    audit = Subscription("write-audit", "pubsub", "task-events", "/other", "dead-letters", Bulk(50, 40), rules=rules)
    first, second, third = subscriptions_from_yaml(tmp_path)
    assert first == audit
    assert second.app_id == "other"
    assert third == Subscription("stream-updates", "broadcast", "task-updates", "/events", fanout=True)
    assert subscriptions_from_yaml(tmp_path / "all.yaml") == (first, second, third)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dapr.io/v2alpha1", "dapr.io/v1alpha1"), ("scopes: [stream-updates]", ""),
        ('event.type == "task.created"', 'event.source == "x"'),
        ("topic: task-events", "topic: task-events\n  metadata: {rawPayload: 'true'}"),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_said(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(FILE.replace(old, new))
    with pytest.raises(ConfigError):
        subscriptions_from_yaml(file)
