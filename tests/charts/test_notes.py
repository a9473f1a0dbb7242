"""What a person reads after `helm install`. Helm shows notes only to who has a cluster, so they are rendered as a file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.charts.render import PLATFORMS, manifests, template

_AS_A_FILE = """
{{- define "notes" }}
%s
{{- end }}
kind: Notes
metadata: {name: notes}
text: {{ include "notes" . | toJson }}
"""


@pytest.fixture(scope="module")
def notes(umbrella: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    chart = tmp_path_factory.mktemp("notes") / "umbrella"
    shutil.copytree(umbrella, chart)
    text = chart / "templates" / "NOTES.txt"
    (chart / "templates" / "notes.yaml").write_text(_AS_A_FILE % text.read_text("utf-8"))

    def read(platform: str, *words: str) -> str:
        done = template(chart, platform, *words)
        assert done.returncode == 0, done.stderr
        (found,) = [each["text"] for each in manifests(done.stdout) if each["kind"] == "Notes"]
        return str(found)

    return read


@pytest.mark.parametrize("platform", PLATFORMS)
def test_they_say_where_the_page_is_and_how_to_get_in(platform: str, notes: Callable[..., str]) -> None:
    told = notes(platform)
    assert "Nudge is at https://nudge.example.com\n" in told
    assert "kubectl -n nudge get secret access-token" in told
    assert "helm test nudge -n nudge" in told


def test_they_say_what_must_be_done_for_the_name(notes: Callable[..., str]) -> None:
    assert "The name nudge.example.com must lead to" in notes("eks")
    assert "kubectl -n kourier-system get service" in notes("eks")
    assert "knative.front.kind is none" in notes("local-cluster")


def test_they_say_what_is_not_there(notes: Callable[..., str]) -> None:
    assert "mail-url" in notes("minikube") and "mail-url" not in notes("eks")
    assert "knative.monitoring.enabled=true" not in notes("eks", "--set", "knative.monitoring.enabled=true")


def test_a_token_of_awss_store_is_looked_for_there(notes: Callable[..., str]) -> None:
    told = notes("eks", "--set", "global.secrets.store=aws")
    assert "aws secretsmanager get-secret-value --region eu-central-1 --secret-id access-token" in told
    assert "kubectl -n nudge get secret" not in told
