"""What a cluster must have before Nudge can be installed on it."""

import json

from deploy import stores
from deploy.errors import CommandFailed, Lacking, NoCluster, OldCluster
from deploy.plan import Manifest, config_maps, kinds, secrets
from deploy.programs import Namespace, run
from deploy.secrets import command

OLDEST = (1, 29)

_RECONCILER = (
    "Advice: Dapr's operator keeps Services for calls between sidecars, which Nudge does not make, and once a function has two revisions it "
    "writes them without end. Unless others in this cluster need them, switch that off: "
    "helm upgrade dapr dapr/dapr -n dapr-system --reuse-values --set dapr_operator.serviceReconciler.enabled=false"
)

# API group to what brings it, a version that it was tried with, and where its installation is described.
_BROUGHT_BY = {
    "serving.knative.dev": ("Knative Serving 1.15 or newer", "https://knative.dev/docs/install/"),
    "networking.internal.knative.dev": ("Knative Serving 1.15 or newer", "https://knative.dev/docs/install/"),
    "keda.sh": ("KEDA 2.20 or newer", "https://keda.sh/docs/latest/deploy/"),
    "dapr.io": ("Dapr 1.18 or newer", "https://docs.dapr.io/operations/hosting/kubernetes/kubernetes-deploy/"),
    "cert-manager.io": ("cert-manager", "https://cert-manager.io/docs/installation/"),
    "monitoring.coreos.com": (
        "the Prometheus Operator",
        "https://prometheus-operator.dev/docs/getting-started/installation/",
    ),
    "external-secrets.io": ("External Secrets", "https://external-secrets.io/latest/introduction/getting-started/"),
    "gateway.networking.k8s.io": ("the Gateway API", "https://gateway-api.sigs.k8s.io/guides/"),
}


def version() -> str:
    """Kubernetes' version as 1.33.0; raises NoCluster or OldCluster."""
    try:
        told = run("kubectl", "version", "-o", "json", "--request-timeout=15s")
    except CommandFailed as failed:
        raise NoCluster(str(failed).rpartition("failed: ")[2].splitlines()[-1]) from None
    server = json.loads(told).get("serverVersion")
    if not server:
        raise NoCluster("no version of a server")
    found = str(server["gitVersion"]).removeprefix("v").partition("+")[0].partition("-")[0]
    major, minor = found.split(".")[:2]
    if (int(major), int(minor)) < OLDEST:
        raise OldCluster(found, ".".join(map(str, OLDEST)))
    return found


def advice() -> str:
    """What would be better although it works without; empty when nothing is to be said, or the cluster does not let us look.

    Each revision of a Knative Service is a Deployment, and all of a function have one app id. Dapr's operator keeps one Service for each app id
    and writes it anew for every Deployment, so that two of them answer each other for ever: 20 writes a second were counted, and a fifth of a
    processor.
    """
    try:
        found = json.loads(run("kubectl", "get", "deployments", "-A", "-l", "app=dapr-operator", "-o", "json"))["items"]
    except CommandFailed:
        return ""
    words = [
        word
        for each in found
        for part in each["spec"]["template"]["spec"]["containers"]
        for word in part.get("args", [])
    ]
    return _RECONCILER if found and "--disable-service-reconciler" not in words else ""


def check(manifests: list[Manifest], namespace: Namespace, own_stores: list[Manifest]) -> None:
    """Raises Lacking with everything that is missing for `manifests` and, before them, for `own_stores` (none where stores are elsewhere)."""
    every = own_stores + manifests
    missing = _kinds(every) + _secrets(every, namespace, bool(own_stores))
    if not stores.vouched_for(own_stores):
        missing += _config_maps(manifests, namespace)
    if missing:
        raise Lacking(missing)


def _kinds(manifests: list[Manifest]) -> list[str]:
    columns = "custom-columns=G:.spec.group,K:.spec.names.kind"
    there = {tuple(line.split()) for line in run("kubectl", "get", "crd", "--no-headers", "-o", columns).splitlines()}
    lacking: dict[str, list[str]] = {}
    for group, kind in sorted(kinds(manifests) - there):
        lacking.setdefault(group, []).append(kind)
    return [_sentence(group, names) for group, names in lacking.items()]


def _sentence(group: str, names: list[str]) -> str:
    what, where = _BROUGHT_BY.get(group, (group, ""))
    return f"It does not know {', '.join(names)} ({group}). Install {what}{f': {where}' if where else ''}"


def _secrets(manifests: list[Manifest], namespace: Namespace, own_stores: bool) -> list[str]:
    there = namespace.names("secrets")
    return [
        f"The secret {name} is missing. Make it: {command(namespace.name, name, own_stores)}"
        for name in sorted(secrets(manifests) - there)
    ]


def _config_maps(manifests: list[Manifest], namespace: Namespace) -> list[str]:
    there = namespace.names("configmaps")
    make = f"kubectl -n {namespace.name} create configmap"
    return [
        f"The ConfigMap {name} is missing: the certificate of the database's authority. Make it: {make} {name} --from-file={key}=ca.crt"
        for name, key in sorted(config_maps(manifests).items())
        if name not in there
    ]
