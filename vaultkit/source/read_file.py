"""Reading of one file on disk to its symbols, whatever its kind."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from vaultkit.config import Bounds
from vaultkit.messages.message import Message
from vaultkit.model import Problem, Symbol, TraceComment
from vaultkit.source.comments import find_comments
from vaultkit.source.files import FileKind, grammar_of, of_content, read_source_file
from vaultkit.source.languages import canonical
from vaultkit.source.normalise import fingerprint
from vaultkit.source.parse import RULE, SourceFile, module_name, parse_source
from vaultkit.source.traces import links_in
from vaultkit.source.vendored import is_foreign
from vaultkit.text.lazy_pattern import lazy_pattern

_TRACED = lazy_pattern(rb"(?:vault|implements)\s*:\s*\[\[", re.I)


def read_plain(data: bytes | None, file: str, kind: FileKind) -> SourceFile:
    """The symbol of kind ``file`` and the file's trace comments. ``data`` None: a file that is not read."""
    if data is None:
        return SourceFile((Symbol(file, module_name(file), "file", kind.language, 1, 1, None, None, None),))
    kind = of_content(kind, data)
    core = _core(data, kind)
    symbol = Symbol(
        file,
        module_name(file),
        "file",
        kind.language,
        1,
        max(1, data.count(b"\n") + (data[-1:] != b"\n")),
        None,
        None if core else Message("problem.empty_file"),
        fingerprint(core).hex(),
        size=len(core),
    )
    return SourceFile((symbol,), _traces(data, file, kind) if _TRACED.search(data) else ())


def _core(data: bytes, kind: FileKind) -> bytes:
    """The text without comments, blank lines and white space at line ends; of JSON its values."""
    text = data.decode("utf-8", "replace")
    if kind.language == "json":
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            return " ".join(text.split()).encode("utf-8", "replace")
    parts, at = [], 0
    for start, end in find_comments(text, kind.style):
        parts.append(text[at:start])
        at = end
    text = "".join([*parts, text[at:]])
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()).encode("utf-8", "replace")


def _traces(data: bytes, file: str, kind: FileKind) -> tuple[TraceComment, ...]:
    text = data.decode("utf-8", "replace")
    found, line, line_end, passed = [], 1, -1, 0
    for start, end in find_comments(text, kind.style):
        if "[[" not in text[start:end]:
            continue
        line += text.count("\n", passed, start)
        line_end = max(line_end, text.rfind("\n", passed, start))
        passed = start
        found += links_in(text[start:end], line, start - line_end)
    return tuple(TraceComment(file, link.line, link.column, verb, link, file) for verb, link in found)


_TOKEN = lazy_pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.S)


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
        problem = Problem(file, getattr(error, "lineno", 1), Message("problem.notebook"), RULE)
        return replace(read_plain(data, file, plain), problems=(problem,))
    if language is None:
        return read_plain("\n".join(lines).encode("utf-8", "replace"), file, plain)
    found = parse_source(language, "\n".join(lines).encode("utf-8", "replace"), file)
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
    """Return for each cell the file's line of each string of its ``source``, found by reading the JSON's tokens."""
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
        if texts := _without_magics(texts) if magics else texts:
            code += texts
            places += [place for _, place in rows]
        code.append("")
        places.append(places[-1] if places else 1)
    return code, places


def load(path: Path, shown: str, kind: FileKind, bounds: Bounds, *, own: bool = False) -> SourceFile:
    """Read ``path``, called ``shown`` in ids and problems. A file that can't be read gives itself and one Problem;
    with ``own`` one that nobody here wrote (``vendored``) gives nothing."""
    content = read_source_file(path, shown, kind, bounds)
    if own and (content.data is None or is_foreign(shown, content.data)):
        return SourceFile(())
    found = read_source_bytes(content.data, shown, kind)
    if content.problem is not None:
        found = replace(found, problems=(content.problem, *found.problems))
    return found


def read_source_bytes(data: bytes | None, shown: str, kind: FileKind) -> SourceFile:
    """The same of bytes that are UTF-8 without a BOM; None for a file that is not read."""
    if data is None or not kind.parsed:
        return read_plain(data, shown, kind)
    language = grammar_of(kind, data)
    return read_notebook(data, shown) if language == "notebook" else parse_source(language, data, shown)


def _without_magics(rows: list[str]) -> list[str]:
    from vaultkit.source.magics import plain_rows

    return plain_rows(rows)
