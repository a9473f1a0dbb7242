"""Gaps of EKS: no add-ons, Pod Identity associations, access entries and their policies; a cluster forgets its access_config, makes no security group
and has a certificate that is none; a node group makes up a remote_access nobody asked for and forgets its
update_config."""

import base64
from itertools import count
from typing import Any

from moto.ec2.models import ec2_backends

from tests.terraform.simulator.answer import Answer, found, missing
from tests.terraform.simulator.request import Json, Request

_ids = count(1)
_kept: dict[tuple[str, ...], Json] = {}
_clusters: dict[str, Json] = {}
_updates: dict[str, Json] = {}
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

# Collection in the path → the field that names one of it, the field that an answer wraps it in.
_COLLECTIONS = {
    "addons": ("addonName", "addon"),
    "pod-identity-associations": ("associationId", "association"),
    "access-entries": ("principalArn", "accessEntry"),
}


def answer(request: Request) -> Answer | None:
    match request.method, *request.path:
        case "POST", "clusters", cluster, str(collection) if collection in _COLLECTIONS:
            return _create(request, cluster, collection)
        case method, "clusters", cluster, str(collection), name if collection in _COLLECTIONS:
            return _one(method, cluster, collection, name)
        case method, "clusters", cluster, "access-entries", principal, "access-policies", *policy:
            return _policies(request, method, cluster, principal, policy)
    return None


def amend(request: Request, said: Json) -> Json:
    match request.method, *request.path:
        case "POST", "clusters":
            asked = request.json
            _clusters[asked["name"]] = {"access": asked.get("accessConfig", {}), "group": _group(request, asked)}
        case "DELETE", "clusters", name:
            _ec2(request).delete_security_group(group_id=_clusters.pop(name)["group"])
        case "POST", "clusters", _, "node-groups":
            _updates[request.json["nodegroupName"]] = request.json.get("updateConfig", {})
    if said.get("cluster", {}).get("name") in _clusters:
        kept = _clusters[said["cluster"]["name"]]
        said["cluster"]["accessConfig"] = {"authenticationMode": kept["access"].get("authenticationMode", "CONFIG_MAP")}
        said["cluster"]["resourcesVpcConfig"]["clusterSecurityGroupId"] = kept["group"]
        said["cluster"]["certificateAuthority"] = {"data": base64.b64encode(_CERTIFICATE).decode()}
    if "nodegroup" in said:
        said["nodegroup"].pop("remoteAccess", None)
        said["nodegroup"]["updateConfig"] = _updates.get(said["nodegroup"]["nodegroupName"], {})
    return said


def _ec2(request: Request) -> Any:
    return ec2_backends["123456789012"][request.region]


def _group(request: Request, asked: Json) -> str:
    ec2 = _ec2(request)
    subnet = ec2.get_subnet(asked["resourcesVpcConfig"]["subnetIds"][0])
    return str(ec2.create_security_group(f"eks-cluster-sg-{asked['name']}", "of the cluster", vpc_id=subnet.vpc_id).id)


def _create(request: Request, cluster: str, collection: str) -> Answer:
    field, wrapper = _COLLECTIONS[collection]
    asked = request.json
    # An SDK that heard no answer asks again with the same token (API reference, CreatePodIdentityAssociation: clientRequestToken).
    token = asked.get("clientRequestToken")
    for (_, kind, _), kept in _kept.items():
        if token and kind == collection and kept.get("clientRequestToken") == token:
            return found({wrapper: kept})
    name = asked.get(field) or f"a-{next(_ids):017x}"
    arn = f"arn:aws:eks:{request.region}:123456789012:{wrapper}/{cluster}/{name}"
    asked.setdefault("addonVersion", "v1.0.0-eksbuild.1")
    asked |= {
        "clusterName": cluster,
        field: name,
        f"{wrapper}Arn": arn,
        "status": "ACTIVE",
        "createdAt": 1.0,
        "modifiedAt": 1.0,
    }
    if collection == "access-entries":
        asked |= {
            "type": asked.get("type", "STANDARD"),
            "username": name,
            "kubernetesGroups": asked.get("kubernetesGroups", []),
        }
    _kept[cluster, collection, name] = asked
    return found({wrapper: asked})


def _one(method: str, cluster: str, collection: str, name: str) -> Answer:
    wrapper = _COLLECTIONS[collection][1]
    key = (cluster, collection, name)
    if key not in _kept:
        return missing(name)
    return found({wrapper: _kept.pop(key) if method == "DELETE" else _kept[key]})


def _policies(request: Request, method: str, cluster: str, principal: str, policy: list[str]) -> Answer:
    kept = _kept.setdefault((cluster, "policies", principal), {})
    if method == "POST":
        arn = request.json["policyArn"]
        kept[arn] = {
            "policyArn": arn,
            "accessScope": request.json["accessScope"],
            "associatedAt": 1.0,
            "modifiedAt": 1.0,
        }
        return found({"clusterName": cluster, "principalArn": principal, "associatedAccessPolicy": kept[arn]})
    if method == "DELETE":
        kept.pop("/".join(policy), None)
        return found({})
    return found({"clusterName": cluster, "principalArn": principal, "associatedAccessPolicies": list(kept.values())})


def left() -> list[str]:
    """What was made and not deleted."""
    return ["/".join(key) for key, value in _kept.items() if key[1] != "policies" or value]
