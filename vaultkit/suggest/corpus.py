"""What suggestions are looked for in: documents with their index, made once for all concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from vaultkit.suggest.bm25f import Bm25f
from vaultkit.suggest.query import Sounds, expand, weigh
from vaultkit.suggest.terms import Terms, initials
from vaultkit.suggest.types import Document, Wanted

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

    def query(self, wanted: Wanted) -> Query:
        """What is asked for ``wanted`` in words of these documents."""
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
