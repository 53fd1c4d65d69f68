"""A vault as one generation of its index has it: read, put together when first asked for, and thrown away whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.messages.words import Words
from vaultkit.model import Note, NoteFacts, Problem, RefreshReport, ResolvedLink

if TYPE_CHECKING:
    from vaultkit.assess import Assessment
    from vaultkit.classify import Classification
    from vaultkit.graph.accepted_file import Accepted
    from vaultkit.graph.builder import TypedGraph
    from vaultkit.graph.gap_types import Evidence, Gap, GapReport, RootTaken
    from vaultkit.graph.kinds_cache import IndexChange, Tally
    from vaultkit.graph.nodes import Node, NodeGraph
    from vaultkit.graph.symbols import StaleMention
    from vaultkit.graph.view import GraphView
    from vaultkit.ideas import Discovery, Idea
    from vaultkit.ontology import Ontology
    from vaultkit.render.first_screen import FolderRead
    from vaultkit.source.index import SourceIndex
    from vaultkit.source.locate import NameTable, PathTable
    from vaultkit.source.roots import SourceRoot
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.ideas import IdeaFinder

Progress = Callable[[int, int], None]


class Indexes:
    """The indexes of one vault and its settings: what stays open from one generation to the next."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        self.config, self.progress = config, progress
        self.opened: VaultIndex | None = None

    def close(self) -> None:
        """Release the indexes."""
        if self.opened is not None:
            self.opened.close()
            self.opened = None
        for index in {id(one): one for name in ("code", "source") if (one := self.__dict__.pop(name, None))}.values():
            index.close()

    def refresh(self, *, full: bool) -> tuple[int, RefreshReport]:
        """Bring the indexes up to date, those of the source roots when they are open; the generation of the index
        before, and what changed. Raises EnvironmentFailure when another process is writing."""
        from vaultkit.storage.journal import recover
        from vaultkit.storage.place import is_temporary, use_temporary
        from vaultkit.storage.sqlite import NoRoom
        from vaultkit.vault.index import VaultIndex

        try:
            if self.opened is None:
                recover(self.config.vault)
                self.opened = VaultIndex.open(self.config)
            before, report = self.opened.generation, self.opened.refresh(full=full, progress=self.progress)
        except NoRoom as error:
            if is_temporary(self.config.vault):
                raise
            self.close()
            use_temporary(self.config.vault, error.message)
            return self.refresh(full=full)
        self.refresh_source()
        return before, report

    def refresh_source(self) -> None:
        """Bring the index of the source roots up to date, when it is open; those found are looked for anew."""
        if "source" in self.__dict__:
            self.source.refresh()
        found = self.__dict__.pop("roots", None)
        opened = self.__dict__.get("code")
        if opened is not None and found != self.roots:
            del self.__dict__["code"]
            if opened.is_found:
                opened.close()
        elif opened is not None and opened.is_found:
            opened.refresh()

    @property
    def index(self) -> VaultIndex:
        """The index of the notes, as it was refreshed last."""
        if self.opened is None:
            self.refresh(full=False)
        assert self.opened is not None
        return self.opened

    @cached_property
    def source(self) -> SourceIndex:
        """The index of the source roots, refreshed."""
        from vaultkit.source.index import SourceIndex

        index = SourceIndex.open(self.config)
        index.refresh()
        return index

    @cached_property
    def roots(self) -> tuple[SourceRoot, ...]:
        """The source trees that are looked at, set or found."""
        from vaultkit.source.roots import source_roots

        return source_roots(self.config)

    @cached_property
    def code(self) -> SourceIndex:
        """The index of ``roots``, refreshed: ``source`` itself, but where a root was found around the vault. Nothing
        that stands there alone is evidence; it says where code probably lies."""
        from vaultkit.source.index import SourceIndex
        from vaultkit.source.roots import is_around

        if not is_around(self.config, self.roots):
            return self.source
        index = SourceIndex.open_found(self.config, [root.path for root in self.roots])
        index.refresh(progress=self.progress)
        return index

    @cached_property
    def ontology(self) -> Ontology:
        """Stages, kinds and relations: vaultkit's own and what the vault adds."""
        from vaultkit.ontology import load_ontology

        return load_ontology(self.config)


class OfIndexes:
    """Members that no generation of the index changes."""

    def __init__(self, indexes: Indexes) -> None:
        self._indexes = indexes

    @property
    def config(self) -> Config:
        """The settings of the vault."""
        return self._indexes.config

    @property
    def progress(self) -> Progress | None:
        """The caller's report of how far something long has come."""
        return self._indexes.progress

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self._indexes.config.vault

    @property
    def source(self) -> SourceIndex:
        """The index of the source roots, refreshed."""
        return self._indexes.source

    @property
    def roots(self) -> tuple[SourceRoot, ...]:
        """The source trees that are looked at: those set, else those found around and in the vault."""
        return self._indexes.roots

    @property
    def roots_taken(self) -> tuple[RootTaken, ...]:
        """The same for a person and for JSON, their paths relative to the vault."""
        from vaultkit.graph.gap_types import RootTaken
        from vaultkit.source.roots import shown_root

        return tuple(RootTaken(shown_root(self.config, root.path), root.how) for root in self.roots)

    @property
    def code(self) -> SourceIndex:
        """The index of ``roots``: where code probably lies. What counts as evidence is ``source``."""
        return self._indexes.code

    @property
    def ontology(self) -> Ontology:
        """Stages, kinds and relations: vaultkit's own and what the vault adds."""
        return self._indexes.ontology


class Snapshot(OfIndexes):
    """Snapshot of what one generation of the index says of a vault, from its notes to the gaps. Each part is made when
    it is first asked for and never changes; with the next generation there is another snapshot. A ``Vault`` answers
    everything that stands here too, as of its newest snapshot."""

    def __init__(self, indexes: Indexes, change: IndexChange) -> None:
        super().__init__(indexes)
        self._change = change
        self._generation = -1
        self._woven: TypedGraph | None = None

    def again(self) -> Snapshot:
        """The same generation, nothing of it made yet: for what a person decided meanwhile."""
        return Snapshot(self._indexes, self._change)

    @property
    def index(self) -> VaultIndex:
        """The index of the notes."""
        return self._indexes.index

    @cached_property
    def code_paths(self) -> PathTable:
        """The files of all source trees and of the vault, for the paths that notes name."""
        from vaultkit.source.locate import path_table

        return path_table(self.code.symbols(), self.code.roots,
                          [*self.index.files(), *(note.path for note in self.facts)])

    @cached_property
    def code_names(self) -> NameTable:
        """The files, folders and definitions of all source trees by their names."""
        from vaultkit.source.locate import NameTable

        return NameTable(self.code.symbols())

    @cached_property
    def facts(self) -> list[NoteFacts]:
        """The light record of every note, sorted by path."""
        generation = self.index.generation
        found = self.index.facts()
        alike = self.index.generation == generation and not self.index.altered
        self._generation = generation if alike else -1
        return found

    @cached_property
    def notes(self) -> list[Note]:
        """Every note in full, sorted by path."""
        return list(self.index.notes())

    @cached_property
    def tally(self) -> Tally:
        """Count how many of each kind there are, and the language."""
        from vaultkit.graph.kinds_cache import tally

        return tally(self.index, self.config, lambda: self.ontology, self._change)

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else what the notes are written in."""
        lang = self.config.lang
        return Words(lang if lang != "auto" else self.tally.lang)

    def problems(self) -> list[Problem]:
        """Return what could not be read whole: of the notes, then of the source files, with the paths of
        ``SourceIndex.shown_problems``, said in the vault's language."""
        from vaultkit.messages.message import reported

        found, say = dict.fromkeys([*self.index.problems(), *self.source.shown_problems()]), self.words().say
        return [replace(problem, message=say(reported(problem.message))) for problem in found]

    def each_link(self, *, source: str | None = None, target: str | None = None,
                  status: str | None = None) -> Iterator[ResolvedLink]:
        """Links one by one, by source, line and column, each with its relation; of one source, target or status."""
        relation_of = self.ontology.relation_of_field
        for link in self.index.links(source=source, target=target, status=status):
            relation = relation_of(link.field) if link.field else None
            yield replace(link, relation=relation.name) if relation else link

    @cached_property
    def by_nfc(self) -> dict[str, str]:
        """The path of every note as it is on disk, by its NFC form."""
        return {unicodedata.normalize("NFC", note.path): note.path for note in self.facts}

    @cached_property
    def graph_view(self) -> GraphView:
        """The typed graph, plain links included, as plain nodes and edges: what is shown and exported."""
        from vaultkit.graph.view import graph_view, with_ideas
        from vaultkit.workspace.ideas import missing_notes

        woven = self.woven(plain_links=True)
        return with_ideas(graph_view(woven, self.gap_report), self.gap_report.gaps, missing_notes(self),
                          self.ontology.chain)

    @cached_property
    def ideas(self) -> IdeaFinder:
        """Everything that is inferred: notes that are ideas, ideas without a note, their probable code."""
        from vaultkit.workspace.ideas import IdeaFinder

        return IdeaFinder(self)

    @cached_property
    def gap_report(self) -> GapReport:
        """Every idea with its state, and what no concept leads to. What a vault declares is judged by what it declares
        alone; a vault that declares next to nothing also by what is inferred."""
        from vaultkit.workspace.ideas import with_ideas

        def inferred() -> list[Gap]:
            gaps = self._told(self.woven()).gaps if self._is_annotated else ()
            return [gap for gap in gaps if gap.strength == "inferred"]

        return self._with_roles(with_ideas(self.declared_gaps, inferred, self, lambda: self.ideas))

    @cached_property
    def declared_gaps(self) -> GapReport:
        """The gap report without inferred ideas where the vault declares its kinds; else with those of its notes."""
        return self._told(self._build(False, {}) if self._is_annotated else self.woven())

    def _told(self, typed: TypedGraph) -> GapReport:
        from vaultkit.graph.gaps import report

        found, words = report(typed), self.words()
        return replace(found, gaps=tuple(replace(gap, why=words.say_all(gap.why)) for gap in found.gaps))

    @cached_property
    def _is_annotated(self) -> bool:
        from vaultkit.graph.builder import is_annotated

        declared = {kind: counts["declared"] for kind, counts in self.tally.kinds.items()}
        staged = sum(declared.get(stage, 0) for stage in self.ontology.chain)
        return is_annotated(staged, sum(declared.values())) and self.config.coverage_from != "inferred"

    def _with_roles(self, found: GapReport) -> GapReport:
        """The report with each piece of evidence in a chat told by whose words it is."""
        from vaultkit.markdown.turns import turn_at

        chats = {note.path for note in self.facts if note.is_chat}
        used = chats & {item.path for gap in found.gaps for item in gap.evidence} if chats else chats
        if not used:
            return found
        turns = {path: self.index.note(path).turns for path in used}

        def told(item: Evidence) -> Evidence:
            turn = turn_at(turns[item.path], item.line) if item.path in turns else None
            return replace(item, role=turn.role) if turn else item

        return replace(found, gaps=tuple([replace(gap, evidence=tuple(map(told, gap.evidence))) for gap in found.gaps]))

    @cached_property
    def gap_of(self) -> dict[str, Gap]:
        """The entries of the gap report by concept."""
        return {gap.concept: gap for gap in self.gap_report.gaps}

    @cached_property
    def assessed(self) -> list[Assessment]:
        """The two levels of every subsystem, thinking and practice."""
        from vaultkit.assess.gather import assess_vault

        return assess_vault(self.index, self.source, self.ontology, self.facts, self.gap_report.gaps)

    @property
    def web(self) -> NodeGraph:
        """The light graph that the gaps are told from; plain links that say nothing of a chain may be in it."""
        return self.woven().web

    def node(self, id: str) -> Node | None:
        """The node of the typed graph called ``id``, or None."""
        return self.web.nodes.get(id)

    def place(self, id: str) -> str:
        """``path:line`` of a node, for a person to go to."""
        node = self.node(id)
        return f"{node.path}:{node.line}" if node else id

    def woven(self, *, plain_links: bool = False) -> TypedGraph:
        """The graph with what it was made from, built once: plain links, which only its picture needs, change nothing
        else in it. Where they are asked for after the gaps it is built again."""
        if self._woven is None or (plain_links and not self._woven.inputs.plain_links):
            self._woven = self._build(plain_links, self.inferred)
        return self._woven

    def _build(self, plain_links: bool, inferred: dict[str, tuple[str, float]]) -> TypedGraph:
        from vaultkit.graph.builder import GraphSources, build
        from vaultkit.graph.kinds_cache import standings
        from vaultkit.graph.symbols import SourceSymbols

        accepted = self.accepted
        symbols = SourceSymbols(self.source, self.index.note_at, self.index.mentions,
                                accepted.code_hash if accepted.links else None)
        sources = GraphSources(self.index, lambda: self.source, self.ontology, self.config, accepted)
        facts, _ = self.facts, self.tally
        return build(sources, symbols, facts, inferred=inferred, plain_links=plain_links, list_inferred=bool(inferred),
                     standings=standings(self.index, self.config, self._generation))

    @cached_property
    def accepted(self) -> Accepted:
        """The links that were accepted. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.graph.accepted_file import accepted_path, read_accepted

        return read_accepted(accepted_path(self.config))

    @cached_property
    def inferred(self) -> dict[str, tuple[str, float]]:
        """Path → (kind, confidence) of notes without a kind of their own: ideas are concepts; of the others what
        ``classify`` says of those below a concept."""
        from vaultkit.graph.kinds_cache import keep_guesses, kept_guesses

        found = kept_guesses(self.index, self.config)
        if found is None:
            first = self.ontology.chain[0]
            found = {item.note: (item.kind, item.confidence) for item in self.classify().values()
                     if item.kind not in ("note", first)}
            found |= {path: (first, judged.score) for path, judged in self.ideas.notes.ideas.items()}
            keep_guesses(self.index, self.config, found)
        return found

    def classify(self) -> dict[str, Classification]:
        """The most likely kind of every note that declares none, by path."""
        from vaultkit.classify import classify

        found, words = classify(self.facts, self.index.edges(), self.ontology, self.config), self.words()
        return {path: replace(one, evidence=words.say_all(one.evidence)) for path, one in found.items()}

    @cached_property
    def discovery(self) -> Discovery:
        """The ideas and missing notes that ``discover`` finds."""
        return self.discover()

    def discover(self, *, min_sources: int = 1) -> Discovery:
        """The ideas that have no note and that at least ``min_sources`` notes name, best first, and the notes that are
        only missing here."""
        from vaultkit.graph.kinds import is_own
        from vaultkit.ideas import discover

        excluded = {note.path for note in self.facts if note.excluded or note.template or is_own(note)}
        found = discover(self.index.notes(), self.index.links(), self.index.text, excluded=excluded,
                         is_stage=self.ontology.stage_of_heading, min_sources=min_sources)
        words = self.words()

        def worded(ideas: Iterable[Idea]) -> tuple[Idea, ...]:
            return tuple(replace(idea, why=words.say_all(idea.why)) for idea in ideas)

        return replace(found, ideas=worded(found.ideas), missing=worded(found.missing))

    def folder_read(self) -> FolderRead:
        """The numbers of what was read of the vault and its source trees."""
        from vaultkit.render.first_screen import FolderRead

        files = {(symbol.root, symbol.file) for symbol in self.code.symbols()} if self.roots else ()
        return FolderRead(len(self.facts), sum(note.is_chat for note in self.facts), len(files))

    def stale_mentions(self) -> list[StaleMention]:
        """Every mention of code of ours that is gone, by note and place."""
        from vaultkit.graph.symbols import stale_mentions

        return list(stale_mentions(self.source, self.index.mentions))
