"""How well suggest finds the code of a concept: `python benchmarks/suggest.py [SDIST…] [--work FOLDER] [--misses]`.

SDIST are unpacked source packages with a docs folder (`pip download --no-binary :all: --no-deps click scrapy`, then
tar). Each section of their documentation that names one to three definitions becomes a concept, and these are to be
found: plain, with the names taken out of the notes (masked), and with the names in the code replaced (renamed). In
sample_vault the links to code of one concept after the other are taken out.

MRR / hit@5 of a plain BM25 (same text, one field, identifiers taken apart), the lexical list, the dense list, and what
suggest shows. Ends with 1 where hit@5 on sample_vault is below 0.85, in Russian too, or suggest is not above BM25.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bm25 import K1, B, stems
from suggest_sets import Task, package_tasks, sample_tasks

from vaultkit.suggest.corpus import Terms
from vaultkit.suggest.types import Document, OpenConcept
from vaultkit.suggest.vectors import Nearness, vectors_of
from vaultkit.workspace import Vault
from vaultkit.workspace.suggesting import Gathering, symbol_corpus

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_BAR = 0.85
Found = dict[str, dict[str, list[float]]]


def main() -> int:
    """Measure, print, and say what is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sdists", type=Path, nargs="*")
    parser.add_argument("--work", type=Path, help="where the vaults are made and left")
    parser.add_argument("--misses", action="store_true", help="list the concepts whose code is not found early")
    args = parser.parse_args()
    found: Found = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as made:
        folder = args.work or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for task in [*sample_tasks(folder), *(one for sdist in args.sdists for one in package_tasks(sdist, folder))]:
            measure(task, found, args.misses)
    for name, ways in found.items():
        row = "  ".join(f"{way} {_mrr(ranks):.3f} / {_hit(ranks):.3f}" for way, ranks in ways.items())
        print(f"{name:16} {len(next(iter(ways.values()))):4}  {row}")
    return missed(found)


def measure(task: Task, found: Found, misses: bool) -> None:
    """The reciprocal rank of the first right candidate, by every way."""
    with Vault.open(task.vault) as vault:
        corpus, gathering = symbol_corpus(vault.snapshot, Terms()), Gathering(vault.snapshot)
        wanted = {concept: gathering.wanted(concept) for concept in task.gold}
        texts = [*(one.meaning for one in corpus.documents), *(text for one in wanted.values() for text in one.meaning)]
        vectors = vectors_of(vault.config, texts)
        nearness = Nearness([(number, text.meaning) for number, text in enumerate(corpus.documents)], vectors)
        plain = PlainBm25(corpus.documents)
        shown = {one.concept: one for one in vault.suggest(k=20, mentions=False).suggestions}
        for concept, gold in task.gold.items():
            one = wanted[concept]
            dense = nearness.of(one.meaning)
            if concept not in shown:
                shown[concept] = vault.suggest(concept, k=20, mentions=False).suggestions[0]
            ways = {
                "bm25": _ids(plain.scores(_text(one)), corpus.documents),
                "lexical": _ids(corpus.lexical(corpus.query(one)), corpus.documents),
                "dense": _ids(dense, corpus.documents),
                "suggest": [candidate.id for candidate in shown[concept].candidates],
            }
            language = "ru" if re.search("[а-я]", concept.rsplit("/", 1)[-1]) else "en"
            name = f"{task.name} {language}" if task.name == "sample" else task.name
            for way, ids in ways.items():
                found[name][way].append(reciprocal(ids, gold))
            if misses and reciprocal(ways["suggest"], gold) < 0.2:
                print(f"missed in {name}: {concept}: {gold}, not {ways['suggest'][:3]}")


class PlainBm25:
    """BM25 over all the words of a definition as one text."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        self._lengths: list[int] = []
        for number, one in enumerate(documents):
            text = " ".join(one.fields[name] for name in ("name", "parents", "path", "doc", "body"))
            words = stems(_CAMEL.sub(" ", text))
            for word, n in Counter(words).items():
                self._postings[word][number] = n
            self._lengths.append(len(words))
        self._mean = sum(self._lengths) / max(1, len(self._lengths))

    def scores(self, question: str) -> dict[int, float]:
        """Number → score."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(stems(_CAMEL.sub(" ", question))):
            held = self._postings.get(word, {})
            idf = math.log(1 + (len(self._lengths) - len(held) + 0.5) / (len(held) + 0.5))
            for at, n in held.items():
                scores[at] += idf * n * (K1 + 1) / (n + K1 * (1 - B + B * self._lengths[at] / self._mean))
        return scores


def _text(one: OpenConcept) -> str:
    return " ".join([one.title, *one.fields.values()])


def _ids(scores: Mapping[int, float], documents: Iterable[Document]) -> list[str]:
    ids = [one.id for one in documents]
    return [ids[number] for number in sorted(scores, key=lambda number: -scores[number])]


def reciprocal(ids: Iterable[str], gold: list[str]) -> float:
    """1 / rank of the first right id; a gold file is found with anything in it."""
    for rank, id in enumerate(ids, 1):
        if id in gold or id.partition("#")[0] in gold:
            return 1 / rank
    return 0.0


def _mrr(ranks: list[float]) -> float:
    return sum(ranks) / len(ranks)


def _hit(ranks: list[float]) -> float:
    return sum(rank >= 0.2 for rank in ranks) / len(ranks)


def missed(found: Found) -> int:
    """1 and a line for each bar that is not reached."""
    lines = [f"{name}: hit@5 {_hit(ways['suggest']):.3f} is below {_BAR}" for name, ways in found.items()
             if name.startswith("sample") and _hit(ways["suggest"]) < _BAR]
    lines += [f"{name}: suggest is not above BM25" for name, ways in found.items()
              if (_mrr(ways["suggest"]), _hit(ways["suggest"])) <= (_mrr(ways["bm25"]), _hit(ways["bm25"]))]
    print("\n".join(lines) or "every bar is reached")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
