"""A note in full, and the light record of it that questions about the whole vault read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from vaultkit.model.marks import (
    BlockId,
    Callout,
    Comment,
    Fence,
    Field,
    Footnote,
    Heading,
    ListBlock,
    Property,
    Strong,
    Table,
    Tag,
    Task,
    Turn,
)

Severity = Literal["error", "warning", "off"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one file that cost part of its content. ``rule`` is an id of check."""

    path: str
    line: int
    message: str
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of check (docs/contract.md)."""

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    fix: str | None
    fingerprint: str
    new: bool = True


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


@dataclass(frozen=True, slots=True)
class Note:
    """One note, read. ``title`` is the property ``title``, else the file's stem; ``summary`` its first sentence (of
    a chat the user's first one), markup stripped, or None; ``aliases`` and ``tags`` in order of appearance, each
    once; tags compare without case, spelled as first seen. ``letters``: Cyrillic ones and all of the prose;
    ``chat_form``: how the turns are written (callouts, headings, bold, labels, roles, mixed, settings)."""

    path: str
    title: str
    summary: str | None
    aliases: tuple[str, ...]
    tags: tuple[Tag, ...]
    properties: tuple[Property, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    block_ids: tuple[BlockId, ...]
    fields: tuple[Field, ...]
    tasks: tuple[Task, ...]
    footnotes: tuple[Footnote, ...]
    fences: tuple[Fence, ...]
    lists: tuple[ListBlock, ...]
    tables: tuple[Table, ...]
    strongs: tuple[Strong, ...]
    mentions: tuple[Mention, ...]
    callouts: tuple[Callout, ...]
    comments: tuple[Comment, ...]
    turns: tuple[Turn, ...]
    problems: tuple[Problem, ...]
    body_line: int
    line_count: int
    letters: tuple[int, int] = (0, 0)
    chat_form: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block whose form may be evidence of a stage; the light record that the graph reads.

    ``form``: fence (code or diagram), list (ordered, outermost of its section, three or more items), drawing (an
    embedded drawing or canvas). ``ordinal`` counts from 1 within ``heading`` and form, so the id is
    ``path.md#Heading^fence-1`` (``path.md#^fence-1`` before the first heading). ``heading`` indexes the note's
    headings or is None. ``active``: a fence whose text defines or does something (not only comments or blank).
    """

    form: Literal["fence", "list", "drawing"]
    ordinal: int
    line: int
    end_line: int
    language: str | None
    info: str
    items: int
    active: bool
    heading: int | None


@dataclass(frozen=True, slots=True)
class Makeup:
    """Makeup of a note in numbers: ``body_line`` as in Note; lines of fences, tables, bulleted lists, numbered
    lists and comments (outermost ones, each line once a construct); items of bulleted lists; links to the web; embeds;
    bold runs that open a list item."""

    body_line: int
    fence_lines: int
    table_lines: int
    bullet_lines: int
    numbered_lines: int
    comment_lines: int
    bullets: int
    externals: int
    embeds: int
    bold_items: int


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Facts of one note that whole-vault questions need, cheap to load for ten thousand notes.

    ``properties`` maps names to values, ``property_lines`` to lines; ``excluded``: hidden by userIgnoreFilters (stays
    a link target, is left out of search, graph, gaps and check); ``mtime_ns`` is the file's; ``template``: it lies in a
    folder of templates, so what it declares is of the notes that will be made from it;
    ``letters`` as in Note.
    """

    path: str
    title: str
    summary: str | None
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: dict[str, Any]
    property_lines: dict[str, int]
    fields: tuple[Field, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    is_chat: bool
    excluded: bool
    mtime_ns: int
    line_count: int
    makeup: Makeup | None = None
    template: bool = False
    letters: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """Report of one refresh of the index. ``problems`` are those of the whole vault, not of this run only."""

    total: int
    read: int
    changed: int
    removed: int
    links: int
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    changed_paths: tuple[str, ...] = field(default=(), repr=False)
    removed_paths: tuple[str, ...] = field(default=(), repr=False)


Strength = Literal["declared", "structural", "inferred"]
STRENGTHS: tuple[Strength, ...] = ("declared", "structural", "inferred")
