"""What the sidecar says of itself: its id, components and subscriptions."""

from collections.abc import Iterator
from dataclasses import dataclass

from local.sidecar.config import SidecarConfig, Subscription

RUNTIME_VERSION = "1.18.2"
"""The Dapr version whose API this sidecar speaks."""


@dataclass(frozen=True)
class Component:
    """A registered component, with the type of its counterpart in a cluster."""

    name: str
    type: str
    capabilities: tuple[str, ...]
    version: str = "v1"


class Description:
    """The data behind the metadata API. `extended` can be added to by clients."""

    def __init__(self, config: SidecarConfig) -> None:
        self.id = config.sidecar_id
        self.components = tuple(_components(config))
        self.subscriptions = config.subscriptions
        self.extended = {"daprRuntimeVersion": RUNTIME_VERSION}


def _components(config: SidecarConfig) -> Iterator[Component]:
    for name in config.pubsubs:
        yield Component(name, "pubsub.postgresql", ("BULK_SUBSCRIBE",))
    for name, kind in config.state_stores.items():
        store = "state.postgresql" if kind == "durable" else "state.in-memory"
        yield Component(name, store, ("ETAG", "TRANSACTIONAL", "TTL", "KEYPREFIX"))
    yield Component(config.secret_store, "secretstores.local.file", ())


def rules(subscription: Subscription) -> list[tuple[str, str]]:
    """The routing rules as (match, path); the default route comes last with an empty match."""
    matches = [(f'event.type == "{rule.event_type}"', rule.path) for rule in subscription.rules]
    return [*matches, ("", subscription.route)] if subscription.route else matches
