"""Candidate terms counted: which words are frequent, and how often, where and after what each phrase of them stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import CYRILLIC, lemma
from vaultkit.graph.discover.runs import Run
from vaultkit.graph.discover.words import ENGLISH_DETERMINERS

LONGEST = 3
MANY_FORMS = 60_000
# Notes that have to hold a word of no telling form before its form says that it is a name: never.
NEVER = 9
_NOT_NOUN_BEFORE = frozenset(["to", "you", "can", "will", "not", "please", "don't", "i", "we", "must", "should"])

# Word as written, in lower case: its lemma and the number of notes that hold the lemma.
Often = dict[str, tuple[str, int]]
Lemmas = list[str | None]
Pair = tuple[str, str]


@dataclass(slots=True)
class Term:
    """One phrase of lemmas: indexes of the notes that use it with its first line in each, the forms it is written in,
    uses in all, uses after a determiner (``nominal``) and after what precedes verbs (``verbal``), and the number of
    notes that its form asks for (``enough``)."""

    notes: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    forms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    enough: int = NEVER
    nominal: int = 0
    verbal: int = 0
    total: int = 0


def is_cyrillic(runs: list[Run]) -> bool:
    """Whether most words of a note are in Cyrillic letters."""
    words = [word for run in runs[:60] for word in run.words]
    return 2 * sum(1 for word in words if CYRILLIC.search(word)) > len(words)


def frequent_words(runs: list[list[Run]], foreign: list[bool], fewest: int) -> Often:
    """Word as written, in lower case → (lemma, notes that hold the lemma), of lemmas frequent enough and of names."""
    forms: Counter[str] = Counter()
    names: set[str] = set()
    for of_note, cyrillic in zip(runs, foreign, strict=True):
        words = {word for run in of_note for word in run.words}
        names.update(word.lower() for word in words if _needed(word, cyrillic) < fewest)
        forms.update({word.lower() for word in words})
    lemmas: Counter[str] = Counter()
    by_form = {}
    lone = 2 if len(forms) > MANY_FORMS else 1
    for form, count in forms.items():
        if count >= lone or form in names:
            by_form[form] = lemma(form)
            lemmas[by_form[form]] += count
    return {form: (found, lemmas[found]) for form, found in by_form.items()
            if lemmas[found] >= fewest or form in names}


@lru_cache(maxsize=200_000)
def _needed(word: str, cyrillic: bool) -> int:
    """Notes that have to hold a word before it counts as a name: one for Latin letters with a capital among Cyrillic
    ones, two for a capital or digit inside of a word, else NEVER."""
    if CYRILLIC.search(word) or word.islower():
        return NEVER
    if cyrillic:
        return 1
    return 2 if any(c.isupper() or c.isdigit() for c in word[1:]) else NEVER


def lemmas_of(runs: list[list[Run]], often: Often) -> list[list[Lemmas]]:
    """For every run of every note the lemma of each word that is frequent or a name, else None."""
    known: dict[str, str | None] = {}

    def find(word: str) -> str | None:
        entry = often.get(word.lower())
        known[word] = found = entry[0] if entry is not None else None
        return found

    return [[[known[word] if word in known else find(word) for word in run.words] for run in of_note]
            for of_note in runs]


def shared_pairs(lemmas: list[list[Lemmas]]) -> set[Pair]:
    """The pairs of neighbouring lemmas that stand in two notes or more: no phrase with another pair does (Agrawal and
    Srikant 1994)."""
    first: dict[Pair, int] = {}
    shared: set[Pair] = set()
    for index, of_note in enumerate(lemmas):
        for run in of_note:
            for pair in pairwise(run):
                if None not in pair and first.setdefault(pair, index) != index:  # type: ignore[arg-type]
                    shared.add(pair)  # type: ignore[arg-type]
    return shared


def count(run: Run, lemmas: Lemmas, index: int, cyrillic: bool, shared: set[Pair],
          terms: dict[tuple[str, ...], Term], known: Known) -> None:
    """Count every phrase of up to ``LONGEST`` frequent words of one run that may stand in notes enough, and words that
    may be names."""
    size = len(lemmas)
    covered = known.covered([found or "" for found in lemmas]) if size > 1 else frozenset()
    for start, first in enumerate(lemmas):
        if first is None:
            continue
        enough = _needed(run.words[start], cyrillic)
        if start not in covered and (enough <= 2 or _maybe_proper(run.words[start], start == 0 and run.before == "")):
            _use(terms[first,], run, index, start, start + 1, enough)
        found: tuple[str, ...] = (first,)
        for end in range(start + 1, min(start + LONGEST, size)):
            other = lemmas[end]
            if other is None:
                break
            enough = max(enough, _needed(run.words[end], cyrillic))
            if enough > 1 and (found[-1], other) not in shared:
                break
            found = (*found, other)
            _use(terms[found], run, index, start, end + 1, enough)


def _use(term: Term, run: Run, index: int, start: int, end: int, enough: int) -> None:
    term.total += 1
    term.forms[run.words[start:end]] += 1
    if enough < term.enough:
        term.enough = enough
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
