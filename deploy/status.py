"""What is installed and how it does, in a table for the terminal."""

from collections import Counter

from deploy.errors import CommandFailed, DeployError
from deploy.health import refusals, troubles
from deploy.plan import RELEASE
from deploy.programs import Namespace, run

_OURS = ("-l", "app.kubernetes.io/part-of=nudge")


def status(namespace: Namespace) -> str:
    """Raises DeployError when nothing is installed."""
    try:
        release = run("helm", "-n", namespace.name, "list", "--filter", f"^{RELEASE}$", "--no-headers").split("\t")
    except CommandFailed as failed:
        raise DeployError(str(failed)) from None
    if len(release) < 6:
        raise DeployError(
            f"Nudge is not installed in the namespace {namespace.name}. Install it: make deploy PLATFORM=…"
        )
    wrong = troubles(namespace) + refusals(namespace)
    head = (
        f"Revision {release[2].strip()} of {release[5].strip()}, {release[4].strip()}, since {release[3].strip()[:19]}"
    )
    return "\n".join([head, *_replicas(namespace), *(wrong or ["Everything is well."])])


def _replicas(namespace: Namespace) -> list[str]:
    """What is awake; everything else sleeps."""
    pods = [each for each in namespace.items("pods", *_OURS) if each["status"].get("phase") == "Running"]
    awake = Counter(each["metadata"]["labels"]["app.kubernetes.io/name"] for each in pods)
    services = namespace.items("services.serving.knative.dev", *_OURS)
    asleep = len([each for each in services if each["metadata"]["name"] not in awake])
    return [f"  {name:<28} {count} running" for name, count in sorted(awake.items())] + [f"  {asleep} functions sleep"]
