"""Gaps of MSK: a cluster stays CREATING, and one that is gone is an error of the server (application.py); no bootstrap brokers, configurations and
secrets of users."""

from itertools import count

from tests.terraform.simulator.answer import Answer, found, missing
from tests.terraform.simulator.request import Json, Request

_ids = count(1)
_configurations: dict[str, Json] = {}
_secrets: dict[str, list[str]] = {}


def answer(request: Request) -> Answer | None:
    match request.method, *request.path:
        case "GET", "v1", "clusters", arn, "bootstrap-brokers":
            return found(_brokers(arn, request.region))
        case method, "v1", "clusters", arn, "scram-secrets":
            return _scram(method, arn, request)
        case "POST", "v1", "configurations":
            return _configure(request)
        case method, "v1", "configurations", arn, *revision:
            return _configuration(method, arn, revision)
    return None


def amend(request: Request, said: Json) -> Json:
    for each in [said, said.get("clusterInfo", {})]:
        if each.get("state") == "CREATING":
            each["state"] = "ACTIVE"
    return said


def _brokers(arn: str, region: str) -> Json:
    hosts = [f"b-{number}.{arn.split('/')[-1][:8]}.kafka.{region}.amazonaws.com" for number in (1, 2, 3)]
    return {
        "bootstrapBrokerStringSaslScram": ",".join(f"{host}:9096" for host in hosts),
        "bootstrapBrokerStringSaslIam": ",".join(f"{host}:9098" for host in hosts),
    }


def _scram(method: str, arn: str, request: Request) -> Answer:
    kept = _secrets.setdefault(arn, [])
    if method == "POST":
        kept += request.json["secretArnList"]
    if method == "PATCH":
        _secrets[arn] = [each for each in kept if each not in request.json["secretArnList"]]
    return found({"clusterArn": arn, "secretArnList": _secrets[arn], "unprocessedScramSecrets": []})


def _configure(request: Request) -> Answer:
    arn = f"arn:aws:kafka:{request.region}:123456789012:configuration/{request.json['name']}/{next(_ids)}"
    _configurations[arn] = {
        "description": "",
        **request.json,
        "arn": arn,
        "state": "ACTIVE",
        "creationTime": "2026-01-01T00:00:00Z",
        "latestRevision": {"revision": 1, "creationTime": "2026-01-01T00:00:00Z", "description": ""},
    }
    return found(_configurations[arn])


def _configuration(method: str, arn: str, revision: list[str]) -> Answer:
    if arn not in _configurations:
        return missing("Configuration ARN", "BadRequestException")
    if method == "DELETE":
        del _configurations[arn]
        return found({"arn": arn, "state": "DELETING"})
    return found({**_configurations[arn], "revision": 1} if revision else _configurations[arn])


def left() -> list[str]:
    """What was made and not deleted."""
    return [*_configurations, *(secret for each in _secrets.values() for secret in each)]
