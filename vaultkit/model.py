"""The central types that pass between rooms. Frozen, slotted, without behaviour beyond small derived values.

Positions: ``line`` and ``column`` count from 1, columns in characters (code points) of the original file,
BOM not counted; ``end_line`` is the last line that belongs to the construct, inclusive.
Paths are vault-relative POSIX paths as spelled on disk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Strength = Literal["declared", "structural", "inferred"]
LinkKind = Literal["wikilink", "embed", "markdown", "property", "canvas", "source"]
LinkStatus = Literal["resolved", "unresolved", "ambiguous", "attachment", "external"]
SubpathStatus = Literal["ok", "missing"]
Severity = Literal["error", "warning", "off"]

STRENGTHS: tuple[Strength, ...] = ("declared", "structural", "inferred")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one file that cost part of its content. ``rule`` is an id of check."""

    path: str
    line: int
    message: str
    rule: str


@dataclass(frozen=True, slots=True)
class Property:
    """One top-level frontmatter property. ``value`` is JSON-like (str, int, float, bool, None, list, dict);
    dates stay the text that was written."""

    name: str
    value: Any
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Field:
    """An inline field in one of Dataview's forms: ``key:: value``, ``[key:: value]``, ``(key:: value)``."""

    name: str
    value: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag without its ``#``, nested ones with slashes. From the frontmatter or the body."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the section that it opens.

    ``text`` is the heading's source text (inline markup kept, closing #s dropped); ``path`` are the source texts
    from the outermost heading to this one; ``anchor`` is the section's Obsidian subpath without the first ``#``
    (``Heading#Sub``), a repeated one ends in ``~2``, ``~3`` …; ``end_line`` is the last line of the section,
    sub-sections included. A heading inside of a callout closes at the latest where the callout ends. ``blank``: no
    text stands between it and the next heading.
    """

    level: int
    text: str
    path: tuple[str, ...]
    anchor: str
    line: int
    column: int
    end_line: int
    blank: bool = False


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
    """A link of the vault with what it leads to (CONTRACT, ``links``). ``relation`` is filled by who knows the
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
class BlockId:
    """A block identifier (``^id``) with the lines of the block that it names."""

    id: str
    line: int
    column: int
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Task:
    """A list item with a checkbox. ``status`` is the character between the brackets (``" "`` is open)."""

    status: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's reference (``definition`` False) or its definition (True, ``text`` set). Inline footnotes
    ``^[text]`` have label None."""

    label: str | None
    text: str | None
    definition: bool
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block: ``language`` is the first word of ``info`` in lower case, or None; ``text`` its body
    without the prefixes of callouts and lists around it; ``closed`` False when it runs to the end unclosed."""

    language: str | None
    info: str
    text: str
    line: int
    column: int
    end_line: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list: its marker style, its own items (``items``: first line of text of each) and lines. ``depth`` 0 is
    outermost."""

    ordered: bool
    items: tuple[str, ...]
    item_lines: tuple[int, ...]
    depth: int
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: header cells and rows as source text of the cells, trimmed; ``row_lines`` one per row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[int, ...]
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Strong:
    """A bold run of text (``**name**``): named things in chats. ``in_list`` when it opens a list item."""

    text: str
    line: int
    column: int
    in_list: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Inline code or a forge permalink as written: it may name a symbol or file of a source root."""

    text: str
    kind: Literal["code", "permalink"]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Callout:
    """An Obsidian callout. ``type`` in lower case; ``fold`` is ``"+"``, ``"-"`` or None; ``depth`` 0 outermost."""

    type: str
    title: str
    fold: str | None
    depth: int
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A ``%%comment%%`` of Obsidian or an HTML comment (``html`` True). ``text`` is what stands inside."""

    text: str
    html: bool
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an exported chat. ``role`` is user, assistant, system or tool; ``name`` as written; ``time`` ISO
    8601 without zone, or the text as written where no form fits, or None; ``uid`` from ``<!-- UID: … -->``.
    ``body_line`` is the first line of what was said. Lines span the callout and its UID comment. Text between
    two turns (a cited answer that a plug-in put there) belongs to no turn."""

    role: str
    name: str
    time: str | None
    uid: str | None
    line: int
    column: int
    body_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Note:
    """One note, read. ``title`` is the property ``title``, else the file's stem; ``summary`` its first sentence (of
    a chat the user's first one), markup stripped, or None; ``aliases`` and ``tags`` in order of appearance, each
    once; tags compare without case, spelled as first seen."""

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
    """What a note is made of, in numbers: ``body_line`` as in Note; lines of fences, tables, bulleted lists, numbered
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
    """What whole-vault questions need of one note, cheap to load for ten thousand notes.

    ``properties`` maps names to values, ``property_lines`` to lines; ``excluded``: hidden by userIgnoreFilters (stays
    a link target, is left out of search, graph, gaps and check); ``mtime_ns`` is the file's.
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


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition in a source file or code fence.

    ``name`` is the qualified name (``Class.method``), ``file`` the path relative to its root; ``id`` is
    ``file#name`` (the module symbol: ``file`` alone). ``body_hash`` fingerprints the normalised body (whitespace,
    comments, docstrings and formatting ignored), None when it has none. ``stub`` is the reason why the body does
    nothing, or None. ``size`` is the length of the normalised body in bytes: a small body is no proof of identity.
    ``body_hash`` takes the symbol's own name and those of the types around it for nothing; ``plain_hash`` is the
    fingerprint with these names left as they stand, where that is another one.
    """

    file: str
    name: str
    kind: Literal["module", "class", "function", "method", "constant", "file"]
    language: str
    line: int
    end_line: int
    doc: str | None
    stub: str | None
    body_hash: str | None
    root: str = ""
    size: int = 0
    plain_hash: str | None = None

    @property
    def id(self) -> str:
        return self.file if self.kind in ("module", "file") else f"{self.file}#{self.name}"


@dataclass(frozen=True, slots=True)
class TraceComment:
    """A comment in a source file that names a note: ``vault: [[Concept]]`` or ``implements: [[Concept]]``.

    ``symbol`` is the id of the definition that the comment belongs to (the module's at the top of a file)."""

    file: str
    line: int
    column: int
    verb: Literal["vault", "implements"]
    link: Link
    symbol: str
    root: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a note that is found and quoted as one (search, ask).

    ``key`` is the hash (hex) of what is embedded: title, headings and ``text``; equal passages share it, wherever
    they stand. ``headings`` from the outermost in; ``text`` is the passage without the prefixes of callouts and quotes
    around it; ``role`` is the speaker's of a chat turn, ``date`` the turn's time, else the note's own date (ISO 8601),
    or None; ``kind`` is the note's kind (``note`` when it has none). ``form`` prose, code (a fence) or table.
    ``secondhand``: an answer that was made from other notes (it ends in a list of sources).
    """

    key: str
    note: str
    title: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    text: str
    kind: str | None = None
    tags: tuple[str, ...] = ()
    date: str | None = None
    role: str | None = None
    form: Literal["prose", "code", "table"] = "prose"
    secondhand: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found: ``score`` is higher for better, comparable within one answer only. ``lexical``,
    ``dense`` and ``graph`` are the parts of it in words and numbers for a person (CONTRACT's ``why``), None where that
    way did not find it: ``{"rank": 1, "score": 0.83, "terms": ["lora"]}``, ``{"rank": 3, "score": 0.61}``,
    ``{"from": "a.md", "relation": "depends_on"}``."""

    chunk: Chunk
    score: float
    lexical: dict[str, Any] | None = None
    dense: dict[str, Any] | None = None
    graph: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of check (CONTRACT)."""

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    fix: str | None
    fingerprint: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What one refresh of the index did. ``problems`` are those of the whole vault, not of this run only."""

    total: int
    read: int
    changed: int
    removed: int
    links: int
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    changed_paths: tuple[str, ...] = field(default=(), repr=False)
    removed_paths: tuple[str, ...] = field(default=(), repr=False)


Style = Literal["direct", "problem"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a note that a citation stands on; ``quote`` is its text word for word."""

    headings: tuple[str, ...]
    start_line: int
    end_line: int
    quote: str


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """A cited note: one number a note, counted by first use. ``role`` is the speaker's where its first passage is a
    turn of a chat."""

    n: int
    note: str
    role: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence with the numbers of its sources. ``support`` in [0, 1] is how far its notes say the same, None where
    nothing is claimed; ``supported`` False marks a sentence that no note stands behind."""

    text: str
    citations: tuple[int, ...]
    supported: bool
    support: float | None


@dataclass(frozen=True, slots=True)
class Relevant:
    """A note that belongs to a section, and why."""

    note: str
    why: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A part of an answer; style direct has one, without a title."""

    title: str | None
    sentences: tuple[AnswerSentence, ...]
    relevant: tuple[Relevant, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that is shown instead of an answer, word for word."""

    note: str
    headings: tuple[str, ...]
    start_line: int
    score: float
    quote: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: the vault says nothing near, or too little to be sure; and what comes nearest."""

    reason: Literal["nothing", "unsure"]
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True, slots=True)
class AnswerSeconds:
    """Where the time of an answer went."""

    load: float = 0.0
    retrieve: float = 0.0
    generate: float = 0.0
    verify: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` says (CONTRACT). ``language`` is the question's; ``confidence`` in [0, 1] is calibrated; ``refusal``
    is None exactly when ``answered``."""

    question: str
    language: str
    style: Style
    generator: str
    model: str | None
    route: Literal["graph", "retrieval"]
    answered: bool
    confidence: float
    refusal: Refusal | None
    sections: tuple[AnswerSection, ...]
    sources: tuple[AnswerSource, ...]
    seconds: AnswerSeconds
