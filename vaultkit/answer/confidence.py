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
from typing import Any

from vaultkit.answer.block_score import ScoredBlock
from vaultkit.answer.question import Question
from vaultkit.answer.text import is_stop
from vaultkit.model import AnswerState
from vaultkit.search.lexical import QueryTerm, mass

WEIGHTS = Path(__file__).with_name("confidence.json")
# What is asked for has to stand in the answer, or it is at most probable: a number of that kind, a date, a command, a
# sentence that defines the term, one that gives a cause. How well ``answer_type_fit`` says that it does.
WANTED = {"number": 0.9, "date": 0.9, "command": 0.9, "definition": 0.8, "reason": 0.9}


# A question of whose idf mass this part is words that the vault neither has nor has any word near to is not answered;
# from less on it is not answered for sure. Of 356 questions that are answered in their vaults 2 and 15 are so, of 95
# that are not 10 and 25. A near word is one of this weight (its cosine, damped by half).
STRANGE, DOUBTFUL, NEAR = 0.5, 0.3, 0.32


def signals(blocks: Sequence[ScoredBlock], terms: Sequence[QueryTerm] = ()) -> dict[str, float]:
    """Measure how well the first of ``blocks`` answers a question of ``terms``: several signals, each about 0 to 3."""
    if not blocks:
        return dict.fromkeys(NAMES, 0.0)
    first = blocks[0]
    cosine = max(first.cosine or 0.0, 0.0)
    said = [term for term in terms if not is_stop(term.word)]
    elsewhere = max((one.score for one in blocks if one.note != first.note), default=0.0)
    return {
        "score": first.score,
        "held": first.held,
        "spelled": first.spelled,
        "cosine": cosine,
        "ahead": first.score - elsewhere,
        "strange": mass([term for term in said if not term.chunks and max(
            (near.weight for near in term.near), default=0.0) < NEAR]) / (mass(said) or 1.0),
    }


# All signals, and those that the fit uses: the question's own words add nothing where near words and meaning are known.
USED = {"dense": ("score", "held", "cosine", "ahead"), "lexical": ("score", "held", "spelled", "ahead")}
NAMES = ("score", "held", "spelled", "cosine", "ahead", "strange")


def confidence(values: Mapping[str, float], *, dense: bool) -> float:
    """The probability that the first block answers, by the weights fitted with an embedder or without."""
    part = weights()["dense" if dense else "lexical"]
    total = part["bias"] + sum(weight * values[name] for name, weight in part["weights"].items())
    return float(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))


def answer_state(question: Question, first: ScoredBlock, values: Mapping[str, float], value: float, *,
                 dense: bool) -> AnswerState:
    """Decide what to do at this confidence: answer, show a few blocks, or say that nothing was found."""
    part = weights()["dense" if dense else "lexical"]
    if values["strange"] >= STRANGE:
        return "nothing"
    if value >= part["answer"] and first.typed >= WANTED.get(question.want, 0.0) and values["strange"] < DOUBTFUL:
        return "answered"
    return "probable" if value >= part["probable"] else "nothing"


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The fitted weights, as the file has them."""
    data: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return data
