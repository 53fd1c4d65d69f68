"""Parts of a snapshot that ideas are made from, and how names and texts lead to its source trees."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from vaultkit.ideas.planned import MOST_FILES
from vaultkit.ideas.probable_code import CodePlaces, IdeaText, ProbablePlace
from vaultkit.markdown.named_paths import named_paths
from vaultkit.messages.message import Message
from vaultkit.model.ids import path_of
from vaultkit.source.locate import NamedCode, name_words

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.graph.accepted_file import Accepted
    from vaultkit.graph.gap_types import RootTaken
    from vaultkit.ideas import Discovery
    from vaultkit.messages.words import Words
    from vaultkit.model import Note, NoteFacts, ResolvedLink
    from vaultkit.ontology import Ontology
    from vaultkit.search.embedding import Progress
    from vaultkit.source.index import SourceIndex
    from vaultkit.source.locate import NameTable, PathTable
    from vaultkit.source.roots import SourceRoot
    from vaultkit.vault.index import VaultIndex


class NoteTexts(Protocol):
    """Texts of notes by their path, read once."""

    def text(self, path: str) -> str: ...


class VaultParts(Protocol):
    """Everything of a snapshot that ideas are made from; see the members of ``Snapshot``."""

    @property
    def config(self) -> Config: ...
    @property
    def index(self) -> VaultIndex: ...
    @property
    def source(self) -> SourceIndex: ...
    @property
    def code(self) -> SourceIndex: ...
    @property
    def roots(self) -> tuple[SourceRoot, ...]: ...
    @property
    def roots_taken(self) -> tuple[RootTaken, ...]: ...
    @property
    def code_paths(self) -> PathTable: ...
    @property
    def code_names(self) -> NameTable: ...
    @property
    def ontology(self) -> Ontology: ...
    @property
    def facts(self) -> list[NoteFacts]: ...
    @property
    def notes(self) -> list[Note]: ...
    @property
    def accepted(self) -> Accepted: ...
    @property
    def discovery(self) -> Discovery: ...
    @property
    def ideas(self) -> NoteTexts: ...
    @property
    def progress(self) -> Progress | None: ...
    def words(self) -> Words: ...
    def each_link(self, *, source: str | None = None, target: str | None = None,
                  status: str | None = None) -> Iterator[ResolvedLink]: ...


class TreeNames:
    """The source trees' names as signals ask for them."""

    def __init__(self, places: CodePlaces) -> None:
        self._places = places
        self.named = lru_cache(maxsize=None)(self._named)
        self.knows = lru_cache(maxsize=None)(self._knows)

    def _named(self, name: str) -> bool:
        return any(True for _ in self._places.named(name))

    def _knows(self, text: str) -> bool:
        return self._places.symbol(text) is not None


def code_places(vault: VaultParts) -> CodePlaces:
    """The ways in which names and texts lead to the source trees of a vault."""
    if not vault.roots:
        return CodePlaces(lambda idea: (), lambda text: None, lambda name: (), lambda idea: (),
                          lambda idea, place: False)
    code = vault.code

    def symbol(text: str) -> ProbablePlace | None:
        found = code.mention(text, stale=False).symbol
        if found is None:
            return None
        why = Message("probable.named_symbol", name=text)
        return ProbablePlace(found.file, None if found.kind in ("module", "file") else found.name, found.line, why)

    return CodePlaces(_paths_of(vault), symbol, _named_of(vault), _beside(vault), _rejected(vault))


def _paths_of(vault: VaultParts) -> Callable[[IdeaText], Sequence[ProbablePlace]]:
    def paths(idea: IdeaText) -> Sequence[ProbablePlace]:
        if idea.facts is None:
            return ()
        found: dict[str, ProbablePlace] = {}
        first, last = idea.lines
        for named in named_paths(vault.index.note(idea.facts.path), vault.ideas.text(idea.facts.path)):
            if last and not first <= named.line <= last:
                continue
            place = vault.code_paths.locate(named.text, task=named.task, tree=named.where == "tree")
            if place is None or place.state == "missing" or place.path.endswith(".md"):
                continue
            why = Message(f"probable.{_WAYS[place.state]}", name=place.was or named.text)
            found.setdefault(place.path, ProbablePlace(place.path, None, None, why, place.state))
        return list(found.values())

    return paths


_WAYS = {"found": "named_path", "moved": "moved_path", "planned": "planned_path"}
# A name that so many things have says nothing of which is meant.
_FEW = 4


def _inside(one: NamedCode, files: Sequence[str]) -> list[ProbablePlace]:
    """Places that a name leads to: of a folder with few files these, since they are what the note is about."""
    why = Message("probable.same_name", name=one.symbol or one.path)
    below = [file for file in files if file.startswith(one.path + "/")] if one.why == "folder" else []
    if 0 < len(below) <= _BESIDE:
        return [ProbablePlace(file, None, 1, why) for file in below]
    return [ProbablePlace(one.path, one.symbol, one.line, why)]


def _named_of(vault: VaultParts) -> Callable[[str], Sequence[ProbablePlace]]:
    files = sorted({symbol.file for symbol in vault.code.symbols() if symbol.kind == "module"})

    def named(name: str) -> Sequence[ProbablePlace]:
        several = len(name_words(name)) > 1
        found = [one for one in vault.code_names.named(name) if several or one.why in ("class", "file")]
        return [place for one in found for place in _inside(one, files)] if len(found) <= _FEW else ()

    return named


def files_below(vault: VaultParts) -> Callable[[str], list[str]]:
    """A folder or file of the vault → the source files there, as the source index names them."""
    files = sorted({symbol.file for symbol in vault.code.symbols() if symbol.kind == "module"}) if vault.roots else []
    vault_root = os.path.realpath(vault.config.vault)
    roots = [os.path.relpath(os.path.realpath(root), vault_root).replace(os.sep, "/") for root in vault.code.roots]
    places: dict[str, list[str]] = {}
    for root, real in zip(roots, vault.code.roots, strict=True):
        for file in files:
            if len(roots) == 1 or os.path.exists(os.path.join(real, file)):
                place = posixpath.normpath(posixpath.join(root, file))
                while place and not place.startswith("../"):
                    places.setdefault(place, []).append(file)
                    place = posixpath.dirname(place)
    return lambda place: places.get(place, [])


def _beside(vault: VaultParts) -> Callable[[IdeaText], Sequence[ProbablePlace]]:
    """Source files in the folder of an idea's note or below it: who keeps code and note together means that code."""
    below = files_below(vault)

    def beside(idea: IdeaText) -> Sequence[ProbablePlace]:
        folder = idea.facts.path.rpartition("/")[0] if idea.facts is not None else ""
        found = below(folder) if folder else []
        why = Message("probable.beside")
        return [ProbablePlace(file, None, 1, why) for file in found] if len(found) <= _BESIDE else ()

    return beside


_BESIDE = MOST_FILES


def _rejected(vault: VaultParts) -> Callable[[str, ProbablePlace], bool]:
    return lambda idea, place: vault.accepted.rejects(path_of(idea), place.path, place.symbol)
