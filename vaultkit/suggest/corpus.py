"""Corpus in which suggestions are looked for: documents with their index, made once for all concepts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from vaultkit.suggest.bm25f import Bm25f
from vaultkit.suggest.types import Document, OpenConcept
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.phonetic import is_russian, is_short, sound
from vaultkit.text.stopwords import stop_words
from vaultkit.text.tokens import Stemmer, fold_word

_WORD = lazy_pattern(r"[^\W_]+(?:_+[^\W_]+)*")
_PART = lazy_pattern(r"[A-ZА-ЯЁ]+(?=[A-ZА-ЯЁ][a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+|\d+|[^\W\d_]+")
_LONGEST = 64


class Terms:
    """Each distinct word is looked at once. A compound identifier gives itself and its parts. ``spelled``: term → the
    shortest word that gave it, for a person to read."""

    def __init__(self) -> None:
        self._stemmer = Stemmer()
        self._known: dict[str, tuple[str, ...]] = {}
        self.spelled: dict[str, str] = {}
        self._stops = stop_words()

    def of(self, text: str) -> list[str]:
        """The terms of ``text`` in order; words that say nothing are left out."""
        known = self._known
        found: list[str] = []
        for word in _WORD.findall(text):
            terms = known.get(word)
            if terms is None:
                terms = known[word] = self._cut(word)
            found += terms
        return found

    def count(self, text: str) -> Counter[str]:
        """The terms of ``text`` with how often each stands there."""
        return Counter(self.of(text))

    def _cut(self, word: str) -> tuple[str, ...]:
        if len(word) > _LONGEST:
            return ()
        parts = [part for piece in word.split("_") for part in _PART.findall(piece)]
        if len(parts) < 2:
            return tuple(self._one(word))
        whole = "".join(fold_word(part) for part in parts)
        self.spelled.setdefault(whole, word)
        return tuple(dict.fromkeys([whole, *(term for part in parts for term in self._one(part))]))

    def _one(self, word: str) -> list[str]:
        folded = fold_word(word)
        if folded in self._stops or (len(folded) < 2 and folded.isascii()):
            return []
        terms = self._stemmer.tokens(folded)
        for term in terms:
            known = self.spelled.get(term)
            if known is None or len(folded) < len(known):
                self.spelled[term] = folded
        return terms


def initials(name: str) -> str | None:
    """The abbreviation of a name of three to six words: ``Retrieval augmented generation`` → ``rag``."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if fold_word(word) not in stop_words()]
    return "".join(word[0] for word in words).casefold() if 3 <= len(words) <= 6 else None


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


Query = dict[str, dict[str, float]]


class Corpus:
    """Documents, counted into terms when first asked for."""

    def __init__(self, documents: Sequence[Document], terms: Terms) -> None:
        self.documents = documents
        self.terms = terms

    @cached_property
    def counted(self) -> list[dict[str, Counter[str]]]:
        """The terms of every field of every document."""
        return [{name: self.terms.count(text) for name, text in one.fields.items()} for one in self.documents]

    @cached_property
    def index(self) -> Bm25f:
        """The index over the fields."""
        return Bm25f(self.counted)

    @cached_property
    def sounds(self) -> Sounds:
        """The index's words by how they sound."""
        return Sounds(self.index.vocabulary, self.terms)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id → number of the document."""
        return {one.id: number for number, one in enumerate(self.documents)}

    def query(self, wanted: OpenConcept) -> Query:
        """Return the query for ``wanted`` in words of these documents."""
        weighed = weigh(wanted.fields, self.terms)
        for name in (wanted.title, *wanted.fields.get("aliases", "").split("\n")):
            short = initials(name)
            if short is not None and short not in weighed:
                weighed[short] = 2.0
        return expand(weighed, self.index, self.sounds, self.terms)

    def lexical(self, query: Query) -> dict[int, float]:
        """Number of each document that has a word of ``query`` → its score."""
        return self.index.scores(query) if self.documents else {}

    def held(self, query: Query, number: int) -> float:
        """The share of the weight of ``query`` whose words stand in a document."""
        words: set[str] = set().union(*self.counted[number].values())
        whole = part = 0.0
        for alike in query.values():
            weight = max(value * self.index.idf(term) for term, value in alike.items())
            whole += weight
            if not words.isdisjoint(alike):
                part += weight
        return part / whole if whole else 0.0


def fields_of(texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Several texts a field as one."""
    return {name: "\n".join(found) for name, found in texts.items() if any(found)}
