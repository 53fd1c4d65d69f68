"""Values against the part of JSON Schema (2020-12) that schemas/frontmatter-*.schema.json use."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from vaultkit.config.settings import Schema
from vaultkit.resources import schema_names, schema_text

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict,
    "null": type(None),
}
Fault = tuple[tuple[str, ...], str]


@cache
def schema_of(kind: str) -> Schema | None:
    """The schema of the frontmatter of notes of a kind, None where vaultkit has none (a kind of the vault's own)."""
    name = f"frontmatter-{kind}"
    if name not in schema_names():
        return None
    schema: Schema = json.loads(schema_text(name))
    return schema


def schema_fault(value: Any, schema: Schema, root: Schema, key: tuple[str, ...] = ()) -> Fault | None:
    """The first thing about ``value`` that does not fit ``schema``: where in it, and what was expected. ``root`` holds
    the definitions."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        return _any(value, schema["oneOf"], root, key)
    wanted = schema.get("type")
    if wanted is not None and not any(_is(value, name) for name in _listed(wanted)):
        return key, " or ".join(_listed(wanted))
    if "enum" in schema and value not in schema["enum"]:
        return key, " or ".join(map(str, schema["enum"]))
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return key, "YYYY-MM-DD" if "d{4}" in schema["pattern"] else schema["pattern"]
    if isinstance(value, list) and "items" in schema:
        found = (schema_fault(item, schema["items"], root, key) for item in value if item is not None)
        return next((item for item in found if item is not None), None)
    return _table(value, schema, root, key) if isinstance(value, dict) else None


def bare_links(value: Any) -> list[str]:
    """The targets of the wikilinks that were written without quotes in a property: YAML reads ``[[b]]`` as a list in a
    list, ``- [[b]]`` as one in a third."""
    if not isinstance(value, list):
        return []
    return [text for item in value if isinstance(item, list) for text in _innermost(item)]


def _innermost(items: list[Any]) -> list[str]:
    deeper = [text for item in items if isinstance(item, list) for text in _innermost(item)]
    if deeper:
        return deeper
    parts = [": ".join(map(str, pair)) for item in items
             for pair in (item.items() if isinstance(item, dict) else [(item,)]) if item is not None]
    return [", ".join(parts)] if parts else []


def _any(value: Any, choices: list[Schema], root: Schema, key: tuple[str, ...]) -> Fault | None:
    faults = [schema_fault(value, choice, root, key) for choice in choices]
    if None in faults:
        return None
    # The alternative that matched deepest into the value is the one that was meant.
    deep = [item for item in faults if item is not None and len(item[0]) > len(key)]
    types = dict.fromkeys(word for choice in choices for word in _listed(choice.get("type", [])))
    inner = next((item for item, choice in zip(faults, choices, strict=True)
                  if item is not None and _is(value, "array") and choice.get("type") == "array"), None)
    return deep[0] if deep else inner or (key, " or ".join(types))


def _table(value: dict[str, Any], schema: Schema, root: Schema, key: tuple[str, ...]) -> Fault | None:
    known = schema.get("properties", {})
    for name, item in value.items():
        if name in known:
            found = schema_fault(item, known[name], root, (*key, name))
        else:
            found = ((*key, name), " or ".join(known)) if schema.get("additionalProperties") is False else None
        if found is not None:
            return found
    return None


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])
