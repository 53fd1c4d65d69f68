"""Where the thresholds of verification stand: `python benchmarks/verification.py [VAULTS]`.

VAULTS as in retrieval.py. Each answerable question gives one draft as a small model writes it: the question's words put
together with those of a gold sentence, from which every fourth word is lost. The draft is verified against the passage
of that sentence (it says it) and against the best passage that search finds in a note that is not gold (it does not).
Prints, for each pair of thresholds, how many of both were taken for supported.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sets import opened, sets

import vaultkit.answer.sources as verify
from vaultkit.answer.from_passages import judge_passages
from vaultkit.answer.question import Question, read_question
from vaultkit.answer.sentences import Sentence
from vaultkit.workspace.asking import means

LEXICAL = (0.4, 0.5, 0.6, 0.7, 0.8)
MEANING = ((0.45, 0.55), (0.45, 0.65), (0.55, 0.55), (2.0, 2.0))


@dataclass(frozen=True)
class Pair:
    """A draft with a passage that says it or does not."""

    question: Question
    draft: str
    sentence: Sentence
    says: bool
    similarity: Any


def main() -> None:
    """Gather the pairs, sweep the thresholds, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="?")
    pairs = list(gathered(parser.parse_args().vaults))
    print(f"{len(pairs)} pairs; shipped: {verify.LEXICAL}, or {verify.LEXICAL_WITH_MEANING} with {verify.MEANING}")
    shipped = (verify.LEXICAL, verify.LEXICAL_WITH_MEANING, verify.MEANING)
    for lexical in LEXICAL:
        for with_meaning, meaning in MEANING:
            verify.LEXICAL, verify.LEXICAL_WITH_MEANING, verify.MEANING = lexical, with_meaning, meaning
            right, wrong = (share([pair for pair in pairs if pair.says == kind]) for kind in (True, False))
            also = f"or {with_meaning} with a cosine of {meaning}" if with_meaning < 1 else "alone"
            print(f"words {lexical} {also}: supported {right:.2f} of what the note says, {wrong:.3f} of the rest")
    verify.LEXICAL, verify.LEXICAL_WITH_MEANING, verify.MEANING = shipped


def share(pairs: list[Pair]) -> float:
    """How many of ``pairs`` verification takes for supported."""
    kept = [verify.verify(one.draft, [one.sentence], one.question, one.similarity).supported for one in pairs]
    return sum(kept) / len(kept) if kept else 0.0


def gathered(shared: Path | None) -> Iterator[Pair]:
    """Two pairs of each answerable question for which a gold and another note were found."""
    for name, questions in sets(None).items():
        vault = opened(name, shared)
        if vault is None:
            print(f"{name}: not here, left out")
            continue
        way = means(vault.index, lambda vault=vault: vault.searcher)
        for one in questions:
            if one.unanswerable or one.part == "cross":
                continue
            judged = judge_passages(read_question(one.question), way, 8)
            gold = next((item.best for item in judged.blocks if item.note in one.notes), None)
            other = next((item.best for item in judged.blocks if item.note not in one.notes), None)
            if gold is not None and other is not None:
                draft = drafted(judged.question, gold)
                yield Pair(judged.question, draft, gold, True, judged.similarity)
                yield Pair(judged.question, draft, other, False, judged.similarity)
        vault.close()


def drafted(question: Question, gold: Sentence) -> str:
    """The question's words and those of the sentence without every fourth."""
    left = [word for place, word in enumerate(gold.text.split()) if place % 4 != 3]
    return f"{question.text.rstrip(' ?')} {' '.join(left)}"


if __name__ == "__main__":
    main()
