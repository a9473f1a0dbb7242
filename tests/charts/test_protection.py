"""What the charts promise about every pod and every right, read from the renderings."""

from collections.abc import Iterator, Mapping

import pytest

from tests.charts.render import JUDGED, PLATFORMS, Manifest, with_pods


def _templates(rendered: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    for each in with_pods(rendered):
        spec = each.get("spec") or {}
        spec = (spec.get("jobTemplate") or {}).get("spec", spec)
        if "containers" in (spec.get("template") or {}).get("spec", {}):
            yield f"{each['kind']} {each['metadata']['name']}", spec["template"]


@pytest.mark.parametrize("what", JUDGED)
def test_every_pod_is_as_restricted_as_pod_security_asks(what: str, judged: Mapping[str, list[Manifest]]) -> None:
    """Pod Security Standards, restricted."""
    for name, pod in _templates(judged[what]):
        for container in pod["spec"]["containers"] + pod["spec"].get("initContainers", []):
            security = container["securityContext"]
            assert security["runAsNonRoot"] and security["runAsUser"], name
            assert security["allowPrivilegeEscalation"] is False, name
            assert security["capabilities"] == {"drop": ["ALL"]}, name
            assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
            assert security["readOnlyRootFilesystem"], name


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_the_database_wakes_waits_for_the_brokers_first(
    platform: str, rendered: Mapping[str, list[Manifest]]
) -> None:
    """Its sidecar would start without a broker, and look for it only a minute later."""
    workers = {name: pod for name, pod in _templates(rendered[platform]) if name.startswith("Deployment")}
    for name in ("relay-outbox", "fire-reminders"):
        [first] = workers[f"Deployment {name}"]["spec"]["initContainers"]
        assert first["command"][:3] == ["python", "-m", "shared.jobs.await_brokers"]
        assert ":" in first["command"][3]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_sidecar_starts_without_what_it_cannot_reach(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    """Without secrets and database a function can do nothing, and who consumes is started again sooner than a sidecar tries again."""
    components = [each for each in rendered[platform] if each["kind"] == "Component"]
    needed = {
        each["metadata"]["name"]
        for each in components
        if not each["spec"].get("ignoreErrors") and each["spec"]["type"] != "state.in-memory"
    }
    assert needed == {"secrets", "pubsub", "state"} and len(components) == 6
    [consumed] = [each for each in components if each["metadata"]["name"] == "pubsub"]
    assert all(app.endswith("-trigger") for app in consumed["scopes"]), "who only publishes does not need it"
    [configuration] = [
        each for each in rendered[platform] if each["kind"] == "Configuration" and "dapr.io" in each["apiVersion"]
    ]
    assert {"name": "HotReload", "enabled": True} in configuration["spec"]["features"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_role_reads_named_secrets_and_nothing_else(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    for role in (each for each in rendered[platform] if each["kind"] == "Role"):
        for rule in role["rules"]:
            assert rule["resources"] == ["secrets"] and rule["verbs"] == ["get"] and rule["resourceNames"], role[
                "metadata"
            ]["name"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_always_on_has_a_disruption_budget(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    budgets = {each["metadata"]["name"] for each in rendered[platform] if each["kind"] == "PodDisruptionBudget"}
    least = "autoscaling.knative.dev/min-scale"
    services = [
        each for each in rendered[platform] if each["apiVersion"].startswith("serving") and each["kind"] == "Service"
    ]
    always_on = {
        each["metadata"]["name"] for each in services if int(each["spec"]["template"]["metadata"]["annotations"][least])
    }
    assert budgets == always_on


def test_triggers_that_always_consume_have_a_disruption_budget(judged: Mapping[str, list[Manifest]]) -> None:
    rendered = judged["every option"]
    triggers = {
        each["metadata"]["name"]
        for each in rendered
        if each["kind"] == "Deployment" and "trigger" in each["metadata"]["name"]
    }
    budgets = [each for each in rendered if each["kind"] == "PodDisruptionBudget"]
    assert triggers and triggers <= {each["metadata"]["name"] for each in budgets}
    for budget in budgets:
        labels = budget["spec"]["selector"]["matchLabels"]
        assert any(labels.items() <= pod["metadata"]["labels"].items() for _, pod in _templates(rendered)), labels


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobody_may_talk_to_anybody_but_by_a_policy(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    policies = [each["spec"] for each in rendered[platform] if each["kind"] == "NetworkPolicy"]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in policies


@pytest.mark.parametrize("platform", PLATFORMS)
def test_jobs_have_no_sidecar_that_would_outlive_them(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    for name, pod in _templates(rendered[platform]):
        if "Job" in name.split()[0]:
            assert "dapr.io/enabled" not in pod["metadata"].get("annotations", {}), name


def test_no_secret_is_in_a_chart(judged: Mapping[str, list[Manifest]]) -> None:
    assert not [each for every in judged.values() for each in every if each["kind"] == "Secret"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_function_is_asked_how_it_is(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    for name, pod in _templates(rendered[platform]):
        for container in (each for each in pod["spec"]["containers"] if each["name"] == "function"):
            asked = {
                kind: container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")
            }
            assert asked == {"startup": "/live", "readiness": "/ready", "liveness": "/live"}, name
