"""Words, meaning and the graph → one order of documents for a concept.

Words and meaning are fused as in ``search.fuse``: each list brought to 0..1 and summed. Meaning weighs less here than
in search, since a definition says little in prose; what it weighs was measured by benchmarks/suggest.py.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import NamedTuple

from vaultkit.model.ids import path_of
from vaultkit.suggest.corpus import Corpus, Query
from vaultkit.suggest.types import Wanted

MEANING = 0.5
# So many of the best by words are looked at.
_DEPTH = 400
_MENTIONED = 0.5
_NEAR = 0.08
_CLAIMED = 0.3
_STUB = 0.15
_PLAIN_NOTE = 0.35


class Ranked(NamedTuple):
    """A document by its number, its score (higher is better), the parts of it by words and meaning (0..1, None where
    that list does not have it), and the concept that has claimed it."""

    number: int
    score: float
    words: float | None
    meaning: float | None
    claimed: str | None


def rank(corpus: Corpus, wanted: Wanted, query: Query, near: Mapping[int, float],
         claimed: Mapping[str, str]) -> list[Ranked]:
    """The documents that may be what ``wanted`` lacks, best first. ``near``: number → nearness in meaning, 0..1,
    empty without an embedder; ``claimed``: id → the concept that leads to it."""
    lexical = corpus.lexical(query)
    best = max(lexical.values(), default=0.0) or 1.0
    worded = heapq.nlargest(_DEPTH, lexical, key=lexical.__getitem__)
    named = {corpus.numbers[id] for id in wanted.mentioned if id in corpus.numbers}
    found = []
    for number in dict.fromkeys([*worded, *near, *named]):
        document = corpus.documents[number]
        if document.type == "note" and (document.path in wanted.own or not _may_serve(document.stage, wanted)):
            continue
        owner = claimed.get(document.id)
        owner = None if owner == wanted.concept else owner
        if document.type == "note" and owner is not None and document.path == path_of(owner):
            continue  # What stands in another concept's own note is said of that concept.
        words = lexical[number] / best if number in lexical else None
        meaning = near.get(number)
        score = (words or 0.0) + MEANING * (meaning or 0.0)
        score += _MENTIONED * (number in named) + _NEAR * (document.path in wanted.near)
        score -= _CLAIMED * (owner is not None) + _STUB * document.small
        if document.type == "note" and document.stage is None:
            score -= _PLAIN_NOTE
        found.append(Ranked(number, score, words, meaning, owner))
    found.sort(key=lambda item: (-item.score, corpus.documents[item.number].id))
    return found


def _may_serve(stage: str | None, wanted: Wanted) -> bool:
    """Whether a note of ``stage`` may be what is lacking: a note of a missing stage, code where code lacks, or a plain
    note, of which nobody has said what it is."""
    return stage is None or stage in wanted.stages or (wanted.code and stage == "code")
