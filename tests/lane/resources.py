"""The resources of dapr/ as this lane's sidecars get them: the same files, and what only this lane has."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.lane.programs import ROOT

DAPR = ROOT / "dapr"


def lay_out(folder: Path, endpoints: Mapping[str, int]) -> tuple[Path, Path]:
    """Copies the resources below `folder` and adds an HTTPEndpoint for each function; returns where resources and configuration are."""
    resources = folder / "resources"
    for part in ("components", "subscriptions"):
        shutil.copytree(DAPR / part, resources, dirs_exist_ok=True)
    shutil.copy(DAPR / "secret-stores" / "file.yaml", resources / "secrets.yaml")
    shutil.copy(DAPR / "resiliency.yaml", resources)
    found = [endpoint(name, port) for name, port in endpoints.items()]
    (resources / "endpoints.yaml").write_text(yaml.safe_dump_all(found, sort_keys=False))
    return resources, configuration(folder, DAPR / "configuration.yaml")


def endpoint(function: str, port: int) -> dict[str, object]:
    """How a cluster reaches a function, asleep or not: an HTTPEndpoint of its name, with the token by which functions know a sidecar."""
    token = {"name": "dapr-api-token", "secretKeyRef": {"name": "app-token", "key": "app-token"}}
    return {
        "apiVersion": "dapr.io/v1alpha1",
        "kind": "HTTPEndpoint",
        "metadata": {"name": function},
        "spec": {"baseUrl": f"http://127.0.0.1:{port}", "headers": [token]},
        "auth": {"secretStore": "secrets"},
    }


def configuration(folder: Path, base: Path) -> Path:
    """The configuration with names that sidecars of one machine find each other by: a file, where a cluster has its DNS."""
    content = yaml.safe_load(base.read_text("utf-8"))
    names = {"component": "sqlite", "configuration": {"connectionString": str(folder / "names.db")}}
    content["spec"]["nameResolution"] = names
    written = folder / base.name
    written.write_text(yaml.safe_dump(content, sort_keys=False))
    return written
