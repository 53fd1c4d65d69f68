"""Questions that the graph asks of source code: whether the file or symbol that a note names is there, and does
something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from vaultkit.graph.nodes import EvidenceState
from vaultkit.model import Symbol
from vaultkit.model.ids import id_of
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.source.finder import Lookup, State
    from vaultkit.source.index import SourceIndex


HitStatus = Literal["found", "missing_file", "missing_symbol", "stub", "moved", "refused"]
_LINE_ANCHOR = lazy_pattern(r"^L?\d+(?:-L?\d+)?$")
# At most so many ``#`` of a reference are tried as the one between path and symbol.
_READINGS = 8
_SEPARATOR = lazy_pattern(r"#|::|(?<=\w):(?=\d+(?:-\d+)?$)")


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
    beside ``note`` (docs/contract.md, Settings); one that leaves all of them is ``refused``."""

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
        """Check whether ``package.symbol`` is there (ok) or known not to be (missing)."""
        ...


def split_reference(text: str) -> tuple[str, str | None]:
    """``path#Class.method`` (also ``path::name``, ``path:12``, ``path#L10-L20``) as path and symbol; a place given by
    lines names the file as a whole."""
    return next(_readings(text))


def find_reference(symbols: SymbolTable, text: str, note: str) -> SymbolHit:
    """Find what ``text`` of ``note`` names. A file's name may hold a ``#`` itself: where the shortest path is none, the
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
    # A stub that moved is a stub first (docs/design.md, order of the gap terms).
    status = "stub" if moved and symbol.stub else _STATUS[lookup.state]
    return SymbolHit(status, symbol.file, name, symbol.line, "; ".join(filter(None, (symbol.stub, moved))) or None)


def _reason(lookup: Lookup) -> str | None:
    return "leaves the source roots and the vault" if lookup.state == "outside" else None


@dataclass(frozen=True, slots=True)
class StaleMention:
    """A mention in ``note`` whose symbol or file no longer exists. ``nearest`` is the id of where that is now, else of
    what has the nearest name, or None; ``kind`` tells inline code from a permalink."""

    note: str
    line: int
    column: int
    text: str
    kind: Literal["code", "permalink"]
    nearest: str | None


def stale_mentions(index: SourceIndex, mentions: Callable[[], Iterable[LightMention]]) -> Iterator[StaleMention]:
    """Every mention of what is known to be gone, in the order of ``mentions``, which are asked for only where a root
    holds anything. What counts as gone: ``vaultkit.source.removed`` for inline code; a permalink into a root's own
    repository is stale when git has its file or lines and the root no longer does."""
    if index.empty:
        return
    for note, text, kind, line, column in mentions():
        if kind == "code":
            found = index.mention(text)
            if found.state == "stale":
                yield StaleMention(note, line, column, text, "code", found.symbol.id if found.symbol else None)
        else:
            lookup = index.permalink(text)
            if lookup is not None and lookup.state.startswith("missing") and index.permalink_was_there(text):
                near = lookup.candidates[0].id if len(lookup.candidates) == 1 else None
                yield StaleMention(note, line, column, text, "permalink", near)
