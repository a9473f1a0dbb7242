"""Schemas of Terraform providers, read from the bindings that HashiCorp published for them (packages `cdktf-cdktf-provider-*`).

A binding is JavaScript that was generated from a provider's schema. Of each resource it tells what Terraform asks of a schema: names, types, how
often a block may stand, and what is required. What it does not tell: whether an optional argument is also computed (taken as true, so that nothing
sound is refused), and whether a nested argument is a block or an attribute (told per provider, see `published.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Block = dict[str, Any]
"""What `provider/schema.go` calls a block: attributes and blocks by name."""

_CLASS = re.compile(r"^class (\w+) extends cdktf\.(\w+) \{\n(.*?)^\}\n", re.M | re.S)
_GETTER = re.compile(r"^    get (\w+)\(\) \{\n(?:\s*//[^\n]*\n)?\s*return (.*?);\n    \}", re.M | re.S)
_MADE = re.compile(r"this\.(_\w+) = new (?:\w*structs\w*\.)?(\w+)\(this, \"(\w+)\"(?:, (true|false))?\)")
_PLAIN = re.compile(r"this\.get(\w+?)Attribute\('(\w+)'\)")
_HCL = re.compile(
    r"^(?P<indent> +)(?P<name>\w+): \{\n.*?isBlock: (?P<block>true|false),\n\s*type: \"(?P<type>\w+)\",\n\s*storageClassType: \"(?P<class>\w+)\"",
    re.M | re.S,
)
_FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(struct\) \{\n(.*?)^\}\n", re.M | re.S)

_TYPES = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": "stringList",
    "StringMap": "stringMap",
    "NumberMap": "numberMap",
    "BooleanMap": "boolMap",
    "AnyMap": "any",
    "NumberList": "numberList",
}
_STORED = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "stringList": "stringList",
    "stringMap": "stringMap",
    "anyMap": "any",
    "numberList": "numberList",
}
_SETS = {"stringList": "stringSet", "numberList": "numberSet"}


@dataclass(frozen=True)
class _Written:
    """How an argument is written: whether as a block, and whether one, a list, a set or a map."""

    block: bool
    type: str
    stored: str


@dataclass(frozen=True)
class Binding:
    """One file of a binding: a resource, a data source or the provider itself. `attributes_only`: nested arguments are attributes, not blocks."""

    text: str
    attributes_only: bool

    @property
    def version(self) -> str:
        found = re.search(r"providerVersion: '([\d.]+)'", self.text)
        if not found:
            raise ValueError("the binding tells no version of its provider")
        return found.group(1)

    @cached_property
    def _classes(self) -> dict[str, tuple[str, str]]:
        return {name: (parent, body) for name, parent, body in _CLASS.findall(self.text)}

    @cached_property
    def _functions(self) -> dict[str, str]:
        return dict(_FUNCTION.findall(self.text))

    def _root(self, *parents: str) -> str:
        (found,) = [body for parent, body in self._classes.values() if parent in parents]
        return found

    def resource(self) -> Block:
        """The schema of a resource or data source."""
        root = self._root("TerraformResource", "TerraformDataSource")
        return self._block(root, _written(root))

    def config(self) -> Block:
        """The schema of the provider's own configuration; nothing in it is taken as required."""
        return self._settings(_written(self._root("TerraformProvider")))

    def _settings(self, written: Mapping[str, _Written]) -> Block:
        block: Block = {"attributes": {}, "blocks": {}}
        for name, how in written.items():
            if how.stored in _STORED:
                if name != "alias":
                    block["attributes"][name] = {"type": _STORED[how.stored], "optional": True}
                continue
            inner = how.stored.removesuffix("List")
            nested = {"mode": _mode(how), "block": self._settings(self._struct(inner))}
            self._nest(block, name, nested, {"optional": True})
        return block

    def _struct(self, name: str) -> dict[str, _Written]:
        return _written(self._functions.get(name[0].lower() + name[1:], ""))

    def _block(self, body: str, written: Mapping[str, _Written]) -> Block:
        block: Block = {"attributes": {}, "blocks": {}}
        made = {field: (cls, name) for field, cls, name, _ in _MADE.findall(body)}
        for prop, expression in _GETTER.findall(body):
            uses = _uses(body, prop)
            if plain := _PLAIN.search(expression):
                kind = _TYPES[plain.group(1)]
                if "tolist" in expression or (
                    kind in _SETS and plain.group(2) in written and written[plain.group(2)].type == "set"
                ):
                    kind = _SETS[kind]
                block["attributes"][plain.group(2)] = {"type": kind, **uses, **_write_only(plain.group(2), uses)}
            elif expression.removeprefix("this.") in made:
                cls, name = made[expression.removeprefix("this.")]
                self._nest(block, name, self._nested(cls, written.get(name), uses), {**uses, **_write_only(name, uses)})
        return block

    def _nested(self, cls: str, how: _Written | None, uses: Mapping[str, bool]) -> dict[str, Any]:
        element = re.sub(r"(List|Map)$", "OutputReference", cls)
        several = element != cls and element in self._classes
        element = element if several else cls
        inner = self._block(self._classes[element][1], self._struct(element.removesuffix("OutputReference")))
        mode = _mode(how) if how else ("list" if several else "single")
        bounds = {} if mode == "single" else {"min": int(uses.get("required", False)), "max": 0 if several else 1}
        return {"mode": mode, "block": inner, **bounds}

    def _nest(self, block: Block, name: str, nested: dict[str, Any], uses: Mapping[str, bool]) -> None:
        settable = uses.get("optional") or uses.get("required")
        if settable and not self.attributes_only:
            block["blocks"][name] = nested
        else:
            block["attributes"][name] = {
                "nested": _all_written_only(nested) if uses.get("write_only") else nested,
                **uses,
            }


def _written(text: str) -> dict[str, _Written]:
    text = text.partition("const attrs = {")[2]
    return {
        each["name"]: _Written(each["block"] == "true", each["type"], each["class"]) for each in _HCL.finditer(text)
    }


def _mode(how: _Written) -> str:
    return {"struct": "single"}.get(how.type, how.type)


def _uses(body: str, prop: str) -> dict[str, bool]:
    """Whether it is required, optional or only read: what can be reset is optional, what can be set but not reset is required."""
    title = prop[0].upper() + prop[1:]
    if re.search(rf"^    reset{title}\(", body, re.M):
        return {"optional": True, "computed": True}
    if re.search(rf"^    (set {prop}|put{title})\(", body, re.M):
        return {"required": True}
    return {"computed": True}


def _write_only(name: str, uses: Mapping[str, bool]) -> dict[str, bool]:
    """The providers' own custom: what is written and never kept ends in _wo."""
    return {"write_only": True, "computed": False} if name.endswith("_wo") and not uses.get("required") else {}


def _all_written_only(nested: dict[str, Any]) -> dict[str, Any]:
    parts = {
        name: {**each, "computed": False, "write_only": True} for name, each in nested["block"]["attributes"].items()
    }
    return {**nested, "block": {"attributes": parts, "blocks": {}}}
