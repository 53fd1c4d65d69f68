"""The symbol table of the source room as the graph asks it: references, trace comments, libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from vaultkit.graph.symbols import HitStatus, Spoken, SymbolHit, Trace
from vaultkit.graph.web import EvidenceState
from vaultkit.model import Symbol

if TYPE_CHECKING:
    from vaultkit.source.finder import Lookup, State
    from vaultkit.source.index import SourceIndex

# (note, text, kind, line, column), as VaultIndex.mentions gives them.
LightMention = tuple[str, str, str, int, int]
_STATUS: dict[State, HitStatus] = {
    "ok": "found", "stub": "stub", "moved": "moved", "missing_symbol": "missing_symbol", "missing_file": "missing_file",
    "outside": "refused",
}


class SourceSymbols:
    """A SymbolTable over a refreshed SourceIndex. ``note_of`` gives the path of the note that a wikilink's target in a
    source file leads to, or None; ``mentions`` those of the vault as VaultIndex gives them, asked for only where a root
    holds anything; ``known_hash`` gives the fingerprint of the code that (note, path, symbol) name as it was
    accepted, or None."""

    def __init__(self, index: SourceIndex, note_of: Callable[[str], str | None],
                 mentions: Callable[[], Iterable[LightMention]] = tuple,
                 known_hash: Callable[[str, str, str | None], str | None] | None = None) -> None:
        self._index = index
        self._known_hash = known_hash
        self._mentions = mentions
        self._note_of = note_of
        self._known_hash = known_hash
        self._symbols: dict[str, dict[str, Symbol]] = {}

    def find(self, path: str, symbol: str | None, note: str) -> SymbolHit:
        """See SymbolTable. What moved is named by where it is now, and the reason says what the note calls it."""
        written = f"{path}#{symbol}" if symbol else path
        if not path or "\0" in path:
            return SymbolHit("missing_file", path, symbol)
        known = self._known_hash(note, path, symbol) if self._known_hash else None
        lookup = self._index.find(path, symbol, note=note, known_hash=known)
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
            yield Trace(note, symbol.id if symbol else comment.file, comment.file,
                        symbol.line if symbol else comment.line, whole, state, comment.verb, comment.line)

    def mentions(self) -> Iterator[Spoken]:
        """See SymbolTable. What a permalink names is the symbol that its lines were of, wherever it is now."""
        if self._index.empty:
            return
        for note, text, kind, line, _ in self._mentions():
            if kind == "code":
                symbol = self._index.mention(text, stale=False).symbol
                via: Literal["mention", "permalink"] = "mention"
            else:
                lookup = self._index.permalink(text)
                symbol, via = lookup.symbol if lookup else None, "permalink"
            if symbol is not None:
                name = None if symbol.kind in ("module", "file") else symbol.name
                yield Spoken(note, line, via, SymbolHit("stub" if symbol.stub else "found", symbol.file, name,
                                                        symbol.line, symbol.stub))

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
    # A stub that moved is a stub first (DESIGN, order of the gap terms).
    status = "stub" if moved and symbol.stub else _STATUS[lookup.state]
    return SymbolHit(status, symbol.file, name, symbol.line, "; ".join(filter(None, (symbol.stub, moved))) or None)


def _reason(lookup: Lookup) -> str | None:
    return "leaves the source roots and the vault" if lookup.state == "outside" else None
