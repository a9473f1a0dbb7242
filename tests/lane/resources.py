"""The resources of dapr/ in the variants of one machine, and what only a lane on one machine has."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.lane.programs import ROOT

DAPR = ROOT / "dapr"
STORES = tuple(DAPR / folder for folder in ("components", "secret-stores/local", "task-caches/memory"))
"""Brokers, state, secrets."""
PRODUCT = (*STORES, DAPR / "policies", DAPR / "subscriptions")
"""All that the product's sidecars load."""


def write(folder: Path, name: str, resources: Iterable[Mapping[str, Any]]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump_all(resources, sort_keys=False))


def guarded(component: Mapping[str, Any]) -> dict[str, Any]:
    """A component of Kafka for a broker with TLS and passwords; the product's are for one that is open, and the chart's values choose."""
    access = [
        {"name": "authType", "value": "password"},
        {"name": "saslMechanism", "value": "SHA-512"},
        *(
            {"name": name, "secretKeyRef": {"name": key, "key": key}}
            for name, key in {
                "saslUsername": "kafka-username",
                "saslPassword": "kafka-password",
                "caCert": "kafka-ca",
            }.items()
        ),
    ]
    settings = [item for item in component["spec"]["metadata"] if item["name"] != "authType"]
    return {
        **component,
        "spec": {**component["spec"], "metadata": settings + access},
        "auth": {"secretStore": "secrets"},
    }


def scoped(name: str, applications: Iterable[str]) -> dict[str, Any]:
    """A component of the product for these applications alone; read after the product's, it takes its place."""
    component: dict[str, Any] = yaml.safe_load((DAPR / "components" / f"{name}.yaml").read_text("utf-8"))
    return component | {"scopes": sorted(applications)}


def endpoint(function: str, port: int) -> dict[str, Any]:
    """How a cluster reaches a function, asleep or not: an HTTPEndpoint of its name, with the token by which functions know a sidecar."""
    token = {"name": "dapr-api-token", "secretKeyRef": {"name": "app-token", "key": "app-token"}}
    return {
        "apiVersion": "dapr.io/v1alpha1",
        "kind": "HTTPEndpoint",
        "metadata": {"name": function},
        "spec": {"baseUrl": f"http://127.0.0.1:{port}", "headers": [token]},
        "auth": {"secretStore": "secrets"},
    }


def configuration(folder: Path) -> Path:
    """The product's configuration, with names that sidecars of one machine find each other by: a file, where a cluster has its DNS."""
    content = yaml.safe_load((DAPR / "configuration.yaml").read_text("utf-8"))
    names = {"component": "sqlite", "configuration": {"connectionString": str(folder / "names.db")}}
    content["spec"]["nameResolution"] = names
    written = folder / "configuration.yaml"
    written.write_text(yaml.safe_dump(content, sort_keys=False))
    return written
