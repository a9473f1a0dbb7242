"""What a person reads when the cluster is not there, too old, or lacks something; kubectl and helm are played by scripts on the PATH."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from deploy import plan, programs
from deploy.__main__ import main
from deploy.programs import Namespace

# Answers by what the command line contains; the first that fits. What fits nothing fails, as an unexpected call should.
_PLAYED = """#!{python}
import json, sys
line = " ".join(sys.argv[1:])
for words, code, out, err in json.load(open({answers!r})):
    if words in line:
        sys.stdout.write(out); sys.stderr.write(err); sys.exit(code)
sys.exit("unexpected: " + line)
"""
Answer = tuple[str, int, str, str]
"""Words of the command line, exit status, standard output, standard error."""

SERVICE = """
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: gateway}
spec: {template: {spec: {containers: [{env: [
  {name: NUDGE_PUBLIC_URL, value: "https://nudge.example.com"},
  {name: APP_API_TOKEN, valueFrom: {secretKeyRef: {name: app-token, key: token}}}]}],
  volumes: [{configMap: {name: postgres-ca, items: [{key: bundle.pem, path: ca.crt}]}}]}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: write-audit-trigger}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: gateway}
rules: [{apiGroups: [""], resources: [secrets], resourceNames: [database-url], verbs: [get]}]
"""
VERSION: Answer = ("version", 0, json.dumps({"serverVersion": {"gitVersion": "v1.33.2+k3s1"}}), "")
NAMESPACE: Answer = ("get namespace", 0, "namespace/nudge\n", "")
ALL_KINDS: Answer = ("get crd", 0, "serving.knative.dev Service\nkeda.sh ScaledObject\n", "")
NO_STORES: Answer = ("template nudge-stores", 0, "", "")
HELM: list[Answer] = [("dependency update", 0, "", ""), NO_STORES, ("template", 0, SERVICE, "")]


def _listed(*names: str) -> str:
    return json.dumps({"items": [{"metadata": {"name": name}} for name in names]})


SECRETS: Answer = ("get secrets", 0, _listed("app-token", "database-url"), "")
CERTIFICATE: Answer = ("get configmaps", 0, _listed("postgres-ca"), "")


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def played(name: str, answers: list[Answer]) -> None:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(answers))
        script = tmp_path / name
        script.write_text(_PLAYED.format(python=sys.executable, answers=str(file)))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    return played


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return told


def test_a_missing_program_is_named(play, capsys) -> None:
    assert "kubectl is missing. Install it" in _told(capsys, "install", "minikube")


def test_no_cluster(play, capsys) -> None:
    play("helm", HELM)
    play("kubectl", [("version", 1, "", "The connection to the server localhost:8080 was refused")])
    told = _told(capsys, "install", "minikube")
    assert "No cluster answers" in told
    assert "KUBECONFIG" in told
    assert "localhost:8080 was refused" in told


def test_an_old_cluster(play, capsys) -> None:
    play("helm", HELM)
    play("kubectl", [("version", 0, json.dumps({"serverVersion": {"gitVersion": "v1.27.4-gke.900"}}), "")])
    assert "runs Kubernetes 1.27.4; Nudge needs 1.29 or newer" in _told(capsys, "status")


def test_an_unknown_platform(play, capsys) -> None:
    play("helm", HELM)
    play("kubectl", [VERSION])
    told = _told(capsys, "install", "mainframe")
    assert "no platform 'mainframe'" in told
    assert "minikube" in told


def test_a_missing_kind_is_named_with_what_brings_it(play, capsys) -> None:
    play("helm", HELM)
    play("kubectl", [VERSION, NAMESPACE, ("get crd", 0, "serving.knative.dev Service\n", ""), SECRETS, CERTIFICATE])
    told = _told(capsys, "install", "minikube")
    assert "ScaledObject (keda.sh). Install KEDA 2.20 or newer: https://keda.sh/" in told
    assert "serving.knative.dev" not in told


def test_missing_secrets_come_with_the_commands_that_make_them(play, capsys) -> None:
    play("helm", HELM)
    play("kubectl", [VERSION, NAMESPACE, ALL_KINDS, ("get secrets", 0, _listed(), ""), CERTIFICATE])
    told = _told(capsys, "install", "minikube")
    assert "kubectl -n nudge create secret generic app-token --from-literal=token=" in told
    assert "kubectl -n nudge create secret generic database-url --from-file=database-url=/dev/stdin" in told


def test_everything_that_is_missing_is_told_at_once(play, capsys) -> None:
    play("helm", HELM)
    nothing = [("get secrets", 0, _listed(), ""), ("get configmaps", 0, _listed(), "")]
    play("kubectl", [VERSION, NAMESPACE, ("get crd", 0, "", ""), *nothing])
    told = _told(capsys, "install", "minikube")
    assert told.count("\n- ") == 5
    assert "create configmap postgres-ca --from-file=bundle.pem=ca.crt" in told


def test_what_is_wrong_with_the_values_is_said_in_helms_words(play, capsys) -> None:
    play(
        "helm",
        [HELM[0], NO_STORES, ("template", 1, "", "Error: Say where people open Nudge: --set global.publicUrl=…")],
    )
    play("kubectl", [VERSION])
    assert "Say where people open Nudge" in _told(capsys, "install", "eks")


def test_a_failed_job_says_where_its_words_are(play, capsys) -> None:
    play("helm", [*HELM, ("upgrade --install", 1, "", "Error: pre-install hooks failed: job migrate failed")])
    play("kubectl", [VERSION, NAMESPACE, ALL_KINDS, SECRETS, CERTIFICATE])
    told = _told(capsys, "install", "minikube")
    assert "job migrate failed" in told
    assert "logs job/migrate" in told


def _operator(*words: str) -> Answer:
    template = {"spec": {"containers": [{"args": ["--log-level", "info", *words]}]}}
    found = json.dumps({"items": [{"spec": {"template": template}}]})
    return ("get deployments -A -l app=dapr-operator", 0, found, "")


@pytest.mark.parametrize(
    ("operator", "advised"), [(_operator(), True), (_operator("--disable-service-reconciler"), False)]
)
def test_an_operator_of_dapr_that_writes_without_end_is_told_of(play, capsys, operator, advised) -> None:
    play("helm", [*HELM, ("upgrade --install", 1, "", "Error: stopped here")])
    play("kubectl", [VERSION, NAMESPACE, ALL_KINDS, SECRETS, CERTIFICATE, operator])
    assert main(["install", "minikube"]) == 1
    told = capsys.readouterr()
    assert ("dapr_operator.serviceReconciler.enabled=false" in told.out + told.err) == advised


OWN_KAFKA = "kind: StatefulSet\napiVersion: apps/v1\nmetadata: {name: kafka}\n"


def test_stores_of_ones_own_come_first(play, capsys) -> None:
    """Nudge's own release is not begun without them: its `upgrade --install nudge ` would be an unexpected call."""
    waited = ("upgrade --install nudge-stores ", 1, "", "Error: context deadline exceeded")
    play("helm", [HELM[0], ("template nudge-stores", 0, OWN_KAFKA, ""), HELM[2], waited])
    play("kubectl", [VERSION, NAMESPACE, ALL_KINDS, SECRETS, CERTIFICATE])
    told = _told(capsys, "install", "minikube")
    assert told.index("Installing Kafka and Postgres") < told.index("context deadline exceeded")
    assert "kubectl -n nudge logs kafka-0" in told
    assert "logs job/migrate" not in told


def test_nothing_installed(play, capsys) -> None:
    play("helm", [("list", 0, "", "")])
    play("kubectl", [VERSION])
    assert "Nudge is not installed in the namespace nudge. Install it: make deploy" in _told(capsys, "status")


def test_a_program_that_hangs_is_named(play) -> None:
    play("kubectl", [VERSION])
    script = Path(os.environ["PATH"].split(os.pathsep)[0]) / "kubectl"
    script.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    with pytest.raises(programs.CommandFailed, match="no answer within"):
        programs.run("kubectl", "get", "pods", seconds=0.5)


def test_a_secret_that_is_granted_or_read_is_wanted() -> None:
    manifests = [
        {"kind": "TriggerAuthentication", "spec": {"secretTargetRef": [{"name": "reading-url", "key": "reading-url"}]}},
        {"kind": "Role", "rules": [{"resources": ["secrets"], "resourceNames": ["link-key"]}]},
        {"kind": "Role", "rules": []},
    ]
    assert plan.secrets(manifests) == {"reading-url", "link-key"}


def test_a_namespace_that_is_made_has_the_strictest_rules(play, tmp_path: Path) -> None:
    play(
        "kubectl", [("create namespace nudge", 0, "", ""), ("pod-security.kubernetes.io/enforce=restricted", 0, "", "")]
    )
    Namespace("nudge").make()
