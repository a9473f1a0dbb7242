"""Kafka and Postgres of one's own: only where they are asked for, reached by nobody else, and trusted by everybody who needs them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.charts.render import CHARTS, UMBRELLA, Manifest, helm, manifests, stores, template
from tests.lane.resources import guarded

_OFF = ("--set", "stores.enabled=false")
_REDPANDA = UMBRELLA / "values" / "examples" / "redpanda.yaml"


def _named(rendered: list[Manifest], kind: str, name: str) -> Manifest:
    return next(each for each in rendered if (each["kind"], each["metadata"]["name"]) == (kind, name))


def _kinds(rendered: list[Manifest], kind: str) -> set[str]:
    return {each["metadata"]["name"] for each in rendered if each["kind"] == kind}


@pytest.fixture(scope="module")
def own(judged: Mapping[str, list[Manifest]]) -> list[Manifest]:
    return judged["stores"]


def test_nobody_gets_stores_unasked() -> None:
    assert not manifests(stores(*_OFF).stdout)
    for platform in ("eks", "gke", "aks", "digitalocean", "local-cluster"):
        values = UMBRELLA / "values" / f"{platform}.yaml"
        done = helm("template", "s", CHARTS["knative"] / "stores", "--kube-version", "1.33.0", "-f", values)
        assert done.returncode == 0 and not manifests(done.stdout), done.stderr


def test_a_broker_elsewhere_takes_kafkas_place(umbrella: Path) -> None:
    own = manifests(stores("-f", _REDPANDA).stdout)
    assert _kinds(own, "StatefulSet") == {"postgres"}
    done = helm("template", "n", umbrella, "--kube-version", "1.33.0", *_files("minikube"), "-f", _REDPANDA)
    pubsub = _named(manifests(done.stdout), "Component", "pubsub")
    assert {"name": "brokers", "value": "redpanda.redpanda.svc.cluster.local:9093"} in pubsub["spec"]["metadata"]
    assert _reference(pubsub, "caCert") == {"name": "kafka-ca", "key": "ca.crt"}


def _files(platform: str) -> tuple[str | Path, ...]:
    catalogue = CHARTS["knative"].parent / "functions" / "functions.yaml"
    return "-f", catalogue, "-f", UMBRELLA / "values" / f"{platform}.yaml"


def _reference(component: Manifest, name: str) -> Any:
    return next(item["secretKeyRef"] for item in component["spec"]["metadata"] if item["name"] == name)


def test_the_addresses_of_minikube_are_those_of_its_stores(own: list[Manifest]) -> None:
    values = yaml.safe_load((UMBRELLA / "values" / "minikube.yaml").read_text("utf-8"))
    host, _, port = values["global"]["kafka"]["brokers"].partition(":")
    names = _named(own, "Certificate", "kafka-tls")["spec"]["dnsNames"]
    assert host in names
    assert (
        f"advertised.listeners=CLIENT://{host}:{port}" in _named(own, "ConfigMap", "kafka")["data"]["server.properties"]
    )
    assert _named(own, "Service", "kafka")["spec"]["ports"][0]["port"] == int(port)


def test_certificates_are_signed_by_an_authority_of_the_namespace(own: list[Manifest]) -> None:
    assert _named(own, "Certificate", "stores-authority")["spec"]["isCA"]
    assert _named(own, "Issuer", "stores")["spec"]["ca"]["secretName"] == "stores-authority"
    for name in ("kafka-tls", "postgres-tls"):
        certificate = _named(own, "Certificate", name)["spec"]
        assert certificate["issuerRef"] == {"kind": "Issuer", "name": "stores"}
        assert not certificate.get("isCA")


@pytest.mark.parametrize("name", ["kafka", "postgres"])
def test_a_store_is_reached_by_nudge_and_keda_only(name: str, own: list[Manifest]) -> None:
    policy = _named(own, "NetworkPolicy", f"to-{name}")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"] and policy["egress"] == []
    assert policy["podSelector"]["matchLabels"].items() <= _labels(own, "StatefulSet", name).items()
    ours, keda = policy["ingress"][0]["from"]
    assert ours["podSelector"]["matchLabels"] == {"app.kubernetes.io/part-of": "nudge"}
    assert keda == {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "keda"}}}
    assert len(policy["ingress"]) == 1


def _labels(rendered: list[Manifest], kind: str, name: str) -> dict[str, str]:
    labels: dict[str, str] = _named(rendered, kind, name)["spec"]["template"]["metadata"]["labels"]
    return labels


@pytest.mark.parametrize(
    ("kind", "name"), [("Job", "topics"), ("Job", "migrate"), ("Job", "reading-role"), ("Deployment", "fire-reminders")]
)
def test_who_needs_a_store_is_let_in(
    kind: str, name: str, own: list[Manifest], rendered: Mapping[str, list[Manifest]]
) -> None:
    component = _labels(rendered["minikube"], kind, name)["app.kubernetes.io/component"]
    store = "kafka" if name == "topics" else "postgres"
    ours = _named(own, "NetworkPolicy", f"to-{store}")["spec"]["ingress"][0]["from"][0]["podSelector"]
    assert component in ours["matchExpressions"][0]["values"]


def test_a_store_keeps_its_data_and_every_probe(own: list[Manifest]) -> None:
    for each in (each for each in own if each["kind"] == "StatefulSet"):
        assert [claim["metadata"]["name"] for claim in each["spec"]["volumeClaimTemplates"]] == ["data"]
        (container,) = each["spec"]["template"]["spec"]["containers"]
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys()
        assert container["resources"].keys() == {"requests", "limits"}
        assert not each["spec"]["template"]["spec"]["automountServiceAccountToken"]


def test_backups_are_kept_when_the_stores_go(own: list[Manifest]) -> None:
    assert (
        _named(own, "PersistentVolumeClaim", "backup")["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"
    )
    kept = _named(manifests(stores("--set", "stores.backup.keepDays=30").stdout), "CronJob", "backup")
    (container,) = kept["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert {"name": "KEEP_DAYS", "value": "30"} in container["env"]
    assert not _kinds(manifests(stores("--set", "stores.backup.enabled=false").stdout), "CronJob")


# Trust in brokers that no public authority vouches for.


def test_components_get_into_a_guarded_broker_as_they_were_seen_to(rendered: Mapping[str, list[Manifest]]) -> None:
    """The settings with which tests/real speaks to such a broker, by the names of the chart's secrets."""
    component = _named(rendered["minikube"], "Component", "pubsub")
    seen = guarded(yaml.safe_load((CHARTS["dapr"] / "components" / "pubsub.yaml").read_text("utf-8")))
    wanted = {item["name"]: item.get("value") for item in seen["spec"]["metadata"] if item["name"] != "brokers"}
    given = {item["name"]: item.get("value") for item in component["spec"]["metadata"] if item["name"] != "brokers"}
    assert given.pop("disableTls") == "false"
    assert given == wanted
    assert _reference(component, "caCert") == {"name": "kafka-tls", "key": "ca.crt"}
    assert component["auth"] == {"secretStore": "kubernetes"}


@pytest.mark.parametrize("platform", ["minikube", "digitalocean"])
def test_sidecars_keda_and_jobs_trust_the_same(platform: str, rendered: Mapping[str, list[Manifest]]) -> None:
    here = rendered[platform]
    secret = _reference(_named(here, "Component", "broadcast"), "caCert")["name"]
    targets = _named(here, "TriggerAuthentication", "kafka")["spec"]["secretTargetRef"]
    assert {"parameter": "ca", "name": secret, "key": "ca.crt"} in targets
    pod = _named(here, "Job", "topics")["spec"]["template"]["spec"]
    (volume,) = pod["volumes"]
    assert volume["secret"] == {"secretName": secret, "items": [{"key": "ca.crt", "path": "ca.crt"}]}
    (mount,) = pod["containers"][0]["volumeMounts"]
    assert {"name": "NUDGE_KAFKA_CA", "value": f"{mount['mountPath']}/ca.crt"} in pod["containers"][0]["env"]


@pytest.mark.parametrize("platform", ["eks", "gke", "aks"])
def test_where_public_authorities_vouch_nobody_is_told_another(
    platform: str, rendered: Mapping[str, list[Manifest]]
) -> None:
    text = yaml.safe_dump_all(rendered[platform])
    assert "caCert" not in text and "NUDGE_KAFKA_CA" not in text and "parameter: ca\n" not in text


_NO_PASSWORD = ("--set", "global.kafka.auth=none", "--set", "global.kafka.tls=true")


def test_tls_without_a_password(umbrella: Path) -> None:
    done = template(umbrella, "eks", *_NO_PASSWORD, "--set", "global.kafka.caSecret.name=kafka-ca")
    rendered = manifests(done.stdout)
    pubsub = _named(rendered, "Component", "pubsub")
    assert {"name": "authType", "value": "certificate"} in pubsub["spec"]["metadata"]
    (only,) = _named(rendered, "TriggerAuthentication", "kafka")["spec"]["secretTargetRef"]
    assert only["parameter"] == "ca"
    triggers = _named(rendered, "ScaledObject", "write-audit-trigger")["spec"]["triggers"]
    assert all(
        each["metadata"]["tls"] == "enable" and each["authenticationRef"] == {"name": "kafka"} for each in triggers
    )


# What a sidecar would do in the open, or could not do.
REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "TLS without a password and without an authority": (_NO_PASSWORD, "global.kafka.caSecret.name"),
    "an authority without TLS": (
        ("--set", "global.kafka.tls=false,global.kafka.caSecret.name=kafka-ca"),
        "spoken to in the open",
    ),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_would_be_in_the_open_is_refused(wrong: str, umbrella: Path) -> None:
    words, said = REFUSED[wrong]
    done = template(umbrella, "eks", *words)
    assert done.returncode and said in done.stderr


WRONG: dict[str, tuple[str, ...]] = {
    "stores.kafka.storage=plenty": ("/stores/kafka/storage", "pattern"),
    "stores.backup.keepDays=0": ("/stores/backup/keepDays", "minimum"),
    "stores.backup.schedule=nightly": ("/stores/backup/schedule", "pattern"),
    "stores.postgress.storage=4Gi": ("/stores", "postgress"),
    "global.kafka.brokers=kafka.other.svc.cluster.local:9092": (
        "the broker of stores is kafka.nudge.svc.cluster.local:9092",
    ),
    "global.kafka.mechanism=PLAIN": ("The broker of stores takes SCRAM",),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_value_is_refused_by_name(wrong: str) -> None:
    done = stores("--set", wrong)
    assert done.returncode
    for words in WRONG[wrong]:
        assert words in done.stderr


def test_the_password_of_a_cache_is_no_functions_to_read(umbrella: Path) -> None:
    words = ("--set", "dapr.taskCache.kind=redis", "--set", "dapr.taskCache.redisHost=redis:6379")
    cache = _named(manifests(template(umbrella, "eks", *words).stdout), "Component", "task-cache")
    assert cache["auth"] == {"secretStore": "kubernetes"}
