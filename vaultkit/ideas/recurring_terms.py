"""Terms that recur over several notes: noun phrases of two or three words, and proper names of one.

Forms are counted as written first; only words that occur often enough are brought to their lemmas, each once. A phrase
gives way to a longer one that nearly always holds it (the C-value's thought, Frantzi, Ananiadou, Mima 2000).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from vaultkit.ideas.ideas import IdeaSource, KnownNames, Sighting
from vaultkit.ideas.names import is_act, is_name
from vaultkit.ideas.phrase_splitting import Run
from vaultkit.ideas.word_lists import ENGLISH_DETERMINERS, GENERIC_HEADS, RUSSIAN_STOP
from vaultkit.text.lemma import CYRILLIC, dictionary_form, lemma, tags

LONGEST = 3
MANY_FORMS = 60_000
# For a word whose form does not look like a name: more notes than are ever asked for.
NEVER = 9
_NOT_NOUN_BEFORE = frozenset(["to", "you", "can", "will", "not", "please", "don't", "i", "we", "must", "should"])

# Word as written, in lower case: its lemma and the number of notes that hold the lemma.
Often = dict[str, tuple[str, int]]
Lemmas = list[str | None]
Pair = tuple[str, str]


@dataclass(slots=True)
class RecurringTerm:
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


def is_mostly_cyrillic(runs: list[Run]) -> bool:
    """Return whether most words of a note are in Cyrillic letters."""
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
    """Return for every run of every note the lemma of each word that is frequent or a name, else None."""
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
          terms: dict[tuple[str, ...], RecurringTerm], known: KnownNames) -> None:
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


def _use(term: RecurringTerm, run: Run, index: int, start: int, end: int, enough: int) -> None:
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
    """Return whether one word may be a proper name where it stands: capital inside, or capital not at a sentence's
    start."""
    if CYRILLIC.search(word):
        return len(word) > 2 and word.isupper()
    return not word.islower() and (not first or not word[1:].islower())


# Share of the rarer word's notes that a phrase needs; share that is enough alone; times chance; uses for each note.
COHESION = 0.04
MOSTLY = 0.35
LIFT = 2.0
TOPICAL = 1.8
REPEATED = 5


def often_enough(found: tuple[str, ...], term: RecurringTerm, fewest: int) -> bool:
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


def is_term(found: tuple[str, ...], term: RecurringTerm, often: Often, notes: int,
             known: KnownNames) -> bool:
    """Return whether a phrase is the name of something: a noun phrase whose words belong together, or a proper name,
    that neither holds a note's name nor is about files, pages and the like."""
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


def _is_proper_name(word: str, term: RecurringTerm, often: Often) -> bool:
    """A word that is written with its capital nearly always where it could be without."""
    uses = often[word.lower()][1]
    return term.total >= 0.6 * uses or (any(c.isupper() for c in word[1:]) and term.total >= 0.3 * uses)


def _keeps_together(words: tuple[str, ...], term: RecurringTerm, often: Often, notes: int) -> bool:
    """Return whether the words of a phrase belong together: the rarer one stands mostly in it, they meet far more often
    than by chance (lift, the exponential of pointwise mutual information, Church & Hanks 1990), or the notes that use
    the phrase return to it."""
    counts = [often[word.lower()][1] for word in words]
    share = len(term.notes) / min(counts)
    chance = math.prod(count / notes for count in counts) * notes
    topical = term.total >= max(REPEATED, TOPICAL * len(term.notes))
    return share >= MOSTLY or (share >= COHESION and (topical or len(term.notes) >= LIFT * chance))


def _head(words: tuple[str, ...]) -> int:
    """Return the word that a phrase is about: the last one, in Russian the first noun."""
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


HELD_BY_LONGER = 0.7
NAME_HELD = 0.9
RARE_TURN = 0.25
# A word in more than this share of a vault's notes is what the whole vault is about.
SUBJECT_OF_ALL = 0.5
SMALL_VAULT = 20


def recurring_terms(paths: list[str], runs: list[list[Run]], known: KnownNames, fewest: int) -> Iterator[Sighting]:
    """Sightings of every term that at least ``fewest`` notes use, of names that look like nothing else from two notes
    on, and of names in Latin letters in the midst of Cyrillic text; ``runs`` belongs to ``paths`` one by one."""
    foreign = [is_mostly_cyrillic(of_note) for of_note in runs]
    often = frequent_words(runs, foreign, fewest)
    most = len(runs) * SUBJECT_OF_ALL if len(runs) >= SMALL_VAULT else len(runs)
    known.about(frozenset(found for found, count in often.values() if count > most))
    terms: dict[tuple[str, ...], RecurringTerm] = defaultdict(RecurringTerm)
    lemmas = lemmas_of(runs, often)
    shared = shared_pairs(lemmas)
    for index, of_note in enumerate(runs):
        for run, of_run in zip(of_note, lemmas[index], strict=True):
            count(run, of_run, index, foreign[index], shared, terms, known)
    kept = {found: term for found, term in terms.items()
            if often_enough(found, term, fewest) and len(term.notes) <= most
            and is_term(found, term, often, len(runs), known)}
    _drop_held(kept)
    _find_everywhere(kept, runs, often)
    for found, term in kept.items():
        name = name_of(term)
        if not is_name(name) or is_act(name):
            continue
        weight = 0.2 * math.log2(1 + len(term.notes)) + (0.2 if len(found) > 1 else 0.0)
        for index, line in zip(term.notes, term.lines, strict=True):
            yield Sighting(name, "term", IdeaSource(paths[index], line), weight)


def _find_everywhere(kept: dict[tuple[str, ...], RecurringTerm], runs: list[list[Run]],
                     often: Often) -> None:
    """Add to names of one word their places in small letters: ``webdav`` is WebDAV once that is known to be a name."""
    names = {found[0]: term for found, term in kept.items() if len(found) == 1}
    forms = {form: names[entry[0]] for form, entry in often.items() if entry[0] in names}
    for term in names.values():
        term.notes.clear()
        term.lines.clear()
    for index, of_note in enumerate(runs):
        for run in of_note:
            for word in run.words:
                named = forms.get(word.lower())
                if named is not None and (not named.notes or named.notes[-1] != index):
                    named.notes.append(index)
                    named.lines.append(run.line)


def _drop_held(kept: dict[tuple[str, ...], RecurringTerm]) -> None:
    """Drop each term that a longer one nearly always holds, and each longer one that is a rare turn of a shorter."""
    for found in sorted(kept, key=len, reverse=True):
        if found not in kept:
            continue
        size = len(found)
        parts = {found[i:j] for i in range(size) for j in range(i + 1, size + 1) if j - i < size}
        for part in sorted(parts & kept.keys(), key=lambda part: (-len(part), part)):
            share = len(kept[found].notes) / len(kept[part].notes)
            if share >= (HELD_BY_LONGER if len(part) > 1 else NAME_HELD):
                del kept[part]
            elif len(part) > 1 and share < RARE_TURN:
                del kept[found]
                break
def name_of(term: RecurringTerm) -> str:
    """Return what a term is called: its most frequent nominative form, or that made up; in small letters where it is
    so."""
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
    """Return whether a name's first word keeps its capital inside of a sentence (an acronym, a name in Latin
    letters)."""
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
