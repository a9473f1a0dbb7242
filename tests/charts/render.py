"""What Helm makes of the umbrella chart for a platform."""

import copy
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.charts.programs import program
from tests.lane.programs import ROOT

CATALOGUE = ROOT / "functions" / "functions.yaml"
CHARTS = {name: ROOT / name for name in ("knative", "dapr", "keda")}
UMBRELLA = ROOT / "knative" / "umbrella"
STORES = ROOT / "knative" / "stores"
PLATFORMS = tuple(sorted(file.stem for file in (UMBRELLA / "values").glob("*.yaml")))
JUDGED = (*PLATFORMS, "stores", "every option")
"""What the judges look at: every platform, the stores that a release of their own brings to Minikube, and a cloud with all options on."""
OPTIONS = ("--set", "knative.monitoring.enabled=true", "--set", "global.secrets.external.store.name=vault")
OPTIONS += ("--set", "keda.trigger.minReplicas=1")
KUBERNETES = "1.33.0"

# What no file can know: where the installation will be.
GIVEN = ("--set", "global.publicUrl=https://nudge.example.com", "--set", "global.kafka.brokers=kafka.example.com:9092")
GIVEN += ("--set", "global.region=eu-central-1")

Manifest = dict[str, Any]


def helm(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program("helm"), *words], capture_output=True, text=True, timeout=120)


def packed(folder: Path) -> Path:
    """A copy of the charts with the umbrella's dependencies in place, so that nothing is written into the repository."""
    for chart in CHARTS.values():
        shutil.copytree(chart, folder / chart.name, ignore=shutil.ignore_patterns("charts", "Chart.lock"))
    umbrella = folder / "knative" / "umbrella"
    done = helm("dependency", "update", "--skip-refresh", umbrella)
    assert done.returncode == 0, done.stderr
    return umbrella


def template(umbrella: Path, platform: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`helm template` with the catalogue and the values of a platform; `words` come last and so win."""
    values = ("-f", CATALOGUE, "-f", UMBRELLA / "values" / f"{platform}.yaml")
    return helm("template", "nudge", umbrella, "-n", "nudge", "--kube-version", KUBERNETES, *values, *GIVEN, *words)


def stores(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """`helm template` of Kafka and Postgres with the values of Minikube; `words` come last and so win."""
    values = ("-f", UMBRELLA / "values" / "minikube.yaml")
    return helm("template", "nudge-stores", STORES, "-n", "nudge", "--kube-version", KUBERNETES, *values, *words)


def manifests(text: str) -> list[Manifest]:
    return [each for each in yaml.safe_load_all(text) if each]


def of_kind(rendered: Sequence[Manifest], kind: str) -> dict[str, Manifest]:
    """Those of a kind, by their names."""
    return {each["metadata"]["name"]: each for each in rendered if each["kind"] == kind}


def with_pods(rendered: Sequence[Manifest]) -> list[Manifest]:
    """Knative Services as the Deployments that Knative makes of them, so that what judges pods sees these too."""
    return [_as_deployment(each) if _is_function(each) else each for each in rendered]


def _is_function(manifest: Manifest) -> bool:
    return bool(manifest["kind"] == "Service" and manifest["apiVersion"].startswith("serving.knative.dev/"))


def _as_deployment(service: Manifest) -> Manifest:
    template = copy.deepcopy(service["spec"]["template"])
    for setting in ("containerConcurrency", "timeoutSeconds"):
        template["spec"].pop(setting, None)
    labels = template["metadata"]["labels"]
    selector = {"matchLabels": dict(labels)}
    spec = {"selector": selector, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": service["metadata"], "spec": spec}
