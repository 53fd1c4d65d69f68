"""Lists: ordered and unordered, with their own items.

Source: CommonMark 5.2 and 5.3.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText, Span
from vaultkit.model import ListBlock
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_list = maker(ListBlock)
_ITEM = lazy_pattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]*(?:\[.\](?:[ \t]+|(?=[\r\n]|\Z)))?([^\r\n]{0,2000})")


def lists(source: NoteText) -> tuple[ListBlock, ...]:
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
    made, line_of = [], source.line
    for index, (start, end, first) in enumerate(found):
        items = owners[index]
        line, column = source.at(start)
        made.append(_list(first is not None, tuple([item_text(source, item[0]) for item in items]),
                          tuple([line_of(item[0]) for item in items]), depths[index], line, column,
                          source.last_line(start, end, " \t\r\n>")))
    return tuple(made)


def item_text(source: NoteText, start: int) -> str:
    """The first line of an item that begins at ``start``, without its marker and checkbox, at most 2,000 characters."""
    item = _ITEM.match(source.text, start)
    return item[1].strip() if item else ""
