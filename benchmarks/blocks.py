"""What a person sees of an answer: `python benchmarks/blocks.py [VAULTS…] [--final] [--vault NAME] [--misses]`.

VAULTS are folders that hold vaults by name (questions/README.md says which). Puts the questions whose gold are blocks
to `ask` and to a baseline: BM25 over blocks that are split at blank lines and headings, title and headings before
each, with crude stems; it always shows its first block as the answer, or refuses below a score that is best for its
utility on the questions that are not final. Prints right (the answer touches the right block), right in three, at least
half of the block shown, wrong (answered with nothing right, of all), unanswerable ones refused or at most probable,
right of answered, utility (vaultkit/evaluate/shown.py), overall and by type, and for types with ten questions or more
the bootstrap interval of the difference to the baseline. --final looks at the third that was kept for the end.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sets import block_sets, opened

from vaultkit.evaluate import GoldQuestion, Reply, reply_of
from vaultkit.evaluate.confidence import paired_bootstrap
from vaultkit.evaluate.shown import ShownFigures, shown_blocks, shown_figures, worth
from vaultkit.model import AnswerBlock
from vaultkit.workspace import Vault

FEW = 10
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Asked:
    """One question with the reply of `ask`, and the first three blocks of the baseline with the score of its first."""

    vault: str
    question: GoldQuestion
    reply: Reply
    blocks: tuple[AnswerBlock, ...]
    score: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="*")
    parser.add_argument("--vault", action="append", help="only this one, may be repeated")
    parser.add_argument("--final", action="store_true", help="the third that was kept for the end")
    parser.add_argument("--misses", action="store_true", help="list what was wrong, or not shown")
    args = parser.parse_args()
    asked: list[Asked] = []
    for name, questions in block_sets(args.vault).items():
        vault = next((found for found in (opened(name, folder) for folder in args.vaults or [None]) if found), None)
        if vault is None:
            print(f"{name}: not here, left out")
            continue
        asked += put(name, vault, questions)
        vault.close()
    line = best_line([one for one in asked if one.question.split != "final"])
    looked = [one for one in asked if (one.question.split == "final") == args.final]
    told(looked, line)
    if args.misses:
        list_misses(looked)


def put(name: str, vault: Vault, questions: Sequence[GoldQuestion]) -> list[Asked]:
    """Every question to both."""
    baseline = Baseline(vault)
    out = []
    for question in questions:
        reply = reply_of(vault.ask(question.question, generator="extractive"))
        blocks, score = baseline.ask(question.question)
        out.append(Asked(name, question, reply, blocks, score))
    return out


class Baseline:
    """BM25 over blocks (Robertson and Zaragoza 2009)."""

    def __init__(self, vault: Vault) -> None:
        self.blocks: list[AnswerBlock] = []
        for note in vault.facts:
            if not note.excluded:
                self.blocks += split(note.path, vault.index.text(note.path))
        self.counts = [Counter(stems(" ".join((Path(one.note).stem, *one.headings, one.text)))) for one in self.blocks]
        self.having = Counter(stem for count in self.counts for stem in count)
        self.mean = sum(count.total() for count in self.counts) / max(1, len(self.counts))

    def ask(self, question: str) -> tuple[tuple[AnswerBlock, ...], float]:
        """The three best blocks, and the score of the first."""
        asked = set(stems(question))
        scores = []
        for number, count in enumerate(self.counts):
            length = K1 * (1 - B + B * count.total() / self.mean)
            scores.append((sum(self._idf(stem) * count[stem] * (K1 + 1) / (count[stem] + length)
                               for stem in asked if stem in count), -number))
        best = sorted(scores, reverse=True)[:3]
        return tuple(self.blocks[-number] for score, number in best if score > 0), best[0][0] if best else 0.0

    def _idf(self, stem: str) -> float:
        return math.log(1 + (len(self.blocks) - self.having[stem] + 0.5) / (self.having[stem] + 0.5))


def stems(text: str) -> list[str]:
    """Words, cut to five letters."""
    return [word[:5] for word in re.findall(r"\w+", text.casefold().replace("ё", "е"))]


def split(note: str, text: str) -> list[AnswerBlock]:
    """The blocks of a note: what stands between blank lines and headings."""
    blocks: list[AnswerBlock] = []
    headings: list[str] = []
    lines: list[str] = []
    start = 1

    def close(end: int) -> None:
        if any(any(map(str.isalnum, line)) for line in lines):
            blocks.append(AnswerBlock(note, tuple(headings), start, end, "\n".join(lines), "", ()))
        lines.clear()

    fenced = False
    for number, line in enumerate(text.split("\n"), start=1):
        fenced ^= line.lstrip(" >").startswith("```")
        heading = None if fenced else re.match(r"[\s>]*(#{1,6})\s+(.*)", line)
        if heading or (not line.strip(" >") and not fenced):
            close(number - 1)
            if heading:
                del headings[len(heading[1]) - 1:]
                headings.append(heading[2])
            start = number + 1
        else:
            lines.append(line)
    close(text.count("\n") + 1)
    return blocks


def as_reply(one: Asked, line: float) -> Reply:
    """The baseline's reply where it refuses below ``line``."""
    if one.score < line or not one.blocks:
        return Reply(False, 0.0)
    return Reply(True, 1.0, state="answered", blocks=one.blocks[:1])


def best_line(asked: Sequence[Asked]) -> float:
    """The score below which refusing is best for the baseline's utility."""
    def total(line: float) -> float:
        return sum(value(one.question, as_reply(one, line)) for one in asked)

    return max(sorted({one.score for one in asked}), key=total, default=0.0)


def value(question: GoldQuestion, reply: Reply) -> float:
    """The worth of a reply."""
    return worth(question, reply, shown_blocks(question, reply))


def told(asked: Sequence[Asked], line: float) -> None:
    """Print the figures."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        for name in ("all", one.vault, f"type {one.question.part}"):
            groups[name].append(one)
    print("questions, answered/probable/nothing, right, right in 3, half shown, wrong, unanswerable refused or at most "
          "probable, right of answered, helped, utility")
    for name, held in groups.items():
        print(name)
        ours = [(one.question, one.reply) for one in held]
        always = [(one.question, as_reply(one, 0.0)) for one in held]
        refusing = [(one.question, as_reply(one, line)) for one in held]
        three = [shown_blocks(one.question, Reply(True, 1.0, state="answered", blocks=one.blocks)).three > 0
                 for one in held if not one.question.unanswerable]
        print("  ask             ", written(shown_figures(ours), len(held)))
        print("  BM25, always    ", written(shown_figures(always), len(held)),
              f"(its first three hold the right one: {sum(three) / max(1, len(three)):.3f})")
        print("  BM25, refusing  ", written(shown_figures(refusing), len(held)))
        if len(held) >= FEW:
            for which, other in (("always", always), ("refusing", refusing)):
                print(f"    utility over BM25, {which}:", interval(ours, other))


def written(figures: ShownFigures | None, questions: int) -> str:
    """The figures on one line."""
    if figures is None:
        return "-"
    shares = (figures.right, figures.right_in_3, figures.half_shown, figures.wrong, figures.refused,
              figures.right_of_answered, figures.helped, figures.utility)
    states = f"{figures.answered:.2f}/{figures.probable:.2f}/{figures.nothing:.2f}"
    return f"{questions} {states} " + " ".join("-" if share is None else f"{share:.3f}" for share in shares)


def interval(ours: Sequence[tuple[GoldQuestion, Reply]], other: Sequence[tuple[GoldQuestion, Reply]]) -> str:
    """The 95 % interval of the difference in utility, paired bootstrap."""
    gains = [value(*one) - value(*two) for one, two in zip(ours, other, strict=True)]
    low, high = paired_bootstrap(len(gains), lambda places: sum(gains[place] for place in places) / len(places))
    return f"{sum(gains) / len(gains):+.3f} [{low:+.3f}, {high:+.3f}]"


def list_misses(asked: Sequence[Asked]) -> None:
    """Print the questions that got nothing right, with what was shown."""
    for one in asked:
        shown = shown_blocks(one.question, one.reply)
        if (one.question.unanswerable and not one.reply.answered) or shown.three > 0:
            continue
        gold = ", ".join(f"{block.note}:{block.start_line}-{block.end_line}" for block in one.question.blocks)
        print(f"\n{one.vault} [{one.question.part}] {one.question.question}\n  {one.reply.state} "
              f"{one.reply.confidence:.2f}; right: {gold or 'none'}")
        for block in one.reply.blocks[:3]:
            print(f"  {block.note}:{block.start_line}-{block.end_line} {' '.join(block.text.split())[:160]}")


if __name__ == "__main__":
    main()
