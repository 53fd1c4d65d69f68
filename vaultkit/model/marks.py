"""Parts of a note: properties, headings, blocks, and the smaller marks of Obsidian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


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
    """A ``%%comment%%`` of Obsidian or an HTML comment (``html`` True). ``text`` is what stands inside. Of drawings and
    boards also what their plugin keeps for itself."""

    text: str
    html: bool
    line: int
    column: int
    end_line: int
    end_column: int


class TurnPart(NamedTuple):
    """Lines of a turn that are no words to the other side: ``thinking`` of a model, or what a ``tool`` was given and
    gave back. They are evidence of nothing, and search finds them only when asked for them."""

    kind: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an exported chat. ``role`` is user, assistant, system or tool; ``name`` as written; ``time`` ISO
    8601 without zone, or the text as written where no form fits, or None; ``uid`` from ``<!-- UID: … -->``.
    ``body_line`` is the first line of what was said, ``body_column`` where it begins there, behind a label on the same
    line. Lines span the callout and its UID comment, or a label and all up to the next one but rules and blank
    lines. Text between two callouts (a cited answer that a plug-in put there) belongs to no turn."""

    role: str
    name: str
    time: str | None
    uid: str | None
    line: int
    column: int
    body_line: int
    end_line: int
    body_column: int = 1
    parts: tuple[TurnPart, ...] = ()
