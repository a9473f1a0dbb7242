"""Postgres of one's own: who must know the authority of its certificate. Everything else about it is in knative/stores."""

import base64
import json
from pathlib import Path

from deploy.errors import DeployError
from deploy.plan import Manifest, config_maps
from deploy.programs import Namespace, run

_CERTIFICATE = "postgres-tls"
"""Of the chart knative/stores: the server's, with that of its authority."""
_KEDA_PATCH = Path(__file__).parent / "keda-operator.yaml"
_KEDA = ("deployments", "--all-namespaces", "-l", "app=keda-operator")


def vouched_for(stores: list[Manifest]) -> bool:
    """Whether these stores bring a database with an authority of its own."""
    return any((each["kind"], each["metadata"]["name"]) == ("Certificate", _CERTIFICATE) for each in stores)


def make_known(manifests: list[Manifest], namespace: Namespace) -> None:
    """To functions, sidecars and jobs, and to KEDA, which asks the database from its own pod. Raises DeployError when KEDA is not found."""
    authority = _authority(namespace)
    for name, key in config_maps(manifests).items():
        namespace.apply(_config_map(name, key, authority))
    operator = next(iter(json.loads(run("kubectl", "get", *_KEDA, "-o", "json"))["items"]), None)
    if operator is None:
        raise DeployError(
            "KEDA's operator is not found (a Deployment with the label app=keda-operator). Install KEDA 2.20 or newer."
        )
    name, keda = operator["metadata"]["name"], Namespace(operator["metadata"]["namespace"])
    keda.apply(_config_map("postgres-ca", "ca.crt", authority))
    run("kubectl", "-n", keda.name, "patch", "deployment", name, "--patch-file", str(_KEDA_PATCH))


def _authority(namespace: Namespace) -> str:
    secret = json.loads(run("kubectl", "-n", namespace.name, "get", "secret", _CERTIFICATE, "-o", "json"))
    return base64.b64decode(secret["data"]["ca.crt"]).decode()


def _config_map(name: str, key: str, content: str) -> Manifest:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {key: content}}
