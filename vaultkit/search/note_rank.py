"""Passages → notes: a search finds notes, and shows the best passages of each. Plain arithmetic on numbers.

What a note is worth is what its best passage is, and two things that no single passage shows: how near all of it is to
the question (the mean cosine of its passages, the note's centroid up to its length), and how much of the question its
passages hold together, where one has this word and another that. Measured in docs/decisions/0010-fusion.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vaultkit.search.fuse import minmax, ranked
from vaultkit.search.lexical import LexicalHit, QueryTerm, mass
from vaultkit.search.named import NamedNote

# Whole note near the question, and words over its passages: scores of a passage go from 0 to about 3.
NEAR, WORDS = 0.7, 1.0
# A passage that has what was typed letter by letter comes before those that don't, a note that the question is about
# too; one that it names in passing gets the part of the best score that the name is of the question.
TYPED, NAMED = 2.0, 1.0


def note_scores(best: Mapping[str, float], cosines: Mapping[str, Sequence[float]], words: Mapping[str, float],
                named: Iterable[NamedNote] = ()) -> dict[str, float]:
    """The score of each note of ``best`` (note → score of its best passage). ``cosines``: note → those of its passages,
    ``words``: as of ``words_of_notes``."""
    near = minmax({note: sum(values) / len(values) for note, values in cosines.items() if values})
    most = max(best.values(), default=0.0) or 1.0
    scores = {note: score + NEAR * near.get(note, 0.0) + WORDS * words.get(note, 0.0) for note, score in best.items()}
    for one in named:
        if one.note in scores:
            scores[one.note] += most + NEAR + WORDS if one.sure else NAMED * one.share * most
    return scores


def words_of_notes(terms: Sequence[QueryTerm], hits: Iterable[tuple[str, LexicalHit]]) -> dict[str, float]:
    """Note → 0..1: each term of the question as its best passage has it, together, by the part of the question that
    they hold. Empty where no word was widened."""
    whole = mass(terms) or 1.0
    best: dict[str, list[tuple[float, float]]] = {}
    for note, hit in hits:
        if hit.parts:
            known = best.get(note, [(0.0, 0.0)] * len(hit.parts))
            best[note] = [(max(a, c), max(b, d)) for (a, b), (c, d) in zip(known, hit.parts, strict=True)]
    scores = {note: sum(score for score, _ in parts) for note, parts in best.items()}
    most = max(scores.values(), default=0.0) or 1.0
    return {note: scores[note] / most * sum(term.idf * weight for term, (_, weight) in zip(terms, parts, strict=True))
            / whole for note, parts in best.items()}


def by_note(scores: Mapping[int, float], note_of: Mapping[int, str]) -> dict[str, list[int]]:
    """Note → its passages, best first, the notes in the order of their best one."""
    notes: dict[str, list[int]] = {}
    for number in ranked(scores):
        notes.setdefault(note_of[number], []).append(number)
    return notes
