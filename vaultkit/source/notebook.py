"""Jupyter notebooks (nbformat 4): the code cells as one text, each line with the line of the .ipynb file it stands on.

Spec: https://nbformat.readthedocs.io/en/latest/format_description.html. A cell's ``source`` is a list of lines or one
string; in the usual pretty-printed file every line of code has a line of its own, so positions are exact; a source
that is one string has all its lines at that string's line. Columns count within the line of code.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from vaultkit.model import Problem
from vaultkit.source.files import FileKind
from vaultkit.source.languages import canonical
from vaultkit.source.magics import plain_rows
from vaultkit.source.parse import RULE, SourceFile, read_source
from vaultkit.source.plain import read_plain

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.S)


def read_notebook(data: bytes, file: str) -> SourceFile:
    """Symbols and trace comments of a notebook's code. One that is no JSON gives the file and one Problem; one in a
    language that is not parsed gives the file."""
    plain = FileKind("notebook", False)
    try:
        text = data.decode("utf-8", "replace")
        content = json.loads(text)
        cells = content["cells"]
        language = _language(content.get("metadata") or {})
        lines, places = _code(cells, _source_lines(text), magics=language == "python")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = Problem(
            file, getattr(error, "lineno", 1), "this notebook can't be read: it is no valid nbformat 4", RULE
        )
        return replace(read_plain(data, file, plain), problems=(problem,))
    if language is None:
        return read_plain("\n".join(lines).encode("utf-8", "replace"), file, plain)
    found = read_source(language, "\n".join(lines).encode("utf-8", "replace"), file)
    places = places or [1]

    def at(line: int) -> int:
        return places[min(max(line, 1), len(places)) - 1]

    last = data.count(b"\n") + 1
    symbols = [replace(found.symbols[0], line=1, end_line=last)]
    symbols += [replace(s, line=at(s.line), end_line=at(s.end_line)) for s in found.symbols[1:]]
    comments = [replace(c, line=at(c.line), link=replace(c.link, line=at(c.line))) for c in found.comments]
    return SourceFile(tuple(symbols), tuple(comments), tuple(replace(p, line=at(p.line)) for p in found.problems))


def _language(metadata: dict[str, dict[str, str]]) -> str | None:
    kernel, info = metadata.get("kernelspec") or {}, metadata.get("language_info") or {}
    return canonical(kernel.get("language") or info.get("name") or "python")


def _source_lines(text: str) -> list[list[int]]:
    """For each cell the file's line of each string of its ``source``, found by reading the JSON's tokens."""
    # One level of nesting: its bracket, the key that is being read, whether a key comes next.
    stack: list[tuple[str, str, bool]] = []
    cells: list[list[int]] = []
    line, cursor = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", cursor, token.start())
        cursor = token.start()
        first = token[0][0]
        if first in "{[":
            if first == "{" and [level[1] for level in stack] == ["cells", ""]:
                cells.append([])
            stack.append((first, "", first == "{"))
        elif not stack:
            continue
        elif first in "}]":
            stack.pop()
        elif first == ",":
            stack[-1] = (stack[-1][0], stack[-1][1], stack[-1][0] == "{")
        elif first == '"' and stack[-1][2]:
            stack[-1] = ("{", token[0][1:-1], False)
        elif first == '"' and len(stack) in (3, 4) and [level[1] for level in stack[:3]] == ["cells", "", "source"]:
            cells[-1].append(line)
    return cells


def _code(cells: list[dict[str, object]], lines: list[list[int]], *, magics: bool) -> tuple[list[str], list[int]]:
    """The lines of all code cells and the file's line of each."""
    code: list[str] = []
    places: list[int] = []
    for index, cell in enumerate(cells):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source") or []
        pieces = (
            [source]
            if isinstance(source, str)
            else [str(piece) for piece in source]
            if isinstance(source, list)
            else []
        )
        at = lines[index] if index < len(lines) and len(lines[index]) >= len(pieces) else [1] * len(pieces)
        rows = [(row, place) for piece, place in zip(pieces, at, strict=False)
                for row in piece.removesuffix("\n").split("\n")]
        texts = [row for row, _ in rows]
        if texts := plain_rows(texts) if magics else texts:
            code += texts
            places += [place for _, place in rows]
        code.append("")
        places.append(places[-1] if places else 1)
    return code, places
