"""Links and mentions as written, and what links lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["wikilink", "embed", "markdown", "property", "canvas", "source"]
LinkStatus = Literal["resolved", "unresolved", "ambiguous", "attachment", "external"]
SubpathStatus = Literal["ok", "missing"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written.

    ``raw`` is the source text from ``column`` on (an embed's ``!`` included); ``target`` has no subpath and, for
    Markdown links, is percent-decoded; ``subpath`` has no first ``#`` and keeps a block's ``^``; ``field`` is the
    property or inline field whose value holds the link, else None.
    """

    line: int
    column: int
    raw: str
    target: str
    subpath: str | None
    display: str | None
    kind: LinkKind
    field: str | None = None
    commented: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link of the vault with what it leads to (docs/contract.md, ``links``). ``relation`` is filled by who knows the
    ontology; the vault room leaves the field name in ``field``."""

    source: str
    line: int
    column: int
    raw: str
    target: str
    subpath: str | None
    display: str | None
    kind: LinkKind
    field: str | None
    relation: str | None
    status: LinkStatus
    subpath_status: SubpathStatus | None
    resolved: str | None
    candidates: tuple[str, ...]
    commented: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Inline code or a forge permalink as written: it may name a symbol or file of a source root."""

    text: str
    kind: Literal["code", "permalink"]
    line: int
    column: int
