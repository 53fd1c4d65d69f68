"""Points added up, a confidence from their lead, and the evidence that made the difference, in words."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping

from vaultkit.graph.classify.evidence import Evidence, Scored
from vaultkit.graph.classify.weights import BIAS, CALIBRATION, FOR_ITS_KIND, POINTS
from vaultkit.graph.classify.wording import NOTHING_ELSE, Lang, in_words
from vaultkit.ontology import PLAIN, Ontology

MOST_EVIDENCE = 4


def add_up(evidence: Iterable[Evidence], ontology: Ontology) -> Scored:
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
    return Scored(total, told)


def verdict(scored: Scored, lang: Lang) -> tuple[str, float, tuple[str, ...]]:
    """(kind, confidence, evidence): the kind with most points, how often such a lead is right, and what gave it its
    lead over the next one, strongest first."""
    ranked = sorted(scored.points, key=lambda kind: -scored.points[kind])
    best, second = ranked[0], ranked[1]
    weighed = [(points.get(best, 0.0) - points.get(second, 0.0), one) for one, points in scored.told]
    ranked_evidence = sorted((pair for pair in weighed if pair[0] > 0.05), key=lambda pair: -pair[0])
    words = dict.fromkeys(in_words(one, lang) for _, one in ranked_evidence[:MOST_EVIDENCE])
    return best, calibrated(raw_confidence(scored.points)), tuple(words) or (NOTHING_ELSE[lang],)


def raw_confidence(points: Mapping[str, float]) -> float:
    """The softmax of the best kind."""
    most = max(points.values())
    return 1.0 / sum(math.exp(value - most) for value in points.values())


def calibrated(raw: float) -> float:
    """How often a raw confidence was right on notes that the points were not fitted on (isotonic, linear between)."""
    place = bisect.bisect_left([left for left, _ in CALIBRATION], raw)
    if place == 0:
        return CALIBRATION[0][1]
    if place == len(CALIBRATION):
        return CALIBRATION[-1][1]
    (left, low), (right, high) = CALIBRATION[place - 1], CALIBRATION[place]
    return round(low + (high - low) * (raw - left) / (right - left), 3)
