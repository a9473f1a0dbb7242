"""Strict JSON schemas of every kind that the charts use, out of the Go modules that define them, for kubeconform."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.lane.errors import LaneError
from tests.lane.programs import cache

LAYOUT = "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
_KUBERNETES = ("k8s.io/kubernetes@v1.33.13", "api/openapi-spec/swagger.json")
_CUSTOM = (
    ("github.com/kedacore/keda/v2@v2.20.2", "config/crd/bases/keda.sh_*.yaml"),
    ("knative.dev/serving@v0.42.2", "config/core/300-resources/*.yaml"),
    ("knative.dev/networking@v0.0.0-20240716111826-bab7f2a3e556", "config/domain-claim.yaml"),
    ("github.com/dapr/dapr@v1.18.2", "charts/dapr/crds/*.yaml"),
    ("sigs.k8s.io/gateway-api@v1.4.0", "config/crd/standard/*route*.yaml"),
    ("github.com/cert-manager/cert-manager@v1.21.2", "deploy/crds/cert-manager.io_*.yaml"),
    (
        "github.com/prometheus-operator/prometheus-operator@v0.85.0",
        "example/prometheus-operator-crd/*_podmonitors.yaml",
    ),
    (
        "github.com/prometheus-operator/prometheus-operator@v0.85.0",
        "example/prometheus-operator-crd/*_prometheusrules.yaml",
    ),
    ("github.com/external-secrets/external-secrets@v1.3.2", "config/crds/bases/*_externalsecrets.yaml"),
)
_NO_GO = "Go is missing: the schemas of Kubernetes, Knative, KEDA and Dapr come from their Go modules. Install Go 1.21 or newer."
_EDITION = 1
"""Another one when this module makes other schemas of the same sources."""
_REF = "#/definitions/"
# What Kubernetes takes although its description only says string.
_LOOSE: dict[str, Any] = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": ["string", "integer"]},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"type": ["string", "number"]},
}

_HEAD: dict[str, Any] = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Schema = dict[str, Any]


def schemas() -> Path:
    """The folder for kubeconform's `-schema-location`, followed by LAYOUT; made once. Raises LaneError when Go is missing."""
    target = cache() / f"schemas-{_EDITION}"
    if not target.exists():
        if shutil.which("go") is None:
            raise LaneError(_NO_GO)
        new = target.with_suffix(f".{os.getpid()}")
        _write_kubernetes(new, _module(_KUBERNETES[0]) / _KUBERNETES[1])
        for module, pattern in _CUSTOM:
            for crds in sorted(_module(module).glob(pattern)):
                _write_custom(new, crds)
        new.replace(target)
    return target


def _module(module: str) -> Path:
    print(f"Fetching {module} …", flush=True)
    command = ["go", "mod", "download", "-json", module]
    told = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=600)
    answer = json.loads(told.stdout or "{}")
    if "Dir" not in answer:
        raise LaneError(f"{module} cannot be fetched: {answer.get('Error') or told.stderr}")
    return Path(answer["Dir"])


def _write_kubernetes(folder: Path, swagger: Path) -> None:
    definitions = {name: _LOOSE.get(name) or _strict(each) for name, each in _read(swagger).items()}
    for name, definition in definitions.items():
        for kind in definition.get("x-kubernetes-group-version-kind", []):
            group = f"{kind['group']}/" if kind["group"] else ""
            whole = definition | {"definitions": {each: definitions[each] for each in _reached(name, definitions)}}
            _write(folder, group.rstrip("/") or kind["version"], kind["kind"], kind["version"], whole)


def _write_custom(folder: Path, crds: Path) -> None:
    for crd in yaml.load_all(crds.read_text("utf-8"), _LOADER):
        if crd and crd["kind"] == "CustomResourceDefinition":
            for version in crd["spec"]["versions"]:
                schema = _strict(version["schema"]["openAPIV3Schema"])
                schema["properties"] |= _HEAD
                _write(folder, crd["spec"]["group"], crd["spec"]["names"]["kind"], version["name"], schema)


def _read(swagger: Path) -> dict[str, Schema]:
    definitions: dict[str, Schema] = json.loads(swagger.read_text("utf-8"))["definitions"]
    return definitions


def _strict(schema: Any) -> Any:
    """The same, but refusing properties that nobody described."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(each) for name, each in schema.items() if name != "format"}
    if isinstance(schema.get("properties"), dict) and not schema.get("x-kubernetes-preserve-unknown-fields"):
        strict.setdefault("additionalProperties", False)
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        strict["type"] = [schema["type"], "null"]
    return strict


def _reached(name: str, definitions: dict[str, Schema]) -> set[str]:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        for each in _named(definitions[waiting.pop()]):
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    return reached


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _named(each)
    elif isinstance(schema, dict):
        for key, each in schema.items():
            if key == "$ref" and isinstance(each, str):
                yield each.removeprefix(_REF)
            else:
                yield from _named(each)


def _write(folder: Path, group: str, kind: str, version: str, schema: Schema) -> None:
    file = folder / group / f"{kind.lower()}_{version}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(schema))
