"""Inputs that every provider of evidence looks at: the notes that count, their kinds, the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.kinds import UNDECLARED, NoteKind, is_own
from vaultkit.graph.symbols import SymbolTable
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import PLAIN, Ontology

if TYPE_CHECKING:
    from vaultkit.graph.note_stages import Standing

# (source, resolved, subpath, field, line, column, commented, status), as VaultIndex.edges gives them.
LightEdge = tuple[str, str, str | None, str | None, int, int, bool, str]


@dataclass(frozen=True, slots=True)
class GraphInputs:
    """The input of one graph. ``notes`` are those not excluded, by path; ``edges`` resolved links out of them that
    count, to files outside of ``notes`` too; ``unresolved`` links that lead nowhere; ``plain_links``: whether links
    without any type are wanted (the graph view) or not (gaps); ``standings``: what is known already of single notes."""

    notes: Mapping[str, NoteFacts]
    kinds: Mapping[str, NoteKind]
    edges: Sequence[LightEdge]
    unresolved: Sequence[ResolvedLink]
    ontology: Ontology
    config: Config
    symbols: SymbolTable
    plain_links: bool = False
    excluded: frozenset[str] = frozenset()
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def kind(self, path: str) -> NoteKind:
        """The kind of the note at ``path``."""
        return self.kinds.get(path, UNDECLARED)

    def stage(self, path: str) -> int | None:
        """The stage of the note at ``path`` in the chain, None for one that has none."""
        kind = self.kind(path).kind
        return None if kind == PLAIN else self.ontology.stage_index.get(kind)


def graph_inputs(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], kinds: Mapping[str, NoteKind],
                 ontology: Ontology, config: Config, symbols: SymbolTable, unresolved: Iterable[ResolvedLink] = (), *,
                 plain_links: bool = False, standings: Mapping[str, Standing] | None = None) -> GraphInputs:
    """The inputs without excluded notes and, unless ``commented_links`` is set, without commented links. Of what
    vaultkit wrote a link is a link and no relation: it proves nothing."""
    everything = list(facts)
    notes = {note.path: note for note in everything if not note.excluded}
    hidden = frozenset(note.path for note in everything if note.excluded)
    commented = config.commented_links
    own = {path for path, note in notes.items() if is_own(note)}
    kept = [edge if edge[0] not in own else (*edge[:3], None, *edge[4:]) for edge in edges
            if edge[0] in notes and edge[1] not in hidden and (commented or not edge[6])]
    open_ends = [link for link in unresolved if link.source in notes and (commented or not link.commented)]
    return GraphInputs(notes, kinds, kept, open_ends, ontology, config, symbols, plain_links, hidden,
                 standings or {})
