"""The Dapr Subscriptions (v2alpha1) that the catalogue asks for, as the files in dapr/subscriptions."""

from __future__ import annotations

from typing import Any

import yaml

from shared.catalogue import Catalogue, Function, Subscribes
from shared.events import DEAD_LETTERS

_HEADER = "# Made from functions/functions.yaml by `make contracts`.\n"


def subscription_files(catalogue: Catalogue) -> dict[str, str]:
    """File name to content, a file for each function that consumes."""
    return {
        f"{function.name}.yaml": _HEADER
        + yaml.safe_dump_all(
            [_subscription(catalogue, function, each) for each in function.subscribes], sort_keys=False, width=150
        )
        for function in catalogue.functions.values()
        if function.subscribes
    }


def _subscription(catalogue: Catalogue, function: Function, wanted: Subscribes) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "pubsubname": catalogue.components["broadcast" if wanted.fanout else "pubsub"],
        "topic": wanted.topic,
        "routes": {"default": wanted.route},
    }
    if wanted.topic == DEAD_LETTERS:
        # A record that nobody could read is kept as it is: Dapr would throw away what is no JSON, as there is no topic behind this one.
        spec["metadata"] = {"rawPayload": "true"}
    if wanted.dead_letter_topic:
        spec["deadLetterTopic"] = wanted.dead_letter_topic
    if wanted.bulk:
        bulk = {"maxMessagesCount": wanted.bulk.max, "maxAwaitDurationMs": wanted.bulk.awaitMs}
        spec["bulkSubscribe"] = {"enabled": True, **bulk}
    return {
        "apiVersion": "dapr.io/v2alpha1",
        "kind": "Subscription",
        "metadata": {"name": f"{function.name}-{wanted.topic}"},
        "spec": spec,
        "scopes": _consumers(function.name, wanted),
    }


def _consumers(function: str, wanted: Subscribes) -> list[str]:
    """The app-ids that consume: on one machine the function's own; in a cluster its trigger's, or, where every replica wants all, its sidecar's."""
    return [function, f"{function}-function" if wanted.fanout else f"{function}-trigger"]
