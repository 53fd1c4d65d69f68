"""pyromark's events, reduced to the spans that constructs ask for (pulldown-cmark's event stream)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pyromark

from vaultkit.markdown.source import Span

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_MATH
)
# Wikilinks are read from the text (wikilinks.py); with pyromark's own ``[[a] b](c)`` would be no link.
WITH_WIKILINKS = OPTIONS | pyromark.Options.ENABLE_WIKILINKS


def collect(text: str) -> dict[str, list[Span]]:
    """Spans by kind, in order of their starts, in characters.

    Kinds are pyromark's names of what begins (Heading, Item, Link …) and of single events (Code, InlineHtml …). An end
    event tells nothing that the start's range has not told, and plain text is read from the source itself, so both are
    passed over. Details: of a heading its level; of a link or image (form, destination, title); of a code block (info
    or None when indented, body without container prefixes); else pyromark's own. Autolinks are a kind of their own.
    """
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    stream: Iterator[Any] = iter(pyromark.events_with_range(text, options=OPTIONS))
    for event, where in stream:
        # The commonest first: more than half of the events are text and ends.
        if "Text" in event or "End" in event or "Html" in event:
            continue
        if "Start" in event:
            detail = event["Start"]
            if detail.__class__ is str:
                spans[detail].append((where["start"], where["end"], None))
                continue
            (kind,) = detail
            detail = detail[kind]
            if kind == "Link" or kind == "Image":
                form = detail["link_type"]
                if form == "Autolink" or form == "Email":
                    kind = "Autolink"
                detail = (form, detail["dest_url"], detail["title"])
            elif kind == "Heading":
                detail = int(detail["level"][1])
            elif kind == "CodeBlock":
                detail = (None if detail == "Indented" else detail["Fenced"], _body(stream))
            spans[kind].append((where["start"], where["end"], detail))
        elif event.__class__ is not str:
            (kind,) = event
            spans[kind].append((where["start"], where["end"], event[kind]))
    spans.default_factory = None
    found = spans if text.isascii() else _in_characters(spans, text.encode())
    for kind in ("List", "Item"):
        if kind in found:
            found[kind] = [_at_marker(text, span) for span in found[kind]]
    return found


def _at_marker(text: str, span: Span) -> Span:
    """The span of a list or item from its marker on: pyromark begins an indented one somewhere before."""
    start, end, detail = span
    if text[start] in " \t\r\n":
        while start < end and text[start] in " \t\r\n":
            start += 1
        return start, end, detail
    return span


def _body(stream: Iterator[Any]) -> str:
    parts = []
    for event, _ in stream:
        if "End" in event:
            break
        parts.append(event["Text"])
    return "".join(parts)


def _in_characters(spans: dict[str, list[Span]], data: bytes) -> dict[str, list[Span]]:
    """The same spans with byte offsets made character offsets: one walk over the sorted offsets, each byte once."""
    wanted = {0}
    for found in spans.values():
        for start, end, _ in found:
            wanted.add(start)
            wanted.add(end)
    places = {0: 0}
    count = 0
    for before, after in pairwise(sorted(wanted)):
        count += len(data[before:after].decode())
        places[after] = count
    return {kind: [(places[start], places[end], detail) for start, end, detail in found]
            for kind, found in spans.items()}
