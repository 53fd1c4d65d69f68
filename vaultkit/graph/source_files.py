"""A symbol table that needs nothing but the standard library: files on disk, Python read with ``ast``.

Files in other languages are looked for and not looked into: a symbol of theirs is taken for found.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from vaultkit.config import Config
from vaultkit.graph.python_symbols import Definition, definitions, module_stub
from vaultkit.graph.symbols import SymbolHit, Trace
from vaultkit.graph.web import EvidenceState

_PYTHON = (".py", ".pyi")


class SourceFiles:
    """Looks files up in the source roots, the vault and beside the note; remembers what it has read."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._read: dict[Path, dict[str, Definition] | str] = {}

    @cached_property
    def _places(self) -> list[Path]:
        return [_real(root) for root in (*self._config.roots, self._config.vault)]

    def find(self, path: str, symbol: str | None, note: str) -> SymbolHit:
        """See SymbolTable. In the first place that has the file; when the symbol is not in it, in the next one."""
        if not path or "\0" in path:
            return SymbolHit("missing_file", path, symbol)
        found: SymbolHit | None = None
        inside = left = False
        beside = self._config.vault / os.path.dirname(note)
        for base in (*self._config.roots, self._config.vault, beside):
            target = _real(base / path)
            home = next((place for place in self._places if target.is_relative_to(place)), None)
            if home is None:
                left = left or _is_file(target)
                continue
            inside = True
            if not _is_file(target):
                continue
            hit = self._look(target, target.relative_to(home).as_posix(), symbol)
            if hit.status != "missing_symbol":
                return hit
            found = found or hit
        if found:
            return found
        if left or not inside:
            return SymbolHit("refused", path, symbol, reason="leaves the source roots and the vault")
        return SymbolHit("missing_file", path, symbol)

    def traces(self) -> tuple[Trace, ...]:
        """None: comments are the source room's to find."""
        return ()

    def library(self, name: str) -> EvidenceState:
        """Taken for granted: environments are the source room's to look into."""
        return "ok"

    def _look(self, target: Path, name: str, symbol: str | None) -> SymbolHit:
        if target.suffix not in _PYTHON:
            return SymbolHit("found", name, symbol)
        known = self._definitions(target)
        if isinstance(known, str):
            return SymbolHit("unreadable", name, symbol, reason=known)
        if symbol is None:
            stub = None if target.suffix == ".pyi" else module_stub(known)
            return SymbolHit("stub" if stub else "found", name, None, reason=stub)
        definition = known.get(symbol)
        if definition is None:
            return SymbolHit("missing_symbol", name, symbol)
        stub = None if target.suffix == ".pyi" else definition.stub
        return SymbolHit("stub" if stub else "found", name, symbol, definition.line, stub)

    def _definitions(self, target: Path) -> dict[str, Definition] | str:
        if target not in self._read:
            try:
                if target.stat().st_size > self._config.bounds.source_bytes:
                    self._read[target] = "larger than bounds.source_bytes"
                else:
                    self._read[target] = definitions(target.read_bytes())
            except OSError as error:
                self._read[target] = error.strerror or "can't be read"
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                self._read[target] = f"is no Python that can be parsed ({type(error).__name__})"
        return self._read[target]


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
