"""A vault whose index is open: what was read of it, never stale."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from vaultkit.config import Config
from vaultkit.messages.words import Words
from vaultkit.model import Note, NoteFacts, Problem, RefreshReport, ResolvedLink

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.assess import Assessment
    from vaultkit.classify import Classification
    from vaultkit.graph.accepted_file import Accepted
    from vaultkit.graph.builder import Woven
    from vaultkit.graph.gap_types import Evidence, Gap, GapReport
    from vaultkit.graph.nodes import Node, Web
    from vaultkit.graph.stale_mentions import StaleMention
    from vaultkit.graph.view import GraphView
    from vaultkit.ideas import Discovery
    from vaultkit.ontology import Ontology
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.accept import Acceptance
    from vaultkit.workspace.kinds_cache import IndexChange, Tally


Progress = Callable[[int, int], None]


class OpenVault:
    """The notes, links and sources of one vault. The index is refreshed when something is first asked, and again by
    ``refresh``."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        self.config = config
        self._progress = progress
        self._opened: VaultIndex | None = None
        self._report: RefreshReport | None = None
        self._change: IndexChange | None = None
        self._generation = -1

    def close(self) -> None:
        """Release the index."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if "source" in self.__dict__:
            self.__dict__.pop("source").close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.config.vault

    def refresh(self, *, full: bool = False) -> RefreshReport:
        """Bring the index up to date (``full``: by content, not by times) and forget what was made of the old one.
        Raises EnvironmentFailure when another process is writing."""
        from vaultkit.storage.place import is_temporary, use_temporary
        from vaultkit.storage.sqlite import NoRoom
        from vaultkit.vault.index import VaultIndex

        try:
            if self._opened is None:
                self._opened = VaultIndex.open(self.config)
            return self._renewed(self._opened.generation, self._opened.refresh(full=full, progress=self._progress))
        except NoRoom as error:
            if is_temporary(self.root):
                raise
            self.close()
            use_temporary(self.root, error.message)
            return self.refresh(full=full)

    def watch(self, on_change: Callable[[RefreshReport], None]) -> None:
        """Refresh whenever something in the vault changes, and call ``on_change`` with each report, until Ctrl-C. A
        vault that is away (unmounted, renamed) is waited for; then, or when its index was removed, all is read anew."""
        from vaultkit.vault.watch import watch_on

        def renewed(report: RefreshReport) -> None:
            # What lies between is not known here: whoever counts looks at everything.
            on_change(self._renewed(-1, report))

        def anew() -> None:
            self.close()
            on_change(self.refresh(full=True))

        watch_on(self.root, lambda: self.index, renewed, anew)

    def _renewed(self, generation: int, report: RefreshReport) -> RefreshReport:
        from vaultkit.workspace.kinds_cache import IndexChange

        self._report = report
        self._change = IndexChange(generation, report.changed_paths, report.removed_paths)
        if "source" in self.__dict__:
            self.source.refresh()
        for name in ("facts", "notes", "tally", "inferred", "accepted", "by_nfc", "_woven", "_gaps", "_view",
                     "_levels"):
            self.__dict__.pop(name, None)
        return report

    @property
    def index(self) -> VaultIndex:
        """The index, refreshed."""
        if self._report is None or self._opened is None:
            self.refresh()
        assert self._opened is not None
        return self._opened

    @cached_property
    def source(self) -> SourceIndex:
        """The index of the source roots, refreshed."""
        from vaultkit.source.index import SourceIndex

        index = SourceIndex.open(self.config)
        index.refresh()
        return index

    def problems(self) -> list[Problem]:
        """What could not be read whole: of the notes, then of the source files, with the paths of
        ``SourceIndex.shown_problems``, said in the vault's language."""
        from vaultkit.source.reported import reported

        found, lang = dict.fromkeys([*self.index.problems(), *self.source.shown_problems()]), self.words().lang
        return [replace(problem, message=reported(problem.message, lang)) for problem in found]

    @cached_property
    def ontology(self) -> Ontology:
        """Stages, kinds and relations: vaultkit's own and what the vault adds."""
        from vaultkit.ontology import load_ontology

        return load_ontology(self.config)

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
        """How many of each kind there are, and the language."""
        from vaultkit.workspace.kinds_cache import tally

        return tally(self.index, self.config, lambda: self.ontology, self._change)

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else what the notes are written in."""
        lang = self.config.lang
        return Words(lang if lang != "auto" else self.tally.lang)

    def links(self, *, source: str | None = None, target: str | None = None,
              status: str | None = None) -> list[ResolvedLink]:
        """Links sorted by source, line and column, each with its relation; of one source, one target or one status."""
        return list(self.each_link(source=source, target=target, status=status))

    def each_link(self, *, source: str | None = None, target: str | None = None,
                  status: str | None = None) -> Iterator[ResolvedLink]:
        """The same one by one, for vaults with very many."""
        relation_of = self.ontology.relation_of_field
        for link in self.index.links(source=source, target=target, status=status):
            relation = relation_of(link.field) if link.field else None
            yield replace(link, relation=relation.name) if relation else link

    @cached_property
    def by_nfc(self) -> dict[str, str]:
        """The path of every note as it is on disk, by its NFC form."""
        return {unicodedata.normalize("NFC", note.path): note.path for note in self.facts}


class TracedVault(OpenVault):
    """The chains of one vault from ideas to code, each part made when first asked for."""

    def graph(self) -> MultiDiGraph[str]:
        """The typed graph, plain links included: nodes and edges with the attributes of CONTRACT's ``graph``."""
        from vaultkit.graph import as_networkx

        return as_networkx(self._view)

    def view(self) -> GraphView:
        """The same graph as plain nodes and edges: what is shown and exported."""
        return self._view

    @cached_property
    def _view(self) -> GraphView:
        from vaultkit.graph.view import graph_view

        return graph_view(self._weave(plain_links=True))

    def gaps(self) -> GapReport:
        """Every concept with its state, and what no concept leads to."""
        return self._gaps

    def assess(self) -> list[Assessment]:
        """The two levels of every subsystem, thinking and practice."""
        return self._levels

    @cached_property
    def _levels(self) -> list[Assessment]:
        from vaultkit.workspace.assessing import assessment

        return assessment(self)

    @property
    def web(self) -> Web:
        """The light graph that the gaps are told from: without plain links that say nothing of a chain."""
        return self._woven.web

    def gap(self, concept: str) -> Gap | None:
        """The gap report's entry of one concept, or None."""
        return next((gap for gap in self.gaps().gaps if gap.concept == concept), None)

    def node(self, id: str) -> Node | None:
        """The node of the typed graph called ``id``, or None."""
        return self._woven.web.nodes.get(id)

    def place(self, id: str) -> str:
        """``path:line`` of a node, for a person to go to."""
        node = self.node(id)
        return f"{node.path}:{node.line}" if node else id

    @cached_property
    def _gaps(self) -> GapReport:
        from vaultkit.graph import report

        return self._with_roles(report(self._woven, lang=self.words().lang))

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
    def _woven(self) -> Woven:
        return self._weave(plain_links=False)

    def _weave(self, *, plain_links: bool) -> Woven:
        from vaultkit.graph import SourceSymbols, weave
        from vaultkit.workspace.kinds_cache import standings

        accepted = self.accepted
        symbols = SourceSymbols(self.source, self.index.note_at, self.index.mentions,
                                accepted.code_hash if accepted.links else None)
        facts, _ = self.facts, self.tally
        woven = weave(facts, self.index.edges, self.ontology, self.config, symbols, self.inferred,
                      unresolved=self.index.unresolved(self.ontology.source_names), plain_links=plain_links,
                      standings=standings(self.index, self.config, self._generation))
        if accepted.links:
            from vaultkit.graph.suspect import mark_suspects
            from vaultkit.workspace.accept import link_fingerprints

            mark_suspects(woven.web, accepted, link_fingerprints(self))
        return woven

    @cached_property
    def accepted(self) -> Accepted:
        """The links that were accepted. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.graph.accepted_file import accepted_path, read_accepted

        return read_accepted(accepted_path(self.config))

    def accept(self, note: str | None = None) -> Acceptance:
        """Record the links of the chain of the note at ``note`` (from ``find``), else all links, as looked at and
        right. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.workspace.accept import accept

        done = accept(self, self._woven.web, note)
        for name in ("accepted", "_woven", "_gaps", "_view", "_levels"):
            self.__dict__.pop(name, None)
        return done

    @cached_property
    def inferred(self) -> dict[str, tuple[str, float]]:
        """Path → (kind, confidence) of notes without a kind of their own, where the vault declares none or the settings
        let inferred evidence count; else nothing."""
        from vaultkit.graph.builder import is_annotated

        declared = {kind: counts["declared"] for kind, counts in self.tally.kinds.items()}
        staged = sum(declared.get(stage, 0) for stage in self.ontology.chain)
        if is_annotated(staged, sum(declared.values())) and self.config.coverage_from != "inferred":
            return {}
        from vaultkit.workspace.kinds_cache import guesses

        return guesses(self.index, self.config, self.classify)

    def classify(self) -> dict[str, Classification]:
        """The most likely kind of every note that declares none, by path."""
        from vaultkit.classify import classify

        return classify(self.facts, self.index.edges(), self.ontology, self.config, lang=self.words().lang)

    def discover(self, *, min_sources: int = 1) -> Discovery:
        """The ideas that have no note and that at least ``min_sources`` notes name, best first, and the notes that are
        only missing here."""
        from vaultkit.graph.generated_notes import is_own
        from vaultkit.ideas import discover

        excluded = {note.path for note in self.facts if note.excluded or note.template or is_own(note)}
        return discover(self.index.notes(), self.index.links(), self.index.text, excluded=excluded,
                        is_stage=self.ontology.stage_of_heading, min_sources=min_sources, lang=self.words().lang)

    def stale_mentions(self) -> list[StaleMention]:
        """Every mention of code of ours that is gone, by note and place."""
        from vaultkit.graph.stale_mentions import stale_mentions

        return list(stale_mentions(self.source, self.index.mentions))
