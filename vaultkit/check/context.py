"""Context that a rule may ask: the notes that are judged, what they say, and what stands around them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.graph.builder import GraphSources
from vaultkit.messages.message import Lang
from vaultkit.messages.words import Text, Words
from vaultkit.model import NoteFacts, Problem, ResolvedLink, Symbol
from vaultkit.text.nearest import NearestNames, nearest_of
from vaultkit.vault.index import Lookups
from vaultkit.vault.link_table import Edge

if TYPE_CHECKING:
    from vaultkit.graph.builder import Inferred, TypedGraph
    from vaultkit.graph.gap_types import GapReport
    from vaultkit.graph.kinds import NoteKind
    from vaultkit.graph.nodes import EvidenceState
    from vaultkit.graph.symbols import SourceSymbols, Spoken, SymbolHit, Trace
    from vaultkit.source.index import SourceIndex
    from vaultkit.source.locate import PathTable

# A chain has a handful of notes. Where links make a mesh of chains, what lies further off than this many notes is
# judged by the next whole check.
MOST = 200


class LazySymbols:
    """A SymbolTable (graph) over a check context that opens the source index when it has to."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context

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
        """True when there may be any code: a source root is set, or the vault holds a file of source or
        configuration."""
        ontology = self._context.ontology
        return bool(self._context.config.roots) or any(map(ontology.is_source_or_config, self._context.index.files()))

    @cached_property
    def _symbols(self) -> SourceSymbols:
        from vaultkit.graph.symbols import SourceSymbols

        frame, index = self._context.frame, self._context.index
        mentions = index.mentions if self._context.config.coverage_from == "inferred" else tuple
        known_hash = frame.accepted.code_hash if frame.accepted.links else None
        return SourceSymbols(frame.source(), index.note_at, mentions, known_hash)


@dataclass(frozen=True, slots=True)
class CheckInputs(GraphSources):
    """Inputs of a check: where the rules look, and the language they speak. ``inferred`` are the kinds of notes that
    declare none; ``missing_here``: folded name → path of files that are on disk and not in the commit that is judged;
    ``today`` decides about waivers; ``code`` is the index of all source trees, those that were found too."""

    lang: Lang
    inferred: Inferred = field(default_factory=dict)
    missing_here: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    code: Callable[[], SourceIndex] | None = None


class CheckContext:
    """The vault as the rules see it. ``paths`` are the files that are judged, None all of them; what is asked is loaded
    when it is first asked, for these files alone where that is enough. Excluded notes are never judged."""

    def __init__(self, frame: CheckInputs, paths: Collection[str] | None = None) -> None:
        self.frame, self.paths = frame, None if paths is None else frozenset(paths)
        self.index, self.config, self.ontology = frame.index, frame.config, frame.ontology
        self.lookups = Lookups(frame.index)
        self._facts: dict[str, NoteFacts | None] = {}
        self._lines: dict[str, list[str]] = {}
        self._kinds: dict[str, NoteKind] = {}

    def say(self, text: Text, /, **values: object) -> str:
        """One of a rule's texts in the vault's language, its places filled."""
        return self.words.pick(text, **values)

    @cached_property
    def words(self) -> Words:
        """The words of the vault's language."""
        return Words(self.frame.lang)

    def judges(self, path: str) -> bool:
        """Return whether the file is one of those that are judged."""
        return self.paths is None or path in self.paths

    @cached_property
    def facts(self) -> list[NoteFacts]:
        """The judged notes, by path. Templates are left out: their properties describe the notes that will be made of
        them."""
        found = [note for note in self.index.facts(self.paths) if not note.excluded]
        self._facts.update((note.path, note) for note in found)
        return [note for note in found if not note.template]

    def facts_of(self, paths: Collection[str]) -> list[NoteFacts]:
        """Any notes, judged or not; those that are excluded or not there are left out."""
        unknown = [path for path in paths if path not in self._facts]
        if unknown:
            found = {note.path: note for note in self.index.facts(unknown) if not note.excluded}
            self._facts.update((path, found.get(path)) for path in unknown)
        return [note for path in paths if (note := self._facts[path]) is not None]

    def kind(self, note: NoteFacts) -> NoteKind:
        """Return what a note declares itself to be."""
        if note.path not in self._kinds:
            from vaultkit.graph.kinds import kind_of_note

            self._kinds[note.path] = kind_of_note(note, self.ontology, self.config)
        return self._kinds[note.path]

    @cached_property
    def files(self) -> list[str]:
        """The judged files, attachments too."""
        return self.lookups.files(self.paths)

    @cached_property
    def faulty_links(self) -> list[ResolvedLink]:
        """The links of the judged files that lead nowhere, to several notes, or to no heading or block of a note;
        commented ones where the settings let them count."""
        commented = self.config.commented_links
        return [link for link in self.lookups.faulty_links(self.paths) if commented or not link.commented]

    @cached_property
    def edges(self) -> list[Edge]:
        """The links out of the judged files that lead to a file, in the light form."""
        edges = self.index.edges() if self.paths is None else self.lookups.edges_around(self.paths)
        commented = self.config.commented_links
        return [edge for edge in edges if self.judges(edge[0]) and (commented or not edge[6])]

    @cached_property
    def problems(self) -> list[Problem]:
        """Return what could not be read whole, excluded notes aside."""
        found = [problem for problem in self.index.problems() if self.judges(problem.path)]
        hidden = self.lookups.excluded({problem.path for problem in found}) if found else set()
        return [problem for problem in found if problem.path not in hidden]

    @cached_property
    def source_problems(self) -> list[Problem]:
        """The same of the source files: of all roots, or of those judged files that are sources. The files of a root
        beside the vault stand behind the root's name, and are judged with the whole vault only."""
        if not (self.symbols.any if self.paths is None else any(map(self.ontology.is_source_or_config, self.paths))):
            return []
        told = {problem.path for problem in self.problems}
        found = [problem for problem in self.frame.source().shown_problems(of_roots=False)
                 if self.judges(problem.path) and problem.path not in told]
        hidden = self.lookups.excluded({problem.path for problem in found}) if found else set()
        return [problem for problem in dict.fromkeys(found) if problem.path not in hidden]

    @cached_property
    def symbols(self) -> LazySymbols:
        """The code that notes may name."""

        return LazySymbols(self)

    @cached_property
    def typed(self) -> TypedGraph:
        """The typed graph: of the whole vault, or of the chains around the judged notes."""
        from vaultkit.graph.builder import build

        if self.paths is None or len(self.paths) > MOST:
            return build(self.frame, self.symbols, self.index.facts(), inferred=self.frame.inferred)
        from vaultkit.check.graph_slice import chains_around

        notes, edges = chains_around(self, self.paths, MOST)
        found = self.lookups.faulty_links({note.path for note in notes})
        open_ends = [link for link in found if link.status == "unresolved"]
        return build(self.frame, self.symbols, notes, edges=edges, unresolved=open_ends)

    @cached_property
    def report(self) -> GapReport:
        """The gaps in the graph."""
        from vaultkit.graph.gaps import report

        return report(self.typed, today=self.frame.today)

    @cached_property
    def nearest(self) -> NearestNames:
        """The names that a mistyped one may mean."""
        return NearestNames(self.lookups.names)

    def nearest_code(self, file: str, symbol: str | None) -> str | None:
        """The reference that a wrong one may mean: a symbol of that file, else the one file whose path has the longest
        end in common with it, else a file of nearly that name; with ``symbol`` behind it where that file has it."""
        source = self.frame.source()
        if symbol is not None and (names := _defined(source.symbols_in(file))):
            near = nearest_of(symbol, sorted(names))
            return f"{file}#{near}" if near else None
        found = self._file_meant(file)
        return f"{found}#{symbol}" if found and symbol and symbol in _defined(source.symbols_in(found)) else found

    def _file_meant(self, file: str) -> str | None:
        parts = [part for part in file.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if not parts:
            return None
        same = self._source_files.get(parts[-1], [])
        if same:
            alike = [_common_end(parts, path.split("/")) for path in same]
            best = max(alike)
            return same[alike.index(best)] if alike.count(best) == 1 else None
        near = nearest_of(parts[-1], sorted(self._source_files), 0.75)
        return self._source_files[near][0] if near else None

    @cached_property
    def _source_files(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in self.frame.source().symbols():
            if item.kind in ("module", "file"):
                found.setdefault(item.file.rsplit("/", 1)[-1], []).append(item.file)
        return found

    @cached_property
    def paths_of_code(self) -> PathTable:
        """The files of all source trees, found ones too, and of the vault."""
        from vaultkit.source.locate import path_table

        source = (self.frame.code or self.frame.source)()
        return path_table(source.symbols(), source.roots,
                          [*self.index.files(), *(note.path for note in self.index.facts())])

    def text(self, path: str) -> str:
        """The text of a file, empty when it can't be read."""
        try:
            return self.index.text(path)
        except KeyError:
            return ""

    def lines(self, path: str) -> list[str]:
        """The lines of a file without their ends."""
        if path not in self._lines:
            text = self.text(path).removeprefix("\ufeff")
            self._lines[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[path]

    def spot(self, path: str, line: int, text: str, *, last: int | None = None) -> tuple[int, int]:
        """Line and column where ``text`` first stands in lines ``line`` to ``last`` (without it to the end of the
        frontmatter's property that begins at ``line``); else the beginning of ``line``."""
        lines = self.lines(path)
        for number in range(line, (last or _property_end(lines, line)) + 1):
            at = lines[number - 1].find(text) if number <= len(lines) else -1
            if text and at >= 0:
                return number, at + 1
        return line, 1


def _property_end(lines: list[str], line: int) -> int:
    """The last line of the property at ``line``: those that follow and are indented, a list's or blank."""
    end = line
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t-") and not lines[end].startswith("---"):
        end += 1
    return end


def _defined(symbols: list[Symbol]) -> set[str]:
    return {item.name for item in symbols if item.kind not in ("module", "file")}


def _common_end(one: list[str], other: list[str]) -> int:
    """Count the last parts that two paths share."""
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count
