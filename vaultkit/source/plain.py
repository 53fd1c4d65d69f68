"""Files that are evidence as a whole: Dockerfile, compose file, Modelfile, Makefile, configuration."""

from __future__ import annotations

import json
import re

from vaultkit.model import Symbol, TraceComment
from vaultkit.source.comments import comments
from vaultkit.source.files import FileKind, of_content
from vaultkit.source.normalise import fingerprint
from vaultkit.source.parse import SourceFile, module_name
from vaultkit.source.traces import links_in

_TRACED = re.compile(rb"(?:vault|implements)\s*:\s*\[\[", re.I)


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
        None if core else "empty file",
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
    for start, end in comments(text, kind.style):
        parts.append(text[at:start])
        at = end
    text = "".join([*parts, text[at:]])
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()).encode("utf-8", "replace")


def _traces(data: bytes, file: str, kind: FileKind) -> tuple[TraceComment, ...]:
    text = data.decode("utf-8", "replace")
    found = []
    for start, end in comments(text, kind.style):
        if "[[" not in text[start:end]:
            continue
        found += links_in(text[start:end], text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    return tuple(TraceComment(file, link.line, link.column, verb, link, file) for verb, link in found)
