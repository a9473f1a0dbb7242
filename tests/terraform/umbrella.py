"""The umbrella chart of this repository, given what Terraform says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.charts.render import CATALOGUE, KUBERNETES, UMBRELLA, helm, manifests

PLATFORMS = {"aws": "eks", "gcp": "gke", "azure": "aks", "digitalocean": "digitalocean", "minikube": "minikube"}
"""Root to the charts' file of values for it."""


def suits(cloud: str, values: Mapping[str, Any], umbrella: Path, folder: Path) -> None:
    """Renders the umbrella chart with the values that came out, after those of the platform."""
    file = folder / "values.json"
    file.write_text(json.dumps(values), "utf-8")
    platform = UMBRELLA / "values" / f"{PLATFORMS[cloud]}.yaml"
    done = helm(
        "template",
        "nudge",
        umbrella,
        "-n",
        "nudge",
        "--kube-version",
        KUBERNETES,
        "-f",
        CATALOGUE,
        "-f",
        platform,
        "-f",
        file,
    )
    assert done.returncode == 0, done.stderr
    rendered = manifests(done.stdout)
    assert [each["metadata"]["name"] for each in rendered if each["kind"] == "DomainMapping"] == ["nudge.example.com"]
    brokers = values["global"]["kafka"]["brokers"]
    (pubsub,) = [each for each in rendered if each["kind"] == "Component" and each["metadata"]["name"] == "pubsub"]
    assert brokers in json.dumps(pubsub)
