"""kubeconform against the schemas of Kubernetes and of every custom resource, where an unknown field is a mistake."""

import copy
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import yaml

from tests.charts.programs import program
from tests.charts.render import JUDGED, Manifest
from tests.charts.schemas import LAYOUT, schemas


def _complaints(manifests: Sequence[Manifest]) -> str:
    command = [program("kubeconform"), "-strict", "-schema-location", f"{schemas()}/{LAYOUT}", "-"]
    given = yaml.safe_dump_all(manifests)
    told = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
    return (told.stdout + told.stderr) if told.returncode else ""


def _first(manifests: Sequence[Manifest], kind: str, api: str = "") -> Manifest:
    return next(each for each in manifests if each["kind"] == kind and each["apiVersion"].startswith(api))


@pytest.mark.parametrize("what", JUDGED)
def test_every_manifest_fits_its_schema(what: str, judged: Mapping[str, list[Manifest]]) -> None:
    assert not _complaints(judged[what])


def _misspelt(manifests: list[Manifest]) -> Manifest:
    container = _first(manifests, "Job")["spec"]["template"]["spec"]["containers"][0]
    container["imagePulPolicy"] = container.pop("imagePullPolicy")
    return _first(manifests, "Job")


def _word_for_number(manifests: list[Manifest]) -> Manifest:
    _first(manifests, "Service", "serving")["spec"]["template"]["spec"]["containerConcurrency"] = "many"
    return _first(manifests, "Service", "serving")


def _unknown_to_knative(manifests: list[Manifest]) -> Manifest:
    _first(manifests, "Service", "serving")["spec"]["template"]["spec"]["containers"][0]["resourcez"] = {}
    return _first(manifests, "Service", "serving")


def _unknown_to_keda(manifests: list[Manifest]) -> Manifest:
    _first(manifests, "ScaledObject")["spec"]["minReplicas"] = 0
    return _first(manifests, "ScaledObject")


def _without_base_url(manifests: list[Manifest]) -> Manifest:
    del _first(manifests, "HTTPEndpoint")["spec"]["baseUrl"]
    return _first(manifests, "HTTPEndpoint")


def _unknown_kind(manifests: list[Manifest]) -> Manifest:
    return _first(manifests, "Configuration") | {"kind": "Configuracion"}


def _unknown_to_prometheus(manifests: list[Manifest]) -> Manifest:
    _first(manifests, "PodMonitor")["spec"]["podMetricsEndpoints"][0]["intervall"] = "15s"
    return _first(manifests, "PodMonitor")


def _no_expression(manifests: list[Manifest]) -> Manifest:
    del _first(manifests, "PrometheusRule")["spec"]["groups"][0]["rules"][0]["expr"]
    return _first(manifests, "PrometheusRule")


def _unknown_to_external_secrets(manifests: list[Manifest]) -> Manifest:
    _first(manifests, "ExternalSecret")["spec"]["target"]["creationPolicy"] = "Sometimes"
    return _first(manifests, "ExternalSecret")


PLANTED: dict[str, tuple[Callable[[list[Manifest]], Manifest], str]] = {
    "a misspelt field": (_misspelt, "imagePulPolicy"),
    "a word for a number": (_word_for_number, "containerConcurrency"),
    "a field that Knative does not know": (_unknown_to_knative, "resourcez"),
    "a field that KEDA does not know": (_unknown_to_keda, "minReplicas"),
    "an endpoint without its address": (_without_base_url, "baseUrl"),
    "a field that the Prometheus Operator does not know": (_unknown_to_prometheus, "intervall"),
    "an alert without its question": (_no_expression, "expr"),
    "a policy that External Secrets does not know": (_unknown_to_external_secrets, "creationPolicy"),
    "a kind that nobody knows": (_unknown_kind, "could not find schema"),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_caught(mistake: str, judged: Mapping[str, list[Any]]) -> None:
    plant, word = PLANTED[mistake]
    assert word in _complaints([plant(copy.deepcopy(judged["every option"]))])
