"""Lists: ordered and unordered, with their own items.

Source: CommonMark 5.2 and 5.3.
"""

from __future__ import annotations

import re

from vaultkit.markdown.source import Source, Span
from vaultkit.model import ListBlock

_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]*(?:\[.\](?:[ \t]+|$))?")
_LONGEST = 2_000


def lists(source: Source) -> tuple[ListBlock, ...]:
    """Lists in order of place, nested ones after the one that holds them. ``items`` are the first lines of text of a
    list's own items, without marker and checkbox."""
    found = source.spans["List"]
    owners: list[list[Span]] = [[] for _ in found]
    depths = [0] * len(found)
    at, open_lists = 0, list[int]()
    for item in source.spans.get("Item", ()):
        while at < len(found) and found[at][0] <= item[0]:
            while open_lists and found[open_lists[-1]][1] <= found[at][0]:
                open_lists.pop()
            depths[at] = len(open_lists)
            open_lists.append(at)
            at += 1
        while open_lists and found[open_lists[-1]][1] <= item[0]:
            open_lists.pop()
        if open_lists:
            owners[open_lists[-1]].append(item)
    made = []
    for index, (start, end, first) in enumerate(found):
        items = owners[index]
        line, column = source.at(start)
        made.append(ListBlock(first is not None, tuple([item_text(source, item[0]) for item in items]),
                              tuple([source.line(item[0]) for item in items]), depths[index], line, column,
                              source.last_line(start, end, " \t\r\n>")))
    return tuple(made)


def item_text(source: Source, start: int) -> str:
    """The first line of an item that begins at ``start``, without its marker and checkbox."""
    end = source.line_end(start)
    marker = _MARKER.match(source.text, start, end)
    begin = marker.end() if marker else start
    return source.text[begin:min(end, begin + _LONGEST)].strip()
