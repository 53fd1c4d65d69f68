"""Pipe tables.

Source: Obsidian Help, "Advanced formatting syntax: Tables"; GFM 4.10.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText, Span
from vaultkit.model import Table

# Thousands of columns over thousands of empty rows: the rows behind are left out.
_MOST_FILLED = 1 << 16


def tables(source: NoteText) -> tuple[Table, ...]:
    """Tables in order of place. Cells are source text, trimmed, an escaped bar kept as written."""
    made, filled = [], 0
    for start, end, _ in source.spans["Table"]:
        head = source.within("TableHead", start, end)
        rows = source.within("TableRow", start, end)
        line, column = source.at(start)
        header = _cells(source, head[0]) if head else []
        cells = []
        for row in rows:
            found = _cells(source, row)
            # A row that is too short is filled up (GFM 4.10).
            missing = max(len(header) - len(found), 0)
            filled += missing
            if filled > _MOST_FILLED:
                break
            cells.append(tuple(found + [""] * missing))
        made.append(Table(tuple(header), tuple(cells), tuple([source.line(row[0]) for row in rows[:len(cells)]]),
                          line, column,
                          source.last_line(start, end)))
    return tuple(made)


def _cells(source: NoteText, row: Span) -> list[str]:
    """Cells of one row. pyromark puts the ones that it fills up with at the row's end, which may be the next one's
    start."""
    cells = source.within("TableCell", row[0], row[1])
    return [source.text[start:end].strip(" \t|\r\n") for start, end, _ in cells if end > row[0]]
