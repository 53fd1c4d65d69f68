"""A vault as a typed graph: what its notes and its code make of each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.workspace.opened import OpenVault

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.graph.assess import Assessment
    from vaultkit.graph.classify import Classification
    from vaultkit.graph.discover import Discovery
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.graph.loom import Woven
    from vaultkit.graph.stale import StaleMention
    from vaultkit.graph.suspect_file import Accepted
    from vaultkit.graph.view import GraphView
    from vaultkit.graph.web import Node, Web
    from vaultkit.workspace.accept import Acceptance


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

        return report(self._woven, lang=self.words().lang)

    @cached_property
    def _woven(self) -> Woven:
        return self._weave(plain_links=False)

    def _weave(self, *, plain_links: bool) -> Woven:
        from vaultkit.graph import SourceSymbols, weave
        from vaultkit.workspace.tally import standings

        accepted = self.accepted
        symbols = SourceSymbols(self.source, self.index.note_at, self.index.mentions,
                                accepted.code_hash if accepted.links else None)
        facts, _ = self.facts, self.tally
        woven = weave(facts, self.index.edges, self.ontology, self.config, symbols, self.inferred,
                      unresolved=self.index.unresolved(self.ontology.source_names), plain_links=plain_links,
                      standings=standings(self.index, self.config, self._generation))
        if accepted.links:
            from vaultkit.graph.suspect import mark_suspects
            from vaultkit.workspace.accept import fingerprints

            mark_suspects(woven.web, accepted, fingerprints(self))
        return woven

    @cached_property
    def accepted(self) -> Accepted:
        """The links that were accepted. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.graph.suspect_file import accepted_path, read_accepted

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
        from vaultkit.graph.loom import is_annotated

        declared = {kind: counts["declared"] for kind, counts in self.tally.kinds.items()}
        staged = sum(declared.get(stage, 0) for stage in self.ontology.chain)
        if is_annotated(staged, sum(declared.values())) and self.config.coverage_from != "inferred":
            return {}
        from vaultkit.workspace.guesses import guesses

        return guesses(self.index, self.config, self.classify)

    def classify(self) -> dict[str, Classification]:
        """The most likely kind of every note that declares none, by path."""
        from vaultkit.graph.classify import classify

        return classify(self.facts, self.index.edges(), self.ontology, self.config, lang=self.words().lang)

    def discover(self, *, min_sources: int = 1) -> Discovery:
        """The ideas that have no note and that at least ``min_sources`` notes name, best first, and the notes that are
        only missing here."""
        from vaultkit.graph.discover import discover
        from vaultkit.graph.own import is_own

        excluded = {note.path for note in self.facts if note.excluded or note.template or is_own(note)}
        return discover(self.index.notes(), self.index.links(), self.index.text, excluded=excluded,
                        is_stage=self.ontology.stage_of_heading, min_sources=min_sources, lang=self.words().lang)

    def stale_mentions(self) -> list[StaleMention]:
        """Every mention of code of ours that is gone, by note and place."""
        from vaultkit.graph.stale import stale_mentions

        return list(stale_mentions(self.source, self.index.mentions))
