"""Terms that recur over several notes: noun phrases of two or three words, and proper names of one.

Forms are counted as written first; only words that occur often enough are brought to their lemmas, each once. A phrase
gives way to a longer one that nearly always holds it (the C-value's thought, Frantzi, Ananiadou, Mima 2000).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from vaultkit.graph.discover.counting import Often, Term, count, frequent_words, is_cyrillic, lemmas_of, shared_pairs
from vaultkit.graph.discover.ideas import Sighting, Source
from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import CYRILLIC, dictionary_form, tags
from vaultkit.graph.discover.names import is_act, is_name
from vaultkit.graph.discover.phrases import is_term, often_enough
from vaultkit.graph.discover.runs import Run

HELD_BY_LONGER = 0.7
NAME_HELD = 0.9
RARE_TURN = 0.25
# A word in more than this share of a vault's notes is what the whole vault is about.
SUBJECT_OF_ALL = 0.5
SMALL_VAULT = 20


def recurring_terms(paths: list[str], runs: list[list[Run]], known: Known, fewest: int) -> Iterator[Sighting]:
    """Sightings of every term that at least ``fewest`` notes use, of names that look like nothing else from two notes
    on, and of names in Latin letters in the midst of Cyrillic text; ``runs`` belongs to ``paths`` one by one."""
    foreign = [is_cyrillic(of_note) for of_note in runs]
    often = frequent_words(runs, foreign, fewest)
    most = len(runs) * SUBJECT_OF_ALL if len(runs) >= SMALL_VAULT else len(runs)
    known.about(frozenset(found for found, count in often.values() if count > most))
    terms: dict[tuple[str, ...], Term] = defaultdict(Term)
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
            yield Sighting(name, "term", Source(paths[index], line), weight)


def _find_everywhere(kept: dict[tuple[str, ...], Term], runs: list[list[Run]],
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


def _drop_held(kept: dict[tuple[str, ...], Term]) -> None:
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
def name_of(term: Term) -> str:
    """What a term is called: its most frequent nominative form, or that made up; in small letters where it is so."""
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
