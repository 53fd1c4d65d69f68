"""Terms that recur over several notes: noun phrases of two or three words, and proper names of one.

Forms are counted as written first; only words that occur often enough are brought to their lemmas, each once. What
is a noun phrase says the dictionary for Russian (adjectives and a noun, a noun and its genitive), and for English,
without a tagger, what stands before it: an article or preposition stands before nouns, ``to`` or ``you`` before verbs.
A phrase counts when its words keep together (a share of the rarer word's notes), and gives way to a longer one that
nearly always holds it (the C-value's thought, Frantzi, Ananiadou, Mima 2000).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from vaultkit.graph.discover.ideas import Sighting, Source
from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import CYRILLIC, dictionary_form, lemma, tags
from vaultkit.graph.discover.names import is_act, is_name
from vaultkit.graph.discover.runs import Run
from vaultkit.graph.discover.words import ENGLISH_DETERMINERS, RUSSIAN_STOP

LONGEST = 3
COHESION = 0.08
HELD_BY_LONGER = 0.7
RARE_TURN = 0.25
SUBJECT_OF_ALL = 0.5
_NOT_NOUN_BEFORE = frozenset(["to", "you", "can", "will", "not", "please", "don't", "i", "we", "must", "should"])


@dataclass(slots=True)
class _Term:
    notes: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    forms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    nominal: int = 0
    verbal: int = 0
    total: int = 0


def recurring_terms(paths: list[str], runs: list[list[Run]], known: Known, fewest: int) -> Iterator[Sighting]:
    """Sightings of every term that at least ``fewest`` notes use; ``runs`` belongs to ``paths`` one by one."""
    often = _frequent_words(runs, fewest)
    terms: dict[tuple[str, ...], _Term] = defaultdict(_Term)
    for index, of_note in enumerate(runs):
        for run in of_note:
            _count(run, index, often, terms)
    most = len(runs) * SUBJECT_OF_ALL if len(runs) >= 20 else len(runs)
    kept = {found: term for found, term in terms.items()
            if fewest <= len(term.notes) <= most and _is_term(found, term, often, known)}
    _drop_held(kept)
    for found, term in kept.items():
        name = _name_of(term)
        if not is_name(name) or is_act(name):
            continue
        weight = 0.35 * math.log2(1 + len(term.notes)) + (0.4 if len(found) > 1 else 0.0)
        for index, line in zip(term.notes, term.lines, strict=True):
            yield Sighting(name, "term", Source(paths[index], line), weight)


def _frequent_words(runs: list[list[Run]], fewest: int) -> dict[str, tuple[str, int]]:
    """Word as written, in lower case → (lemma, notes that hold the lemma), of lemmas frequent enough."""
    forms: Counter[str] = Counter()
    for of_note in runs:
        forms.update({word.lower() for run in of_note for word in run.words})
    lemmas: Counter[str] = Counter()
    by_form = {}
    lone = 2 if len(forms) > 60_000 else 1
    for form, count in forms.items():
        if count >= lone:
            by_form[form] = lemma(form)
            lemmas[by_form[form]] += count
    return {form: (found, lemmas[found]) for form, found in by_form.items() if lemmas[found] >= fewest}


def _count(run: Run, index: int, often: dict[str, tuple[str, int]], terms: dict[tuple[str, ...], _Term]) -> None:
    known = [often.get(word.lower()) for word in run.words]
    size = len(known)
    for start in range(size):
        found: tuple[str, ...] = ()
        for end in range(start, min(start + LONGEST, size)):
            entry = known[end]
            if entry is None:
                break
            found = (*found, entry[0])
            words = run.words[start:end + 1]
            if len(found) == 1 and not _maybe_proper(words[0], start == 0 and run.before == ""):
                continue
            term = terms[found]
            term.total += 1
            term.forms[words] += 1
            if start == 0 and run.before:
                term.nominal += run.before in ENGLISH_DETERMINERS
                term.verbal += run.before in _NOT_NOUN_BEFORE
            if not term.notes or term.notes[-1] != index:
                term.notes.append(index)
                term.lines.append(run.line)


def _maybe_proper(word: str, first: bool) -> bool:
    """Whether one word may be a proper name where it stands: capital inside, or capital not at a sentence's start."""
    if CYRILLIC.search(word):
        return len(word) > 2 and word.isupper()
    return not word.islower() and (not first or not word[1:].islower())


def _is_term(found: tuple[str, ...], term: _Term, often: dict[str, tuple[str, int]], known: Known) -> bool:
    words = term.forms.most_common(1)[0][0]
    if len(set(found)) < len(found) or known.within(found) or any(len(word) < 2 for word in words):
        return False
    if len(found) == 1:
        return _is_proper_name(words[0], term, often)
    if any(CYRILLIC.search(word) for word in words):
        return _is_russian_phrase(words) and _keeps_together(words, term, often)
    if (words[-1].lower().endswith(("ing", "ed", "ly")) and words[-1].islower()) or words[0].lower().endswith("ly"):
        return False
    nominal = term.nominal >= 2 and term.nominal > 2 * term.verbal
    capital = all(word[0].isupper() for word in words)
    return (nominal or (capital and not term.verbal)) and _keeps_together(words, term, often)


def _is_proper_name(word: str, term: _Term, often: dict[str, tuple[str, int]]) -> bool:
    """A word that is written with its capital nearly always where it could be without."""
    uses = often[word.lower()][1]
    return term.total >= 0.6 * uses or (any(c.isupper() for c in word[1:]) and term.total >= 0.3 * uses)


def _keeps_together(words: tuple[str, ...], term: _Term, often: dict[str, tuple[str, int]]) -> bool:
    return len(term.notes) >= COHESION * min(often[word.lower()][1] for word in words)


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


def _drop_held(kept: dict[tuple[str, ...], _Term]) -> None:
    """Drop each term that a longer one nearly always holds, and each longer one that is a rare turn of a shorter."""
    for found in sorted(kept, key=len, reverse=True):
        if found not in kept:
            continue
        size = len(found)
        parts = {found[i:j] for i in range(size) for j in range(i + 1, size + 1) if j - i < size}
        for part in parts & kept.keys():
            share = len(kept[found].notes) / len(kept[part].notes)
            if share >= HELD_BY_LONGER:
                del kept[part]
            elif len(part) > 1 and share < RARE_TURN:
                del kept[found]
                break


def _name_of(term: _Term) -> str:
    words = term.forms.most_common(1)[0][0]
    if any(CYRILLIC.search(word) for word in words):
        nominative = [form for form in term.forms if _stands_as_title(form)]
        best = max(nominative, key=lambda form: term.forms[form]) if nominative else None
        name = " ".join(best) if best else dictionary_form(words)
        return name if is_capital(name) else name[:1].lower() + name[1:]
    lower = [form for form in term.forms if all(word.islower() for word in form)]
    if lower and 3 * sum(term.forms[form] for form in lower) >= term.total:
        words = max(lower, key=lambda form: term.forms[form])
    return " ".join(words)


def is_capital(name: str) -> bool:
    """Whether a name's first word keeps its capital inside of a sentence (an acronym, a name in Latin letters)."""
    first = name.split()[0]
    return first.isupper() or not CYRILLIC.search(first)


def _stands_as_title(words: tuple[str, ...]) -> bool:
    for word in words:
        kind, grammemes = tags(word)
        if kind == "NOUN":
            return "nomn" in grammemes and "sing" in grammemes
        if kind in ("LATN", "UNKN"):
            return True
        if "nomn" not in grammemes:
            return False
    return False
