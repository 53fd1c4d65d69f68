"""Kinds of notes that declare none, from what a person can see in them. No model is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vaultkit.config import Config
from vaultkit.graph.classify.blocks import block_evidence
from vaultkit.graph.classify.evidence import Evidence, Surroundings
from vaultkit.graph.classify.headings import heading_evidence
from vaultkit.graph.classify.makeup import makeup_evidence
from vaultkit.graph.classify.place import place_evidence
from vaultkit.graph.classify.score import add_up, verdict
from vaultkit.graph.classify.surroundings import Edge, survey
from vaultkit.graph.classify.text import text_evidence
from vaultkit.graph.classify.title import title_evidence
from vaultkit.graph.classify.wording import Lang
from vaultkit.graph.kinds import kinds_of
from vaultkit.graph.language import language_of
from vaultkit.graph.own import is_own
from vaultkit.graph.plugins import has_plugin_form
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology

FAMILIES = (title_evidence, text_evidence, block_evidence, makeup_evidence, heading_evidence, place_evidence)


@dataclass(frozen=True, slots=True)
class Classification:
    """The inferred kind of one note (a kind of the chain, or ``note``), how often such a verdict is right, and what
    spoke for it, strongest first."""

    note: str
    kind: str
    confidence: float
    evidence: tuple[str, ...]


def classify(facts: Iterable[NoteFacts], edges: Iterable[Edge], ontology: Ontology,
             config: Config, *, lang: Lang | None = None) -> dict[str, Classification]:
    """The most likely kind of every note that declares none, by path. Excluded notes, templates, drawings, boards and
    those that vaultkit wrote are left out. ``edges`` as VaultIndex.edges() gives them; the evidence is told in
    ``lang``, else in the language of these notes. Costs one pass over notes and edges."""
    shown = [note for note in facts if not (note.excluded or note.template or is_own(note))]
    guessed = [note for note in shown if not has_plugin_form(note.properties)]
    kinds = kinds_of(shown, ontology, config)
    declared = {path: kind.kind for path, kind in kinds.items() if kind.strength is not None}
    around = survey(shown, edges, ontology, declared)
    lang = lang or language_of(shown, config)
    return {note.path: _judge(note, around, lang) for note in guessed if note.path not in declared}


def gather(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """All evidence of one note, family by family."""
    for family in FAMILIES:
        yield from family(note, around)


def _judge(note: NoteFacts, around: Surroundings, lang: Lang) -> Classification:
    kind, confidence, words = verdict(add_up(gather(note, around), around.ontology), lang)
    return Classification(note.path, kind, confidence, words)
