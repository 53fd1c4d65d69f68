"""Callouts: quotes whose first line is ``[!type]``, with an optional fold mark and title.

Source: Obsidian Help, "Callouts"; ``[!type|metadata]`` is Obsidian's own form for styling.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Callout
from vaultkit.text.lazy_pattern import lazy_pattern

_HEAD = lazy_pattern(r">[ \t]*\[!([^\]\r\n|]+)(?:\|[^\]\r\n]*)?\]([+-]?)[ \t]*([^\r\n]*)")


def callouts(source: NoteText) -> tuple[Callout, ...]:
    """Callouts in order of place; ``depth`` counts the callouts around one, ``end_line`` is the quote's last line."""
    made, ends = [], list[int]()
    for start, end, _ in source.spans["BlockQuote"]:
        head = _HEAD.match(source.text, start)
        if head is None:
            continue
        while ends and ends[-1] <= start:
            ends.pop()
        line, column = source.at(start)
        made.append(Callout(head[1].strip().lower(), head[3].strip(), head[2] or None, len(ends), line, column,
                            source.last_line(start, end, "\r\n")))
        ends.append(end)
    return tuple(made)
