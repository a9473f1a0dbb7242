"""Blue and green: a new version runs beside the one that people use, until it has proved itself; then all requests move at once, and back if need be.

A Knative Service sends requests to named revisions. `hold` nails it to the revision that serves now, so that an upgrade starts a new
one that only its tag `green` reaches; `shift` moves everything to the newest and keeps the former as `blue`; `back` returns to it.
"""

import json
from typing import Any

from deploy.errors import DeployError
from deploy.programs import Namespace, run

_KIND = "services.serving.knative.dev"
_OURS = ("-l", "app.kubernetes.io/part-of=nudge")
_NEWEST = {"latestRevision": True}

Target = dict[str, Any]


def hold(namespace: Namespace) -> None:
    """Does nothing on the first installation, when there is nothing to keep."""
    for service in namespace.items(_KIND, *_OURS):
        if revision := service.get("status", {}).get("latestReadyRevisionName"):
            _send(namespace, service, [_blue(revision, 100), _NEWEST | {"percent": 0, "tag": "green"}])


def shift(namespace: Namespace) -> None:
    for service in namespace.items(_KIND, *_OURS):
        kept = [_blue(revision, 0)] if (revision := blue(service)) else []
        _send(namespace, service, [_NEWEST | {"percent": 100}, *kept])


def back(namespace: Namespace) -> None:
    """Raises DeployError when nothing was kept."""
    kept = [(service, revision) for service in namespace.items(_KIND, *_OURS) if (revision := blue(service))]
    if not kept:
        raise DeployError("There is no version to go back to: nothing was held before the last upgrade.")
    for service, revision in kept:
        _send(namespace, service, [_blue(revision, 100)])


def blue(service: dict[str, Any]) -> str:
    """The revision that served before the upgrade; empty when none was kept."""
    return next(
        (str(each["revisionName"]) for each in service["spec"].get("traffic", []) if each.get("tag") == "blue"), ""
    )


def _blue(revision: str, percent: int) -> Target:
    return {"revisionName": revision, "percent": percent, "tag": "blue", "latestRevision": False}


def _send(namespace: Namespace, service: dict[str, Any], traffic: list[Target]) -> None:
    patch = json.dumps({"spec": {"traffic": traffic}})
    run("kubectl", "-n", namespace.name, "patch", _KIND, service["metadata"]["name"], "--type", "merge", "-p", patch)
