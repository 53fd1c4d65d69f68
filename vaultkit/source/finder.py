"""A path and a name as a person wrote them → what is there now, or where it went."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vaultkit.config import Config
from vaultkit.model import Symbol
from vaultkit.source.files import FileKind, kind_of
from vaultkit.source.follow_moves import Body, Place, body_of, pick
from vaultkit.source.read_file import load
from vaultkit.source.roots import repository_around
from vaultkit.source.store import MODULE, RemovedSymbol, SymbolStore, symbol_key
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.source.bindings import Reexports
    from vaultkit.source.git_history import Origins

State = Literal["ok", "stub", "moved", "missing_symbol", "missing_file", "outside"]
_LINES = lazy_pattern(r"L?(\d+)(?:-L?(\d+))?")
_HOPS = 20


@dataclass(frozen=True, slots=True)
class Lookup:
    """Target of a reference to code.

    ``ok`` and ``stub``: ``symbol`` is it, ``candidates`` all of that name (overloads; the first that does something is
    the symbol). ``moved``: ``symbol`` is where it is now. ``missing_file``, ``missing_symbol``: ``candidates`` may be
    what was meant. ``outside``: the path leads out of every source root and the vault and is refused.
    ``root`` is the absolute root that the path was found in, None when in none.
    """

    state: State
    symbol: Symbol | None = None
    root: str | None = None
    candidates: tuple[Symbol, ...] = ()


class Finder:
    """Search for references in one store. ``roots`` in order of preference; then the vault, then a note's folder."""

    def __init__(self, store: SymbolStore, config: Config, roots: tuple[Path, ...]) -> None:
        self._store, self._config, self._roots = store, config, roots
        self._numbers = store.roots()
        self._by_number = {number: path for path, number in self._numbers.items()}
        self._indexed = {os.path.realpath(root): root for root in roots}
        self._deepest = sorted({*roots, config.vault}, key=lambda root: -len(str(root)))
        # Where no root is set, a path that leads out of the vault may lead into the repository around it.
        self._around = None if config.roots else repository_around(config.vault)
        self._loaded: dict[str, tuple[Symbol, ...]] = {}
        # Absolute path → the file to read in its place, None where there is none (overlay).
        self.instead: dict[str, Path | None] = {}

    # Git and the names that files pass on are asked about what is lost alone.
    @cached_property
    def origins(self) -> Origins:
        """History that git remembers of the roots."""
        from vaultkit.source.git_history import Origins

        return Origins(self._store, self._config.bounds)

    @cached_property
    def _reexports(self) -> Reexports:
        from vaultkit.source.bindings import Reexports

        return Reexports(self._store, self._symbols, self.instead)

    def find(self, path: str, symbol: str | None, note: str | None = None, known_hash: str | None = None) -> Lookup:
        """See ``SourceIndex.find``."""
        path = path.strip().replace("\\", "/")
        name = (symbol or "").strip().lstrip("#") or MODULE
        places, inside = self._places(path, note)
        second_best: Lookup | None = None
        for root, relative in places:
            if symbols := self._symbols(root, relative):
                found = self._in_file(root, relative, symbols, name, known_hash)
                if found.state in ("ok", "stub"):
                    return found
                # A later place may hold a file of this name. Else ``moved`` tells more than ``missing``.
                if second_best is None or (found.state == "moved" and second_best.state != "moved"):
                    second_best = found
        if second_best is not None:
            return second_best
        if not inside or self._leads_out(path):
            return Lookup("outside")
        for root, relative in places:
            moved = self._moved(root, relative, name, known_hash)
            if moved is not None:
                return Lookup("moved", moved, moved.root, (moved,))
        base = path.rstrip("/").rpartition("/")[2]
        like = self._store.symbols("f.base = ? AND s.position = 0", base) if base else []
        return Lookup("missing_file", candidates=tuple(like[:10]))

    def find_id(self, path: str, symbol: str | None) -> Lookup:
        """See ``SourceIndex.find_id``."""
        found = self.find(path, symbol)
        place = self._place_around(self._around / path) if self._around is not None else None
        if found.state != "missing_file" or place is None or not (symbols := self._symbols(*place)):
            return found
        return self._in_file(*place, symbols, symbol or MODULE, None)

    def symbols_in(self, path: str) -> list[Symbol]:
        """The symbols of a file, in the first root that has it; empty when none has."""
        places = self._places(path, None)[0]
        if self._around is not None and (place := self._place_around(self._around / path)) is not None:
            places.append(place)
        for root, relative in places:
            if found := self._symbols(root, relative):
                return list(found)
        return []

    def place(self, place: Place | tuple[int, str, str]) -> Symbol | None:
        """The symbol of the index at a place."""
        number, path, name = place
        where = "f.root = ? AND f.path = ? AND " + ("s.name = ?" if name else "s.position = 0")
        found = self._store.symbols(where, number, path, *([name] if name else []))
        return found[0] if found else None

    def _places(self, path: str, note: str | None) -> tuple[list[tuple[Path, str]], bool]:
        """Return where a path may be, as (root, path in it), and whether any of it lies inside of what may be read."""
        if not path or "\0" in path or path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
            return [], not path
        bases = [*self._roots, self._config.vault]
        if note is not None:
            bases.append(self._config.vault / Path(note).parent)
        found: list[tuple[Path, str]] = []
        for base in bases:
            target = os.path.normpath(os.path.join(base, path))
            real = os.path.realpath(target)
            for root in self._deepest:
                relative = os.path.relpath(target, root).replace(os.sep, "/")
                if relative.startswith("../") or relative in ("..", "."):
                    continue
                if self._is_inside(real) and (root, relative) not in found:
                    found.append((root, relative))
                break
            else:
                place = self._place_around(Path(target))
                if place is not None and place not in found:
                    found.append(place)
        return found, bool(found)

    def _place_around(self, target: Path) -> tuple[Path, str] | None:
        """Return a file of the repository around the vault as (its root, path in it); None for one that is hidden, is
        not there, or that a link of the file system leads to. What is in the vault is not looked for here."""
        if self._around is None:
            return None
        vault = Path(os.path.realpath(self._config.vault))
        plain = Path(os.path.normpath(target))
        if plain.is_relative_to(self._config.vault):
            return None
        if not plain.is_relative_to(self._around):
            plain = Path(os.path.normpath(vault / os.path.relpath(plain, self._config.vault)))
        if not plain.is_relative_to(self._around) or plain.is_relative_to(vault):
            return None
        parts = plain.relative_to(self._around).parts
        hidden = any(part.startswith(".") for part in parts)
        if hidden or os.path.realpath(plain) != str(plain) or not plain.is_file():
            return None
        return self._around, "/".join(parts)

    def _leads_out(self, path: str) -> bool:
        """Return whether a link of the file system takes the path out of its root."""
        targets = [os.path.join(base, path) for base in (*self._roots, self._config.vault)]
        return any(os.path.exists(target) and not self._is_inside(os.path.realpath(target)) for target in targets)

    def _is_inside(self, real: str) -> bool:
        return any(
            real == root or real.startswith(root.rstrip(os.sep) + os.sep)
            for root in (*self._indexed, os.path.realpath(self._config.vault))
        )

    def _symbols(self, root: Path, relative: str) -> tuple[Symbol, ...]:
        """Return the file's symbols from the index; a file that the index leaves out (ignored, hidden, of an unknown
        kind) is read now."""
        number = self._numbers.get(str(root))
        if number is not None and (found := self._store.symbols("f.root = ? AND f.path = ?", number, relative)):
            return tuple(found)
        absolute = os.path.join(root, relative)
        if absolute not in self._loaded:
            parts = relative.split("/")
            file = self.instead.get(absolute, Path(absolute))
            there = file is not None and os.path.isfile(file)
            readable = there and ".git" not in parts and ".vaultkit" not in parts
            kind = kind_of(parts[-1]) or FileKind(parts[-1].rpartition(".")[2].lower() or "file", False)
            content = load(file, relative, kind, self._config.bounds).symbols if file is not None and readable else ()
            self._loaded[absolute] = tuple(replace(symbol, root=str(root)) for symbol in content)
        return self._loaded[absolute]

    def _in_file(
        self, root: Path, relative: str, symbols: tuple[Symbol, ...], name: str, known_hash: str | None
    ) -> Lookup:
        if name == MODULE:
            group = list(symbols[:1])
        elif lines := _LINES.fullmatch(name):
            group = [covering(symbols, int(lines[1]), int(lines[2] or lines[1]))]
        else:
            plain = name.replace("::", ".")
            group = [s for s in symbols[1:] if s.name == plain or s.name.partition("~")[0] == plain]
        if group:
            chosen = next((s for s in group if s.stub is None), group[0])
            return Lookup("stub" if chosen.stub else "ok", chosen, str(root), tuple(group))
        if symbols[0].kind == "file" and symbols[0].body_hash is None:
            return Lookup("ok", symbols[0], str(root), symbols[:1])
        # A definition of the file itself wins over whatever else is bound to its name.
        head = name.replace("::", ".").partition(".")[0]
        defined = any(s.name == head and s.kind in ("class", "function") for s in symbols[1:])
        passed = None if defined else self._reexports.find(root, relative, name.replace("::", "."))
        if passed is not None:
            return Lookup("stub" if passed.stub else "ok", passed, str(root), (passed,))
        moved = self._moved(root, relative, name, known_hash)
        if moved is not None:
            return Lookup("moved", moved, moved.root, (moved,))
        tail = name.rpartition(".")[2]
        like = [s for s in symbols[1:] if s.name.rpartition(".")[2].partition("~")[0] == tail]
        return Lookup("missing_symbol", None, str(root), tuple(like[:10]))

    def _moved(self, root: Path, relative: str, name: str, known_hash: str | None) -> Symbol | None:
        """Find where a lost symbol is now: what the index remembers, then what git does, then a fingerprint of old."""
        number = self._numbers.get(str(root))
        if number is not None:
            place = Place(number, relative, name)
            for _ in range(_HOPS):
                removed = self._store.removed_symbol(*place)
                if removed is None or removed.to_path is None or removed.to_root is None:
                    break
                place = Place(removed.to_root, removed.to_path, removed.to_name or MODULE)
                if (found := self.place(place)) is not None:
                    return found
            removed = self._store.removed_symbol(*place)
            if removed is not None and removed.hash and (found := self._later(removed)) is not None:
                return found
            if removed is None or removed.hash is None:
                target = self.origins.moved(root, Place(number, relative, name), self._numbers)
                if target is not None and (found := self.place(target)) is not None:
                    return found
        if known_hash and (like := self.by_hash(known_hash)):
            old = body_of(Place(number or 0, relative, name), like[0])
            chosen = pick(old, list(map(self._body, like)))
            return self.place(chosen.place) if chosen else None
        return None

    def _later(self, removed: RemovedSymbol) -> Symbol | None:
        """A lost body that turned up only after the refresh that missed it."""
        alike = self._store.with_hash(removed.hash, removed.plain)
        new = [s for s in alike if self._store.since(s) > removed.removed_at]
        place = Place(removed.root, removed.path, removed.name)
        old = Body(place, removed.kind, removed.hash, removed.size, removed.plain)
        chosen = pick(old, list(map(self._body, new)))
        return self.place(chosen.place) if chosen else None

    def _body(self, symbol: Symbol) -> Body:
        return body_of(Place(self._numbers[symbol.root], symbol.file, symbol_key(symbol)), symbol)

    def by_hash(self, body_hash: str) -> list[Symbol]:
        """The symbols of the index that have this fingerprint."""
        return self._store.with_hash(body_hash, None)


def covering(symbols: tuple[Symbol, ...], first: int, last: int) -> Symbol:
    """The smallest symbol that holds the lines, else the one that begins in them, else the file."""
    around = [s for s in symbols[1:] if s.line <= first and last <= s.end_line]
    if around:
        return min(around, key=lambda s: (s.end_line - s.line, -s.line))
    starting = [s for s in symbols[1:] if first <= s.line <= last and s.kind != "constant"]
    outer = max(starting, key=lambda s: s.end_line - s.line, default=symbols[0])
    inside = all(outer.line <= s.line and s.end_line <= outer.end_line for s in starting)
    return outer if inside else symbols[0]
