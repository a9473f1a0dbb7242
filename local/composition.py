"""Which function runs in which process, and how the sidecar reaches it: all read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from local.equipment import Equipment
from local.secrets_file import secrets_file
from local.sidecar import App, Backoff, Bulk, SidecarConfig, Subscription
from shared.catalogue import Catalogue, Function, Subscribes

_PATIENCE = Backoff(max_retries=7)
"""About 22 seconds before a dead letter: longer than any process takes to come back, short enough not to hold up its partition."""
UNBOUNDED = 10_000
"""What the catalogue writes as 0; the sidecar wants a number."""


def people_serving(catalogue: Catalogue) -> tuple[str, ...]:
    """The functions of the requests worker: those that answer HTTP."""
    return tuple(name for name, function in catalogue.functions.items() if function.trigger == "http")


def background(catalogue: Catalogue) -> tuple[str, ...]:
    """The functions of the events worker: woken by topics or by the clock alone."""
    return tuple(name for name, function in catalogue.functions.items() if function.trigger != "http")


def public_function(catalogue: Catalogue) -> str:
    return next(name for name, function in catalogue.functions.items() if function.public)


def function_socket(run: Path, function: str) -> Path:
    """Where a function listens: its app channel."""
    return run / f"{function}.sock"


def direct_address(run: Path) -> str:
    """Of every function, past the sidecar; {function} stands for the name."""
    return f"unix:{function_socket(run, '{function}')}"


def grpc_address(run: Path) -> str:
    return f"unix:{run / 'dapr.sock'}"


def sidecar_config(catalogue: Catalogue, equipment: Equipment) -> SidecarConfig:
    """One application per function, one subscription per topic that it consumes."""
    run = equipment.run
    return SidecarConfig(
        dsn=equipment.dsn,
        http_socket=equipment.door.http_socket,
        grpc_address=grpc_address(run),
        api_token=equipment.door.token,
        apps=tuple(
            App(name, f"unix:{function_socket(run, name)}", function.concurrency or UNBOUNDED)
            for name, function in catalogue.functions.items()
        ),
        subscriptions=tuple(_subscriptions(catalogue, catalogue.functions.values())),
        topics=catalogue.topics,
        secrets_file=secrets_file(equipment.home),
        stop_grace=timedelta(seconds=1),
    )


def _subscriptions(catalogue: Catalogue, functions: Iterable[Function]) -> Iterable[Subscription]:
    for function in functions:
        for wanted in function.subscribes:
            yield _subscription(catalogue, function.name, wanted)


def _subscription(catalogue: Catalogue, function: str, wanted: Subscribes) -> Subscription:
    return Subscription(
        app_id=function,
        pubsub=catalogue.components["broadcast" if wanted.fanout else "pubsub"],
        topic=wanted.topic,
        route=wanted.route,
        dead_letter_topic=wanted.dead_letter_topic,
        bulk=Bulk(wanted.bulk.max, wanted.bulk.awaitMs) if wanted.bulk else None,
        fanout=wanted.fanout,
        retries=_PATIENCE,
    )
