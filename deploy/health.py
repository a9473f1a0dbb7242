"""Whether what was installed works, and if not, why."""

import time
from collections.abc import Callable
from typing import Any

from deploy.errors import NotHealthy
from deploy.programs import Namespace

_OURS = ("-l", "app.kubernetes.io/part-of=nudge")
_KINDS = "services.serving.knative.dev,scaledobjects.keda.sh,deployments.apps"
_REPLICA_SETS = ("--field-selector", "involvedObject.kind=ReplicaSet")
_BETWEEN = 2.0


def troubles(namespace: Namespace) -> list[str]:
    """A sentence for each part that is not ready; empty when all is well."""
    items = namespace.items(_KINDS, *_OURS)
    return [f"{each['kind']} {each['metadata']['name']}: {reason}" for each in items if (reason := _trouble(each))]


def refusals(namespace: Namespace) -> list[str]:
    """What the cluster would not make a pod of the last time it tried, within the hour that Kubernetes remembers: asleep, it looks well.

    It may be mended since without having been tried again, so nothing waits for these to end.
    """
    last: dict[str, dict[str, Any]] = {}
    for event in sorted(namespace.items("events", *_REPLICA_SETS), key=lambda each: str(each["lastTimestamp"])):
        last[event["involvedObject"]["name"]] = event
    ours = sorted(namespace.names("replicasets.apps", *_OURS) & last.keys()) if last else []
    failed = [last[name] for name in ours if last[name]["reason"] == "FailedCreate"]
    return [
        f"ReplicaSet {each['involvedObject']['name']} was refused a pod at {each['lastTimestamp']}: {each['message']}"
        for each in failed
    ]


def wait(namespace: Namespace, seconds: float, say: Callable[[str], None]) -> None:
    """Until nothing is wrong; says how many parts are not ready yet. Raises NotHealthy."""
    begun = time.monotonic()
    last = ""
    while wrong := troubles(namespace):
        spent = time.monotonic() - begun
        if spent > seconds:
            raise NotHealthy(seconds, wrong)
        if (told := f"{len(wrong)} parts are not ready yet, such as {wrong[0]}") != last:
            say(last := told)
        time.sleep(_BETWEEN)


def _trouble(item: dict[str, Any]) -> str:
    status = item.get("status") or {}
    if status.get("observedGeneration", item["metadata"].get("generation")) != item["metadata"].get("generation"):
        return "not looked at yet"
    wanted = "Available" if item["kind"] == "Deployment" else "Ready"
    condition = next((each for each in status.get("conditions", []) if each["type"] == wanted), None)
    if condition is None:
        return "not looked at yet"
    return (
        "" if condition["status"] == "True" else str(condition.get("message") or condition.get("reason") or "not ready")
    )
