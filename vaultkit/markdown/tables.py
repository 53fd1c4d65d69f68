"""Pipe tables.

Source: Obsidian Help, "Advanced formatting syntax: Tables"; GFM 4.10.
"""

from __future__ import annotations

from vaultkit.markdown.source import Source, Span
from vaultkit.model import Table


def tables(source: Source) -> tuple[Table, ...]:
    """Tables in order of place. Cells are source text, trimmed, an escaped bar kept as written."""
    made = []
    for start, end, _ in source.spans["Table"]:
        head = source.within("TableHead", start, end)
        rows = source.within("TableRow", start, end)
        line, column = source.at(start)
        made.append(Table(_cells(source, head[0]) if head else (), tuple([_cells(source, row) for row in rows]),
                          tuple([source.line(row[0]) for row in rows]), line, column,
                          source.last_line(start, end)))
    return tuple(made)


def _cells(source: Source, row: Span) -> tuple[str, ...]:
    cells = source.within("TableCell", row[0], max(row[1], row[0] + 1))
    return tuple([source.text[start:end].strip(" \t|\r\n") if end > start else "" for start, end, _ in cells])
