"""What the rules and dashboards of knative/monitoring ask Prometheus."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "knative" / "monitoring"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"] for rule in group["rules"]
]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
DASHBOARDS: dict[str, dict[str, Any]] = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted((FOLDER / "dashboards").glob("*.json"))
}
PANELS = {f"{name}: {panel['title']}": panel for name, dashboard in DASHBOARDS.items() for panel in dashboard["panels"]}

_FIGURE = re.compile(r"\b((?:nudge|sidecar)[_:][\w:]+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_BY = re.compile(r"\bby \(([^)]*)\)")


def questions() -> dict[str, str]:
    """Every expression by where it stands."""
    asked = {str(rule.get("alert") or rule["record"]): rule["expr"] for rule in RULES}
    for name, panel in PANELS.items():
        asked |= {f"{name} {target['refId']}": target["expr"] for target in panel["targets"]}
    return asked


def figures(expression: str) -> dict[str, set[str]]:
    """The figures that an expression names, each with the labels it is asked for."""
    by = {label.strip() for labels in _BY.findall(expression) for label in labels.split(",")} - {""}
    return {name: set(_LABEL.findall(labels)) | by for name, labels in _FIGURE.findall(expression)}
