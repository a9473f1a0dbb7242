"""Smaller gaps: of SES, RDS, EC2, Budgets and Application Auto Scaling."""

import re
from typing import Any

from tests.terraform.simulator.answer import Answer, found
from tests.terraform.simulator.request import Json, Request

_subscribers: dict[tuple[str, str], list[Json]] = {}
_tags: dict[str, Any] = {}
_insights: dict[str, tuple[str, str, str]] = {}
_descriptions: dict[str, str] = {}
_INSTANCE = re.compile(r"<DBInstance>.*?</DBInstance>", re.S)
_RULE = re.compile(r"<securityGroupRuleId>([^<]+)</securityGroupRuleId>")
_TEMPLATE_TAGS = re.compile(
    r"<item>\s*<resourceType>launch-template</resourceType>\s*<tagSet>.*?</tagSet>\s*</item>", re.S
)
_TOKENS = ["token1", "token2", "token3"]


def ses(request: Request, said: Json) -> Json:
    """An identity has no DKIM tokens but a date that is no number; a configuration set has options nobody set, and one that is wrapped twice."""
    if "DkimAttributes" in said:
        said["DkimAttributes"].pop("LastKeyGenerationTimestamp", None)
        said["DkimAttributes"] |= {"Tokens": _TOKENS, "CurrentSigningKeyLength": "RSA_2048_BIT"}
    if isinstance(said.get("SendingOptions", {}).get("SendingEnabled"), dict):
        said["SendingOptions"] = said["SendingOptions"]["SendingEnabled"]
    return {name: each for name, each in said.items() if not (name.endswith("Options") and each == {})}


def ses_tags(request: Request) -> Answer | None:
    """The tags of an identity are kept under another ARN than its own."""
    match request.method, *request.path:
        case "POST", "v2", "email", "identities":
            _tags[f"identity/{request.json['EmailIdentity']}"] = request.json.get("Tags", [])
        case "GET", "v2", "email", "tags":
            name = request.query.get("ResourceArn", "").rpartition(":")[2]
            return found({"Tags": _tags[name]}) if name.startswith("identity/") else None
    return None


def rds(request: Request, said: str) -> str:
    """A parameter that somebody set does not say so (Source). An instance forgets its Performance Insights."""
    asked = request.form
    if asked.get("Action") == "DescribeDBParameters":
        return said.replace("</ParameterName>", "</ParameterName><Source>user</Source>")
    if asked.get("Action") == "CreateDBInstance":
        _insights[asked["DBInstanceIdentifier"]] = (
            asked["EnablePerformanceInsights"],
            asked["PerformanceInsightsKMSKeyId"],
            asked["PerformanceInsightsRetentionPeriod"],
        )
    return _INSTANCE.sub(_with_insights, said)


def _with_insights(instance: re.Match[str]) -> str:
    said = instance.group()
    name = re.search(r"<DBInstanceIdentifier>([^<]+)<", said)
    if not name or name.group(1) not in _insights:
        return said
    own = dict(zip(("Enabled", "KMSKeyId", "RetentionPeriod"), _insights[name.group(1)], strict=True))
    said = re.sub(r"<PerformanceInsights\w+>[^<]*</PerformanceInsights\w+>", "", said)
    parts = "".join(f"<PerformanceInsights{key}>{value}</PerformanceInsights{key}>" for key, value in own.items())
    return said.replace("</DBInstance>", f"{parts}</DBInstance>")


def ec2(request: Request, said: str) -> str:
    """A rule of a security group that names another group forgets its description; a launch template makes up tags for itself."""
    asked = request.form
    match asked.get("Action"):
        case "AuthorizeSecurityGroupIngress":
            description = asked.get("IpPermissions.1.Groups.1.Description")
            if description:
                _descriptions.update(dict.fromkeys(_RULE.findall(said), description))
        case "DescribeSecurityGroupRules":
            return _RULE.sub(lambda rule: rule.group() + _description(rule.group(1)), said)
        case "DescribeLaunchTemplateVersions":
            return _TEMPLATE_TAGS.sub("", said)
    return said


def _description(rule: str) -> str:
    return f"<description>{_descriptions[rule]}</description>" if rule in _descriptions else ""


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
