"""Stores of one's own come before Nudge, and what vouches for them is made known; kubectl is played by a script that keeps what it gets."""

import base64
import json
import os
import stat
import sys
from pathlib import Path

import pytest
import yaml

from deploy import needs, stores
from deploy.errors import DeployError, Lacking
from deploy.programs import Namespace
from deploy.secrets import command

_CERTIFICATE = {
    "kind": "Certificate",
    "apiVersion": "v1",
    "metadata": {"name": "postgres-tls"},
    "spec": {"secretName": "postgres-tls"},
}
_VOLUME = {"configMap": {"name": "rds-ca", "items": [{"key": "bundle.pem", "path": "ca.crt"}]}}
_READER = {
    "kind": "Deployment",
    "apiVersion": "apps/v1",
    "metadata": {"name": "reader"},
    "spec": {"volumes": [_VOLUME]},
}
_KAFKA = {
    "kind": "StatefulSet",
    "apiVersion": "apps/v1",
    "metadata": {"name": "kafka"},
    "spec": {"env": [{"secretKeyRef": {"name": "kafka-password"}}]},
}

_PLAYED = """#!{python}
import json, sys
line = sys.argv[1:]
given = json.load(sys.stdin) if "-f" in line else None
with open({calls!r}, "a") as calls:
    calls.write(json.dumps([line, given]) + "\\n")
answers = {answers!r}
print(next((out for words, out in answers.items() if words in " ".join(line)), ""))
"""


class Kubectl:
    def __init__(self, folder: Path) -> None:
        self._program, self._calls = folder / "kubectl", folder / "calls"

    def answer(self, **answers: object) -> None:
        """What is asked for, with underscores for spaces, to what comes back."""
        said = {words.replace("_", " "): json.dumps(answer) for words, answer in answers.items()}
        self._program.write_text(_PLAYED.format(python=sys.executable, calls=str(self._calls), answers=said))
        self._program.chmod(self._program.stat().st_mode | stat.S_IXUSR)

    @property
    def calls(self) -> list[tuple[list[str], dict[str, object] | None]]:
        return [tuple(json.loads(line)) for line in self._calls.read_text().splitlines()]


@pytest.fixture
def kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kubectl:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    return Kubectl(tmp_path)


def _operators(*namespaces: str) -> dict[str, object]:
    return {"items": [{"metadata": {"name": "keda-operator", "namespace": each}} for each in namespaces]}


def test_functions_and_keda_get_to_know_the_authority(kubectl: Kubectl) -> None:
    secret = {"data": {"ca.crt": base64.b64encode(b"the authority").decode()}}
    kubectl.answer(get_secret=secret, get_deployments=_operators("wakers"))
    stores.make_known([_READER], Namespace("nudge"))
    made = {line[1]: given for line, given in kubectl.calls if given}
    assert made["nudge"] == _config_map("rds-ca", "bundle.pem")
    assert made["wakers"] == _config_map("postgres-ca", "ca.crt")
    (patch,) = [line for line, _ in kubectl.calls if "patch" in line]
    assert patch[:5] == ["-n", "wakers", "patch", "deployment", "keda-operator"]
    patched = yaml.safe_load(Path(patch[-1]).read_text("utf-8"))["spec"]["template"]["spec"]
    assert patched["volumes"][0]["configMap"] == {"name": "postgres-ca"}
    assert patched["containers"][0]["volumeMounts"][0]["mountPath"] in command("nudge", "reading-url", own_stores=True)


def _config_map(name: str, key: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {key: "the authority"}}


def test_a_keda_that_hides_is_said(kubectl: Kubectl) -> None:
    kubectl.answer(get_secret={"data": {"ca.crt": ""}}, get_deployments=_operators())
    with pytest.raises(DeployError, match="label app=keda-operator"):
        stores.make_known([], Namespace("nudge"))


def test_what_the_stores_bring_is_not_missed_and_what_they_need_is(kubectl: Kubectl) -> None:
    kubectl.answer(get_crd="", get_secrets={"items": []}, get_configmaps={"items": []})
    needs_tls = {
        "kind": "Component",
        "apiVersion": "v1",
        "metadata": {"name": "pubsub"},
        "spec": [{"secretKeyRef": {"name": "postgres-tls"}}],
    }
    with pytest.raises(Lacking) as lacking:
        needs.check([_READER, needs_tls], Namespace("nudge"), [_CERTIFICATE, _KAFKA])
    assert f"Make it: {command('nudge', 'kafka-password', own_stores=True)}" in str(lacking.value)
    assert str(lacking.value).count("\n- ") == 1


def test_without_stores_the_certificate_is_missed(kubectl: Kubectl) -> None:
    kubectl.answer(get_crd="", get_secrets={"items": []}, get_configmaps={"items": []})
    with pytest.raises(Lacking, match="ConfigMap rds-ca is missing"):
        needs.check([_READER], Namespace("nudge"), [])
