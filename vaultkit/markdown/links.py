"""The links of a note's body, wikilinks and Markdown links together, in order of place, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from vaultkit.markdown.mdlinks import scan_markdown_links
from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.markdown.wikilinks import scan_wikilinks
from vaultkit.model import Link
from vaultkit.storage.fast_records import maker

_link = maker(Link)


def links(source: NoteText) -> tuple[Link, ...]:
    """Links in order. One in an inline field's value gets the field's name, one in a ``%%comment%%`` is marked. A
    Markdown link that begins inside of a wikilink is part of its target (a link to a heading that holds one).

    Fills ``source.links``, and ``source.addresses`` with the places and destinations of Markdown links.
    """
    found: list[tuple[Any, ...]] = []
    if "[[" in source.text:
        found += scan_wikilinks(source)
    if "Link" in source.spans or "Image" in source.spans:
        inside = Ranges([(link[0], link[1]) for link in found]) if found else None
        markdown = scan_markdown_links(source)
        if inside:
            markdown = [link for link in markdown if not inside.end_of(link[0])]
        if found or "Image" in source.spans:
            found = sorted(found + markdown)
        else:
            found = markdown
        source.addresses = [(link[0], link[6]) for link in markdown]
    return _made(source, found)


def _made(source: NoteText, found: list[tuple[Any, ...]]) -> tuple[Link, ...]:
    source.links = [(link[0], link[1]) for link in found]
    text, lines, comments = source.text, source.lines, source.comments
    first_comment = comments.starts[0] if comments.starts else len(text)
    fields = _fields(source) if source.values else repeat(None)
    made = []
    for link, field in zip(found, fields, strict=False):
        start, end, kind, target, subpath, display = link[:6]
        line = bisect_right(lines, start)
        made.append(_link(line, start - lines[line - 1] + 1, text[start:end], target, subpath, display, kind, field,
                          start > first_comment and comments.end_of(start) > 0))
    return tuple(made)


def _fields(source: NoteText) -> Iterator[str | None]:
    """Return for each link the innermost field whose value holds it: of those around it the one that begins last."""
    values = source.values
    at, around = 0, list[tuple[int, int, str]]()
    for start, end in source.links:
        while at < len(values) and values[at][0] <= start:
            while around and around[-1][1] <= values[at][0]:
                around.pop()
            around.append(values[at])
            at += 1
        while around and around[-1][1] <= start:
            around.pop()
        yield next((name for _, last, name in reversed(around) if end <= last), None)
