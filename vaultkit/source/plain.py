"""Files that are evidence as a whole: Dockerfile, compose file, Modelfile, Makefile, configuration."""

from __future__ import annotations

import json
import re

from vaultkit.model import Symbol, TraceComment
from vaultkit.source.files import FileKind
from vaultkit.source.normalise import fingerprint
from vaultkit.source.parse import SourceFile, module_name
from vaultkit.source.traces import links_in

_TRACED = re.compile(rb"(?:vault|implements)\s*:\s*\[\[", re.I)
_LINE_MARKS = ("#", "//", "--", ";", "%")


def read_plain(data: bytes | None, file: str, kind: FileKind) -> SourceFile:
    """The symbol of kind ``file`` and the file's trace comments. ``data`` None: a file that is not read."""
    if data is None:
        return SourceFile((Symbol(file, module_name(file), "file", kind.language, 1, 1, None, None, None),))
    core = _core(data, kind)
    symbol = Symbol(
        file,
        module_name(file),
        "file",
        kind.language,
        1,
        max(1, data.count(b"\n") + (data[-1:] != b"\n")),
        None,
        None if core else "empty file",
        fingerprint(core).hex(),
        size=len(core),
    )
    return SourceFile((symbol,), _traces(data, file, kind) if _TRACED.search(data) else ())


def _marks(kind: FileKind) -> tuple[str, ...]:
    return tuple(mark for mark in _LINE_MARKS if mark in kind.comment.replace("<!--", ""))


def _comment_at(line: str, marks: tuple[str, ...]) -> int:
    """Where the line's comment begins: a marker at its start or after white space, outside of quotes; else -1."""
    best = -1
    for mark in marks:
        at = line.find(mark)
        while at >= 0:
            before = line[:at]
            opens = not before or before[-1].isspace()
            if opens and before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
                best = at if best < 0 else min(best, at)
                break
            at = line.find(mark, at + 1)
    return best


def _blocks(kind: FileKind) -> list[tuple[str, str]]:
    pairs = [("/*", "*/")] if "//" in kind.comment else []
    return [*pairs, ("<!--", "-->")] if "<!--" in kind.comment else pairs


def _core(data: bytes, kind: FileKind) -> bytes:
    """The text without comments, blank lines and white space at line ends; of JSON its values."""
    text = data.decode("utf-8", "replace")
    if kind.language == "json":
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            return " ".join(text.split()).encode("utf-8", "replace")
    for start, end in _blocks(kind):
        text = re.sub(f"{re.escape(start)}.*?{re.escape(end)}", "", text, flags=re.S)
    marks = _marks(kind)
    lines = []
    for line in text.splitlines():
        at = _comment_at(line, marks) if marks else -1
        line = (line if at < 0 else line[:at]).rstrip()
        if line:
            lines.append(line)
    return "\n".join(lines).encode("utf-8", "replace")


def _traces(data: bytes, file: str, kind: FileKind) -> tuple[TraceComment, ...]:
    text = data.decode("utf-8", "replace")
    found = []
    for start, end in _blocks(kind):
        for block in re.finditer(f"{re.escape(start)}.*?{re.escape(end)}", text, re.S):
            line = text.count("\n", 0, block.start()) + 1
            found += links_in(block[0], line, block.start() - text.rfind("\n", 0, block.start()))
    marks = _marks(kind)
    for number, row in enumerate(text.split("\n") if marks else [], 1):
        at = _comment_at(row, marks)
        if at >= 0:
            found += links_in(row[at:], number, at + 1)
    unique = {(link.line, link.column): (verb, link) for verb, link in found}
    return tuple(
        TraceComment(file, link.line, link.column, verb, link, file)
        for _, (verb, link) in sorted(unique.items(), key=lambda item: item[0])
    )
