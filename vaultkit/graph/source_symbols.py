"""The symbol table of the source room as the graph asks it: references, trace comments, libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vaultkit.graph.symbols import HitStatus, SymbolHit, Trace
from vaultkit.graph.web import EvidenceState
from vaultkit.model import Symbol

if TYPE_CHECKING:
    from vaultkit.source.finder import Lookup, State
    from vaultkit.source.index import SourceIndex

_STATUS: dict[State, HitStatus] = {
    "ok": "found", "stub": "stub", "moved": "moved", "missing_symbol": "missing_symbol", "missing_file": "missing_file",
    "outside": "refused",
}


class SourceSymbols:
    """A SymbolTable over a refreshed SourceIndex. ``note_of`` gives the path of the note that a wikilink's target in a
    source file leads to, or None."""

    def __init__(self, index: SourceIndex, note_of: Callable[[str], str | None]) -> None:
        self._index = index
        self._note_of = note_of
        self._symbols: dict[str, dict[str, Symbol]] = {}

    def find(self, path: str, symbol: str | None, note: str) -> SymbolHit:
        """See SymbolTable. What moved is named by where it is now, and the reason says what the note calls it."""
        written = f"{path}#{symbol}" if symbol else path
        if not path or "\0" in path:
            return SymbolHit("missing_file", path, symbol)
        lookup = self._index.find(path, symbol, note=note)
        return _hit(lookup, written) or SymbolHit(_STATUS[lookup.state], path, symbol, reason=_reason(lookup))

    def traces(self) -> Iterator[Trace]:
        """See SymbolTable. A comment that names no note of the vault is left out."""
        for comment in self._index.comments():
            note = self._note_of(comment.link.target)
            if note is None:
                continue
            symbol = self._symbol(comment.file, comment.symbol)
            state: EvidenceState = "stub" if symbol and symbol.stub else "ok"
            whole = symbol is None or symbol.kind in ("module", "file")
            yield Trace(note, comment.symbol, comment.file, symbol.line if symbol else comment.line, whole, state,
                        comment.verb, comment.line)

    def library(self, name: str) -> EvidenceState:
        """See SymbolTable."""
        return "missing" if self._index.library(name).state.startswith("missing") else "ok"

    def _symbol(self, file: str, id_: str) -> Symbol | None:
        if file not in self._symbols:
            self._symbols[file] = {symbol.id: symbol for symbol in self._index.symbols_in(file)}
        return self._symbols[file].get(id_)


def _hit(lookup: Lookup, written: str) -> SymbolHit | None:
    symbol = lookup.symbol
    if symbol is None or lookup.state.startswith("missing"):
        return None
    name = None if symbol.kind in ("module", "file") else symbol.name
    moved = f"was {written}" if lookup.state == "moved" else None
    return SymbolHit(_STATUS[lookup.state], symbol.file, name, symbol.line, symbol.stub or moved)


def _reason(lookup: Lookup) -> str | None:
    return "leaves the source roots and the vault" if lookup.state == "outside" else None
