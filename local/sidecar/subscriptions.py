"""Subscriptions from Dapr's own files (kind Subscription, dapr.io/v2alpha1)."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from local.sidecar.config import Bulk, ConfigError, Rule, Subscription

EVENT_TYPE_IS = re.compile(r"""^\s*event\.type\s*==\s*(["'])(?P<type>[^"']+)\1\s*$""")
DEFAULT_BULK = Bulk()


def subscriptions_from_yaml(path: Path, fanout: Collection[str] = ("broadcast",)) -> tuple[Subscription, ...]:
    """The subscriptions of a file, or of all *.yaml files of a folder; one for each application in `scopes`.

    Other kinds in the files are passed over. Subscriptions to a component in `fanout` are fan-out subscriptions.
    Raises ConfigError for what is not supported: matches other than `event.type == "…"`, raw payloads, no scopes.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    documents = (document for file in files for document in yaml.safe_load_all(file.read_text()))
    return tuple(
        subscription
        for document in documents
        if isinstance(document, dict) and document.get("kind") == "Subscription"
        for subscription in _subscriptions(document, fanout)
    )


def _subscriptions(document: dict[str, Any], fanout: Collection[str]) -> Iterator[Subscription]:
    name = document.get("metadata", {}).get("name", "")
    if document.get("apiVersion") != "dapr.io/v2alpha1":
        raise ConfigError(f"subscription {name}: only dapr.io/v2alpha1 is read")
    scopes = document.get("scopes")
    if not scopes:
        raise ConfigError(f"subscription {name}: scopes must name the applications")
    spec = document["spec"]
    if str(spec.get("metadata", {}).get("rawPayload", "false")).lower() == "true":
        raise ConfigError(f"subscription {name}: raw payloads are not supported")
    routes = spec.get("routes", {})
    rules = tuple(_rule(name, rule) for rule in routes.get("rules", ()))
    for app_id in scopes:
        yield Subscription(
            app_id, spec["pubsubname"], spec["topic"], routes.get("default", ""), spec.get("deadLetterTopic"),
            _bulk(spec.get("bulkSubscribe", {})), spec["pubsubname"] in fanout, rules=rules,
        )  # fmt: skip


def _rule(name: str, rule: dict[str, Any]) -> Rule:
    match = EVENT_TYPE_IS.match(rule["match"])
    if match is None:
        raise ConfigError(f'subscription {name}: only event.type == "…" can be matched, not {rule["match"]}')
    return Rule(match["type"], rule["path"])


def _bulk(spec: dict[str, Any]) -> Bulk | None:
    if not spec.get("enabled", False):
        return None
    return Bulk(
        spec.get("maxMessagesCount", DEFAULT_BULK.max_messages),
        spec.get("maxAwaitDurationMs", DEFAULT_BULK.max_await_ms),
    )
