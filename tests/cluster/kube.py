"""What is seen and done by kubectl and helm in one namespace."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

_SECONDS = 120
_BETWEEN = 0.5


class KubeError(Exception):
    """The command and what it said."""


def run(*command: str, given: str = "", seconds: float = _SECONDS) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=seconds)
    if done.returncode:
        raise KubeError(f"{' '.join(command[:6])}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


class Kube:
    """One namespace of the cluster that KUBECONFIG names."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def kubectl(self, *words: str, given: str = "") -> str:
        return run("kubectl", "-n", self.namespace, *words, given=given)

    def read(self, *words: str) -> dict[str, Any]:
        """`kubectl get … -o json`."""
        answer: dict[str, Any] = json.loads(self.kubectl("get", *words, "-o", "json"))
        return answer

    def pods(self, component: str = "") -> list[dict[str, Any]]:
        """Pods of the product that exist and are not on their way out; those of one component: function or trigger."""
        label = "app.kubernetes.io/part-of=nudge" + (f",app.kubernetes.io/component={component}" if component else "")
        found: list[dict[str, Any]] = self.read("pods", "-l", label)["items"]
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"] and not _is_over(pod)]

    def replicas(self, component: str = "") -> Counter[str]:
        """Name of the function or trigger to how many of it there are."""
        return Counter(name_of(pod) for pod in self.pods(component))

    def kill(self, pods: Sequence[dict[str, Any]]) -> list[str]:
        """SIGKILL, without a word of warning; returns the names of the pods."""
        names = [pod["metadata"]["name"] for pod in pods]
        if names:
            self.kubectl("delete", "pod", "--grace-period=0", "--force", "--wait=false", *names)
        return names

    def annotate(self, kind: str, annotation: str) -> None:
        """`name=value`, or `name-` to take it away, on all of a kind."""
        self.kubectl("annotate", "--overwrite", kind, "-l", "app.kubernetes.io/part-of=nudge", annotation)

    def secret(self, name: str) -> dict[str, str]:
        """Keys and values of a secret, for a test that looks where nobody else may."""
        return {key: run("base64", "--decode", given=value) for key, value in self.read("secret", name)["data"].items()}


def name_of(pod: dict[str, Any]) -> str:
    return str(pod["metadata"]["labels"]["app.kubernetes.io/name"])


def wait(wanted: Callable[[], Any], seconds: float, what: str) -> float:
    """The seconds until `wanted` gives something true; raises AssertionError when it never does."""
    begin = time.monotonic()
    while not wanted():
        assert time.monotonic() - begin < seconds, f"{what}: not within {seconds:.0f} s"
        time.sleep(_BETWEEN)
    return time.monotonic() - begin


def setting(name: str, otherwise: str = "") -> str:
    """What whoever runs the tests says by the environment."""
    return os.environ.get(f"NUDGE_{name}", otherwise)


def _is_over(pod: dict[str, Any]) -> bool:
    return pod["status"].get("phase") in ("Succeeded", "Failed")
