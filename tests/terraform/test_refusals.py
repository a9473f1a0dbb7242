"""What must not be made is refused, in words that say what to do: by the configuration itself, before anything is made."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.terraform.test_apply import CHOSEN
from tests.terraform.workspace import Workspace, variables, words

Make = Callable[..., Workspace]
_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

# What somebody might change in a file · what is said then
PLANTED = [
    (
        "a public database",
        "modules/database/aws/main.tf",
        "publicly_accessible    = false",
        "publicly_accessible    = true",
        "The database must not be reachable from the internet: set publicly_accessible = false.",
    ),
    (
        "an open security group",
        "modules/network/aws/endpoints.tf",
        "cidr_ipv4         = var.cidr",
        'cidr_ipv4         = "0.0.0.0/0"',
        "The endpoints' security group must not be open to everybody: allow addresses of the network only.",
    ),
    (
        "an open database group",
        "modules/database/aws/main.tf",
        "  referenced_security_group_id = var.peers",
        '  cidr_ipv4 = "0.0.0.0/0"',
        "The database's security group must not be open to addresses: allow the cluster's security group only.",
    ),
    (
        "an unencrypted volume of the database",
        "modules/database/aws/main.tf",
        "storage_encrypted     = true",
        "storage_encrypted     = false",
        "The database's volume must be encrypted: set storage_encrypted = true.",
    ),
    (
        "an unencrypted volume of a machine",
        "modules/cluster/aws/nodes.tf",
        "encrypted             = true",
        "encrypted             = false",
        "Disks of the machines must be encrypted: set encrypted = true in every block device of the launch template.",
    ),
    (
        "Kafka without TLS",
        "modules/broker/aws/main.tf",
        'client_broker = "TLS"',
        'client_broker = "TLS_PLAINTEXT"',
        "Kafka must take TLS connections of known users only.",
    ),
]

# What somebody might ask for · what is said then
ASKED: list[tuple[str, Mapping[str, Any], str]] = [
    (
        "an API open to everybody",
        {"api_allowed_cidrs": ["0.0.0.0/0"]},
        "The Kubernetes API must not be open to everybody",
    ),
    ("a size that is none", {"size": "huge"}, "size must be small, medium or large."),
    ("bounds the wrong way round", {"nodes": {"min": 9, "max": 3}}, "nodes.min must not be above nodes.max"),
    (
        "a URL for a host",
        {"public_host": "https://nudge.example.com"},
        "public_host must be a host name such as nudge.example.com",
    ),
    ("a public network", {"cidr": "8.8.0.0/16"}, "cidr must be a private /16"),
    ("Neon without its strings", {"database": "neon"}, "neon_database_url must be the pooled string that Neon shows"),
    (
        "no certificates of RDS",
        {"rds_ca_file": "none.pem"},
        "curl -o rds-ca.pem https://truststore.pki.rds.amazonaws.com/eu-central-1/eu-central-1-bundle.pem",
    ),
]


@pytest.fixture
def plan(copy: Make, aws: dict[str, str]) -> Callable[..., str]:
    here = copy(**aws)
    (here.folder / "terraform" / "aws" / "rds-ca.pem").write_text(_CERTIFICATE, "utf-8")

    def planned(asked: Mapping[str, Any], *planted: str) -> str:
        if planted:
            here.change(*planted)
        assert here.init("aws").code == 0
        done = here.run("aws", "plan", "-input=false", "-parallelism=16", *variables(asked))
        assert done.code == 1, done.said[-2000:]
        return words(done.said)

    return planned


@pytest.mark.parametrize(
    ("file", "old", "new", "says"), [each[1:] for each in PLANTED], ids=[each[0] for each in PLANTED]
)
def test_a_weakened_file_is_refused(file: str, old: str, new: str, says: str, plan: Callable[..., str]) -> None:
    assert says in plan(CHOSEN, file, old, new)


@pytest.mark.parametrize(("asked", "says"), [each[1:] for each in ASKED], ids=[each[0] for each in ASKED])
def test_a_bad_wish_is_refused(asked: Mapping[str, Any], says: str, plan: Callable[..., str]) -> None:
    assert says in plan({**CHOSEN, **asked})


@pytest.mark.parametrize("name", ["region", "public_host", "mail_from"])
def test_a_missing_variable_is_named(name: str, plan: Callable[..., str]) -> None:
    said = plan({each: value for each, value in CHOSEN.items() if each != name})
    assert f'The root module input variable "{name}" is not set, and has no default value.' in said


def test_a_database_at_neon_takes_the_managed_ones_place(copy: Make, aws: dict[str, str]) -> None:
    here = copy(**aws)
    place = "postgresql://nudge:planted@ep-a-1{}.eu-central-1.aws.neon.tech/nudge?sslmode=require"
    strings = {"neon_database_url": place.format("-pooler"), "neon_direct_url": place.format("")}
    assert here.init("aws").code == 0
    done = here.run(
        "aws", "plan", "-input=false", "-parallelism=16", *variables({**CHOSEN, **strings, "database": "neon"})
    )
    assert done.code == 0, done.said[-2000:]
    assert "aws_db_instance" not in done.said
    assert "planted" not in done.said
