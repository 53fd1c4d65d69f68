"""How many of each kind a vault has, for ``index``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaultkit.config import Config
from vaultkit.graph.kinds import kind_of_note
from vaultkit.graph.parts import parts_of
from vaultkit.model import NoteFacts
from vaultkit.ontology import PLAIN, Ontology


def kind_counts(facts: Iterable[NoteFacts], ontology: Ontology, config: Config,
                inferred: Mapping[str, tuple[str, float]] | None = None) -> dict[str, dict[str, int]]:
    """Kind → {declared, structural, inferred}: notes that declare it, sections and blocks of it, notes for which it is
    inferred. Every kind of the chain is there; ``note`` counts the notes that declare none."""
    counts = {name: {"declared": 0, "structural": 0, "inferred": 0} for name in (*ontology.kinds, PLAIN)}
    for note in facts:
        if note.excluded:
            continue
        own = kind_of_note(note, ontology, config)
        guess = (inferred or {}).get(note.path)
        if own.strength is None and guess is not None and guess[0] in counts:
            counts[guess[0]]["inferred"] += 1
        else:
            counts[own.kind]["declared"] += 1
        for part in parts_of(note, own.kind, ontology):
            counts[part.kind]["structural"] += 1
    return counts
