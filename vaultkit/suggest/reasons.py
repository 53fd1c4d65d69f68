"""Reasons why something is a candidate: which terms matched and where, what meaning and the graph say."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.messages.message import Message
from vaultkit.suggest.corpus import Corpus, Query
from vaultkit.suggest.types import OpenConcept, Ranked

# The fields of a document in which a term may stand, the most telling first.
_FIELDS = ("name", "parents", "doc", "comments", "path", "body", "around", "calls", "title", "heading", "text")
_MOST_TERMS = 4
_CLOSE = 0.8


def candidate_reasons(corpus: Corpus, wanted: OpenConcept, query: Query, ranked: Ranked,
                      owner: str | None) -> tuple[Message, ...]:
    """The reasons of one candidate, the strongest first; ``owner`` is the title of the concept that has it already."""
    document = corpus.documents[ranked.number]
    said: list[Message] = []
    if document.id in wanted.mentioned:
        said.append(Message("candidate.mentioned"))
    seen: set[str] = set()
    for field, terms in _matches(corpus, query, ranked.number):
        new = [term for term in terms if term not in seen][:_MOST_TERMS]
        seen.update(new)
        if new:
            said.append(Message(f"match.{field}", terms=tuple(new)))
    if ranked.meaning is not None and ranked.meaning >= _CLOSE:
        said.append(Message("candidate.meaning"))
    if document.path in wanted.near and document.type == "symbol":
        said.append(Message("candidate.near", title=wanted.near[document.path]))
    if document.type == "note" and document.stage is not None and ranked.claimed is None:
        said.append(Message("candidate.stage"))
    if document.small:
        said.append(Message("candidate.stub"))
    if owner is not None:
        said.append(Message("candidate.claimed", title=owner))
    return tuple(said) or (Message("candidate.little"),)


def _matches(corpus: Corpus, query: Query, number: int) -> list[tuple[str, Sequence[str]]]:
    """(field, the words of the concept that stand in it, heaviest first), in the order of ``_FIELDS``."""
    found: list[tuple[str, Sequence[str]]] = []
    fields = corpus.counted[number]
    for field in _FIELDS:
        terms = fields.get(field)
        if not terms:
            continue
        worth: dict[str, float] = {}
        for asked, alike in query.items():
            held = [term for term in alike if term in terms]
            if held:
                best = max(held, key=lambda term: alike[term])
                spelled = corpus.terms.spelled
                shown = spelled.get(asked, asked)
                if best != asked:
                    shown = f"{shown} ~ {spelled.get(best, best)}"
                worth[shown] = max(alike[term] * corpus.index.idf(term) for term in held)
        heavy = max(worth.values(), default=0.0)
        kept = sorted((term for term in worth if worth[term] > 0.15 * heavy), key=lambda term: (-worth[term], term))
        if kept:
            found.append((field, kept))
    return found
