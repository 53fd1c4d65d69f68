"""Kinds of notes that declare none, from what a person can see in them. No model is asked."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vaultkit.classify.evidence import KindEvidence, KindScores, VaultSurroundings
from vaultkit.classify.features import (
    Edge,
    block_evidence,
    heading_evidence,
    makeup_evidence,
    place_evidence,
    survey,
    text_evidence,
    title_evidence,
)
from vaultkit.classify.weights import BIAS, CALIBRATION, FOR_ITS_KIND, POINTS
from vaultkit.config import Config
from vaultkit.graph.kinds import has_plugin_form, is_own, kinds_of
from vaultkit.messages.message import Message
from vaultkit.model import NoteFacts
from vaultkit.ontology import PLAIN, Ontology

MOST_EVIDENCE = 4


def add_up(evidence: Iterable[KindEvidence], ontology: Ontology) -> KindScores:
    """Points of each kind of the chain and of a plain note."""
    kinds = (*ontology.chain, PLAIN)
    total = {kind: BIAS.get(kind, 0.0) for kind in kinds}
    told = []
    for one in evidence:
        points: dict[str, float] = {}
        if one.kind is not None:
            points[one.kind] = FOR_ITS_KIND[one.feature] * one.strength
        for kind, weight in POINTS.get(one.feature, {}).items():
            points[kind] = points.get(kind, 0.0) + weight * one.strength
        points = {kind: value for kind, value in points.items() if kind in total and value}
        for kind, value in points.items():
            total[kind] += value
        told.append((one, points))
    return KindScores(total, told)


def kind_verdict(scored: KindScores) -> tuple[str, float, tuple[str, ...]]:
    """(kind, confidence, evidence): the kind with most points, how often such a lead is right, and what gave it its
    lead over the next one, strongest first."""
    ranked = sorted(scored.points, key=lambda kind: -scored.points[kind])
    best, second = ranked[0], ranked[1]
    weighed = [(points.get(best, 0.0) - points.get(second, 0.0), one) for one, points in scored.told]
    ranked_evidence = sorted((pair for pair in weighed if pair[0] > 0.05), key=lambda pair: -pair[0])
    said = dict.fromkeys(_message(one) for _, one in ranked_evidence[:MOST_EVIDENCE])
    return best, calibrated(raw_confidence(scored.points)), tuple(said) or (Message("sign.nothing_else"),)


def _message(evidence: KindEvidence) -> Message:
    return Message(f"sign.{evidence.feature}", **dict(zip("abc", evidence.told, strict=False)))


def raw_confidence(points: Mapping[str, float]) -> float:
    """The softmax of the best kind."""
    most = max(points.values())
    return 1.0 / sum(math.exp(value - most) for value in points.values())


def calibrated(raw: float) -> float:
    """Return how often a raw confidence was right on notes that the points were not fitted on (isotonic, linear
    between)."""
    place = bisect.bisect_left([left for left, _ in CALIBRATION], raw)
    if place == 0:
        return CALIBRATION[0][1]
    if place == len(CALIBRATION):
        return CALIBRATION[-1][1]
    (left, low), (right, high) = CALIBRATION[place - 1], CALIBRATION[place]
    return round(low + (high - low) * (raw - left) / (right - left), 3)


FAMILIES = (title_evidence, text_evidence, block_evidence, makeup_evidence, heading_evidence, place_evidence)


@dataclass(frozen=True, slots=True)
class Classification:
    """The inferred kind of one note (a kind of the chain, or ``note``), how often such a verdict is right, and what
    spoke for it, strongest first: messages until they are worded for a person."""

    note: str
    kind: str
    confidence: float
    evidence: tuple[str, ...]


def classify(facts: Iterable[NoteFacts], edges: Iterable[Edge], ontology: Ontology,
             config: Config) -> dict[str, Classification]:
    """The most likely kind of every note that declares none, by path. Excluded notes, templates, drawings, boards and
    those that vaultkit wrote are left out. ``edges`` as VaultIndex.edges() gives them. Costs one pass over
    notes and edges."""
    shown = [note for note in facts if not (note.excluded or note.template or is_own(note))]
    guessed = [note for note in shown if not has_plugin_form(note.properties)]
    kinds = kinds_of(shown, ontology, config)
    declared = {path: kind.kind for path, kind in kinds.items() if kind.strength is not None}
    around = survey(shown, edges, ontology, declared)
    return {note.path: _judge(note, around) for note in guessed if note.path not in declared}


def gather_evidence(note: NoteFacts, around: VaultSurroundings) -> Iterator[KindEvidence]:
    """All evidence of one note, family by family."""
    for family in FAMILIES:
        yield from family(note, around)


def _judge(note: NoteFacts, around: VaultSurroundings) -> Classification:
    kind, confidence, said = kind_verdict(add_up(gather_evidence(note, around), around.ontology))
    return Classification(note.path, kind, confidence, said)
