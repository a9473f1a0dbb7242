"""Helm's part: install or upgrade, and take away."""

import subprocess
import time
from collections.abc import Callable

from deploy.errors import CommandFailed
from deploy.plan import RELEASE, STORES, Chart, Plan
from deploy.programs import Namespace, run

_REPORT_EVERY = 10.0


def install(plan: Plan, chart: Chart, seconds: int, say: Callable[[str], None]) -> None:
    """Installs or upgrades; jobs for topics and tables run first. Says what Helm waits for."""
    command = ["helm", "upgrade", "--install", *plan.words(chart), "--wait", "--timeout", f"{seconds}s"]
    begun = told = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as helm:  # noqa: S603
        while True:
            try:
                _, complaint = helm.communicate(timeout=1)
                break
            except subprocess.TimeoutExpired:
                if time.monotonic() - told > _REPORT_EVERY:
                    told = time.monotonic()
                    say(f"{told - begun:.0f} s; {_waited_for(Namespace(plan.namespace))}")
    if helm.returncode:
        raise CommandFailed("helm upgrade", f"{complaint.strip()}\n{_advice(plan.namespace, chart)}")


def roll_back(namespace: str) -> None:
    """To the revision before; the tables stay as they are, which the version before can read."""
    run("helm", "rollback", RELEASE, "-n", namespace, "--wait", "--timeout", "300s", seconds=330)


def remove(namespace: str) -> None:
    run("helm", "uninstall", RELEASE, "-n", namespace, "--wait", "--timeout", "300s", seconds=330)


def _waited_for(namespace: Namespace) -> str:
    try:
        jobs = [
            each["metadata"]["name"] for each in namespace.items("jobs") if not each.get("status", {}).get("succeeded")
        ]
        pods = [each for each in namespace.items("pods") if each["status"].get("phase") == "Pending"]
    except CommandFailed:
        return "the cluster is slow to answer"
    return f"jobs that run: {', '.join(jobs) or 'none'}; pods that start: {len(pods)}"


def _advice(namespace: str, chart: Chart) -> str:
    if chart == STORES:
        return f"What holds them up: kubectl -n {namespace} get certificates,pods and kubectl -n {namespace} logs kafka-0 (or postgres-0)"
    return f"What a job said: kubectl -n {namespace} logs job/migrate (or job/topics, job/reading-role). What runs: make status"
