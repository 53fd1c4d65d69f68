"""How far answers can be trusted: `python benchmarks/answers.py [VAULTS] [--generator extractive] [--model FILE.gguf]`.

VAULTS as in retrieval.py. The weights of confidence were fitted on the same questions (fit_confidence.py), so every
figure that hangs on confidence is of confidence held out: fitted anew, the same way, on the four folds that the
question is not in (questions with the same gold note are in the same fold). Prints, over all question sets: citation
precision of what was answered and of what was answered at a confidence over 0.8 (a citation is right when its note is
gold); balanced accuracy of answering and refusing, as decided and by a threshold on confidence that is fitted on four
fifths and tried on the last one, in the note's own words and in others, beside a BM25 score fitted the same way with
the paired bootstrap interval of the difference; calibration error in five bins of equal size; whether every quote
stands word for word in its note and every sentence is cited or marked; how many sentences of the model survived
verification. Draws the risk-coverage curve (--picture). Ends with 1 and a line each where a bar is missed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fit_confidence
from bm25 import Bm25
from curve import svg
from fit_confidence import Row, row_of
from sets import ROOT, language, opened, sets

from vaultkit.answer.generators.protocol import Draft, Generator
from vaultkit.evaluate import GoldQuestion, Reply, reply_of
from vaultkit.evaluate.confidence import cross_validated, expected_calibration_error, paired_bootstrap, risk_coverage
from vaultkit.evaluate.replies import balanced_accuracy, citation_precision, citation_recall, contains
from vaultkit.model import Answer
from vaultkit.workspace import Vault
from vaultkit.workspace.asking import make_generator, means

GROUPS = {"own words": ("own-words", "unanswerable-own"), "other words": ("other-words", "unanswerable-other")}
BARS = {"own words": 0.9, "other words": 0.72}
SURE = 0.8
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Asked:
    """One question with what became of it."""

    vault: str
    question: GoldQuestion
    answer: Answer
    reply: Reply
    bm25: float
    seconds: float
    row: Row

    @property
    def right(self) -> float:
        """The share of citations that are gold; for a refusal whether what it would have cited first is."""
        gold, cited = set(self.question.notes), self.reply.cited
        if cited:
            return sum(note in gold for note in cited) / len(cited)
        nearest = self.answer.refusal.nearest[:1] if self.answer.refusal else ()
        return float(any(_nfc(near.note) in gold for near in nearest))


def main() -> int:
    """Measure, print, draw, and say what is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="?")
    parser.add_argument("--vault", action="append", help="only this one, may be repeated")
    parser.add_argument("--generator", default="extractive")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--picture", type=Path, help="where the curve goes; build/risk-coverage.svg without it")
    parser.add_argument("--misses", action="store_true", help="list what was wrongly answered, refused or cited")
    parser.add_argument("--limit", type=int, help="only the first N questions of each set: models are slow")
    args = parser.parse_args()
    asked: list[Asked] = []
    faults: list[str] = []
    for name, questions in sets(args.vault).items():
        vault = opened(name, args.vaults)
        if vault is None:
            print(f"{name}: not here, left out")
            continue
        words_it = Watched(make_generator(vault.config, args.generator, str(args.model) if args.model else None, None))
        asked += run(name, vault, questions[:args.limit], words_it, faults)
        print(f"{name}: {len(words_it.said)} sentences by {args.generator}, {words_it.kept} stood after verification",
              flush=True)
        vault.close()
    asked = held_out(asked)
    missed = [*faults, *told(asked)]
    picture = args.picture or ROOT / "build" / "risk-coverage.svg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(svg(curves(asked)), "utf-8")
    if args.misses:
        list_misses(asked)
    print("\n".join(missed) if missed else "every bar is met")
    return bool(missed)


class Watched:
    """A generator that remembers what it said and how much of that came into the answer."""

    def __init__(self, inner: Generator) -> None:
        self._inner, self.kind, self.model = inner, inner.kind, inner.model
        self.said: list[str] = []
        self.kept = 0

    def drafts(self, question: Any, evidence: Any, watch: Any = None) -> Iterator[Draft]:
        """See Generator."""
        for draft in self._inner.drafts(question, evidence, watch):
            self.said.append(draft.text)
            yield draft

    def count(self, answer: Answer, since: int) -> None:
        """Count what was said after the first ``since`` and stands in ``answer``."""
        text = " ".join(sentence.text for section in answer.sections for sentence in section.sentences)
        self.kept += sum(said in text for said in self.said[since:])


def run(name: str, vault: Vault, questions: Sequence[GoldQuestion], generator: Watched,
        faults: list[str]) -> Iterator[Asked]:
    """Ask one vault everything, looking at every quote on the way."""
    texts = {_nfc(note.path): vault.index.text(note.path) for note in vault.facts}
    plain = Bm25(texts)
    way = means(vault.index, lambda: vault.searcher)
    for one in questions:
        start = time.perf_counter()
        before = len(generator.said)
        answer = vault.ask(one.question, generator=generator)
        generator.count(answer, before)
        seconds = time.perf_counter() - start
        reply = reply_of(answer)
        ranked = plain.rank(one.question)
        faults.extend(f"FAULT {name}: {one.question}: {fault}" for fault in form_faults(answer, texts))
        reply = Reply(reply.answered, reply.confidence, tuple(map(_nfc, reply.cited)), reply.text)
        row = row_of(name, one.part or "", language(one), one.unanswerable, set(one.notes), one.question, "dense", way)
        yield Asked(name, one, answer, reply, ranked[0][1] if ranked else 0.0, seconds, row)


def held_out(asked: list[Asked]) -> list[Asked]:
    """The same with the confidence of weights that were fitted without the question's fold. What was answered from the
    graph keeps its own."""
    held, _ = fit_confidence.held_out([one.row for one in asked], "dense")
    return [one if one.answer.route == "graph" else replace(one, reply=replace(one.reply, confidence=float(value)))
            for one, value in zip(asked, held, strict=True)]


def form_faults(answer: Answer, texts: dict[str, str]) -> Iterator[str]:
    """Quotes that do not stand in their note word for word, and sentences that have neither citation nor mark."""
    for source in answer.sources:
        for passage in source.passages:
            if words(passage.quote) not in words(texts[_nfc(source.note)]):
                yield f"a quote does not stand in {source.note}: {passage.quote[:60]!r}"
    for section in answer.sections:
        for sentence in section.sentences:
            if not sentence.citations and sentence.supported and sentence.support is not None:
                yield f"a sentence without citation or mark: {sentence.text[:60]!r}"


def words(text: str) -> str:
    """The words of a text with one space around each, markup and line breaks gone."""
    return f" {' '.join(WORDS.findall(text))} "


def told(asked: list[Asked]) -> Iterator[str]:
    """Print the figures; yield a line for each bar that is missed."""
    yield from told_citations(asked)
    for group, parts in GROUPS.items():
        yield from told_decision(group, [one for one in asked if one.question.part in parts], BARS[group])
    confidence = [one.reply.confidence for one in asked]
    for what, truth in (("right", [one.right for one in asked]),
                        ("answerable", [float(not one.question.unanswerable) for one in asked])):
        error = expected_calibration_error(confidence, truth)
        print(f"calibration error, confidence against {what}: {error:.3f}" if error is not None else "nothing asked")
    answered = [one for one in asked if one.reply.answered]
    error = expected_calibration_error([one.reply.confidence for one in answered], [one.right for one in answered])
    print(f"calibration error of what was answered: {error or 0:.3f}")
    error = expected_calibration_error(confidence, [one.right for one in asked])
    if error is not None and error >= 0.1:
        yield f"MISSED calibration error {error:.3f}, the bar is below 0.1"
    spent = sorted(one.seconds for one in asked)
    print(f"seconds an answer: median {spent[len(spent) // 2]:.2f}, p95 {spent[int(.95 * len(spent))]:.2f}")


def told_citations(asked: list[Asked]) -> Iterator[str]:
    """Citation precision and recall, and containment."""
    for name, least, bar in (("answered", 0.0, 0.8), (f"confidence over {SURE}", SURE, 0.95)):
        some = [one for one in asked if one.reply.answered and one.reply.confidence > least]
        precision = mean([citation_precision(one.reply, one.question.notes) for one in some])
        recall = mean([citation_recall(one.reply, one.question.notes) for one in some])
        print(f"{name}: {len(some)} of {len(asked)}, citation precision {precision:.3f}, recall {recall:.3f}")
        if precision < bar:
            yield f"MISSED citation precision ({name}) {precision:.3f}, the bar is {bar}"
        for part in dict.fromkeys(one.question.part for one in some):
            held = [one for one in some if one.question.part == part]
            precision = mean([citation_precision(one.reply, one.question.notes) for one in held])
            print(f"    {part}: {len(held)}, precision {precision:.3f}")
    wanted = [one for one in asked if one.question.answer]
    held = mean([float(contains(one.reply.text, one.question.answer or "")) for one in wanted])
    print(f"contains what it must: {held:.3f} of {len(wanted)} (refusals count as not)")


def told_decision(group: str, asked: list[Asked], bar: float) -> Iterator[str]:
    """Balanced accuracy of answering and refusing against a BM25 threshold."""
    truth = [not one.question.unanswerable for one in asked]
    if len(set(truth)) < 2:
        return
    decided = [one.reply.answered for one in asked]
    ours = cross_validated([one.reply.confidence for one in asked], truth)
    theirs = cross_validated([one.bm25 for one in asked], truth)

    def difference(sample: Sequence[int]) -> float | None:
        there = [truth[i] for i in sample]
        a = balanced_accuracy([ours[i] for i in sample], there)
        b = balanced_accuracy([theirs[i] for i in sample], there)
        return None if a is None or b is None else a - b

    low, high = paired_bootstrap(len(asked), difference)
    got = balanced_accuracy(ours, truth) or 0.0
    print(f"{group} ({len(asked)}): balanced accuracy as decided {balanced_accuracy(decided, truth):.3f}, "
          f"cross-validated {got:.3f}; BM25 {balanced_accuracy(theirs, truth):.3f}; "
          f"difference {low:+.3f} to {high:+.3f}")
    for lang in ("ru", "en"):
        held = [i for i, one in enumerate(asked) if language(one.question) == lang]
        share = balanced_accuracy([ours[i] for i in held], [truth[i] for i in held])
        shipped = balanced_accuracy([decided[i] for i in held], [truth[i] for i in held])
        print(f"    {lang}: as decided {shipped or 0:.3f}, cross-validated {share or 0:.3f} of {len(held)}")
    if got < bar:
        yield f"MISSED balanced accuracy ({group}) {got:.3f}, the bar is {bar}"
    if low <= 0:
        yield f"MISSED {group}: the interval of the difference to BM25 holds zero ({low:+.3f} to {high:+.3f})"


def curves(asked: list[Asked]) -> dict[str, list[tuple[float, float]]]:
    """The risk-coverage curve of all questions and of each group."""
    drawn = {"all": asked}
    drawn |= {group: [one for one in asked if one.question.part in parts] for group, parts in GROUPS.items()}
    return {name: risk_coverage([one.reply.confidence for one in some], [one.right for one in some])
            for name, some in drawn.items() if some}


def list_misses(asked: list[Asked]) -> None:
    """What was wrongly answered, refused or cited, by part."""
    by_part: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.reply.answered == one.question.unanswerable or (one.reply.answered and one.right < 1):
            by_part[one.question.part or ""].append(one)
    for part, wrong in by_part.items():
        print(f"{part}:")
        for one in wrong:
            what = "answered" if one.reply.answered else "refused"
            print(f"  {one.reply.confidence:.2f} {what} {one.right:.2f}  {one.question.question}")
            print(f"        {one.reply.text[:160]} ← {', '.join(dict.fromkeys(one.reply.cited))}")


def mean(values: Sequence[float | None]) -> float:
    """The mean of what is known, 0 without any."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


if __name__ == "__main__":
    sys.exit(main())
