"""Confidence in an answer: several signals in one calibrated number (Platt's logistic; the weights are data).

No single signal tells a question that the vault answers from one on the same topic that it does not, so all of them are
put together. ``confidence.json`` holds the weights, how they were fitted and what was measured; it is written by
``benchmarks/fit_confidence.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from vaultkit.answer.question import Question
from vaultkit.answer.score import Idf, ScoredSentence, passage_stems
from vaultkit.answer.text import names, overlap, question_language, stems
from vaultkit.model import Hit

# Above this a probability grows more slowly: people act upon a high one, and the fit is a little too sure there.
BEND = 0.7
# Factor on the confidence where a price, a duration … is asked for and no sentence near has one.
KINDLESS = 0.4
WEIGHTS = Path(__file__).with_name("confidence.json")
Verdict = Literal["answered", "unsure", "nothing"]


def signals(question: Question, hits: Sequence[Hit], scored: Sequence[ScoredSentence], idf: Idf) -> dict[str, float]:
    """Measure how well the vault answers ``question``: several signals, each about 0 to 1. ``scored`` is sorted, best
    first."""
    if not scored:
        return dict.fromkeys(NAMES, 0.0)
    best, terms = scored[0], question.terms
    held = [set(passage_stems(hit)) for hit in hits]
    ranked = [place for place, hit in enumerate(hits) if hit.lexical or hit.dense] or [0]
    passages = [idf.share(terms, words) for words in held]
    named = [name for name in names(question.text) if name in terms]
    first = held[best.sentence.hit]
    cosines = sorted((item.cosine for item in scored if item.cosine is not None and not item.sentence.asks),
                     reverse=True)
    top = cosines[0] if cosines else 0.0
    rest = cosines[1:6]
    rarest = max(terms, key=idf) if terms else ""
    near = sorted((float(hit.dense["score"]) for hit in hits if hit.dense and "score" in hit.dense), reverse=True)[:20]
    near = near or [0.0]
    whole = max(passages[place] for place in ranked)
    lacks, asked = _lacks(question, scored), _asked_for(question, scored)
    met = max(_met(question, item) for item in scored[:8])
    return {
        "own_share": max(item.own for item in scored[:20]),
        "best_cover": best.cover,
        "max_cover": max(item.cover for item in scored[:20]),
        "passage_share": whole,
        "first_share": passages[best.sentence.hit],
        "cosine": top,
        "best_cosine": best.cosine or 0.0,
        "cosine_gap": top - sum(rest) / len(rest) if rest else 0.0,
        "score_gap": best.score - sum(item.score for item in scored[1:6]) / max(1, len(scored[1:6])),
        "passage_gap": _gap([hit.score for hit in hits]),
        "agreement": _agreement(hits),
        "first_by_both": float(_rank(hits[best.sentence.hit].lexical) == 1) / 2
        + float(_rank(hits[best.sentence.hit].dense) == 1) / 2,
        "typed": best.typed,
        "unknown": idf.unknown(terms),
        "rarest": float(rarest in set(passage_stems(hits[best.sentence.hit]))),
        "met_squared": met ** 2,
        "near_unshared": near[0] * (1 - whole),
        "lacks": lacks,
        "kindless": float(bool(question.quantity) and not any(item.typed for item in scored[:15])),
        "share_lacks": whole * lacks,
        "met_lacks": met * lacks,
        "met_asked": met * asked,
        "focus": max((_focus(question, item) for item in scored[:8]), default=0.0),
        "met": met,
        "near": near[0],
        "near_gap": near[0] - sum(near[1:]) / max(1, len(near[1:])),
        "share_near": whole * near[0],
        "share_squared": whole ** 2,
        "stranger": float(any(not idf.known(name) for name in named)),
        "named": sum(name in first for name in named) / len(named) if named else 1.0,
        "asked_for": asked,
        "first_notes": _first_notes(hits),
        "russian": float(question.language == "ru"),
        "across": float(question_language(best.sentence.text) != question.language),
    }


# All signals, and those that the fit uses: the others did not help on folds that were held out.
USED = {"dense": ("share_near", "near_unshared", "share_squared", "near", "share_lacks", "first_share", "cosine_gap",
                  "stranger"),
        "lexical": ("passage_share", "share_squared", "passage_gap", "met_lacks", "unknown")}
NAMES = ("own_share", "best_cover", "max_cover", "passage_share", "first_share", "cosine", "best_cosine", "cosine_gap",
         "score_gap", "passage_gap", "agreement", "first_by_both", "first_notes", "typed", "unknown", "stranger",
         "named", "rarest", "focus", "asked_for", "met", "met_squared", "met_asked", "met_lacks",
         "near", "near_unshared", "near_gap", "lacks", "kindless", "share_lacks", "share_near", "share_squared",
         "russian", "across")


def confidence(values: Mapping[str, float], *, dense: bool) -> float:
    """The probability that the answer is right, by the weights fitted with an embedder or without."""
    part = weights()["dense" if dense else "lexical"]
    total = part["bias"] + sum(weight * values[name] for name, weight in part["weights"].items())
    value = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    value = value if value <= BEND else BEND + part["slope"] * (value - BEND)
    return float(value * KINDLESS if values["kindless"] else value)


def answer_verdict(value: float, *, dense: bool) -> Verdict:
    """Decide what to do at this confidence: answer, show the nearest passages as unsure, or say that nothing was
    found."""
    part = weights()["dense" if dense else "lexical"]
    return "answered" if value >= part["answer"] else "unsure" if value >= part["unsure"] else "nothing"


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The fitted weights, as the file has them."""
    data: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return data


def _focus(question: Question, item: ScoredSentence) -> float:
    """Share of the words asked for that the sentence names; half of it where only its heading does."""
    if not question.focus:
        return 0.5
    chunk = item.sentence.chunk
    head = stems(" \n".join((chunk.title, *chunk.headings, item.sentence.lead)))
    return max(overlap(question.focus, stems(item.sentence.text)), overlap(question.focus, head) / 2)


def _asked_for(question: Question, scored: Sequence[ScoredSentence]) -> float:
    """Rate how far what is asked for itself (``Which database …``) is named in or over one of the best sentences; 1
    where the question has no such word."""
    if not question.focus:
        return 1.0
    return max(overlap(question.focus, stems(" \n".join((item.sentence.text, item.beside, item.sentence.lead,
                                                          *item.sentence.chunk.headings)))) for item in scored[:5])


def _lacks(question: Question, scored: Sequence[ScoredSentence]) -> float:
    """Rate how far a number, date or command that is asked for is missing in every sentence near."""
    if question.want not in ("number", "date", "command"):
        return 0.0
    return 1.0 - max(item.typed for item in scored[:8] if item.cover >= 0.7 * scored[0].cover)


def _first_notes(hits: Sequence[Hit]) -> float:
    """Return 1 when the list of words and that of meaning have the same note first."""
    words = {hit.chunk.note for hit in hits if _rank(hit.lexical) == 1}
    meaning = {hit.chunk.note for hit in hits if _rank(hit.dense) == 1}
    return float(bool(words & meaning))


def _met(question: Question, item: ScoredSentence) -> float:
    """Rate how far one sentence has all of it: the words, what is asked for, and the type of answer; of a question
    that counts, a number close to what is counted."""
    typed = item.typed
    if question.want in ("definition", "reason", "steps", "place", "list"):
        typed = max(typed, 0.5)
    return item.cover * (0.3 + 0.7 * typed)


def _gap(scores: Sequence[float]) -> float:
    """Distance by which the first stands above the next five, in parts of itself; 1 where it stands alone."""
    if not scores or not scores[0]:
        return 0.0
    if len(scores) == 1:
        return 1.0
    rest = scores[1:6]
    return max(-1.0, min(1.0, (scores[0] - sum(rest) / len(rest)) / abs(scores[0])))


def _rank(found: Mapping[str, Any] | None) -> int | None:
    rank = (found or {}).get("rank")
    return rank if isinstance(rank, int) else None


def _agreement(hits: Sequence[Hit]) -> float:
    """The part of the first five by words that are among the first five by meaning too."""
    words = {hit.chunk.key for hit in hits if (_rank(hit.lexical) or 99) <= 5}
    meaning = {hit.chunk.key for hit in hits if (_rank(hit.dense) or 99) <= 5}
    return len(words & meaning) / 5
