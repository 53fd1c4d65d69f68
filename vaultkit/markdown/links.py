"""The links of a note's body, wikilinks and Markdown links together, in order of place, each once."""

from __future__ import annotations

from vaultkit.markdown.mdlinks import scan_markdown_links
from vaultkit.markdown.source import Ranges, Source
from vaultkit.markdown.wikilinks import scan_wikilinks
from vaultkit.model import Link, LinkKind


def links(source: Source) -> tuple[Link, ...]:
    """Links in order. One in an inline field's value gets the field's name, one in a ``%%comment%%`` is marked. A
    Markdown link that begins inside of a wikilink is part of its target (a link to a heading that holds one)."""
    text = source.text
    found: list[tuple[int, int, LinkKind, str, str | None, str | None]] = []
    wiki: list[tuple[int, int]] = []
    if "[[" in text:
        for start, end, embed, target, subpath, display in scan_wikilinks(source):
            wiki.append((start, end))
            found.append((start, end, "embed" if embed else "wikilink", target, subpath, display))
    if "Link" in source.spans or "Image" in source.spans:
        inside = Ranges(wiki)
        for start, end, image, target, subpath, display, _ in scan_markdown_links(source):
            if not (inside.starts and inside.end_of(start)):
                found.append((start, end, "embed" if image else "markdown", target, subpath, display))
        found.sort()
    source.linked = Ranges([(start, end) for start, end, *_ in found])
    at, comments, values = source.at, source.comments, source.values
    made = []
    for start, end, kind, target, subpath, display in found:
        line, column = at(start)
        field = _field(values, start, end) if values else None
        commented = bool(comments.starts) and comments.end_of(start) > 0
        made.append(Link(line, column, text[start:end], target, subpath, display, kind, field, commented))
    return tuple(made)


def _field(values: list[tuple[int, int, str]], start: int, end: int) -> str | None:
    """The innermost field whose value holds the link: of those around it the one that begins last."""
    name = None
    for first, last, field in values:
        if first > start:
            break
        if end <= last:
            name = field
    return name
