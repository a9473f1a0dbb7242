"""The catalogue functions/functions.yaml as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from shared.events import DEAD_LETTERS

# Of libyaml where there is one: the other takes 50 ms of every start.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILE = Path(__file__).resolve().parent.parent / "functions" / "functions.yaml"

Trigger = Literal["http", "topic", "clock"]
Use = Literal["invocation", "state", "cache"]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    """Begins with /api; `{name}` stands for one segment."""
    operation: str
    stream: bool = False
    open: bool = False
    """Answered without a session: it is how one gets a session, or the request itself proves what it may do."""


@dataclass(frozen=True)
class Bulk:
    max: int
    awaitMs: int  # noqa: N815 - the catalogue's own spelling, shared with the charts


@dataclass(frozen=True)
class Subscribes:
    topic: str
    fanout: bool = False
    bulk: Bulk | None = None

    @property
    def route(self) -> str:
        """Where the function takes deliveries in."""
        return "/bulk" if self.bulk else "/"

    @property
    def dead_letter_topic(self) -> str | None:
        """Where an event goes that cannot be processed; a mere signal is forgotten, and a dead letter does not die again."""
        return None if self.fanout or self.topic == DEAD_LETTERS else DEAD_LETTERS


@dataclass(frozen=True)
class Function:
    name: str
    trigger: Trigger
    concurrency: int
    """Requests or deliveries at a time and replica; 0 is unbounded."""
    routes: tuple[Route, ...] = ()
    subscribes: tuple[Subscribes, ...] = ()
    publishes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    """Building blocks of its sidecar beside publishing and secrets."""
    wakes: tuple[str, ...] = ()
    """Functions that it will probably call: they are woken when it starts (by the chart's word), and by the gateway before it passes a request on."""
    schedule: str = ""
    """Of a clock that is called at certain times (cron, UTC)."""
    public: bool = False
    scale: Mapping[str, int] = field(default_factory=dict)
    resources: Mapping[str, Any] = field(default_factory=dict)

    @property
    def module(self) -> str:
        """The Python package that holds it; also the name of its functions-framework target."""
        return self.name.replace("-", "_")


@dataclass(frozen=True)
class Catalogue:
    functions: Mapping[str, Function]
    topics: Mapping[str, int]
    """Topic to number of partitions."""
    components: Mapping[str, str]
    """Role (publishing, pubsub, broadcast, state, cache, secrets) to the Dapr component's name."""

    def routes(self) -> tuple[tuple[Route, Function], ...]:
        return tuple((route, function) for function in self.functions.values() for route in function.routes)


def _function(name: str, entry: Mapping[str, Any]) -> Function:
    given = dict(entry)
    routes = tuple(Route(**route) for route in given.pop("routes", ()))
    subscribes = tuple(
        Subscribes(item["topic"], item.get("fanout", False), Bulk(**item["bulk"]) if "bulk" in item else None)
        for item in given.pop("subscribes", ())
    )
    given |= {key: tuple(given.get(key, ())) for key in ("publishes", "secrets", "uses", "wakes")}
    return Function(name, routes=routes, subscribes=subscribes, **given)


@cache
def load(file: Path = FILE) -> Catalogue:
    """Reads the catalogue; a key that is not known here is an error at start (TypeError), not a silent nothing."""
    root = yaml.load(file.read_text("utf-8"), _LOADER)["global"]  # noqa: S506 - either is a safe one
    functions = {name: _function(name, entry) for name, entry in root["functions"].items()}
    topics = {name: int(entry["partitions"]) for name, entry in root["topics"].items()}
    return Catalogue(functions, topics, root["components"])
