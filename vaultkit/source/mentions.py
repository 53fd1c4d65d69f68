"""Inline code and permalinks of notes → the symbol or file that they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vaultkit.model import Symbol
from vaultkit.source.files import kind_of
from vaultkit.source.finder import Finder
from vaultkit.source.store import SymbolStore, tail_of
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.source.removed import RemovedCode

_SHAPE = lazy_pattern(r"[\w$@~.:/#<>\-]+", re.U)
_CALL = lazy_pattern(r"\([^()]*\)$")
_LOCATION = lazy_pattern(r":(?:L?\d+)(?:[:-]L?\d+)*$")
_LONGEST = 200
_HEADERS = (".h", ".hpp", ".hh", ".hxx", ".pyi", ".d.ts")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Result of looking up a mention: ``found`` one ``symbol``; ``ambiguous`` among ``candidates``; ``stale``: it named
    something that is gone (``symbol`` is where that is now, or None); ``none``: it speaks of no code here."""

    state: Literal["found", "ambiguous", "stale", "none"]
    symbol: Symbol | None = None
    candidates: tuple[Symbol, ...] = ()


NOTHING = Mentioned("none")


class Mentions:
    """Resolves mentions against one store, each text once."""

    def __init__(self, store: SymbolStore, finder: Finder, roots: tuple[Path, ...]) -> None:
        self._store, self._finder, self._roots = store, finder, roots
        self._seen: dict[tuple[str, bool], Mentioned] = {}

    @cached_property
    def _gone(self) -> RemovedCode:
        from vaultkit.source.removed import RemovedCode

        return RemovedCode(self._store, self._finder, self._roots)

    def resolve(self, text: str, stale: bool = True) -> Mentioned:
        """See ``SourceIndex.mention``."""
        if (text, stale) not in self._seen:
            self._seen[text, stale] = self._resolve(text.strip().strip("`").strip(), stale)
        return self._seen[text, stale]

    def _resolve(self, text: str, stale: bool) -> Mentioned:
        if not 2 < len(text) <= _LONGEST:
            return NOTHING
        called = bool(_CALL.search(text))
        bare = _CALL.sub("", text).lstrip("@*&.").removeprefix("/")
        if not _SHAPE.fullmatch(bare) or bare.isdigit():
            return NOTHING
        path, _, name = bare.partition("#")
        if "::" in path and kind_of(path.partition("::")[0].rpartition("/")[2]):
            path, _, name = path.partition("::")
        path = _LOCATION.sub("", path)
        if "/" in path or (kind_of(path.rpartition("/")[2]) is not None and "." in path):
            return self._file(path.removeprefix("./"), name.replace("::", "."), stale)
        dotted = bare.replace("::", ".").replace("#", ".").strip(".:")
        return self._symbol(dotted, called, stale)

    def _file(self, path: str, name: str, stale: bool) -> Mentioned:
        base = path.rpartition("/")[2]
        files = [
            s
            for s in self._store.symbols("f.base = ? AND s.position = 0", base)
            if base and (s.file == path or s.file.endswith("/" + path))
        ]
        exact = [s for s in files if s.file == path]
        files = exact if len(exact) == 1 else files
        if not files:
            return Mentioned(*self._gone.file(path)) if stale else NOTHING
        if len(files) > 1:
            return Mentioned("ambiguous", None, tuple(files))
        if not name:
            return Mentioned("found", files[0], (files[0],))
        found = self._finder.find(files[0].file, name)
        if found.state in ("ok", "stub"):
            return Mentioned("found", found.symbol, found.candidates)
        if stale and (found.state == "moved" or self._gone.was_in(files[0], tail_of(name))):
            return Mentioned("stale", found.symbol)
        return NOTHING

    def _symbol(self, name: str, called: bool, stale: bool) -> Mentioned:
        tail = tail_of(name)
        like = self._store.symbols("s.tail = ?", tail)
        telling = called or (len(name) > 3 and bool(re.search(r"[._\d]|[a-zа-я][A-Z]|^[A-Z][a-z]+[A-Z]", name)))
        exact = _apart([s for s in like if s.name.partition("~")[0] == name and (telling or s.kind != "constant")])
        outer = [s for s in exact if s.kind not in ("module", "file")] or exact
        if outer and (telling or len(name) > 3):
            return _one(outer)
        if telling and like:
            suffix = _apart([s for s in like if s.name.partition("~")[0].endswith("." + name)])
            solid = [s for s in suffix if s.kind != "constant"] or suffix
            if solid:
                return _one(solid)
        if "." in name and (found := self._by_module(name)).state != "none":
            return found
        return Mentioned(*self._gone.symbol(name)) if telling and stale else NOTHING

    def _by_module(self, dotted: str) -> Mentioned:
        """``package.module.Class.method`` with the module's file anywhere in a root, its longest part first."""
        parts = dotted.split(".")
        for cut in range(len(parts), 0, -1):
            tail, folder = parts[cut - 1], "/".join(parts[:cut])
            files = [
                s
                for s in self._store.symbols("s.tail = ? AND s.position = 0", tail)
                if f"/{_package(s)}".endswith("/" + folder)
            ]
            if not files:
                continue
            if cut == len(parts):
                return _one(files)
            name = ".".join(parts[cut:])
            inner = [s for f in files for s in self._finder.symbols_in(f.file) if s.name == name and s.root == f.root]
            return _one(inner) if inner else NOTHING
        return NOTHING


def _stem(file: str) -> str:
    """``a/b/__init__.py`` → ``a/b``, ``a/c.py`` → ``a/c``."""
    folder, _, base = file.rpartition("/")
    stem = base.partition(".")[0]
    if stem in ("__init__", "mod", "index"):
        return folder
    return f"{folder}/{stem}" if folder else stem


def _package(symbol: Symbol) -> str:
    """The module's path with the root's own folder before it: a root may be a package itself."""
    return f"{Path(symbol.root).name}/{_stem(symbol.file)}"


def _apart(symbols: list[Symbol]) -> list[Symbol]:
    """One symbol for each file's name: overloads count once, declarations give way to what they declare."""
    first: dict[tuple[str, str, str], Symbol] = {}
    for symbol in symbols:
        first.setdefault((symbol.root, symbol.file, symbol.name.partition("~")[0]), symbol)
    kept = list(first.values())
    return [s for s in kept if not s.file.endswith(_HEADERS)] or kept


def _one(symbols: list[Symbol]) -> Mentioned:
    if len(symbols) == 1:
        return Mentioned("found", symbols[0], (symbols[0],))
    return Mentioned("ambiguous", None, tuple(symbols))
