"""One file on disk → its symbols, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vaultkit.config import Bounds
from vaultkit.source.files import FileKind, language_of, read
from vaultkit.source.notebook import read_notebook
from vaultkit.source.parse import SourceFile, read_source
from vaultkit.source.plain import read_plain


def load(path: Path, shown: str, kind: FileKind, bounds: Bounds) -> SourceFile:
    """Read ``path``, called ``shown`` in ids and problems. A file that can't be read gives itself and one Problem."""
    content = read(path, shown, kind, bounds)
    found = read_bytes(content.data, shown, kind)
    if content.problem is not None:
        found = replace(found, problems=(content.problem, *found.problems))
    return found


def read_bytes(data: bytes | None, shown: str, kind: FileKind) -> SourceFile:
    """The same of bytes that are UTF-8 without a BOM; None for a file that is not read."""
    if data is None or not kind.parsed:
        return read_plain(data, shown, kind)
    language = language_of(kind, data)
    return read_notebook(data, shown) if language == "notebook" else read_source(language, data, shown)
