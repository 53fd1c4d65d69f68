"""Data that plugins keep in a note for themselves: drawings of Excalidraw, boards of Kanban. None of it is the author's
words; links in it are links all the same, as in Obsidian.

Sources: the file formats of obsidian-excalidraw-plugin (the banner, ``# Excalidraw Data`` with Text Elements, Element
Links, Embedded Files and Drawing; older ones without the first heading) and of obsidian-kanban (``**Complete**`` below
a lane's heading, ``***`` and a heading before the archive, ``%% kanban:settings`` to the end).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from vaultkit.markdown.hidden import drop_spans
from vaultkit.markdown.source import NoteText, Ranges, left_behind
from vaultkit.text.lazy_pattern import lazy_pattern

DRAWING, BOARD = "excalidraw-plugin", "kanban-plugin"
_BANNER = lazy_pattern(r"^==[ \t]*⚠[^\r\n]*excalidraw[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_BEGIN = lazy_pattern(r"^(?:%%[ \t]*(?:\r?\n[ \t]*)+)?#{1,2}[ \t]+excalidraw data[ \t]*\r?$",
                    re.IGNORECASE | re.MULTILINE)
_OLD_BEGIN = lazy_pattern(r"^(?:%%[ \t]*(?:\r?\n[ \t]*)+)?#[ \t]+(?:text elements|drawing)[ \t]*\r?$",
                        re.IGNORECASE | re.MULTILINE)
_PART = lazy_pattern(r"^(?:#{1,2}[ \t]+(text elements|element links|embedded files|drawing)|%%)[ \t]*\r?$",
                   re.IGNORECASE | re.MULTILINE)
_ELEMENT_ID = lazy_pattern(r"(?<!\S)\^[A-Za-z0-9_-]{8}[ \t]*(?=\r?$)", re.MULTILINE)
_COMPLETE = lazy_pattern(r"^#{1,6}[ \t][^\r\n]*\r?\n(?:[ \t]*\r?\n)*(\*\*[^*\r\n]+\*\*)[ \t]*\r?$", re.MULTILINE)
_ARCHIVE = lazy_pattern(r"^\*\*\*[ \t]*(?:\r?\n[ \t]*)+#{1,6}[ \t][^\r\n]*", re.MULTILINE)
_SETTINGS = lazy_pattern(r"^%%[ \t]*kanban:settings", re.MULTILINE)


def mark_data(source: NoteText, properties: Collection[str]) -> None:
    """Fill ``source.data`` and drop every span in it but links; ``properties`` are the names of the note's."""
    if DRAWING in properties:
        pairs = list(_of_drawing(source))
    elif BOARD in properties:
        pairs = list(_of_board(source))
    else:
        return
    if pairs:
        source.data = Ranges(pairs)
        behind = left_behind(source, pairs)
        drop_spans(source, sorted(pairs), links=False)
        if behind:
            source.spans["Paragraph"] = sorted(source.spans["Paragraph"] + behind)


def _of_drawing(source: NoteText) -> Iterator[tuple[int, int]]:
    """The banner; then everything from the first heading of the plugin's on but the words of text elements."""
    text, body = source.text, source.body
    begin = _first(source, _BEGIN) or _first(source, _OLD_BEGIN)
    limit = begin.start() if begin else len(text)
    yield from (found.span() for found in _BANNER.finditer(text, body, limit))
    if begin is None:
        return
    words = "text elements"
    parts = [(begin.start(), begin.end(), words if begin[0].casefold().rstrip().endswith(words) else None)]
    parts += [(*found.span(), found[1] and found[1].casefold()) for found in _PART.finditer(text, begin.end())]
    for (start, end, name), (following, *_) in zip(parts, [*parts[1:], (len(text), 0, None)], strict=True):
        if name == "drawing":
            yield start, len(text)
            return
        yield start, end if name == words else following
        if name == words:
            yield from (found.span() for found in _ELEMENT_ID.finditer(text, end, following))


def _of_board(source: NoteText) -> Iterator[tuple[int, int]]:
    text, body = source.text, source.body
    settings = _first(source, _SETTINGS)
    limit = settings.start() if settings else len(text)
    yield from (found.span(1) for found in _COMPLETE.finditer(text, body, limit))
    yield from (found.span() for found in _ARCHIVE.finditer(text, body, limit))
    if settings:
        yield limit, len(text)


def _first(source: NoteText, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first match outside of code."""
    return next((found for found in pattern.finditer(source.text, source.body)
                 if not source.opaque.end_of(found.start())), None)
