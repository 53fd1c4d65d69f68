"""The symbols of the source roots, looked up when a note names code: many vaults have none, and no walk is needed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene
    from vaultkit.graph.source_symbols import SourceSymbols
    from vaultkit.graph.symbols import Spoken, SymbolHit, Trace
    from vaultkit.graph.web import EvidenceState


class LazySymbols:
    """A SymbolTable (graph) over a scene that opens the source index when it has to."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def find(self, path: str, symbol: str | None, note: str) -> SymbolHit:
        """See SymbolTable."""
        return self._symbols.find(path, symbol, note)

    def traces(self) -> Iterator[Trace]:
        """See SymbolTable."""
        return self._symbols.traces() if self.any else iter(())

    def mentions(self) -> Iterator[Spoken]:
        """See SymbolTable; none where the settings don't let guesses count."""
        return self._symbols.mentions() if self.any else iter(())

    def library(self, name: str) -> EvidenceState:
        """See SymbolTable."""
        return self._symbols.library(name)

    @cached_property
    def any(self) -> bool:
        """Whether there may be any code: a source root is set, or the vault holds a file of source or configuration."""
        ontology = self._scene.ontology
        return bool(self._scene.config.roots) or any(map(ontology.is_source_or_config, self._scene.index.files()))

    @cached_property
    def _symbols(self) -> SourceSymbols:
        from vaultkit.graph.source_symbols import SourceSymbols

        frame, index = self._scene.frame, self._scene.index
        mentions = index.mentions if self._scene.config.coverage_from == "inferred" else tuple
        return SourceSymbols(frame.source(), index.note_at, mentions, frame.known_hash)
