"""Building of the light graph from notes and links: kinds first, then every provider of evidence in turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.evidence import PROVIDERS, Provider
from vaultkit.graph.inputs import GraphInputs, LightEdge, graph_inputs
from vaultkit.graph.kinds import NoteKind, kind_of_note, with_inferred
from vaultkit.graph.nodes import Node, NodeGraph
from vaultkit.graph.note_stages import Standing
from vaultkit.graph.symbols import SymbolTable
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import Ontology

if TYPE_CHECKING:
    from vaultkit.graph.accepted_file import Accepted
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex

_FEW = 200
Inferred = Mapping[str, tuple[str, float]]
Edges = Iterable[LightEdge] | Callable[[Collection[str] | None], Iterable[LightEdge]]


@dataclass(frozen=True, slots=True)
class TypedGraph:
    """The light graph with what it was made from. ``declares``: the vault declares kinds of the chain, at
    least in one of every 200 notes; ``use_inferred``: inferred concepts are listed among the gaps."""

    inputs: GraphInputs
    web: NodeGraph
    declares: bool
    use_inferred: bool

    @property
    def concepts(self) -> list[Node]:
        """Every concept that the gap report lists: declared, in a section, and inferred ones where the vault declares
        no kind at all or the settings let inferred evidence count."""
        return [node for node in self.web.nodes.values()
                if node.stage == 0 and node.form in ("note", "section")
                and (node.strength != "inferred" or self.use_inferred)]

    def edges(self) -> Iterator[tuple[str, str, str | None]]:
        """(source, target, relation) of every edge that is shown; of plain links, whose relation is None, those to
        notes of a stage at least."""
        yield from ((tie.source, tie.target, tie.relation) for tie in self.web.ties if tie.shown)
        relation_of = self.inputs.ontology.relation_of_field
        for source, target, _, field, *_ in self.inputs.edges:
            if source != target and target in self.inputs.notes and (field is None or relation_of(field) is None):
                yield source, target, None


@dataclass(frozen=True, slots=True)
class GraphSources:
    """Sources of a vault's graph. ``source`` opens the index of the source roots when it is first needed;
    ``accepted`` are the links that a person accepted."""

    index: VaultIndex
    source: Callable[[], SourceIndex]
    ontology: Ontology
    config: Config
    accepted: Accepted


def build(sources: GraphSources, symbols: SymbolTable, facts: Iterable[NoteFacts], *, edges: Edges | None = None,
          unresolved: Iterable[ResolvedLink] | None = None, inferred: Inferred | None = None,
          plain_links: bool = False, list_inferred: bool = False,
          standings: Mapping[str, Standing] | None = None) -> TypedGraph:
    """The graph of a vault, or of a part of it (``facts`` with its ``edges`` and its ``unresolved`` links), with what
    is suspect marked: the way of everybody who asks for one. The rest as in ``build_typed_graph``."""
    index, ontology, notes = sources.index, sources.ontology, list(facts)
    typed = build_typed_graph(notes, index.edges if edges is None else edges, ontology, sources.config, symbols,
                              inferred, index.unresolved(ontology.source_names) if unresolved is None else unresolved,
                              plain_links=plain_links, list_inferred=list_inferred, standings=standings)
    if sources.accepted.links:
        from vaultkit.graph.suspect import link_fingerprints, mark_suspects

        mark_suspects(typed.web, sources.accepted, link_fingerprints(index, sources.source(), ontology, notes))
    return typed


def build_typed_graph(facts: Iterable[NoteFacts], edges: Edges, ontology: Ontology, config: Config,
                      symbols: SymbolTable, inferred: Inferred | None = None,
                      unresolved: Iterable[ResolvedLink] = (), *, plain_links: bool = False,
                      list_inferred: bool = False, providers: Sequence[Provider] = PROVIDERS,
                      standings: Mapping[str, Standing] | None = None) -> TypedGraph:
    """The light graph of a vault. ``unresolved`` are its links of status unresolved; ``plain_links`` adds the untyped
    ones, which only the graph view needs.

    ``edges`` may be a function that gives them: it is told the notes to which plain links matter, or None for all.
    ``standings`` are those of all notes that are not excluded, where somebody kept them."""
    notes = list(facts)
    known = standings or {}
    declared = {note.path: known[note.path].kind if note.path in known else kind_of_note(note, ontology, config)
                for note in notes if not note.excluded}
    declares = is_annotated(sum(kind.kind in ontology.stage_index for kind in declared.values()), len(declared))
    kinds = with_inferred(declared, inferred)
    if callable(edges):
        edges = edges(None if plain_links else _wanted(notes, kinds, ontology, known))
    inputs = graph_inputs(notes, edges, kinds, ontology, config, symbols, unresolved, plain_links=plain_links,
                          standings=known)
    web = NodeGraph()
    for note in inputs.notes.values():
        node = web.node(_note_node(note, inputs.kind(note.path), ontology))
        if node.stage != 0 and note.properties.get("draft") is True:
            web.drafts.add(note.path)
    for provide in providers:
        provide(inputs, web)
    return TypedGraph(inputs, web, declares, list_inferred or not declares or config.coverage_from == "inferred")


def _wanted(notes: Iterable[NoteFacts], kinds: Mapping[str, NoteKind], ontology: Ontology,
            standings: Mapping[str, Standing]) -> set[str] | None:
    """The notes to which a plain link may say something of a chain or of a concept's weight: those of a stage, and
    those with a section that is a concept."""
    first, stage_of = ontology.chain[0], ontology.stage_of_heading
    if any(relation.gives == first for relation in ontology.relations.values()):
        return None  # any section may become a concept by a relation that leads to it
    staged = {path for path, kind in kinds.items() if kind.kind in ontology.stage_index}
    for note in notes:
        if (standing := standings.get(note.path)) is not None:
            found = any(kind == first for _, _, kind in standing.headings)
        else:
            found = any(stage_of(heading.text) == first for heading in note.headings)
        if found:
            staged.add(note.path)
    return staged


def is_annotated(staged: int, notes: int) -> bool:
    """Return whether a vault of which ``staged`` of ``notes`` declare a kind of the chain declares its kinds: a tag
    that happens to be the word of one, in one note of hundreds, annotates no vault."""
    return staged * _FEW >= notes > 0


def _note_node(note: NoteFacts, kind: NoteKind, ontology: Ontology) -> Node:
    stage = ontology.stage_index.get(kind.kind)
    return Node(note.path, kind.kind, stage, kind.strength, note.path, 1, note.title, "note")
