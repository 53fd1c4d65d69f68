"""How well discover finds what a person found: `python benchmarks/discover.py VAULTS [--show]`.

For each vault of labels/discover.jsonl: of the ideas that have a place in the labelled notes, the share of the first
twenty that the person named (precision), and the share of what the person named that is listed at all and in the first
hundred (recall). Names match when the lemmas of their words are equal.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from vaultkit.config import Config
from vaultkit.ideas import Discovery, discover
from vaultkit.ideas.names import clean
from vaultkit.model import Note
from vaultkit.ontology import load_ontology
from vaultkit.text.lemma import lemma_key
from vaultkit.vault.index import VaultIndex

LABELS = Path(__file__).parent / "labels" / "discover.jsonl"
FIRST = 20
Names = tuple[tuple[str, ...], ...]


def labels() -> dict[str, dict[str, tuple[list[Names], list[Names]]]]:
    """Vault → note → (ideas, smaller ones), each a tuple of keys that mean the same."""
    found: dict[str, dict[str, tuple[list[Names], list[Names]]]] = defaultdict(dict)
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["vault"]][row["note"]] = ([keys(i) for i in row["ideas"]], [keys(i) for i in row.get("also", [])])
    return found


def keys(entry: str | list[str]) -> Names:
    """The keys of one label."""
    return tuple(lemma_key(name) for name in ([entry] if isinstance(entry, str) else entry))


def run(root: Path) -> tuple[Discovery, set[tuple[str, ...]], float]:
    """discover over a whole vault, the keys of its titles, and the seconds once the index is there."""
    config = Config(vault=root)
    with VaultIndex.open(config) as index:
        index.refresh()
        start = time.perf_counter()
        notes = list(index.notes())
        found = discover(notes, index.links(), index.text, is_stage=load_ontology(config).stage_of_heading)
        seconds = time.perf_counter() - start
    return found, titles(notes), seconds


def titles(notes: list[Note]) -> set[tuple[str, ...]]:
    """Keys of every title, file name, alias and first heading."""
    names = set()
    for note in notes:
        first = [heading.text for heading in note.headings[:1]]
        names |= {lemma_key(clean(name)) for name in (note.title, Path(note.path).stem, *note.aliases, *first)}
    return names


def measure(found: Discovery, titles: set[tuple[str, ...]], notes: dict[str, tuple[list[Names], list[Names]]],
            show: bool) -> dict[str, float]:
    """Precision of the first twenty, recall of all and of the first hundred, over the labelled notes. A label that is
    the title, alias or first heading of a note after all (``titles``) is no idea without a note and counts nowhere."""
    wanted = {one for ideas, _ in notes.values() for one in ideas if not set(one) & titles}
    right = {name for ideas, also in notes.values() for one in (*ideas, *also) for name in one}
    listed = [idea for idea in found.ideas if any(source.note in notes for source in idea.sources)]
    first = listed[:FIRST]
    good = [lemma_key(idea.name) in right for idea in first]
    if show:
        for idea, yes in zip(first, good, strict=True):
            print(f"   {'+' if yes else '-'} {idea.score:6.2f} {idea.count:4} {idea.kind:8} {idea.name}")
    all_keys = [lemma_key(idea.name) for idea in listed]
    hits = [one for one in wanted if set(one) & set(all_keys)]
    soon = [one for one in wanted if set(one) & set(all_keys[:100])]
    if show:
        print("   lacking:", "; ".join(" ".join(one[0]) for one in sorted(wanted - set(hits))))
    return {"listed": len(listed), "wanted": len(wanted), "precision@20": sum(good) / max(1, len(good)),
            "recall": len(hits) / max(1, len(wanted)), "recall@100": len(soon) / max(1, len(wanted))}


def main(vaults: Path, show: bool) -> None:
    """Print one line for each vault."""
    for vault, notes in labels().items():
        root = vaults / vault
        if not root.is_dir():
            root = Path(__file__).parent.parent / vault
        found, names, seconds = run(root)
        figures = measure(found, names, notes, show)
        told = "  ".join(f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}"
                         for name, value in figures.items())
        print(f"{vault:18} {told}  seconds {seconds:.2f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--show" in sys.argv)
