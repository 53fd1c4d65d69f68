"""The formats of the commands that have several: one line a format, which names the function that makes it.

A new format is one file in this package with a function from the command's view (``GapsView``, ``CheckView`` …) to an
``Output``, and its line here: ``--format`` and its help follow from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# Command → format → "module:function", the module in vaultkit/render/.
FORMATS: dict[str, dict[str, str]] = {
    "gaps": {
        "text": "gaps:as_text",
        "json": "gaps:as_json",
        "csv": "gaps:as_csv",
        "markdown": "gaps:as_markdown",
        "sarif": "gaps:as_sarif",
        "github": "gaps:as_github",
    },
    "digest": {
        "text": "digest:as_text",
        "json": "digest:as_json",
        "markdown": "digest:as_markdown",
    },
    "plan": {
        "text": "plan:as_text",
        "json": "plan:as_json",
        "markdown": "plan:as_markdown",
    },
    "assess": {
        "text": "assess_text:as_text",
        "json": "assess_text:as_json",
        "markdown": "assess_text:as_markdown",
        "csv": "assess_text:as_csv",
    },
    "check": {
        "text": "check:as_text",
        "json": "check:as_json",
        "sarif": "check:as_sarif",
        "github": "check:as_github",
    },
    "links": {
        "text": "links_text:as_text",
        "json": "links_text:as_json",
        "jsonl": "links_text:as_jsonl",
        "csv": "links_text:as_csv",
    },
    "report": {
        "html": "report:as_html",
        "markdown": "gaps:as_markdown",
        "csv": "gaps:as_csv",
    },
}


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text, in colours where the console has them."""

    lines: Iterable[str]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """One object of JSON; a list in it may be an iterator."""

    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One object of JSON a line."""

    items: Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A table with its header, as CSV."""

    header: list[str]
    rows: Iterable[Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of HTML, which goes to a file."""

    html: str


Output = Lines | JsonObject | JsonLines | CsvRows | Page


def formatter(command: str, form: str) -> Callable[[Any], Output]:
    """The function of a format. Raises KeyError for a name that the table does not have."""
    module, _, function = FORMATS[command][form].partition(":")
    found: Callable[[Any], Output] = getattr(import_module(f"vaultkit.render.{module}"), function)
    return found
