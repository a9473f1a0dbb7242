"""Every resource, argument and required argument against the real schema (AWS) or the published one (all others), by Terraform itself."""

from collections.abc import Callable

import pytest

from tests.terraform.conftest import CLOUDS
from tests.terraform.workspace import Workspace, words

Make = Callable[..., Workspace]

# cloud · file · what it says · what is planted instead · what Terraform says then
PLANTED = [
    (
        "gcp",
        "modules/database/gcp/main.tf",
        'resource "google_sql_database" "nudge"',
        'resource "google_sql_databaze" "nudge"',
        "does not support resource type",
    ),
    (
        "gcp",
        "modules/database/gcp/main.tf",
        "ssl_mode ",
        "ssl_mod ",
        'An argument named "ssl_mod" is not expected here',
    ),
    (
        "gcp",
        "modules/database/gcp/main.tf",
        "  database_version ",
        "  # database_version ",
        'The argument "database_version" is required',
    ),
    (
        "azure",
        "modules/broker/azure/main.tf",
        "minimum_tls_version ",
        "minimal_tls_version ",
        'An argument named "minimal_tls_version" is not expected here',
    ),
    (
        "azure",
        "modules/cluster/azure/main.tf",
        "  default_node_pool {",
        "  node_pool {",
        'Blocks of type "node_pool" are not expected here',
    ),
    (
        "azure",
        "modules/database/azure/main.tf",
        "  backup_retention_days             = var.tier.backup_days",
        '  backup_retention_days             = "often"',
        "a number is required",
    ),
    (
        "digitalocean",
        "modules/broker/digitalocean/main.tf",
        '    type  = "k8s"\n',
        "",
        'The argument "type" is required',
    ),
    (
        "digitalocean",
        "modules/cluster/digitalocean/main.tf",
        "  node_pool {",
        '  dynamic "node_pol" {\n    for_each = []\n    content {}\n  }\n  node_pool {',
        'Blocks of type "node_pol" are not expected here',
    ),
    (
        "minikube",
        "modules/platform/main.tf",
        "  create_namespace = true\n  atomic ",
        "  make_namespace = true\n  atomic ",
        'An argument named "make_namespace" is not expected here',
    ),
    ("minikube", "modules/broker/kubernetes/main.tf", "  set_wo = [", "  set = [", "Ephemeral values are not valid"),
    (
        "minikube",
        "modules/authority/kubernetes/outputs.tf",
        "server.cert_pem",
        "server.certificate",
        "This object has no argument, nested block, or exported attribute named",
    ),
    (
        "aws",
        "modules/broker/aws/main.tf",
        "  kafka_version ",
        "  # kafka_version ",
        'The argument "kafka_version" is required',
    ),
]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_a_cloud_is_asked_for_exists(cloud: str, copy: Make) -> None:
    here = copy()
    assert here.init(cloud).code == 0
    done = here.run(cloud, "validate")
    assert done.code == 0, done.said


@pytest.mark.parametrize(
    ("cloud", "file", "old", "new", "says"), PLANTED, ids=[f"{each[0]}: {each[4]}" for each in PLANTED]
)
def test_a_planted_mistake_is_found(cloud: str, file: str, old: str, new: str, says: str, copy: Make) -> None:
    here = copy()
    here.change(file, old, new)
    assert here.init(cloud).code == 0
    done = here.run(cloud, "validate")
    assert done.code != 0
    assert says in words(done.said), done.said
