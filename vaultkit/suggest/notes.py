"""Notes, sections and blocks → documents that may stand for a stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from vaultkit.graph.assess.subsystems import is_subsystem
from vaultkit.graph.view import GraphNode
from vaultkit.model import NoteFacts
from vaultkit.model.ids import id_of, section_of
from vaultkit.ontology import Ontology
from vaultkit.suggest.prose import lines_of, prose
from vaultkit.suggest.types import Document

_MEANING = 700


def note_documents(facts: Iterable[NoteFacts], nodes: Iterable[GraphNode], ontology: Ontology,
                   texts: Mapping[str, str]) -> list[Document]:
    """One document for each node of the graph that is of a stage below the concept, and for each plain note that is no
    chat, is not hidden and is no subsystem. ``texts``: path → text.
    A block in a section of its own stage is that section."""
    known = {note.path: note for note in facts}
    nodes = [node for node in nodes if node.form in ("note", "section", "block") and node.path in known]
    staged = {(node.path, node.line, node.stage) for node in nodes if node.form == "section"}
    sections = {node.id: node.stage for node in nodes if node.form == "section"}
    found: list[Document] = []
    for node in nodes:
        note = known[node.path]
        if note.excluded or note.template or node.stage == 0:
            continue
        if node.form == "note" and node.stage is None and note.is_chat:
            continue
        if node.form == "block" and staged and sections.get(id_of(node.path, section_of(node.id))) == node.stage:
            continue
        if node.form == "note" and node.stage is None and is_subsystem(note, ontology):
            continue
        found += _document(node, note, texts, ontology.chain)
    return found


def _document(node: GraphNode, note: NoteFacts, texts: Mapping[str, str], chain: Sequence[str]) -> Iterator[Document]:
    text, line = lines_of(texts[note.path], note, node.id)
    said = prose(text)
    heading = section_of(node.id).replace("#", " ")
    names = "\n".join([note.title, *note.aliases])
    stage = chain[node.stage] if node.stage is not None else None
    yield Document("note", node.id, note.path, line if node.form != "note" else 1,
                   {"title": names, "heading": f"{heading}\n{said.headings}",
                    "text": "\n".join([said.text, said.names, said.code, said.diagrams])},
                   f"{note.title}. {heading} {' '.join(said.text.split())}"[:_MEANING], stage)
