"""Footnotes: references ``[^a]``, definitions ``[^a]: text``, inline ones ``^[text]``.

Source: Obsidian Help, "Basic formatting syntax: Footnotes".
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Footnote
from vaultkit.text.lazy_pattern import lazy_pattern

_REFERENCE = lazy_pattern(r"\[\^([^\[\]\s^]{1,200})\]")
_INLINE = lazy_pattern(r"\^\[")
_BRACKET = lazy_pattern(r"\\.|[\[\]]")
_NEXT_LINE = lazy_pattern(r"[ \t]*(?:\r\n?|\n)[ \t>]*")


def footnotes(source: NoteText) -> tuple[Footnote, ...]:
    """Footnotes in order of place. A reference without a definition counts, so that it can be found missing."""
    found = _definitions(source)
    starts = {offset for offset, _ in found}
    for match in _REFERENCE.finditer(source.text, source.body):
        start = match.start()
        if start not in starts and not source.hidden(start) and not source.escaped(start):
            line, column = source.at(start)
            found.append((start, Footnote(match[1], None, False, line, column, line)))
    found += _inline(source)
    found.sort(key=lambda pair: pair[0])
    return tuple([footnote for _, footnote in found])


def _definitions(source: NoteText) -> list[tuple[int, Footnote]]:
    """Definitions with their offsets; of those that nest in each other only the outermost has a text."""
    found, done = [], 0
    for start, end, label in source.spans.get("FootnoteDefinition", ()):
        text = None
        if start >= done:
            done = end
            begin = source.text.find(":", start + len(label), end) + 1
            text = _NEXT_LINE.sub("\n", source.text[begin:end]).strip()
        line, column = source.at(start)
        last = source.last_line(start, end, " \t\r\n>")
        found.append((start, Footnote(label, text, True, line, column, last)))
    return found


def _inline(source: NoteText) -> list[tuple[int, Footnote]]:
    """Inline footnotes: from ``^[`` to the bracket's partner in the same line."""
    found = []
    text, hidden = source.text, source.hidden
    match = _INLINE.search(text, source.body) if "^[" in text else None
    while match:
        start, stop, depth = match.start(), source.line_end(match.start()), 0
        close = stop
        if not hidden(start) and not source.escaped(start):
            for mark in _BRACKET.finditer(text, start, stop):
                if mark[0] in "[]" and not hidden(mark.start()):
                    depth += 1 if mark[0] == "[" else -1
                    if depth == 0:
                        close = mark.end()
                        line, column = source.at(start)
                        body = text[start + 2:close - 1].strip()
                        found.append((start, Footnote(None, body, False, line, column, line)))
                        break
        else:
            close = match.end()
        match = _INLINE.search(text, close)
    return found
