"""Markdown links and images: inline, by reference, with ``<…>`` and percent-encoding.

Source: CommonMark 6.3 and 6.4; Obsidian Help, "Internal links: Supported formats". Autolinks, bare URLs and footnote
references are no links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from vaultkit.markdown.source import Source

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
_SIMPLE = re.compile(r"!?\[([^\[\]\\`\r\n]*)\]")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)

MarkdownLink = tuple[int, int, bool, str, str | None, str | None, str]
"""Start and end offset, whether it is an image, target, subpath, display, destination as resolved by CommonMark."""


def destination(written: str) -> tuple[str, str | None]:
    """Target and subpath of a link destination. One with a scheme is kept whole, as an address outside of the vault;
    else the subpath is split off first, then both are percent-decoded."""
    if ":" in written and SCHEME.match(written):
        return written, None
    target, _, subpath = written.partition("#")
    if "%" in written:
        target, subpath = unquote(target), unquote(subpath)
    return target.strip(), subpath.strip() or None


def scan_markdown_links(source: Source) -> Iterator[MarkdownLink]:
    """Markdown links and images of the body in order of kind and place, commented ones too."""
    text, opaque = source.text, source.opaque
    for kind in ("Link", "Image"):
        for start, end, detail in source.spans.get(kind, ()):
            form = detail["link_type"]
            if form == "Autolink" or form == "Email" or (opaque.starts and opaque.end_of(start)):
                continue
            image = kind == "Image"
            if image and text.startswith("![[", start):
                # pyromark takes ``[![[a.png]](b)`` for an image; it is a link around an embed (see wikilinks.py).
                if start == 0 or text[start - 1] != "[":
                    continue
                start, image = start - 1, False
            written = detail["dest_url"]
            target, subpath = destination(written)
            if target or subpath:
                yield start, end, image, target, subpath, text[start + 1 + image:text_end(source, start, end)] or None, written


def text_end(source: Source, start: int, end: int) -> int:
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
