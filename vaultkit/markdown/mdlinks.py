"""Markdown links and images: inline, by reference, with ``<…>`` and percent-encoding.

Source: CommonMark 6.3 and 6.4; Obsidian Help, "Internal links: Supported formats". Autolinks, bare URLs and footnote
references are no links.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from vaultkit.markdown.source import NoteText
from vaultkit.model import LinkKind
from vaultkit.text.lazy_pattern import lazy_pattern

SCHEME = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_WEB = ("https://", "http://")
_SIMPLE = lazy_pattern(r"!?\[([^\[\]\\`\r\n]*)\]")
_BRACKET = lazy_pattern(r"\\.|[\[\]]", re.DOTALL)

MarkdownLink = tuple[int, int, LinkKind, str, str | None, str | None, str]
"""Start and end offset, kind (markdown or embed), target, subpath, display, destination as CommonMark resolves it."""


def destination(written: str) -> tuple[str, str | None]:
    """Target and subpath of a link destination. One with a scheme is kept whole, as an address outside of the vault;
    else the subpath is split off first, then both are percent-decoded."""
    if ":" in written and SCHEME.match(written):
        return written, None
    target, _, subpath = written.partition("#")
    if "%" in written:
        target, subpath = unquote(target), unquote(subpath)
    return target.strip(), subpath.strip() or None


def scan_markdown_links(source: NoteText) -> list[MarkdownLink]:
    """Markdown links and images of the body, commented ones too; images come after the links."""
    text, end_of = source.text, source.opaque.end_of
    found: list[MarkdownLink] = []
    for kind in ("Link", "Image"):
        image = kind == "Image"
        for start, end, (_, written, _) in source.spans.get(kind, ()):
            if end_of(start):
                continue
            if written.startswith(_WEB):
                target, subpath = written, None
            else:
                target, subpath = destination(written)
                if not target and not subpath:
                    continue
            if not image:
                close = text.find("]", start)
                shown = text[start + 1:close]
                if "[" in shown or "\\" in shown or "`" in shown:
                    shown = text[start + 1:text_end(source, start, end)]
                found.append((start, end, "markdown", target, subpath, shown.strip() or None, written))
            else:
                shown = text[start + 2:text_end(source, start, end)]
                found.append((start, end, "embed", target, subpath, shown.strip() or None, written))
    return found


def text_end(source: NoteText, start: int, end: int) -> int:
    """Offset of the bracket that closes a link's text; ``start`` is at its ``[`` or ``![``."""
    text = source.text
    simple = _SIMPLE.match(text, start, end)
    if simple:
        return simple.end() - 1
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        mark = match[0]
        if mark == "[":
            depth += 1
        elif mark == "]" and not source.opaque.end_of(match.start()):
            depth -= 1
            if depth == 0:
                return match.start()
    return end
