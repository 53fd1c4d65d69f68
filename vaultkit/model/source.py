"""Types of what is read of source trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vaultkit.model.ids import PartId
from vaultkit.model.notes import Link


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition in a source file or code fence.

    ``name`` is the qualified name (``Class.method``), ``file`` the path relative to its root; ``id`` is
    ``file#name`` (the module symbol: ``file`` alone). ``body_hash`` fingerprints the normalised body (whitespace,
    comments, docstrings and formatting ignored), None when it has none. ``stub`` is the reason why the body does
    nothing, or None. ``size`` is the length of the normalised body in bytes: a small body is no proof of identity.
    ``body_hash`` takes the symbol's own name and those of the types around it for nothing; ``plain_hash`` is the
    fingerprint with these names left as they stand, where that is another one.
    """

    file: str
    name: str
    kind: Literal["module", "class", "function", "method", "constant", "file"]
    language: str
    line: int
    end_line: int
    doc: str | None
    stub: str | None
    body_hash: str | None
    root: str = ""
    size: int = 0
    plain_hash: str | None = None

    @property
    def id(self) -> str:
        return self.file if self.kind in ("module", "file") else PartId(self.file, self.name)


@dataclass(frozen=True, slots=True)
class TraceComment:
    """A comment in a source file that names a note: ``vault: [[Concept]]`` or ``implements: [[Concept]]``.

    ``symbol`` is the id of the definition that the comment belongs to (the module's at the top of a file)."""

    file: str
    line: int
    column: int
    verb: Literal["vault", "implements"]
    link: Link
    symbol: str
    root: str = ""
