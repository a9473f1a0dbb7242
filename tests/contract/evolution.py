"""Whether a reader of one version of a schema can read what is written by another."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaks(published: Schema, present: Schema) -> list[str]:
    """What a reader of the published schema relied on and no longer gets; empty when the change is harmless.

    Fields may be added. One may not go, become optional, or hold another type or a value that was not among the known ones.
    """
    return list(_compare(published, published, present, present, "data"))


def _compare(old_root: Schema, old: Schema, new_root: Schema, new: Schema, at: str) -> Iterator[str]:
    old, new = _resolved(old_root, old), _resolved(new_root, new)
    strange = _kinds(new_root, new) - _kinds(old_root, old)
    if strange and _kinds(old_root, old):
        yield f"{at} may be {', '.join(sorted(strange))}"
    for name, expected in _properties(old_root, old).items():
        found = _properties(new_root, new).get(name)
        if found is None:
            yield f"{at}.{name} is gone"
            continue
        if name in _required(old_root, old) and name not in _required(new_root, new):
            yield f"{at}.{name} may be missing"
        yield from _compare(old_root, expected, new_root, found, f"{at}.{name}")
    for part in ("items", "additionalProperties"):
        if isinstance(old.get(part), Mapping) and isinstance(new.get(part), Mapping):
            yield from _compare(old_root, old[part], new_root, new[part], f"{at}[]")


def _resolved(root: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    return root["$defs"][reference.rpartition("/")[2]] if reference else schema


def _branches(root: Schema, schema: Schema) -> list[Schema]:
    return [_resolved(root, each) for each in schema.get("anyOf", [schema])]


def _kinds(root: Schema, schema: Schema) -> set[str]:
    """The types and, where the set is closed, the values that are possible; empty means anything."""
    found: set[str] = set()
    for branch in _branches(root, schema):
        values = branch.get("enum", [branch["const"]] if "const" in branch else [])
        if values:
            found |= {repr(value) for value in values}
        elif "type" in branch:
            found.add(f"{branch['type']}{' ' + branch['format'] if 'format' in branch else ''}")
        else:
            return set()
    return found


def _properties(root: Schema, schema: Schema) -> dict[str, Schema]:
    return {name: each for branch in _branches(root, schema) for name, each in branch.get("properties", {}).items()}


def _required(root: Schema, schema: Schema) -> set[str]:
    return {name for branch in _branches(root, schema) for name in branch.get("required", ())}
