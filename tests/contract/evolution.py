"""Whether a reader of one version of a schema can read what is written by another."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_LIMITS = (
    "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems",
    "multipleOf", "uniqueItems",
)  # fmt: skip


def breaks(published: Schema, present: Schema) -> list[str]:
    """What a reader of the published schema relied on and no longer gets; empty when the change is harmless to it.

    Fields may be added. One may not go, become optional, or hold another type or a value that was not among the known ones.
    """
    return list(_breaks(published, published, present, present, "data"))


def refuses(published: Schema, present: Schema) -> list[str]:
    """What was written by the published schema, and a reader of the present one does not take; empty when it takes all.

    The log keeps events for ever: a field that is new may not be required, nor may one that is old allow less than it did.
    """
    return list(_refuses(published, published, present, present, "data"))


def _breaks(old_root: Schema, old: Schema, new_root: Schema, new: Schema, at: str) -> Iterator[str]:
    old, new = _resolved(old_root, old), _resolved(new_root, new)
    strange = _kinds(new_root, new) - _kinds(old_root, old)
    if strange and _kinds(old_root, old):
        yield f"{at} may be {', '.join(sorted(strange))}"
    if _kinds(old_root, old) and not _kinds(new_root, new):
        yield f"{at} may be anything"
    for limit in _limits(old_root, old) - _limits(new_root, new):
        yield f"{at} is no longer limited by {limit[0]} {limit[1]}"
    for name, expected in _properties(old_root, old).items():
        found = _properties(new_root, new).get(name)
        if found is None:
            yield f"{at}.{name} is gone"
            continue
        if name in _required(old_root, old) and name not in _required(new_root, new):
            yield f"{at}.{name} may be missing"
        yield from _breaks(old_root, expected, new_root, found, f"{at}.{name}")
    for before, after in _parts(old_root, old, new_root, new):
        yield from _breaks(old_root, before, new_root, after, f"{at}[]")


def _refuses(old_root: Schema, old: Schema, new_root: Schema, new: Schema, at: str) -> Iterator[str]:
    old, new = _resolved(old_root, old), _resolved(new_root, new)
    gone = _kinds(old_root, old) - _kinds(new_root, new)
    if gone and _kinds(new_root, new):
        yield f"{at} could be {', '.join(sorted(gone))}"
    if _kinds(new_root, new) and not _kinds(old_root, old):
        yield f"{at} could be anything"
    for limit in _limits(new_root, new) - _limits(old_root, old):
        yield f"{at} was not limited by {limit[0]} {limit[1]}"
    if any(branch.get("additionalProperties") is False for branch in _branches(new_root, new)):
        yield f"{at} must hold nothing unknown"
    for name in sorted(_required(new_root, new) - _required(old_root, old)):
        yield f"{at}.{name} was not always there"
    for name, found in _properties(new_root, new).items():
        if name in _properties(old_root, old):
            yield from _refuses(old_root, _properties(old_root, old)[name], new_root, found, f"{at}.{name}")
    for before, after in _parts(old_root, old, new_root, new):
        yield from _refuses(old_root, before, new_root, after, f"{at}[]")


def _parts(old_root: Schema, old: Schema, new_root: Schema, new: Schema) -> Iterator[tuple[Schema, Schema]]:
    """The schemas of what lists and maps hold, of both."""
    for part in ("items", "additionalProperties"):
        before, after = _part(old_root, old, part), _part(new_root, new, part)
        if before is not None and after is not None:
            yield before, after


def _part(root: Schema, schema: Schema, name: str) -> Schema | None:
    return next((branch[name] for branch in _branches(root, schema) if isinstance(branch.get(name), Mapping)), None)


def _limits(root: Schema, schema: Schema) -> set[tuple[str, str]]:
    return {(name, str(branch[name])) for branch in _branches(root, schema) for name in _LIMITS if name in branch}


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
