"""What the graph asks of source code: whether the file or symbol that a note names is there, and does something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from vaultkit.graph.web import EvidenceState
from vaultkit.model.ids import id_of

HitStatus = Literal["found", "missing_file", "missing_symbol", "stub", "moved", "refused"]
_LINE_ANCHOR = re.compile(r"^L?\d+(?:-L?\d+)?$")
# So many signs of a name are tried as the one between path and symbol.
_READINGS = 8
_SEPARATOR = re.compile(r"#|::|(?<=\w):(?=\d+(?:-\d+)?$)")


@dataclass(frozen=True, slots=True)
class SymbolHit:
    """The answer to one name. ``file`` is relative to the root that holds it (as written, when none does); ``symbol``
    the qualified name; ``line`` that of the definition; ``reason`` says why it is no plain ``found``."""

    status: HitStatus
    file: str
    symbol: str | None = None
    line: int = 1
    reason: str | None = None

    @property
    def id(self) -> str:
        """``file#symbol``, or the file alone."""
        return id_of(self.file, self.symbol)


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace comment whose link leads to ``note``. ``id`` is that of the definition or file it belongs to, which
    begins at ``line`` of ``file``; ``whole``: it is a file; ``comment_line`` is the comment's own."""

    note: str
    id: str
    file: str
    line: int
    whole: bool
    state: EvidenceState
    verb: Literal["vault", "implements"]
    comment_line: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A mention in ``note`` at ``line`` of code that is there: by inline code, or by a permalink."""

    note: str
    line: int
    via: Literal["mention", "permalink"]
    hit: SymbolHit


class SymbolTable(Protocol):
    """Something that knows source files. ``path`` is looked for in the source roots in order, then in the vault, then
    beside ``note`` (CONTRACT, Settings); one that leaves all of them is ``refused``."""

    def find(self, path: str, symbol: str | None, note: str) -> SymbolHit:
        """Look up ``path`` and, when it is not None, the qualified name ``symbol`` in it. Never raises for what a
        note may hold."""
        ...

    def traces(self) -> Iterable[Trace]:
        """Every trace comment that leads to a note."""
        ...

    def mentions(self) -> Iterable[Spoken]:
        """Every mention in the vault's notes that leads to one symbol or file."""
        ...

    def library(self, name: str) -> EvidenceState:
        """Whether ``package.symbol`` is there (ok) or known not to be (missing)."""
        ...


def split_reference(text: str) -> tuple[str, str | None]:
    """``path#Class.method`` (also ``path::name``, ``path:12``, ``path#L10-L20``) as path and symbol; a place given by
    lines names the file as a whole."""
    return next(_readings(text))


def find_reference(symbols: SymbolTable, text: str, note: str) -> SymbolHit:
    """What ``text`` of ``note`` names. A file's name may hold a ``#`` itself: where the shortest path is none, the
    longer ones are looked for."""
    readings = _readings(text)
    first = symbols.find(*next(readings), note)
    if first.status != "missing_file":
        return first
    hits = (symbols.find(*reading, note) for reading in readings)
    return next((hit for hit in hits if hit.status not in ("missing_file", "refused")), first)


def symbol_named(subpath: str | None) -> str | None:
    """The symbol that the subpath of a link to a file names; None for the whole file or lines of it."""
    symbol = (subpath or "").strip().removesuffix("()").replace("::", ".")
    return None if not symbol or _LINE_ANCHOR.match(symbol) else symbol


def _readings(text: str) -> Iterator[tuple[str, str | None]]:
    """Every way to take ``text`` for a path and a symbol, the shortest path first."""
    text = text.strip()
    ends = [(found.start(), found.end()) for found in _SEPARATOR.finditer(text)][:_READINGS]
    for start, end in [*ends, (len(text), len(text))]:
        yield text[:start].replace("\\", "/").strip(), symbol_named(text[end:])
