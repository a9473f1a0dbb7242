"""Which provider each binding is for, and a mirror in which Terraform finds them as if they were installed."""

import json
import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terraform.schemas.bindings import Binding, Block

_KINDS = {"resource": "resources", "data": "data", "ephemeral": "ephemeral"}
_USED = re.compile(r"^(resource|data|ephemeral) \"([a-z0-9]+)_(\w+)\"", re.M)
_PART = re.compile(r"package/lib/([\w-]+)/(?:index|index-structs/structs\d+)\.js")
_HOST = "registry.terraform.io"


@dataclass(frozen=True)
class Published:
    """A provider whose schemas HashiCorp published. `attributes_only`: it is built on the plugin framework alone and nests attributes, not blocks."""

    address: str
    attributes_only: bool = False

    @property
    def type(self) -> str:
        return self.address.split("/")[1]


PUBLISHED = {
    each.type: each
    for each in (
        Published("hashicorp/google"),
        Published("hashicorp/azurerm"),
        Published("digitalocean/digitalocean"),
        Published("hashicorp/helm", attributes_only=True),
        Published("hashicorp/kubernetes"),
        Published("hashicorp/random"),
        Published("hashicorp/tls"),
    )
}


@dataclass(frozen=True, order=True)
class Use:
    """Something of a provider that a configuration uses: a resource, data source or ephemeral resource, by its type without the provider's name."""

    provider: str
    kind: str
    name: str


def uses(folder: Path) -> set[Use]:
    """What the files under `folder` use of the published providers."""
    found = (
        _USED.findall(file.read_text("utf-8"))
        for file in sorted(folder.rglob("*.tf"))
        if ".terraform" not in file.parts
    )
    return {Use(provider, kind, name) for each in found for kind, provider, name in each if provider in PUBLISHED}


def unpack(wheels: Path, target: Path) -> None:
    """Unpacks the JavaScript of each binding, a file for each resource: target/<provider>/<resource>.js. What is large was split by its generator
    (index-structs), and is put together again."""
    for provider in PUBLISHED:
        (wheel,) = wheels.glob(f"cdktf_cdktf_provider_{provider}-*.whl")
        (target / provider).mkdir(parents=True)
        with zipfile.ZipFile(wheel) as archive:
            (inside,) = [name for name in archive.namelist() if name.endswith(".jsii.tgz")]
            with archive.open(inside) as packed, tarfile.open(fileobj=packed, mode="r|gz") as members:
                for member in members:
                    part = _PART.fullmatch(member.name)
                    if part and (text := members.extractfile(member)):
                        with (target / provider / f"{part.group(1)}.js").open("ab") as out:
                            out.write(text.read())


def mirror(target: Path, bindings: Path, program: Path, platform: str, wanted: Iterable[Use]) -> None:
    """Lays `program` down as each provider, with the schemas of what is wanted beside it. What a binding does not have is left out: Terraform then
    says that the provider has no such resource."""
    wanted = set(wanted)
    for provider in PUBLISHED.values():
        version, schema = _schema(
            provider, bindings / provider.type, [each for each in wanted if each.provider == provider.type]
        )
        place = target / _HOST / provider.address / version / platform
        place.mkdir(parents=True, exist_ok=True)
        (place / "schema.json").write_text(json.dumps(schema), "utf-8")
        shutil.copy2(program, place / f"terraform-provider-{provider.type}_v{version}")


def _schema(provider: Published, folder: Path, wanted: Iterable[Use]) -> tuple[str, dict[str, Any]]:
    own = Binding((folder / "provider.js").read_text("utf-8"), provider.attributes_only)
    schema: dict[str, Any] = {
        "address": f"{_HOST}/{provider.address}",
        "config": own.config(),
        "resources": {},
        "data": {},
        "ephemeral": {},
    }
    for use in wanted:
        for block in _block(provider, folder, use):
            schema[_KINDS[use.kind]][f"{use.provider}_{use.name}"] = block
    return own.version, schema


def _block(provider: Published, folder: Path, use: Use) -> Iterator[Block]:
    """Bindings have no ephemeral resources; random_password's takes and gives what the resource does."""
    place = ("data-" + provider.type + "-" if use.kind == "data" else "") + use.name.replace("_", "-")
    for file in (folder / f"{place}.js", folder / f"{place}-resource.js"):
        if file.exists():
            yield Binding(file.read_text("utf-8"), provider.attributes_only).resource()
            return
