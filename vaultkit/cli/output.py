"""Where results go: JSON as UTF-8 bytes whatever the console's code page is, text as the console can show it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, TextIO

import click


def write_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object: UTF-8, not ASCII-escaped, each item of its lists on a line of its own (what diffs and
    greps well, and an iterator is written while it is read). A lone surrogate of a broken file name stays an escape."""
    out = binary_stdout()
    comma = "{\n"
    for key, value in data.items():
        out.write(f"{comma}  {_dump(key)}: ".encode())
        comma = ",\n"
        if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
            out.write(_encode(value))
        else:
            _write_list(out, value)
    out.write(b"\n}\n")
    out.flush()


def binary_stdout() -> BinaryIO:
    """stdout for bytes: what is UTF-8 whatever the console's code page is. Text printed before goes out first."""
    sys.stdout.flush()
    return sys.stdout.buffer


def write_jsonl(items: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    out = binary_stdout()
    for item in items:
        out.write(_encode(item) + b"\n")
    out.flush()


def write_csv(header: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print CSV in UTF-8, row by row."""
    out = binary_stdout()
    for line in _csv_lines(header, rows):
        out.write(line.encode("utf-8", "backslashreplace"))
    out.flush()


def csv_text(header: list[str], rows: Iterable[Iterable[Any]]) -> str:
    """CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV
    injection)."""
    return "".join(_csv_lines(header, rows))


def _csv_lines(header: list[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def write_text(lines: Iterable[str]) -> None:
    """Print lines for a person."""
    colour, rest = colours(sys.stdout), iter(lines)
    while chunk := list(islice(rest, 100)):
        click.echo("\n".join(chunk), color=colour)


def hint(line: str, *, quiet: bool = False) -> None:
    """One line on stderr that is no data: a summary, the next useful step."""
    if not quiet:
        click.echo(line, err=True, color=colours(sys.stderr))


def colours(stream: TextIO) -> bool:
    """Whether to colour what goes to ``stream``: a terminal, and no NO_COLOR (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write_list(out: BinaryIO, items: Iterable[Any]) -> None:
    comma = b"[\n    "
    empty = True
    for item in items:
        out.write(comma + _encode(item))
        comma = b",\n    "
        empty = False
    out.write(b"[]" if empty else b"\n  ]")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _encode(value: Any) -> bytes:
    return _dump(value).encode("utf-8", "backslashreplace")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
