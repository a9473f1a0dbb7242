"""What must be refused on the cluster, asked for from a pod inside it."""

import json

import psycopg
import pytest

from tests.cluster.conftest import Installation

_ASK = """
import sys, urllib.request, urllib.error
try:
    print(urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers=dict(each.split("=", 1) for each in sys.argv[2:])), timeout=90).status)
except urllib.error.HTTPError as error:
    print(error.code)
"""


def asked(installation: Installation, url: str, *headers: str) -> int:
    """The status that a pod of the namespace gets."""
    answer = installation.kube.kubectl("exec", "postbox", "--", "python", "-c", _ASK, url, *headers)
    return int(answer.strip())


def test_a_function_refuses_who_does_not_know_the_app_token(installation: Installation) -> None:
    url = f"http://list-tasks.{installation.kube.namespace}.svc.cluster.local/api/tasks"
    token = installation.kube.secret("app-token")["token"]
    assert asked(installation, url) == 403
    assert asked(installation, url, "dapr-api-token=wrong") == 403
    assert asked(installation, url, f"dapr-api-token={token}") == 200


async def test_the_gateway_refuses_a_wrong_access_token(installation: Installation) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        async with installation.client(headers) as stranger:
            answer = await stranger.get("/api/tasks")
            assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


def test_a_function_may_not_read_secrets_of_others(installation: Installation) -> None:
    """Each ServiceAccount reads the secrets that the catalogue names for it, and does nothing else."""
    account = f"system:serviceaccount:{installation.kube.namespace}:list-tasks"
    assert may(installation, account, "get", "secrets/database-url")
    assert not may(installation, account, "get", "secrets/mail-url")
    assert not may(installation, account, "list", "secrets")
    assert not may(installation, account, "create", "pods")


def may(installation: Installation, account: str, verb: str, what: str) -> bool:
    kind, _, name = what.partition("/")
    attributes = {"namespace": installation.kube.namespace, "verb": verb, "resource": kind, "name": name}
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SubjectAccessReview",
        "spec": {"user": account, "resourceAttributes": attributes},
    }
    answer = installation.kube.kubectl("create", "-f", "-", "-o", "json", given=json.dumps(review))
    return bool(json.loads(answer)["status"]["allowed"])


def test_the_database_refuses_plaintext(installation: Installation) -> None:
    dsn = psycopg.conninfo.make_conninfo(installation.dsn, sslmode="disable", sslrootcert="")
    with pytest.raises(psycopg.OperationalError, match=r"no encryption|SSL|pg_hba"):
        psycopg.connect(dsn)


def test_who_asks_what_is_due_may_only_ask_that(installation: Installation) -> None:
    """KEDA's role sees how much is due and nothing of anybody's tasks."""
    reader = psycopg.conninfo.conninfo_to_dict(installation.kube.secret("reading-url")["reading-url"])
    role = {"user": reader["user"], "password": reader["password"]}
    dsn = psycopg.conninfo.make_conninfo(installation.dsn, **role)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT count(attempt_at) FROM reminder")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT title FROM task")
