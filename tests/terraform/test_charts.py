"""What Terraform tells the charts suits them: the umbrella chart takes each cloud's helm_values as they come out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.charts.render import helm, manifests
from tests.lane.programs import ROOT
from tests.terraform.umbrella import suits
from tests.terraform.workspace import Workspace

_B64 = "Y2VydGlmaWNhdGU="

# What mocks must say that is not any text.
MOCKS = {
    "gcp": f"""
mock_provider "google" {{
  mock_resource "google_container_cluster" {{
    defaults = {{ master_auth = {{ cluster_ca_certificate = "{_B64}" }}, endpoint = "10.0.0.1" }}
  }}
  mock_resource "google_sql_database_instance" {{
    defaults = {{ dns_name = "nudge.sql.example.com", server_ca_cert = [{{ cert = "certificate" }}] }}
  }}
  mock_resource "google_compute_subnetwork" {{
    defaults = {{ project = "my-project" }}
  }}
}}
variables {{
  project = "my-project"
  region  = "europe-west3"
}}
""",
    "azure": f"""
mock_provider "azurerm" {{
  mock_resource "azurerm_kubernetes_cluster" {{
    defaults = {{ kube_config = [{{ cluster_ca_certificate = "{_B64}", host = "https://10.0.0.1", password = "token" }}] }}
  }}
}}
variables {{
  region = "germanywestcentral"
}}
""",
    "digitalocean": f"""
mock_provider "digitalocean" {{
  mock_resource "digitalocean_kubernetes_cluster" {{
    defaults = {{ kube_config = [{{ cluster_ca_certificate = "{_B64}", token = "token" }}], endpoint = "https://10.0.0.1" }}
  }}
  mock_resource "digitalocean_database_cluster" {{
    defaults = {{ private_host = "private-nudge.db.ondigitalocean.com", port = 25073 }}
  }}
}}
variables {{
  region = "fra1"
}}
""",
    "minikube": """
mock_provider "tls" {}
""",
}
_ASKED = """
mock_provider "helm" {}
mock_provider "kubernetes" {}
run "made" {
  variables {
    public_host = "nudge.example.com"
    mail_from   = "nudge@example.com"
    # Ephemeral ones must be named in a test, even when they are empty.
    neon_database_url = ""
    neon_direct_url   = ""
  }
}
"""


@pytest.mark.parametrize("cloud", MOCKS)
def test_the_charts_take_what_a_cloud_gives(
    cloud: str, copy: Callable[..., Workspace], umbrella: Path, tmp_path: Path
) -> None:
    here = copy()
    tests = here.folder / "terraform" / cloud / "tests"
    tests.mkdir()
    (tests / "made.tftest.hcl").write_text(MOCKS[cloud] + _ASKED, "utf-8")
    assert here.init(cloud).code == 0
    done = here.run(cloud, "test", "-json", "-verbose")
    assert done.code == 0, done.said[-4000:]
    suits(cloud, _outputs(done.said)["helm_values"]["value"], umbrella, tmp_path)


def _outputs(said: str) -> dict[str, Any]:
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (state,) = [line["test_state"] for line in lines if line.get("type") == "test_state"]
    return dict(state["outputs"])


@pytest.mark.parametrize(
    ("chart", "values"),
    [
        ("modules/platform/charts/authority", {"ca": "certificate"}),
        ("modules/platform/charts/front", {}),
        ("modules/platform/charts/front", {"acmeEmail": "people@example.com", "solver": {"dns01": {"route53": {}}}}),
        ("modules/platform/charts/knative-serving", {"replicated": True}),
        ("modules/platform/charts/storage", {"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "true"}}),
        (
            "modules/broker/kubernetes/chart",
            {"password": "p", "key": "k", "certificate": "c", "host": "h", "username": "u"},
        ),
        ("modules/database/kubernetes/chart", {"password": "p", "key": "k", "certificate": "c"}),
    ],
)
def test_the_small_charts_beside_the_modules_render(chart: str, values: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "values.json").write_text(json.dumps(values), "utf-8")
    done = helm("template", "it", ROOT / "terraform" / chart, "-f", tmp_path / "values.json")
    assert done.returncode == 0, done.stderr
    assert all(each["kind"] and each["metadata"]["name"] for each in manifests(done.stdout))
    assert helm("lint", "--strict", ROOT / "terraform" / chart, "-f", tmp_path / "values.json").returncode == 0
