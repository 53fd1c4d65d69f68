"""A name that a file passes on or unpacks → the definition in the roots, or the place where it is bound."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from vaultkit.model import Symbol
from vaultkit.source.bindings import Bindings, bindings_of
from vaultkit.source.store import Store

_HOPS = 12
_ENDINGS = {
    "python": (".py", ".pyi", "/__init__.py", "/__init__.pyi"),
    "rust": (".rs", "/mod.rs"),
    "script": ("", ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts",
               "/index.ts", "/index.tsx", "/index.js", "/index.jsx", "/index.mjs"),
}  # fmt: skip
# TypeScript's own imports name the file that it will compile to.
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_Symbols = Callable[[Path, str], tuple[Symbol, ...]]


class Reexports:
    """Follows names from file to file. ``symbols`` gives those of a file by its root and path; ``instead`` is that of
    the finder."""

    def __init__(self, store: Store, symbols: _Symbols, instead: Mapping[str, Path | None]) -> None:
        self._store, self._symbols, self._instead = store, symbols, instead
        self._known: dict[tuple[str, int], Bindings | None] = {}

    def find(self, root: Path, relative: str, name: str, hops: int = 0) -> Symbol | None:
        """What ``name``, which the file does not define, means in it: the definition in this root; a symbol of kind
        constant at the place where it is bound, when it comes from elsewhere; None when the file does not bind it, or
        binds it to what a file of the root no longer has."""
        symbols = self._symbols(root, relative)
        bound = self._bindings(root / relative, symbols[0].language) if symbols else None
        if bound is None or hops > _HOPS:
            return None
        head, _, rest = name.partition(".")
        here = replace(symbols[0], name=name, kind="constant", doc=None, stub=None, body_hash=None, size=0,
                       line=bound.made.get(head, 1), end_line=bound.made.get(head, 1))
        if head in bound.passed:
            origin = bound.passed[head]
            inner = ".".join(part for part in (origin.name, rest) if part)
            return self._from(root, relative, symbols[0].language, origin.module, inner, hops) or (
                None if self._is_here(root, relative, symbols[0].language, origin.module) else here)
        if not rest and head in bound.made:
            return here
        for module in bound.whole:
            if (found := self._from(root, relative, symbols[0].language, module, name, hops)) is not None:
                return found
        # What is listed may have been taken out of a file that is here; only what can't be read may still have it.
        unseen = bound.on_demand or any(not self._is_here(root, relative, symbols[0].language, m) for m in bound.whole)
        return here if unseen and head in bound.promised else None

    def _is_here(self, root: Path, relative: str, language: str, module: str) -> bool:
        """Whether a module is one of the root's own, even one that is gone: named from the file, or by a package."""
        if module.startswith((".", "self", "super", "crate")) or not module:
            return True
        top = module.replace("::", ".").partition(".")[0]
        if language == "python" and any((root / folder / top).is_dir() for folder in ("", "src")):
            return True
        return any(True for _ in self._files(root, relative, language, module))

    def _from(self, root: Path, relative: str, language: str, module: str, name: str, hops: int) -> Symbol | None:
        """``name`` in a module (``""``: the module as a whole), by definition or passed on once more."""
        for file in self._files(root, relative, language, module) if module else [relative]:
            symbols = self._symbols(root, file)
            if not name:
                return symbols[0]
            like = [s for s in symbols[1:] if s.name.partition("~")[0] == name]
            if like:
                return next((s for s in like if s.stub is None), like[0])
            if (file, name) != (relative, name) and (found := self.find(root, file, name, hops + 1)) is not None:
                return found
        if language == "python" and name:
            # ``from . import name`` may mean a module of the package.
            head, _, rest = name.partition(".")
            inner = f"{module}{'' if module.endswith('.') else '.'}{head}"
            for file in self._files(root, relative, language, inner):
                return self._from(root, relative, language, inner, rest, hops + 1) if rest else (
                    self._symbols(root, file)[0])
        return None

    def _files(self, root: Path, relative: str, language: str, module: str) -> Iterator[str]:
        """The files of the root that may be ``module`` as named in ``relative``."""
        kind = language if language in _ENDINGS else "script"
        folder = relative.rpartition("/")[0]
        if kind == "script":
            if module.startswith("."):
                yield from self._there(root, _join(folder, module), kind)
            return
        stem = PurePosixPath(relative).stem
        if kind == "rust":
            own = folder if stem in ("mod", "lib", "main") else f"{folder}/{stem}".lstrip("/")
            parts = module.split("::")
            if parts[0] == "self" or parts[0] == "super":
                ups = parts.count("super")
                yield from self._there(root, _join(own, "/".join([*[".."] * ups, *parts[max(ups, 1):]])), kind)
                return
            parts = parts[1:] if parts[0] == "crate" else parts
            near = list(self._there(root, _join(own, "/".join(parts)), kind)) if parts else []
            yield from near or self._ending(root, "/".join(parts), kind)
            return
        bare = module.lstrip(".")
        level = len(module) - len(bare)
        path = bare.replace(".", "/")
        if level:
            yield from self._there(root, _join(folder, "/".join([*[".."] * (level - 1), path])), kind)
        else:
            yield from list(self._there(root, path, kind)) or self._ending(root, path, kind)

    def _there(self, root: Path, path: str, kind: str) -> Iterator[str]:
        if path.startswith(".."):
            return
        ending = PurePosixPath(path).suffix
        tries = [path + end for end in _ENDINGS[kind]] if path else [end[1:] for end in _ENDINGS[kind] if "/" in end]
        tries += [path.removesuffix(ending) + end for end in _COMPILED.get(ending, ())] if kind == "script" else []
        yield from (file for file in tries if file and self._symbols(root, file))

    def _ending(self, root: Path, path: str, kind: str) -> Iterator[str]:
        """The one file of the root whose path ends so; a root may hold the package below ``src``."""
        for end in _ENDINGS[kind] if path else ():
            wanted = path + end
            found = {s.file for s in self._store.symbols("s.position = 0 AND f.base = ? AND r.path = ?",
                                                         wanted.rpartition("/")[2], str(root))
                     if s.file.endswith("/" + wanted)}
            if len(found) == 1:
                yield found.pop()
                return

    def _bindings(self, path: Path, language: str) -> Bindings | None:
        file = self._instead.get(str(path), path)
        if file is None:
            return None
        path = file
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            return None
        key = (str(path), stamp)
        if key not in self._known:
            self._known[key] = bindings_of(path, language)
        return self._known[key]


def _join(folder: str, path: str) -> str:
    joined = os.path.normpath(f"{folder}/{path}" if folder else path).replace(os.sep, "/")
    return "" if joined == "." else joined.lstrip("/") if not folder else joined
