"""What is asked for a concept: the words of its notes with their weights, and the words of documents that stand for
them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from vaultkit.suggest.bm25f import Bm25f
from vaultkit.suggest.terms import Terms
from vaultkit.suggest.translit import is_russian, is_short, sound

# Field of a concept → (weight of its words, how often a word must stand there to weigh half).
WEIGHTS: dict[str, tuple[float, float]] = {
    "title": (2.0, 0.0), "aliases": (3.0, 0.0), "names": (3.0, 0.5), "broken": (3.0, 0.0), "headings": (0.8, 0.5),
    "summary": (1.0, 0.5), "tags": (0.7, 0.0), "text": (1.5, 0.5), "diagrams": (0.3, 1.0), "below": (0.7, 1.0),
}
# What a word in the other script counts for that sounds alike: surely, and by a few letters only.
_FOREIGN, _FOREIGN_SHORT = 0.7, 0.4
_MOST = 120


def weigh(fields: Mapping[str, str], terms: Terms) -> dict[str, float]:
    """Term → weight: the sum over the fields that it stands in."""
    found: dict[str, float] = defaultdict(float)
    for name, text in fields.items():
        weight, half = WEIGHTS[name]
        for term, n in terms.count(text).items():
            found[term] += weight * n / (n + half)
    return found


class Sounds:
    """The terms of an index by how they sound, to find a word in the other script."""

    def __init__(self, vocabulary: Iterable[str], terms: Terms) -> None:
        self._by_sound: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for term in vocabulary:
            for heard in {sound(term), sound(terms.spelled.get(term, term))} - {None}:
                self._by_sound[heard or "", is_russian(term)].append(term)

    def alike(self, *words: str) -> list[str]:
        """The terms in the other script that sound like one of ``words``: a stem, and the word that it is of, since
        stemmers take what looks like an ending from foreign words too."""
        found: dict[str, None] = {}
        for word in words:
            heard = sound(word)
            if heard is not None:
                found.update(dict.fromkeys(self._by_sound.get((heard, not is_russian(word)), ())))
        return list(found)


def expand(weighed: Mapping[str, float], index: Bm25f, sounds: Sounds, terms: Terms) -> dict[str, dict[str, float]]:
    """Term → the terms of documents that stand for it, with weights; the heaviest terms only."""
    query: dict[str, dict[str, float]] = {}
    for term, weight in weighed.items():
        foreign = _FOREIGN_SHORT if is_short(term) else _FOREIGN
        alike = dict.fromkeys(sounds.alike(term, terms.spelled.get(term, term)), weight * foreign)
        query[term] = {term: weight, **alike}
    if len(query) <= _MOST:
        return query
    worth = {term: max(weight * index.idf(other) for other, weight in alike.items()) for term, alike in query.items()}
    kept = sorted(query, key=lambda term: (-worth[term], term))[:_MOST]
    return {term: query[term] for term in kept}
