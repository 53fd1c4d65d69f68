"""Measures of how good answers are: what they cite, what they contain, and whether they were to be given at all."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from vaultkit.model import Answer, AnswerBlock, AnswerState
from vaultkit.text.lazy_pattern import lazy_pattern


@dataclass(frozen=True, slots=True)
class Reply:
    """Facts of one answer that evaluation needs. ``cited``: the note of each citation, one entry a citation of a
    sentence; ``confidence`` in [0, 1]: how probable it is that the vault answers; ``text`` is all that was said;
    ``blocks`` what is shown of notes, in order."""

    answered: bool
    confidence: float
    cited: tuple[str, ...] = ()
    text: str = ""
    state: AnswerState = "nothing"
    blocks: tuple[AnswerBlock, ...] = ()


def reply_of(answer: Answer) -> Reply:
    """The answer as evaluation sees it."""
    note_of = {source.n: source.note for source in answer.sources}
    sentences = [sentence for section in answer.sections for sentence in section.sentences]
    cited = tuple(note_of[n] for sentence in sentences for n in sentence.citations if n in note_of)
    return Reply(answer.answered, answer.confidence, cited if answer.answered else (),
                 " ".join(sentence.text for sentence in sentences), answer.state,
                 tuple(block for section in answer.sections for block in section.blocks))


def citation_precision(reply: Reply, gold: Collection[str]) -> float | None:
    """The share of citations whose note is gold (after Gao et al. 2023, ALCE, with the note as the judge). None for a
    refusal; 0 for an answer without a citation and for any answer to a question without gold notes."""
    if not reply.answered:
        return None
    return sum(note in gold for note in reply.cited) / len(reply.cited) if reply.cited else 0.0


def citation_recall(reply: Reply, gold: Collection[str]) -> float | None:
    """The share of gold notes that were cited; None for a refusal or without gold notes."""
    if not reply.answered or not gold:
        return None
    return len(set(gold).intersection(reply.cited)) / len(set(gold))


def accuracy(said: Sequence[bool], truth: Sequence[bool]) -> float:
    """The share of decisions that were right."""
    return sum(a == b for a, b in zip(said, truth, strict=True)) / len(truth)


def balanced_accuracy(said: Sequence[bool], truth: Sequence[bool]) -> float | None:
    """The mean of the shares that were right among the true and among the false ones (Brodersen et al. 2010): guessing
    gets 0.5 whatever the mix. None when either kind is missing."""
    shares = []
    for kind in (True, False):
        of_kind = [a == kind for a, b in zip(said, truth, strict=True) if b == kind]
        if not of_kind:
            return None
        shares.append(sum(of_kind) / len(of_kind))
    return sum(shares) / 2


_WORD = lazy_pattern(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SPACE = lazy_pattern(r"[\s\u00a0\u202f]+")
_MARKUP = lazy_pattern(r"[`*]")


def contains(answer: str, wanted: str) -> bool:
    """Return whether ``wanted`` stands in ``answer``, case, ё/е, code and bold marks and kinds of space aside (the
    containment of SQuAD's normalised answers, Rajpurkar et al. 2016): letter by letter from the beginning of a word on,
    no number cut in two; or word by word as Snowball stems in the same order, with 4,5 as 4.5.
    """
    text, sought = _normal(answer), _normal(wanted)
    if not sought:
        return False
    before = r"(?<![^\W_])(?<!\d[.,])" if sought[0].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if sought[-1].isdigit() else ""
    if re.search(before + re.escape(sought) + after, text):
        return True
    stems, sought_stems = _stems(text), _stems(sought)
    width = len(sought_stems)
    return width > 0 and any(stems[at:at + width] == sought_stems for at in range(len(stems) - width + 1))


def _normal(text: str) -> str:
    return _SPACE.sub(" ", _MARKUP.sub("", text.casefold().replace("ё", "е"))).strip()


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", ".")
    return str(_stemmer("russian" if re.search("[а-я]", word) else "english").stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)


def recall_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """The share of gold notes among the first ``k``, in [0, 1] (Manning, Raghavan and Schütze 2008, ch. 8). Raises
    ZeroDivisionError without gold notes."""
    right = set(gold)
    return len(right.intersection(ranked[:k])) / len(right)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """1 / rank of the first gold note, 0 when none was found (Voorhees 1999, TREC-8 question answering track)."""
    return next((1 / rank for rank, note in enumerate(ranked, start=1) if note in gold), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """Normalised discounted cumulative gain of the first ``k`` with gain 1 for a gold note, in [0, 1] (Järvelin and
    Kekäläinen 2002): a gold note at rank r counts 1 / log2(r + 1), divided by what the best order would get."""
    gain = sum(1 / math.log2(rank + 1) for rank, note in enumerate(ranked[:k], start=1) if note in gold)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(set(gold))) + 1))
    return gain / best


def distinct(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes of ranked passages, each where it came first."""
    return tuple(dict.fromkeys(notes))
