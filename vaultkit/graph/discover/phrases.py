"""Which counted phrases are terms.

What is a noun phrase says the dictionary for Russian (adjectives and a noun, a noun and its genitive), and for English,
without a tagger, what stands before it: an article or preposition stands before nouns, ``to`` or ``you`` before verbs.
"""

from __future__ import annotations

import math
from functools import lru_cache

from vaultkit.graph.discover.counting import Often, Term
from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import CYRILLIC, lemma, tags
from vaultkit.graph.discover.words import GENERIC_HEADS, RUSSIAN_STOP

# Share of the rarer word's notes that a phrase needs; share that needs nothing else; times chance; uses for each note.
COHESION = 0.04
MOSTLY = 0.35
LIFT = 2.0
TOPICAL = 1.8
REPEATED = 5


def often_enough(found: tuple[str, ...], term: Term, fewest: int) -> bool:
    """``fewest`` notes, or as many as its form asks for; one less for a name and for a phrase that they repeat."""
    notes = len(term.notes)
    if notes >= min(fewest, term.enough):
        return True
    if notes < fewest - 1 or fewest < 3:
        return False
    named = len(found) == 1 or all(word[0].isupper() for word in term.forms.most_common(1)[0][0])
    return named or term.total >= REPEATED


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(lemma(word) for word in GENERIC_HEADS)


def is_term(found: tuple[str, ...], term: Term, often: Often, notes: int,
             known: Known) -> bool:
    """Whether a phrase is the name of something: a noun phrase whose words belong together, or a proper name, that
    neither holds a note's name nor is about files, pages and the like."""
    words = term.forms.most_common(1)[0][0]
    if len(set(found)) < len(found) or known.within(found) or any(len(word) < 2 for word in words):
        return False
    if len(found) == 1:
        return _is_proper_name(words[0], term, often)
    if found[_head(words)] in _generic():
        return False
    if any(CYRILLIC.search(word) for word in words):
        return _is_russian_phrase(words) and _keeps_together(words, term, often, notes)
    if (words[-1].lower().endswith(("ing", "ed", "ly")) and words[-1].islower()) or words[0].lower().endswith("ly"):
        return False
    nominal = term.nominal > term.verbal
    capital = all(word[0].isupper() for word in words)
    return (nominal or (capital and not term.verbal)) and _keeps_together(words, term, often, notes)


def _is_proper_name(word: str, term: Term, often: Often) -> bool:
    """A word that is written with its capital nearly always where it could be without."""
    uses = often[word.lower()][1]
    return term.total >= 0.6 * uses or (any(c.isupper() for c in word[1:]) and term.total >= 0.3 * uses)


def _keeps_together(words: tuple[str, ...], term: Term, often: Often, notes: int) -> bool:
    """Whether the words of a phrase belong together: the rarer one stands mostly in it, they meet far more often
    than by chance (lift, the exponential of pointwise mutual information, Church & Hanks 1990), or the notes that use
    the phrase return to it."""
    counts = [often[word.lower()][1] for word in words]
    share = len(term.notes) / min(counts)
    chance = math.prod(count / notes for count in counts) * notes
    topical = term.total >= max(REPEATED, TOPICAL * len(term.notes))
    return share >= MOSTLY or (share >= COHESION and (topical or len(term.notes) >= LIFT * chance))


def _head(words: tuple[str, ...]) -> int:
    """Which word a phrase is about: the last one, in Russian the first noun."""
    if not any(CYRILLIC.search(word) for word in words):
        return len(words) - 1
    return next((i for i, word in enumerate(words) if tags(word)[0] in ("NOUN", "LATN", "UNKN")), len(words) - 1)


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(lemma(word) for word in RUSSIAN_STOP)


def _is_russian_phrase(words: tuple[str, ...]) -> bool:
    """Adjectives and a noun, or a noun with nouns in the genitive (their adjectives between); names in Latin letters
    stand where nouns do."""
    kinds = [tags(word) for word in words]
    if any(lemma(word) in _stop() for word in words):
        return False
    head = None
    for kind, grammemes in kinds:
        if kind in ("ADJF", "PRTF"):
            if head is not None and "gent" not in grammemes:
                return False
        elif kind in ("NOUN", "LATN", "UNKN"):
            if head is not None and kind == "NOUN" and "gent" not in grammemes:
                return False
            head = kind if head is None else head
        else:
            return False
    return head is not None and kinds[-1][0] in ("NOUN", "LATN", "UNKN")
