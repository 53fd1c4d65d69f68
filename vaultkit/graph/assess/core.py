"""From gaps, tests, runs and claims to the two levels of every subsystem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultkit.graph.assess.claims import newest_first, own_claim
from vaultkit.graph.assess.levels import practice_of, thinking_of
from vaultkit.graph.assess.names import key
from vaultkit.graph.assess.subsystems import Edge, find_subsystems
from vaultkit.graph.assess.types import Assessment, Claim, Proof, Subsystem
from vaultkit.graph.gap_types import Gap
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Material:
    """What an assessment is computed from. ``tests``: id of code → where a test names it; ``runs``: file of code or
    note → where a run of it is recorded; ``claims``, ``names``: what tables say (``claims_of``)."""

    facts: Sequence[NoteFacts]
    edges: Sequence[Edge]
    gaps: Sequence[Gap]
    ontology: Ontology
    tests: Mapping[str, Proof] = field(default_factory=dict)
    runs: Mapping[str, Proof] = field(default_factory=dict)
    claims: Mapping[tuple[str, ...], Sequence[Claim]] = field(default_factory=dict)
    names: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def assess(material: Material) -> list[Assessment]:
    """Every subsystem with its two levels and what is claimed of it, by name."""
    gaps = {gap.concept: gap for gap in material.gaps}
    found, source = find_subsystems(material.facts, material.edges, {gap.concept: gap.title for gap in material.gaps},
                                    material.claims, material.names, material.ontology)
    notes = {note.path: note for note in material.facts}
    result = []
    for subsystem in found:
        inside = [gaps[concept] for concept in subsystem.concepts]
        claims = _claims(subsystem, material, notes)
        result.append(Assessment(
            subsystem.name, subsystem.note, thinking_of(inside, notes, material.ontology),
            practice_of(inside, material.tests, material.runs, material.ontology), claims[0] if claims else None,
            tuple(claims), subsystem.concepts, source))
    return result


def _claims(subsystem: Subsystem, material: Material, notes: Mapping[str, NoteFacts]) -> list[Claim]:
    claims = [claim for name in {key(name) for name in subsystem.names} for claim in material.claims.get(name, ())]
    own = own_claim(notes[subsystem.note], material.ontology) if subsystem.note else None
    return newest_first([*claims, own] if own else claims)
