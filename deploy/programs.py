"""kubectl and helm, with their words when they fail."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

from deploy.errors import CommandFailed, MissingProgram

_SECONDS = 60


def need(*names: str) -> None:
    """Raises MissingProgram for the first that is not on the PATH."""
    for name in names:
        if shutil.which(name) is None:
            raise MissingProgram(name)


def run(*command: str, seconds: float = _SECONDS, given: str = "") -> str:
    """Standard output; raises CommandFailed with what the program said."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=seconds)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise CommandFailed(" ".join(command[:4]), f"no answer within {seconds:.0f} s") from None
    if done.returncode:
        raise CommandFailed(" ".join(command[:4]), (done.stderr or done.stdout).strip())
    return done.stdout


class Namespace:
    """One namespace of the cluster that kubectl is set to."""

    def __init__(self, name: str) -> None:
        self.name = name

    def items(self, kinds: str, *words: str) -> list[dict[str, Any]]:
        """`kubectl get` of one or several kinds."""
        answer: Mapping[str, Any] = json.loads(run("kubectl", "-n", self.name, "get", kinds, *words, "-o", "json"))
        return list(answer["items"])

    def names(self, kind: str, *words: str) -> set[str]:
        return {each["metadata"]["name"] for each in self.items(kind, *words)}

    def apply(self, resource: Mapping[str, Any]) -> None:
        """Makes it, or makes it so."""
        run("kubectl", "-n", self.name, "apply", "-f", "-", given=json.dumps(resource))

    def exists(self) -> bool:
        return bool(run("kubectl", "get", "namespace", self.name, "--ignore-not-found", "-o", "name"))

    def make(self) -> None:
        """With Kubernetes' strictest rules for pods."""
        run("kubectl", "create", "namespace", self.name)
        run("kubectl", "label", "namespace", self.name, "pod-security.kubernetes.io/enforce=restricted")
