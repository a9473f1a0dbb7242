"""Wrong values are refused before anything is installed, in words that name the value."""

from pathlib import Path

import pytest

from tests.charts.render import CATALOGUE, GIVEN, helm, template

# What somebody sets, and what must be in the answer: the place, and what would be right.
REFUSED = {
    "global.kafka.auth=kerberos": ("/global/kafka/auth", "awsiam"),
    "global.kafka.brokers=kafka": ("/global/kafka/brokers", "pattern"),
    "global.kafka.replicas=0": ("/global/kafka/replicas", "minimum"),
    "global.kafka.borkers=kafka:9092": ("/global/kafka", "borkers"),
    "global.kafka.caSecret.nmae=kafka-ca": ("/global/kafka/caSecret", "nmae"),
    "global.publicUrl=nudge.example.com": ("/global/publicUrl", "pattern"),
    "global.image.digest=latest": ("/global/image/digest", "pattern"),
    "global.image.pullPolicy=Sometimes": ("/global/image/pullPolicy", "IfNotPresent"),
    "global.logLevel=loud": ("/global/logLevel", "WARNING"),
    "global.secrets.store=vault": ("/global/secrets/store", "kubernetes"),
    "global.secrets.provided={database-ulr}": ("/global/secrets/provided/0", "database-url"),
    "global.secrets.external.store.kind=Vault": ("/global/secrets/external/store/kind", "ClusterSecretStore"),
    "global.secrets.external.refreshInterval=often": ("/global/secrets/external/refreshInterval", "pattern"),
    "knative.monitoring.enable=true": ("/monitoring", "enable"),
    "knative.monitoring.interval=seldom": ("/monitoring/interval", "pattern"),
    "global.internalTls=perhaps": ("/global/internalTls", "boolean"),
    "global.functions.gateway.scale.min=-1": ("/global/functions/gateway/scale/min", "minimum"),
    "global.functions.gateway.scale.maximum=3": ("/global/functions/gateway/scale", "maximum"),
    "global.acessToken=hunter2": ("/global", "acessToken"),
    "knativ.databasePool=3": ("", "knativ"),
    "knative.databasePool=0": ("/databasePool", "minimum"),
    "knative.front.kind=loadBalancer": ("/front/kind", "domainMapping"),
    "knative.networkPolicies.enable=false": ("/networkPolicies", "enable"),
    "keda.trigger.minReplicas=some": ("/trigger/minReplicas", "integer"),
    "keda.trigger.replicas=1": ("/trigger", "replicas"),
    "dapr.taskCache.kind=memcached": ("/taskCache/kind", "redis"),
    "dapr.taskCache.kind=redis": ("/taskCache/redisHost", "pattern"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_wrong_value_is_refused_by_name(wrong: str, umbrella: Path) -> None:
    done = template(umbrella, "eks", "--set", wrong)
    assert done.returncode
    for words in REFUSED[wrong]:
        assert words in done.stderr


# What would be open to everybody, or could not work, is refused by the templates themselves.
MISSING = {
    "access-token": "{database-url,app-token,link-key,reading-url}",
    "database-url": "{access-token,app-token,link-key,reading-url}",
    "app-token": "{access-token,database-url,link-key,reading-url}",
    "link-key": "{access-token,database-url,app-token,reading-url}",
    "reading-url": "{access-token,database-url,app-token,link-key}",
}


@pytest.mark.parametrize("secret", MISSING)
def test_without_a_secret_nothing_is_rendered(secret: str, umbrella: Path) -> None:
    done = template(umbrella, "eks", "--set", f"global.secrets.provided={MISSING[secret]}")
    assert done.returncode
    assert f"The secret {secret} is missing" in done.stderr
    assert not done.stdout


def test_without_a_public_address_nothing_is_rendered(umbrella: Path) -> None:
    done = template(umbrella, "eks", "--set", "global.publicUrl=")
    assert "Say where people open Nudge" in done.stderr
    assert not done.stdout


def test_without_the_catalogue_nothing_is_rendered(umbrella: Path) -> None:
    done = helm(
        "template", "nudge", umbrella, "--kube-version", "1.33.0", "-f", umbrella / "values" / "eks.yaml", *GIVEN
    )
    assert "-f functions/functions.yaml" in done.stderr
    assert CATALOGUE.exists()


def test_an_old_kubernetes_is_refused(umbrella: Path) -> None:
    done = template(umbrella, "eks", "--kube-version", "1.27.0")
    assert "requires kubeVersion" in done.stderr
