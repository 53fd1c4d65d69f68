"""What a concept lacks and how to mend it, in one line each, with the file and line to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.render.words import Words

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.graph import Gap
    from vaultkit.ontology import Ontology

_TROUBLES = {"missing", "stub", "suspect", "moved"}


class Mender:
    """Knows where nodes stand and what a stage is linked by."""

    def __init__(self, graph: MultiDiGraph, ontology: Ontology, words: Words) -> None:
        self._nodes = graph.nodes
        self._ontology = ontology
        self._words = words

    def place(self, id: str) -> str:
        """``path:line`` of a node of the graph; the path of one that is not in it."""
        node = self._nodes.get(id, {})
        path = node.get("path") or id.split("#", 1)[0]
        return f"{path}:{node.get('line') or 1}"

    def lines(self, gap: Gap) -> list[str]:
        """The lines for one concept, what is broken first; none for a covered one without a trouble."""
        troubles = [
            f"{self._words(f'gaps.evidence_{item.state}', id=item.id)} ({item.path}:{item.line})"
            for item in gap.evidence if item.state in _TROUBLES
        ]
        return troubles + ([self._missing(gap, gap.missing_stage)] if gap.missing_stage else [])

    def _missing(self, gap: Gap, stage: str) -> str:
        words = self._words
        reached = (item.nodes[0].id for item in gap.chain if item.stage == gap.last_stage and item.nodes)
        note = self.place(next(reached, gap.concept))
        if stage in self._ontology.code_kinds:
            mend = words("gaps.mend_code", note=note, title=gap.title)
        else:
            heading = "## " + words.name("stage", stage).capitalize()
            mend = words("gaps.mend_note", note=note, heading=heading, relation=self._relation(stage))
        return f"{words('gaps.missing', stage=words.name('stage', stage))}: {mend}"

    def _relation(self, stage: str) -> str:
        return next((name for name, item in self._ontology.relations.items() if item.gives == stage), stage)
