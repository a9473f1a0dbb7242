"""What is to be installed: the charts with the values of a platform, as Helm renders them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deploy.errors import DeployError
from deploy.programs import run

_ROOT = Path(__file__).resolve().parents[1]
_UMBRELLA = _ROOT / "knative" / "umbrella"
_CATALOGUE = _ROOT / "functions" / "functions.yaml"
RELEASE = "nudge"

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A chart and the name under which it is installed."""

    release: str
    folder: Path


NUDGE = Chart(RELEASE, _UMBRELLA)
STORES = Chart(f"{RELEASE}-stores", _ROOT / "knative" / "stores")
"""Kafka and Postgres of one's own, where the values ask for them; it renders to nothing elsewhere."""


@dataclass(frozen=True)
class Plan:
    """A platform and what only this installation knows."""

    platform: str
    namespace: str
    values: tuple[Path, ...] = ()
    """Files of one's own, over those of the platform."""
    settings: tuple[str, ...] = ()
    """`name=value`, over everything."""

    def words(self, chart: Chart) -> list[str]:
        """Helm's arguments after the command: release, chart and values, which are the same for every chart."""
        files = [_CATALOGUE, _UMBRELLA / "values" / f"{self.platform}.yaml", *self.values]
        chosen = [word for file in files for word in ("-f", str(file))] + [
            word for each in self.settings for word in ("--set", each)
        ]
        return [chart.release, str(chart.folder), "-n", self.namespace, *chosen]


def platforms() -> list[str]:
    return sorted(file.stem for file in (_UMBRELLA / "values").glob("*.yaml"))


def checked(plan: Plan) -> Plan:
    """The same plan; raises DeployError when there are no such values."""
    if plan.platform not in platforms():
        raise DeployError(
            f"There is no platform {plan.platform!r}. Say one of: make deploy PLATFORM={'|'.join(platforms())}"
        )
    for file in plan.values:
        if not file.exists():
            raise DeployError(f"The file of values {file} does not exist.")
    return plan


def packed() -> None:
    """Puts the three charts into the umbrella, as they are now."""
    run("helm", "dependency", "update", "--skip-refresh", str(_UMBRELLA))


def rendered(plan: Plan, kubernetes: str, chart: Chart = NUDGE) -> list[Manifest]:
    """What would be installed; Helm's own words, which name the value, when something about it is wrong."""
    told = run("helm", "template", *plan.words(chart), "--kube-version", kubernetes)
    return [each for each in yaml.safe_load_all(told) if each]


def public_url(manifests: list[Manifest]) -> str:
    """The address that people use."""
    values = (
        each["value"] for manifest in manifests for each in _nodes(manifest) if each.get("name") == "NUDGE_PUBLIC_URL"
    )
    return str(next(values))


def kinds(manifests: list[Manifest]) -> set[tuple[str, str]]:
    """API group and kind of everything that Kubernetes does not bring by itself."""
    named = {(each["apiVersion"].partition("/")[0], each["kind"]) for each in manifests if "/" in each["apiVersion"]}
    return {(group, kind) for group, kind in named if "." in group and not group.endswith(".k8s.io")}


def secrets(manifests: list[Manifest]) -> set[str]:
    """Names of the secrets that somebody must have made: what pods, sidecars and KEDA are pointed at, and what roles grant, but not those
    that cert-manager and External Secrets make."""
    found: set[str] = set()
    for node in (node for each in manifests for node in _nodes(each)):
        if isinstance(reference := node.get("secretKeyRef"), dict):
            found.add(reference["name"])
        if isinstance(references := node.get("secretTargetRef"), list):
            found |= {each["name"] for each in references}
        if node.get("resources") == ["secrets"]:
            found |= set(node["resourceNames"])
    return found - {_made(each) for each in manifests}


def _made(manifest: Manifest) -> str:
    """The secret that is made by the operator of this resource; empty for every other one."""
    match manifest["kind"]:
        case "Certificate":
            return str(manifest["spec"]["secretName"])
        case "ExternalSecret":
            return str(manifest["spec"]["target"]["name"])
        case _:
            return ""


def config_maps(manifests: list[Manifest]) -> dict[str, str]:
    """The ConfigMaps that pods mount and the charts do not bring, each with the key that is wanted of it."""
    brought = {each["metadata"]["name"] for each in manifests if each["kind"] == "ConfigMap"}
    mounted = [
        node["configMap"] for each in manifests for node in _nodes(each) if isinstance(node.get("configMap"), dict)
    ]
    return {each["name"]: each["items"][0]["key"] for each in mounted if each["name"] not in brought}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping within, at any depth."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)
