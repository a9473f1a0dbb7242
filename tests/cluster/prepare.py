"""`python -m tests.cluster.prepare`: a namespace in which Nudge can be installed for a test, with secrets and a mail server.

What is there already stays. By the environment: NUDGE_NAMESPACE, NUDGE_IMAGE (of the functions, loaded into the nodes), NUDGE_DATABASE (a URL
with the owner's password, without TLS options) and NUDGE_DATABASE_CA (the file with the certificate of its authority).
"""

import json
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.cluster.kube import Kube, KubeError, run, setting
from tests.lane.certificates import ServerCertificate, make_certificates

POSTBOX = "postbox"
_PORT = 1465
_CERTIFICATE = "/etc/nudge/postgres/ca.crt"
"""Where the chart mounts the ConfigMap postgres-ca."""
_RESTRICTED = {
    "runAsNonRoot": True,
    "runAsUser": 65532,
    "readOnlyRootFilesystem": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def main() -> int:
    database, authority = setting("DATABASE"), setting("DATABASE_CA")
    if not database or not authority:
        print("Say where the database is: NUDGE_DATABASE and NUDGE_DATABASE_CA", file=sys.stderr)
        return 2
    kube = Kube(setting("NAMESPACE", "nudge"))
    namespace(kube)
    with tempfile.TemporaryDirectory() as folder:
        files = make_certificates(Path(folder), f"{POSTBOX}.{kube.namespace}.svc.cluster.local")
        if not there(kube, "configmap", "postgres-ca"):
            # One file for both authorities: functions trust it for the database and, by SSL_CERT_FILE, for mail.
            trusted = Path(authority).read_text() + files.authority.read_text()
            apply(kube, {"kind": "ConfigMap", "metadata": {"name": "postgres-ca"}, "data": {"ca.crt": trusted}})
            postbox(kube, files, setting("IMAGE", "nudge:dev"))
    for name, value in wanted(kube, database).items():
        if not there(kube, "secret", name):
            keys = {name: value, **({"token": value} if name == "app-token" else {})}
            apply(kube, {"kind": "Secret", "metadata": {"name": name}, "stringData": keys})
    return 0


def namespace(kube: Kube) -> None:
    """One in which only pods run that Pod Security calls restricted."""
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    apply(kube, {"kind": "Namespace", "metadata": {"name": kube.namespace, "labels": labels}})


def wanted(kube: Kube, database: str) -> dict[str, str]:
    """Every secret that the charts ask for, with words made up for this installation."""
    place = database.rpartition("@")[2]
    return {
        "database-url": f"{database}?sslmode=verify-full&sslrootcert={_CERTIFICATE}",
        "reading-url": f"postgresql://nudge_keda:{secrets.token_urlsafe(24)}@{place}?sslmode=require",
        "app-token": secrets.token_urlsafe(24),
        "access-token": secrets.token_urlsafe(24),
        "link-key": secrets.token_urlsafe(32),
        "mail-url": f"smtps://{POSTBOX}.{kube.namespace}.svc.cluster.local:{_PORT}",
        "mail-from": "Nudge <nudge@example.com>",
    }


def postbox(kube: Kube, files: ServerCertificate, image: str) -> None:
    script = (Path(__file__).parent / "mail_server.py").read_text()
    tls = {"tls.crt": files.certificate.read_text(), "tls.key": files.key.read_text()}
    apply(kube, {"kind": "Secret", "metadata": {"name": POSTBOX}, "stringData": tls})
    apply(kube, {"kind": "ConfigMap", "metadata": {"name": POSTBOX}, "data": {"mail_server.py": script}})
    command = ["python", "/etc/postbox/mail_server.py", str(_PORT), "/etc/tls/tls.crt", "/etc/tls/tls.key"]
    container = {
        "name": POSTBOX,
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "command": command,
        "securityContext": _RESTRICTED,
        "resources": {"requests": {"cpu": "5m", "memory": "16Mi"}, "limits": {"cpu": "500m", "memory": "64Mi"}},
        "volumeMounts": [{"name": "script", "mountPath": "/etc/postbox"}, {"name": "tls", "mountPath": "/etc/tls"}],
    }
    volumes = [
        {"name": "script", "configMap": {"name": POSTBOX}},
        {"name": "tls", "secret": {"secretName": POSTBOX}},
    ]
    metadata = {"name": POSTBOX, "labels": {"app": POSTBOX}}
    apply(kube, {"kind": "Pod", "metadata": metadata, "spec": {"containers": [container], "volumes": volumes}})
    ports = {"selector": {"app": POSTBOX}, "ports": [{"port": _PORT}]}
    apply(kube, {"kind": "Service", "metadata": {"name": POSTBOX}, "spec": ports})


def there(kube: Kube, kind: str, name: str) -> bool:
    try:
        kube.kubectl("get", kind, name)
    except KubeError:
        return False
    return True


def apply(kube: Kube, resource: dict[str, Any]) -> None:
    """Through standard input: a secret must stand in no command line."""
    text = json.dumps({"apiVersion": "v1", **resource})
    where = () if resource["kind"] == "Namespace" else ("-n", kube.namespace)
    run("kubectl", *where, "apply", "-f", "-", given=text)


if __name__ == "__main__":
    sys.exit(main())
