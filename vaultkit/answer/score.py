"""Scores of how well each sentence answers: words, meaning, the type of answer, the passage's own place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from vaultkit.answer.answer_types import answer_type_fit, spelt
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence, sentences_of
from vaultkit.answer.text import content, stems
from vaultkit.answer.units import table_cells
from vaultkit.model import Hit

# Stems → in how many passages of the vault each stands, and how many passages there are.
Frequencies = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]


class Idf:
    """Weights of stems. ``counts`` holds in how many of ``total`` passages each stands."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._counts = counts
        self._total = max(total, 1)

    def __call__(self, stem: str) -> float:
        count = min(self._counts.get(stem, 0), self._total)
        return math.log(1 + (self._total - count + 0.5) / (count + 0.5))

    def mass(self, terms: Iterable[str]) -> float:
        """The weights of ``terms`` together."""
        return sum(map(self, terms))

    def share(self, wanted: Sequence[str], there: Iterable[str]) -> float:
        """The part of the weight of ``wanted`` that stands in ``there``, in [0, 1]."""
        held = set(there)
        whole = self.mass(wanted)
        return self.mass(term for term in wanted if term in held) / whole if whole else 0.0

    def known(self, stem: str) -> bool:
        """Return whether ``stem`` stands anywhere."""
        return bool(self._counts.get(stem))

    def unknown(self, wanted: Sequence[str]) -> float:
        """The part of the weight of ``wanted`` that stands nowhere in the vault."""
        whole = self.mass(wanted)
        return self.mass(term for term in wanted if not self._counts.get(term)) / whole if whole else 0.0


def idf_of(terms: Sequence[str], hits: Sequence[Hit], frequencies: Frequencies | None) -> Idf:
    """Weights of ``terms`` over the whole vault where ``frequencies`` knows it, else over what was found."""
    if frequencies is not None:
        return Idf(*frequencies(terms))
    counts = Counter(stem for hit in hits for stem in set(passage_stems(hit)))
    return Idf(counts, max(len(hits), 20))


def passage_stems(hit: Hit) -> tuple[str, ...]:
    """The stems of a passage, of the title and headings above it too."""
    chunk = hit.chunk
    return stems(" \n".join((chunk.title, *chunk.headings, chunk.text)))


# Two lists of texts → a matrix of cosines, one row a question; numbers that index as [row][column].
Similarity = Callable[[Sequence[str], Sequence[str]], Any]

# Weight of a term that stands in the sentence itself, in its headings,
# beside it (the sentence before or after it in its paragraph), or only elsewhere in its passage.
IN_SENTENCE, IN_HEAD, IN_BESIDE, IN_PASSAGE = 1.0, 0.6, 0.6, 0.3
COVER, COSINE, TYPE, TYPE_NUMBER, PLACE = 0.25, 0.40, 0.08, 0.25, 0.30
MOST_EMBEDDED = 80
# A row of a table whose first cell is what is asked for holds the answer in its other cells.
ROW = 1.2


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with what it was judged by. ``cover`` is the weighed share of the question's idf mass, ``own`` that in
    the sentence alone, ``cosine`` None without an embedder, ``typed`` as ``found`` says; ``merit`` is the score without
    what the passage's rank gave; ``beside`` is what stands before and after it in its paragraph."""

    sentence: Sentence
    score: float
    own: float
    cover: float
    cosine: float | None
    typed: float
    merit: float = 0.0
    beside: str = ""

    @property
    def note(self) -> str:
        """The note it stands in."""
        return self.sentence.chunk.note


def score_sentences(
    question: Question, hits: Sequence[Hit], idf: Idf, similarity: Similarity | None
) -> list[ScoredSentence]:
    """Every sentence of ``hits``, best first. Second-hand answers come after what they may be made from."""
    sentences = [sentence for place, hit in enumerate(hits) for sentence in sentences_of(hit, place)]
    sentences = _once(sentences)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    beside = _beside(sentences)
    covers = ((_cover(question, sentence, idf, beside.get(id(sentence), "")), sentence) for sentence in sentences)
    rough = sorted(covers,
                   key=lambda pair: -pair[0][1] - 0.3 * hits[pair[1].hit].score / best)
    cosines = _cosines(question, [sentence for _, sentence in rough], similarity)
    out = [_scored(question, sentence, cover, cosine, hits[sentence.hit].score / best,
                   beside.get(id(sentence), ""))
           for (cover, sentence), cosine in zip(rough, cosines, strict=True)]
    out.sort(key=lambda scored: (-scored.score, scored.sentence.hit, scored.sentence.order))
    return _first_hand(out)


def _once(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Drop repetitions: passages overlap, so the same place of a note may come twice."""
    seen: dict[tuple[str, str], Sentence] = {}
    for sentence in sentences:
        seen.setdefault((sentence.chunk.note, sentence.text), sentence)
    return list(seen.values())


def _beside(sentences: Sequence[Sentence]) -> dict[int, str]:
    """Return what stands beside each sentence of prose in its own paragraph, by the sentence's id."""
    out: dict[int, str] = {}
    for one, other in pairwise(sentences):
        if one.form == other.form == "prose" and (one.hit, one.block) == (other.hit, other.block) \
                and other.line - one.end_line <= 1:
            out[id(one)] = f"{out.get(id(one), '')} {other.text}".strip()
            out[id(other)] = one.text
    return out


def _cover(question: Question, sentence: Sentence, idf: Idf, beside: str) -> tuple[float, float]:
    """(own, cover) of a sentence."""
    chunk = sentence.chunk
    own = spelt(stems(sentence.text))
    head = set(stems(" \n".join((chunk.title, *chunk.headings, sentence.lead))))
    near, around = set(stems(beside)), set(stems(chunk.text))
    whole = idf.mass(question.terms)
    if not whole:
        return 0.0, 0.0
    total = sum(idf(term) * (IN_SENTENCE if term in own else IN_HEAD if term in head else IN_BESIDE if term in near
                             else IN_PASSAGE if term in around else 0.0) for term in question.terms)
    return idf.share(question.terms, own), total / whole


def _cosines(question: Question, sentences: Sequence[Sentence], similarity: Similarity | None) -> list[float | None]:
    if similarity is None or not sentences:
        return [None] * len(sentences)
    texts = [embedded(sentence) for sentence in sentences[:MOST_EMBEDDED]]
    row = similarity([question.search], texts)[0]
    return [float(value) for value in row] + [None] * (len(sentences) - len(texts))


def embedded(sentence: Sentence) -> str:
    """The text by whose meaning a sentence is judged: what heads it says what a short one speaks of."""
    if sentence.form == "prose" and len(sentence.text) > 60:
        return sentence.text
    head = sentence.lead or (sentence.chunk.headings[-1] if sentence.chunk.headings else sentence.chunk.title)
    return f"{head.rstrip(':')}: {sentence.text}"


def _scored(question: Question, sentence: Sentence, cover: tuple[float, float], cosine: float | None,
            place: float, beside: str) -> ScoredSentence:
    own, covered = cover
    typed = answer_type_fit(question, sentence, beside)
    share = TYPE_NUMBER if question.want == "number" else TYPE
    if cosine is None:
        merit, scale = COVER * covered + share * typed, COVER + share + PLACE
    else:
        merit, scale = COVER * covered + COSINE * max(cosine, 0.0) + share * typed, 1.0
    worth = _worth(question, sentence)
    return ScoredSentence(
        sentence, (merit + PLACE * place) / scale * worth, own, covered, cosine, typed, merit / scale * worth, beside
    )


def _worth(question: Question, sentence: Sentence) -> float:
    """Factor for what keeps a sentence from being an answer: it asks itself, says nothing new, only leads to a list, or
    is code that was not asked for."""
    worth = 0.35 if sentence.asks else ROW if _is_its_row(question, sentence) else 1.0
    said = set(content(sentence.text))
    if said <= set(question.terms):
        worth *= 0.5
    elif len(said) < 3 and sentence.form in ("prose", "item"):
        worth *= 0.8
    if sentence.form == "code" and question.want != "command":
        worth *= 0.6
    if sentence.chunk.secondhand:
        worth *= 0.75
    if sentence.text.rstrip(" *_").endswith(":"):
        worth *= 0.5
    if len(sentence.text) > 400:
        worth *= 0.85
    return worth


def _is_its_row(question: Question, sentence: Sentence) -> bool:
    """Return whether it is the row of a table whose first cell names what is asked, and nothing else."""
    if sentence.form != "row" or question.want in ("reason", "steps", "definition"):
        return False
    named = [word for word in content(table_cells(sentence.quote)[0]) if len(word) > 1]
    return bool(named) and set(named) <= set(question.terms)


def _first_hand(scored: list[ScoredSentence]) -> list[ScoredSentence]:
    """Without second-hand sentences where the notes themselves say nearly as much."""
    first = max((item.score for item in scored if not item.sentence.chunk.secondhand), default=0.0)
    second = max((item.score for item in scored if item.sentence.chunk.secondhand), default=0.0)
    if first >= 0.7 * second:
        return [item for item in scored if not item.sentence.chunk.secondhand]
    return scored
