"""Smaller gaps: of SES, RDS, Budgets and Application Auto Scaling."""

from typing import Any

from tests.terraform.simulator.answer import Answer, found
from tests.terraform.simulator.request import Json, Request

_subscribers: dict[tuple[str, str], list[Json]] = {}
_tags: dict[str, Any] = {}
_TOKENS = ["token1", "token2", "token3"]


def ses(request: Request, said: Json) -> Json:
    """An identity has no DKIM tokens but a date that is no number, and an option of a configuration set is wrapped twice."""
    if "DkimAttributes" in said:
        said["DkimAttributes"].pop("LastKeyGenerationTimestamp", None)
        said["DkimAttributes"] |= {"Tokens": _TOKENS, "CurrentSigningKeyLength": "RSA_2048_BIT"}
    if isinstance(said.get("SendingOptions", {}).get("SendingEnabled"), dict):
        said["SendingOptions"] = said["SendingOptions"]["SendingEnabled"]
    return said


def rds(request: Request, said: str) -> str:
    """A parameter that somebody set does not say so (Source)."""
    if b"Action=DescribeDBParameters" not in request.body:
        return said
    return said.replace("</ParameterName>", "</ParameterName><Source>user</Source>")


def budgets(request: Request) -> Answer | None:
    """A budget has no tags, and forgets whom to tell."""
    asked = request.json
    match request.target.rpartition(".")[2]:
        case "ListTagsForResource":
            return found({"ResourceTags": _tags.get(asked["ResourceARN"].rpartition("/")[2], [])})
        case "DescribeSubscribersForNotification":
            return found({"Subscribers": _subscribers[_key(asked)]})
        case "CreateBudget":
            _tags[asked["Budget"]["BudgetName"]] = asked.get("ResourceTags", [])
        case "CreateNotification":
            _subscribers[_key(asked)] = asked["Subscribers"]
    return None


def _key(asked: Json) -> tuple[str, str]:
    return asked["BudgetName"], asked["Notification"]["NotificationType"]


def scaling(request: Request) -> Answer | None:
    """A target that scales has no tags."""
    asked = request.json
    match request.target.rpartition(".")[2]:
        case "ListTagsForResource":
            return found({"Tags": _tags.get(asked["ResourceARN"], {})})
        case "TagResource":
            _tags[asked["ResourceARN"]] = {**_tags.get(asked["ResourceARN"], {}), **asked["Tags"]}
            return found({})
    return None


def scaled(request: Request, said: Json) -> Json:
    """See `scaling`: only the answer to its making tells the target's ARN."""
    if "ScalableTargetARN" in said and "Tags" in request.json:
        _tags[said["ScalableTargetARN"]] = request.json["Tags"]
    return said
