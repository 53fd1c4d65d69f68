"""Notes, sections and blocks → documents that may stand for a stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vaultkit.graph.kinds import is_subsystem
from vaultkit.graph.nodes import Node
from vaultkit.messages.message import Message
from vaultkit.model import NoteFacts
from vaultkit.model.ids import id_of, section_of
from vaultkit.ontology import Ontology
from vaultkit.suggest.note_prose import lines_of, prose
from vaultkit.suggest.types import Candidate, Document, OpenConcept
from vaultkit.text.lazy_pattern import lazy_pattern

_MEANING = 700


def note_documents(facts: Iterable[NoteFacts], nodes: Iterable[Node], ontology: Ontology,
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


def _document(node: Node, note: NoteFacts, texts: Mapping[str, str], chain: Sequence[str]) -> Iterator[Document]:
    text, line = lines_of(texts[note.path], note, node.id)
    said = prose(text)
    heading = section_of(node.id).replace("#", " ")
    names = "\n".join([note.title, *note.aliases])
    stage = chain[node.stage] if node.stage is not None else None
    yield Document("note", node.id, note.path, line if node.form != "note" else 1,
                   {"title": names, "heading": f"{heading}\n{said.headings}",
                    "text": "\n".join([said.text, said.names, said.code, said.diagrams])},
                   f"{note.title}. {heading} {' '.join(said.text.split())}"[:_MEANING], stage)


_WORD = lazy_pattern(r"[A-Za-z][\w.-]*")
# Field of the concept that holds the package's whole name → score.
_SCORES = {"title": 0.9, "aliases": 0.85, "names": 0.7, "tags": 0.6, "headings": 0.55, "summary": 0.5, "text": 0.4}
_SHORTEST = 3


def library_candidates(packages: Mapping[str, tuple[str, str]], wanted: OpenConcept) -> Iterator[Candidate]:
    """The packages whose whole name stands in the concept. ``packages``: normalised name → (name, the file that names
    it). Names of a few letters count in titles and code only."""
    where: dict[str, str] = {}
    for field in _SCORES:
        for name in _names(wanted.fields.get(field, ""), field):
            if name in packages:
                where.setdefault(name, field)
    for key, field in sorted(where.items(), key=lambda item: (-_SCORES[item[1]], item[0])):
        name, file = packages[key]
        yield Candidate("library", name, file, None, _SCORES[field], (
            Message("candidate.package", terms=name), Message("candidate.locked", file=file.rsplit("/", 1)[-1])))


def _names(text: str, field: str) -> Iterable[str]:
    """Normalised names that a text may hold: its words, and two or three of them in a row."""
    words = [word.strip(".-").casefold() for word in _WORD.findall(text)]
    strict = field in ("summary", "text", "headings")
    for n in (1, 2, 3):
        for at in range(len(words) - n + 1):
            name = re.sub(r"[-_.]+", "-", "-".join(words[at:at + n]))
            if len(name) >= (_SHORTEST + 2 if strict else _SHORTEST):
                yield name
