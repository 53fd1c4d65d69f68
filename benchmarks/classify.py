"""How well classify infers kinds: `python benchmarks/classify.py VAULTS [--show] [--set fit]`.

Two measures. sample_vault with its kinds taken out of what classify is given: macro F1 over the kinds with five notes
or more. Sixty notes of other authors that a person labelled before classify first ran (labels/classify.jsonl, set
test): the same. And reliability: of what it says with a confidence, how much is right.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from vaultkit.classify import Classification, classify
from vaultkit.config import Config, load_config
from vaultkit.graph.kinds import kinds_of
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology, load_ontology
from vaultkit.ontology.words import normal_word
from vaultkit.vault.index import VaultIndex

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample_vault"
FEWEST = 5
Verdicts = list[tuple[str, Classification]]


def without_kind(note: NoteFacts, ontology: Ontology) -> NoteFacts:
    """A note that no longer says what it is; relations and everything else stay."""
    fields = ontology.strict_fields | ontology.loose_fields
    return dataclasses.replace(
        note, properties={name: value for name, value in note.properties.items() if normal_word(name) not in fields},
        fields=tuple(field for field in note.fields if normal_word(field.name) not in fields),
        tags=tuple(tag for tag in note.tags if not ontology.kind_of_word(tag.rsplit("/", 1)[-1])))


def of_sample() -> Verdicts:
    """(right kind, verdict) of sample_vault's notes."""
    config = load_config(explicit=SAMPLE)
    ontology = load_ontology(config)
    with VaultIndex.open(config) as index:
        index.refresh()
        facts, edges = index.facts(), list(index.edges())
    right = kinds_of(facts, ontology, config)
    bare = [without_kind(note, ontology) for note in facts]
    found = classify(bare, edges, ontology, dataclasses.replace(config, kind_folders={}))
    return [(right[path].kind, verdict) for path, verdict in found.items()]


def labels(name: str) -> dict[str, dict[str, str]]:
    """Vault → path → kind of one set of hand labels."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in (HERE / "labels" / "classify.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["set"] == name:
            found[row["vault"]][row["note"]] = row["kind"]
    return found


def of_others(vaults: Path, name: str) -> Verdicts:
    """(right kind, verdict) of the labelled notes, and a line of speed for each vault."""
    verdicts: Verdicts = []
    for vault, notes in labels(name).items():
        config = Config(vault=vaults / vault)
        with VaultIndex.open(config) as index:
            index.refresh()
            facts, edges = index.facts(), list(index.edges())
        start = time.process_time()
        found = classify(facts, edges, load_ontology(config), config)
        print(f"{vault:18} {len(facts)} notes in {time.process_time() - start:.2f} s of processor time")
        verdicts += [(kind, found[path]) for path, kind in notes.items()]
    return verdicts


def macro_f1(verdicts: Verdicts, fewest: int) -> tuple[float, dict[str, tuple[float, int]]]:
    """Mean F1 over the kinds with at least ``fewest`` notes, and F1 and number of each kind."""
    kinds = sorted({kind for kind, _ in verdicts})
    scores = {}
    for kind in kinds:
        right = sum(1 for true, verdict in verdicts if true == kind == verdict.kind)
        said = sum(1 for _, verdict in verdicts if verdict.kind == kind)
        there = sum(1 for true, _ in verdicts if true == kind)
        scores[kind] = (2 * right / (said + there) if said + there else 0.0, there)
    counted = [score for score, there in scores.values() if there >= fewest]
    return sum(counted) / max(1, len(counted)), scores


def tell(title: str, verdicts: Verdicts, show: bool) -> None:
    """Print the figures of one measure."""
    mean, scores = macro_f1(verdicts, FEWEST)
    every = sum(score for score, _ in scores.values()) / max(1, len(scores))
    print(f"{title}: {len(verdicts)} notes, macro F1 {mean:.3f} over kinds with {FEWEST} notes or more, "
          f"{every:.3f} over all; "
          + ", ".join(f"{kind} {score:.2f} ({there})" for kind, (score, there) in scores.items()))
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 1.01)):
        inside = [(true, verdict) for true, verdict in verdicts if low <= verdict.confidence < high]
        if inside:
            said = sum(verdict.confidence for _, verdict in inside) / len(inside)
            right = sum(true == verdict.kind for true, verdict in inside) / len(inside)
            print(f"   said {said:.2f}: right {right:.2f} ({len(inside)} notes)")
    for true, verdict in verdicts if show else ():
        if true != verdict.kind:
            print(f"   {true} ≠ {verdict.kind} {verdict.confidence:.2f} {verdict.note}: {'; '.join(verdict.evidence)}")


def main(vaults: Path, name: str, show: bool) -> None:
    """Print both measures."""
    tell("sample_vault without its kinds", of_sample(), show)
    tell(f"other authors ({name})", of_others(vaults, name), show)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "fit" if "fit" in sys.argv else "test", "--show" in sys.argv)
