"""A tool of the server: what it is called with, what it answers, and whether it writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.mcp.paging import CHARACTERS, LIMIT, MOST, Page

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

Schema = dict[str, Any]
_PAGING: dict[str, Schema] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST,
              "description": f"Entries of a page; {LIMIT} by default."},
    "cursor": {"type": "string", "description": "`next_cursor` of the page before, with all else the same."},
}
_CUT: dict[str, Schema] = {
    "max_characters": {"type": "integer", "minimum": 500, "maximum": 200_000,
                       "description": f"Characters of an answer; {CHARACTERS:,} by default."},
}
_ADDED: dict[str, Schema] = {
    "next_cursor": {"type": ["string", "null"], "description": "For the next page; null on the last one."},
    "cut": {"type": "boolean", "description": "True where long texts or lists are shortened."},
    "notice": {"type": "string", "description": "How the texts of this answer are to be taken."},
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Answer of a tool: ``head`` as it is, and ``items`` that go page by page under the tool's ``pages``, each made by
    ``form``. ``said`` are vaultkit's own words, which need no marks around them."""

    head: Mapping[str, Any]
    items: Sequence[Any] = ()
    form: Callable[[Any], Any] = dict
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. ``schema`` names the JSON Schema of its answer (or holds it), ``arguments`` are the schemas of what it
    takes, ``pages`` the list in the answer that goes page by page; ``sure``: it waits until everything that changed is
    read; ``writes``, and ``destructive`` where it changes what is there rather than adds."""

    name: str
    title: str
    description: str
    schema: str | Schema
    run: Callable[[Vault, Mapping[str, Any], Page], Listed]
    arguments: dict[str, Schema] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    pages: str | None = None
    sure: bool = False
    writes: bool = False
    destructive: bool = False

    @property
    def input_schema(self) -> Schema:
        """The JSON Schema of its arguments."""
        more = {**(_PAGING if self.pages else {}), **_CUT}
        return {"type": "object", "properties": {**self.arguments, **more}, "required": list(self.required),
                "additionalProperties": False}

    @property
    def output_schema(self) -> Schema:
        """The JSON Schema of its answer: that of the command, and what paging adds."""
        from vaultkit.resources import schema_text

        whole: Schema = json.loads(schema_text(self.schema)) if isinstance(self.schema, str) else self.schema
        return {**whole, "properties": {**whole["properties"], **_ADDED}}

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raises UsageError for arguments that do not fit ``input_schema``."""
        import jsonschema

        for fault in jsonschema.Draft202012Validator(self.input_schema).iter_errors(dict(arguments)):
            place = ".".join(map(str, fault.absolute_path))
            raise UsageError(f"{self.name}: {place + ': ' if place else ''}{fault.message}",
                             f"it takes {', '.join(self.input_schema['properties'])}")


def text(description: str, **more: Any) -> Schema:
    """The schema of an argument that is a text."""
    return {"type": "string", "minLength": 1, "description": description, **more}


def number(description: str, least: int, most: int) -> Schema:
    """The schema of an argument that is a whole number."""
    return {"type": "integer", "minimum": least, "maximum": most, "description": description}


def flag(description: str) -> Schema:
    """The schema of an argument that is yes or no."""
    return {"type": "boolean", "description": description}


def texts(description: str) -> Schema:
    """The schema of an argument that is a list of texts."""
    return {"type": "array", "items": {"type": "string", "minLength": 1}, "description": description}
