"""The one door to stdout and stderr: JSON as UTF-8 bytes whatever the console's code page is, text as the console can
show it. What notes, names, models and servers say has its control characters made visible here, and in lines its line
ends too: no name or title makes a line of its own."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from vaultkit.errors import UsageError
from vaultkit.render.formats import CsvRows, JsonLines, JsonObject, Lines, Output, Page
from vaultkit.render.plain import json_text, to_json_value
from vaultkit.render.terminal import colour, shown, shown_line, visible, visible_line


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


def write(out: Output) -> None:
    """Print what a format made."""
    match out:
        case Lines(lines):
            write_text(lines)
        case JsonObject(data):
            write_json(data)
        case JsonLines(items):
            write_jsonl(items)
        case CsvRows(header, rows):
            write_csv(header, rows)
        case Page(html):
            write_block(html)


def as_file(out: Output) -> str:
    """Return what a format made as the text of a file."""
    match out:
        case Lines(lines):
            return "\n".join(map(visible_line, lines)) + "\n"
        case JsonObject(data):
            return json_text(to_json_value(data), indent=1) + "\n"
        case JsonLines(items):
            return "".join(json_text(item) + "\n" for item in items)
        case CsvRows(header, rows):
            return csv_text(header, rows)
        case Page(html):
            return html


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
    """Print lines for a person, each item one line whatever it holds."""
    coloured, rest = colours(sys.stdout), iter(lines)
    while chunk := list(islice(rest, 100)):
        click.echo("\n".join([shown_line(line, colours=coloured) for line in chunk]), color=coloured)


def write_block(text: str) -> None:
    """Print UTF-8 text of another program's form (Mermaid, GraphML, Markdown) whatever the console's code page is."""
    out = binary_stdout()
    out.write(visible(text).encode("utf-8", "replace"))
    out.flush()


def hint(line: str, *, quiet: bool = False) -> None:
    """One line on stderr that is no data: a summary, the next useful step."""
    if not quiet:
        say_line(line)


def say_line(line: str) -> None:
    """Print on stderr what is one line whatever it holds, without secrets."""
    from vaultkit.redact import redact

    line, coloured = redact(line), colours(sys.stderr)
    click.echo(shown_line(line, colours=coloured), err=True, color=coloured)


def say(text: str, *, end: str = "\n") -> None:
    """Print on stderr, without secrets."""
    from vaultkit.redact import redact

    text, coloured = redact(text), colours(sys.stderr)
    click.echo(shown(text, colours=coloured) + end, nl=False, err=True, color=coloured)


def say_error(message: str, more: Iterable[str] = ()) -> None:
    """Print an error on stderr as one labelled line; each of ``more`` is a line below it."""
    for line in (f"{colour('error:', '1;31')} {message}", *more):
        say_line(line)


def say_piece(piece: str) -> None:
    """Print a piece of a model's words on stderr as they come."""
    say(colour(piece, "2"), end="")


def redraw(line: str, *, erase: bool = False) -> None:
    """Draw over the line of stderr that was drawn last."""
    sys.stderr.write("\r" + visible(line) + ("\r\x1b[K" if erase else ""))
    sys.stderr.flush()


def colours(stream: TextIO) -> bool:
    """Return whether to colour what goes to ``stream``: a terminal, and no NO_COLOR (no-color.org)."""
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
    return json_text(value)


def _encode(value: Any) -> bytes:
    return _dump(value).encode("utf-8", "backslashreplace")


def _cell(value: Any) -> str:
    text = "" if value is None else visible(str(value))
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def show_page(root: Path, path: Path, text: str, open_it: bool) -> None:
    """Write an HTML page, print its path and open it when asked to. Raises what ``write_file`` raises."""

    write_file(root, path, text)
    write_text([str(path)])
    if open_it:
        import webbrowser

        webbrowser.open(path.absolute().as_uri())


def write_out(root: Path, path: Path | None, text: str) -> None:
    """Write ``text`` to a file, or to stdout as UTF-8 whatever the console's code page is."""
    if path is not None:
        write_file(root, path, text)
        return

    write_block(text)


def write_file(root: Path, path: Path, text: str) -> None:
    """Write a file whole or not at all; a note is never overwritten, and nothing is written through a link that leaves
    the vault at ``root``. Raises UsageError and EnvironmentFailure."""
    if path.suffix.lower() == ".md" and path.exists():
        raise UsageError(f"{path} exists", "a note is never overwritten: name another file")
    write_output(root, path, text)


def write_output(root: Path, path: Path, text: str) -> None:
    """Write a file whole or not at all, in place of one that is there; its folder is made. A pipe or device that was
    named outside of the vault at ``root`` is written into. Raises UsageError and EnvironmentFailure."""
    from vaultkit.storage.files import cant_write, is_named_in, replace_in

    data = text.encode("utf-8", "replace")
    try:
        if path.exists() and not (path.is_file() or path.is_dir() or is_named_in(root, path)):
            path.write_bytes(data)
        else:
            replace_in(root, path, data)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise cant_write(path, error) from error
        raise UsageError(f"can't write {path} ({error.strerror or error})", "name another file") from error


def bar(*, timed: bool = False) -> Callable[[int, int], None] | None:
    """A callback ``(done, total)`` that draws on stderr while notes are read, or None without a terminal. It erases
    itself at the end. ``timed``: with the rate and the time left, for work that takes minutes."""
    if not sys.stderr.isatty():
        return None

    drawn = -1
    begun = time.monotonic()

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        share = done * 100 // total if total else 100
        if share == drawn and done < total:
            return
        drawn = share
        cells = share * 30 // 100
        more = _pace(done, total, time.monotonic() - begun) if timed else ""
        redraw(f"{'━' * cells}{'─' * (30 - cells)} {done}/{total}{more}", erase=done >= total)

    return draw


def _pace(done: int, total: int, seconds: float) -> str:
    """Format how many a second, and minutes and seconds left."""
    if not done or seconds <= 0:
        return ""
    left = round((total - done) * seconds / done)
    return f"  {done / seconds:.0f}/s  {left // 60}:{left % 60:02d} "
