"""terraform/aws, as it is, applied to a simulated AWS; then planned again, used, and destroyed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import httpx
import psycopg.conninfo
import pytest
import yaml

from tests.lane.programs import ROOT
from tests.terraform.umbrella import suits
from tests.terraform.workspace import Run, Workspace, variables, words

REGION = "eu-central-1"
# The platform layer needs a real Kubernetes API, which no simulator of AWS has: that alone is left out. Names can be used again at once.
CHOSEN = {
    "region": REGION,
    "public_host": "nudge.example.com",
    "mail_from": "nudge@example.com",
    "platform": False,
    "deletion_protection": False,
    "secrets_recovery_days": 0,
    "github_repository": "example/nudge",
    "budget": {"limit": 500, "emails": ["people@example.com"]},
    "api_allowed_cidrs": ["203.0.113.0/24"],
}
_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"
CATALOGUE = yaml.safe_load((ROOT / "functions" / "functions.yaml").read_text("utf-8"))["global"]["functions"]


@dataclass(frozen=True)
class Applied:
    workspace: Workspace
    outputs: Mapping[str, Any]
    chosen: Mapping[str, Any]
    made: Mapping[str, Any] = field(default_factory=dict)
    """Address of each resource to its attributes."""

    def aws(self, service: str) -> Any:
        names = {
            "endpoint_url": "AWS_ENDPOINT_URL",
            "aws_access_key_id": "AWS_ACCESS_KEY_ID",
            "aws_secret_access_key": "AWS_SECRET_ACCESS_KEY",
        }
        return boto3.client(service, REGION, **{key: self.workspace.environment[name] for key, name in names.items()})

    def run(self, *arguments: str) -> Run:
        return self.workspace.run("aws", *arguments, "-parallelism=16", *variables(self.chosen), seconds=3000)


@pytest.fixture(scope="module")
def applied(copy: Callable[..., Workspace], aws: dict[str, str]) -> Applied:
    workspace = copy(**aws)
    (workspace.folder / "terraform" / "aws" / "rds-ca.pem").write_text(_CERTIFICATE, "utf-8")
    assert workspace.init("aws").code == 0
    asking = Applied(workspace, {}, {})
    # The domain's zone is people's own: it was there before.
    zone = asking.aws("route53").create_hosted_zone(Name="example.com", CallerReference="people")["HostedZone"]["Id"]
    chosen = {**CHOSEN, "zone_id": zone.rpartition("/")[2]}
    done = Applied(workspace, {}, chosen).run("apply", "-auto-approve", "-input=false")
    assert done.code == 0, done.said[-4000:]
    outputs = {name: each["value"] for name, each in workspace.json("aws", "output").items()}
    return Applied(workspace, outputs, chosen, _made(workspace.json("aws", "show")["values"]["root_module"]))


def _made(module: Mapping[str, Any]) -> dict[str, Any]:
    here = {each["address"]: each["values"] for each in module.get("resources", []) if each["mode"] == "managed"}
    return here | {name: each for child in module.get("child_modules", []) for name, each in _made(child).items()}


def test_a_second_plan_changes_nothing(applied: Applied) -> None:
    again = applied.run("plan", "-detailed-exitcode", "-input=false")
    assert again.code == 0, again.said[-4000:]
    assert "No changes" in again.said


def test_the_database_url_leads_to_the_database_and_checks_whom_it_speaks_to(applied: Applied) -> None:
    url = _secret(applied, "database-url")
    parts = psycopg.conninfo.conninfo_to_dict(url)
    told = applied.outputs["database"]
    instance = applied.aws("rds").describe_db_instances()["DBInstances"][0]
    assert (parts["host"], parts["port"], parts["dbname"]) == (told["host"], str(told["port"]), told["database"])
    assert parts["host"] == instance["Endpoint"]["Address"]
    assert (parts["user"], parts["sslmode"]) == (instance["MasterUsername"], "verify-full")
    assert parts["sslrootcert"] == "/etc/nudge/postgres/ca.crt"
    assert parts["password"] == _secret(applied, "nudge/database")
    assert told["ca"] == _CERTIFICATE


def test_the_brokers_are_three_and_take_the_user_that_is_stored(applied: Applied) -> None:
    broker = applied.outputs["broker"]
    assert len(broker["addresses"]) == 3
    assert {address.rpartition(":")[2] for address in broker["addresses"]} == {"9096"}
    assert broker["mechanism"] == "SCRAM-SHA-512"
    known = json.loads(_secret(applied, "AmazonMSK_nudge"))
    assert known == {"username": broker["username"], "password": _secret(applied, "kafka-password")}


def test_each_key_of_the_catalogue_has_its_secret(applied: Applied) -> None:
    wanted = {key for each in CATALOGUE.values() for key in each["secrets"]} | {
        "app-token",
        "kafka-username",
        "kafka-password",
    }
    assert set(applied.outputs["secrets"]["references"]) == wanted
    later = {key for key in wanted if key.startswith(("model-", "push-"))}
    assert all(_secret(applied, key) for key in wanted - later)
    assert _secret(applied, "mail-url") == f"ses://{REGION}"


def test_no_state_holds_a_password(applied: Applied) -> None:
    state = (applied.workspace.folder / "terraform" / "aws" / "terraform.tfstate").read_text("utf-8")
    for key in ("nudge/database", "kafka-password", "access-token", "link-key", "app-token", "database-url"):
        assert _secret(applied, key) not in state, key


def test_a_function_may_read_its_own_secrets_and_no_others(applied: Applied) -> None:
    references = applied.outputs["secrets"]["references"]
    sidecar = {"app-token", "database-url", "kafka-username", "kafka-password"}
    for function, each in CATALOGUE.items():
        policy = json.loads(applied.made[f'module.identity.aws_iam_role_policy.function["{function}"]']["policy"])
        allowed = {statement["Sid"]: statement for statement in policy["Statement"]}
        resources = allowed["Secrets"]["Resource"]
        assert set(resources) == {references[key] for key in {*each["secrets"], *sidecar}}, function
        assert ("Mail" in allowed) == ("mail-url" in each["secrets"]), function
        assert "*" not in json.dumps(policy), function


def test_everything_that_can_be_tagged_is(applied: Applied) -> None:
    bare = [
        name
        for name, each in applied.made.items()
        if "tags_all" in each and (each["tags_all"] or {}).get("installation") != "nudge"
    ]
    assert not bare


def test_nothing_is_open_to_everybody(applied: Applied) -> None:
    groups = applied.aws("ec2").describe_security_groups()["SecurityGroups"]
    vpc = applied.made["module.network.aws_vpc.this"]["id"]
    open_ = [
        (group["GroupName"], rule["IpRanges"])
        for group in groups
        if group["VpcId"] == vpc and not group["GroupName"].startswith("eks-cluster-sg")
        for rule in group["IpPermissions"]
        if any(each["CidrIp"] == "0.0.0.0/0" for each in rule["IpRanges"])
    ]
    assert not open_


def test_the_charts_take_what_aws_gives(applied: Applied, umbrella: Path, tmp_path: Path) -> None:
    values = applied.outputs["helm_values"]
    assert values["global"]["kafka"]["brokers"] == ",".join(applied.outputs["broker"]["addresses"])
    assert values["global"]["image"]["repository"] == f"{applied.outputs['registry']}/nudge"
    suits("aws", values, umbrella, tmp_path)


def test_the_domain_says_that_its_letters_are_signed(applied: Applied) -> None:
    records = applied.aws("route53").list_resource_record_sets(HostedZoneId=applied.chosen["zone_id"])[
        "ResourceRecordSets"
    ]
    signed = {each["Name"] for each in records if each["Type"] == "CNAME"}
    assert len(signed) == 3
    assert all(name.endswith("._domainkey.example.com.") for name in signed)
    assert {each["name"] + "." for each in applied.outputs["mail"] if each["type"] == "CNAME"} == signed


def test_destroying_leaves_nothing(applied: Applied) -> None:
    """The last test of this file, as it takes away what the others look at."""
    done = applied.run("destroy", "-auto-approve", "-input=false")
    assert done.code == 0, done.said[-4000:]
    assert f"{len(applied.made)} destroyed" in words(done.said)
    assert _left(applied) == {}
    assert httpx.get(f"{applied.workspace.environment['AWS_ENDPOINT_URL']}/nudge/left").json() == {"left": []}


def _left(applied: Applied) -> dict[str, Any]:
    """What the simulated AWS still has of what was made."""
    records = applied.aws("route53").list_resource_record_sets(HostedZoneId=applied.chosen["zone_id"])[
        "ResourceRecordSets"
    ]
    vpcs = [each["VpcId"] for each in applied.aws("ec2").describe_vpcs()["Vpcs"] if not each["IsDefault"]]
    found = {
        "clusters": applied.aws("eks").list_clusters()["clusters"],
        "databases": applied.aws("rds").describe_db_instances()["DBInstances"],
        "brokers": applied.aws("kafka").list_clusters_v2()["ClusterInfoList"],
        "secrets": [each["Name"] for each in applied.aws("secretsmanager").list_secrets()["SecretList"]],
        "networks": vpcs,
        "addresses": applied.aws("ec2").describe_addresses()["Addresses"],
        "roles": [
            each["RoleName"]
            for each in applied.aws("iam").list_roles()["Roles"]
            if each["RoleName"].startswith("nudge")
        ],
        "repositories": applied.aws("ecr").describe_repositories()["repositories"],
        "identities": applied.aws("sesv2").list_email_identities()["EmailIdentities"],
        "logs": applied.aws("logs").describe_log_groups()["logGroups"],
        "records": [each for each in records if each["Type"] not in ("NS", "SOA")],
        "budgets": applied.aws("budgets").describe_budgets(AccountId="123456789012").get("Budgets", []),
    }
    return {name: each for name, each in found.items() if each}


def _secret(applied: Applied, name: str) -> str:
    return str(applied.aws("secretsmanager").get_secret_value(SecretId=name)["SecretString"])


def test_files_hold_no_credentials() -> None:
    words_ = ("access_key =", "secret_key =", "password =", "token =")
    for file in sorted(Path(ROOT / "terraform").rglob("*.tf*")):
        if ".terraform" not in file.parts:
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                assert not any(
                    line.strip().startswith(word) and '"' in line.partition("=")[2][:2] for word in words_
                ), f"{file}:{number}"
