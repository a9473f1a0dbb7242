"""`python -m deploy install PLATFORM`, `remove`, `status`, `shift` and `back`, as `make deploy`, `undeploy`, `status`, `shift` and `back` call it."""

import argparse
import sys
from pathlib import Path

from deploy import health, needs, release, stores, traffic
from deploy.errors import DeployError
from deploy.plan import NUDGE, STORES, Plan, checked, packed, public_url, rendered
from deploy.programs import Namespace, need
from deploy.status import status

_INSTALL_SECONDS = 600
_HEALTHY_SECONDS = 300


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _install(plan: Plan, hold: bool) -> None:
    namespace = Namespace(plan.namespace)
    checked(plan)
    version = needs.version()
    _say(f"Kubernetes {version}. Rendering the charts for {plan.platform} …")
    packed()
    own_stores, manifests = rendered(plan, version, STORES), rendered(plan, version)
    if not namespace.exists():
        _say(f"Making the namespace {plan.namespace} …")
        namespace.make()
    needs.check(manifests, namespace, own_stores)
    if advice := needs.advice():
        _say(advice)
    if own_stores:
        _say("Installing Kafka and Postgres …")
        release.install(plan, STORES, _INSTALL_SECONDS, lambda told: _say(f"Installing … {told}"))
    if stores.vouched_for(own_stores):
        _say("Making the authority of Postgres known …")
        stores.make_known(manifests, namespace)
    if hold:
        _say("Holding requests at the version that serves now …")
        traffic.hold(namespace)
    _say(f"Installing {len(manifests)} objects into {plan.namespace} …")
    release.install(plan, NUDGE, _INSTALL_SECONDS, lambda told: _say(f"Installing … {told}"))
    health.wait(namespace, _HEALTHY_SECONDS, _say)
    _say(
        f"Nudge is at {public_url(manifests)}{', the new version held back: make shift, or make back' if hold else ''}"
    )


def _shift(namespace: Namespace) -> None:
    traffic.shift(namespace)
    health.wait(namespace, _HEALTHY_SECONDS, _say)
    _say("All requests go to the new version.")


def _back(namespace: Namespace) -> None:
    """Requests first, which takes moments; then everything else that the upgrade changed."""
    traffic.back(namespace)
    _say("All requests go to the version before. Rolling the release back …")
    release.roll_back(namespace.name)
    health.wait(namespace, _HEALTHY_SECONDS, _say)
    traffic.shift(namespace)
    _say("Rolled back.")


def _remove(namespace: str) -> None:
    needs.version()
    _say(f"Removing Nudge from {namespace} …")
    release.remove(namespace)
    _say(
        "Removed. Secrets, topics and the database are as they were; kubectl delete namespace takes what is in it too, also stores of your own."
    )


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy", description="Installs Nudge on a Kubernetes cluster.")
    commands = parser.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install")
    install.add_argument("platform")
    install.add_argument("--values", type=Path, action="append", default=[])
    install.add_argument("--set", action="append", default=[])
    install.add_argument("--hold", action="store_true")
    for each in (install, *(commands.add_parser(name) for name in ("remove", "status", "shift", "back"))):
        each.add_argument("--namespace", default="nudge")
    return parser.parse_args(words)


def _do(given: argparse.Namespace) -> None:
    namespace = Namespace(given.namespace)
    need("kubectl", "helm")
    match given.command:
        case "install":
            _install(Plan(given.platform, given.namespace, tuple(given.values), tuple(given.set)), given.hold)
        case "remove":
            _remove(given.namespace)
        case "shift":
            _shift(namespace)
        case "back":
            _back(namespace)
        case _:
            needs.version()
            print(status(namespace))


def main(words: list[str] | None = None) -> int:
    given = _arguments(words)
    try:
        _do(given)
    except DeployError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
