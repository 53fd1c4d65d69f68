"""Wikilinks and embeds: ``[[target#subpath|display]]``, ``![[target]]``.

Source: Obsidian Help, "Internal links", "Embed files", "Advanced formatting syntax: Tables". Read from the text and not
from pyromark's events, because Obsidian differs: only ``]]`` ends a link, a line end never stands in one, math and
HTML that begin inside of one do not break it (code does).
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.messages.message import Message
from vaultkit.model import LinkKind, Problem
from vaultkit.text.lazy_pattern import lazy_pattern

WIKILINK = lazy_pattern(r"\[\[(?!\[)([^\[\]\r\n]*(?:(?:\[(?!\[)|\](?!\]))[^\[\]\r\n]*)*)\]\]")
_BARE_BAR = lazy_pattern(r"(?<!\\)\|")

Wikilink = tuple[int, int, LinkKind, str, str | None, str | None]
"""Start and end offset, kind (wikilink or embed), target, subpath, display."""


def wikilink_parts(content: str) -> tuple[str, str | None, str | None]:
    """Target, subpath and display of what stands between the brackets. Only the first bar splits; in a table it is
    written ``\\|``. A backslash before the bar is never part of a name."""
    if "|" not in content and "#" not in content:
        return content.strip(), None, None
    target, bar, display = content.partition("|")
    shown: str | None = None
    if bar:
        if target.endswith("\\"):
            target = target[:-1]
        shown = display.replace("\\|", "|").strip() or None
    target, mark, subpath = target.partition("#")
    return target.strip(), (subpath.strip() or None) if mark else None, shown


def scan_wikilinks(source: NoteText) -> list[Wikilink]:
    """The wikilinks and embeds of the body, in order, commented ones too. Fills ``source.cut``."""
    found: list[Wikilink] = []
    text, opaque = source.text, source.opaque
    tables: Ranges | None = None
    broken = 0
    for match in WIKILINK.finditer(text, source.body):
        content = match[1]
        start, end = match.span()
        if opaque.starts:
            hidden = opaque.end_of(start)
            if (hidden and hidden != broken) or _in_code(source, start, end):
                continue
        before = text[start - 1] if start else ""
        if before == "\\" and source.escaped(start):
            continue
        target, subpath, display = wikilink_parts(content)
        if not target and not subpath:
            continue
        if "|" in content and "Table" in source.spans and _BARE_BAR.search(content):
            tables = tables or Ranges((begin, stop) for begin, stop, _ in source.spans["Table"])
            if tables.end_of(start):
                source.cut.append((start, end))
                continue
        if "$" in content:
            # Math that pyromark sees from inside this link on is none.
            broken = opaque.end_of(end)
        if before == "!" and start > source.body and not source.escaped(start - 1):
            found.append((start - 1, end, "embed", target, subpath, display))
        else:
            found.append((start, end, "wikilink", target, subpath, display))
    return found


def cut_links(source: NoteText) -> tuple[Problem, ...]:
    """Return what ``scan_wikilinks`` takes for no link, since in a table its bar begins the next cell (GFM 4.10)."""
    said = []
    for start, end in source.cut:
        written = source.text[start:end]
        escaped = _BARE_BAR.sub(r"\\|", written)
        message = Message("problem.link_in_cell", link=written, mend=escaped)
        said.append(Problem(source.path, source.line(start), message, "note-unreadable"))
    return tuple(said)


def _in_code(source: NoteText, start: int, end: int) -> bool:
    """True when inline code begins inside of the brackets and ends behind them: code binds tighter (CommonMark 6.1)."""
    return any(stop > end for _, stop, _ in source.within("Code", start, end))
