"""Unlinked mentions: titles and aliases of notes that stand in the prose of other notes and are no links.

A Russian word is met in any of its forms (by stem, short ones by dictionary form too), a word in Latin letters as it
is spelled, an abbreviation in its own case. Of two names at one place the longer one counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vaultkit.suggest.note_prose import NonProse
from vaultkit.suggest.types import UnlinkedMention
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import _morph as morph
from vaultkit.text.stopwords import stop_words
from vaultkit.text.tokens import Stemmer, fold_word

_WORD = lazy_pattern(r"[^\W_]+")
_GAP = lazy_pattern(r"[ \t\u00a0]*(?:\r?\n[ \t>]*)?|[-‐‑–'’./]")
_CYRILLIC = lazy_pattern("[а-яё]", re.I)
# A name of one word that stands in more than this share of the notes is a common word, so is one of several words; but
# never when it stands in no more notes than the least number.
_COMMON = {False: (8, 0.01), True: (20, 0.03)}
_SURE_STEM = 6
_MOST_TARGETS = 3
_MOST_WORDS = 12


class _Name(NamedTuple):
    keys: tuple[str, ...]
    words: tuple[str, ...]
    targets: tuple[str, ...]


# Key of the first word → key of the second one, or "" → names.
_Index = dict[str, dict[str, list[_Name]]]


class _Place(NamedTuple):
    line: int
    column: int
    text: str
    name: _Name


def unlinked_mentions(names: Iterable[tuple[str, str]], notes: Sequence[tuple[str, Callable[[], str]]],
                      linked: Callable[[str, str], bool]) -> list[UnlinkedMention]:
    """One for each note and target: those whose note has no link to the target first, then rare names first.

    ``names``: (title or alias, path); ``notes``: (path, its text when called); ``linked``: whether one note links to
    another. A name that stands in too many notes is a common word and left out."""
    keys = _Keys()
    by_first = _index(names, keys)
    matched = [(note, read, some) for note, read in notes if (some := list(_matches(read(), by_first, keys)))]
    count = Counter(match.keys for _, _, matches in matched for match in {name for name, _, _ in matches})
    total = len(notes)
    found: dict[tuple[str, str], tuple[int, UnlinkedMention]] = {}
    for note, read, matches in matched:
        rare = [match for match in matches if count[match[0].keys] <= _bound(match[0], total)]
        for place in _places(note, read(), rare):
            for target in place.name.targets:
                if target != note and (note, target) not in found:
                    found[note, target] = count[place.name.keys], UnlinkedMention(
                        note, place.line, place.column, place.text, target, linked(note, target))
    ordered = sorted(found.values(), key=lambda item: (item[1].linked, item[0], item[1].note, item[1].line,
                                                       item[1].column))
    return [mention for _, mention in ordered]


class NameFinder:
    """The names of things, (name, id) each, to be met in sentences."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._keys = _Keys()
        self._by_first = _index(names, self._keys)

    def first(self, text: str) -> str | None:
        """The id of what the longest name in ``text`` stands for, the first one of several as long; None for none."""
        spans = [match.span() for match in _WORD.finditer(text)]
        met = [(n, name) for name, at, n in _matches(text, self._by_first, self._keys)
               if _together(text, spans[at:at + n])]
        return max(met, key=lambda one: one[0])[1].targets[0] if met else None


def _bound(name: _Name, notes: int) -> float:
    """Return in how many of ``notes`` a name may stand before it is a common word."""
    least, share = _COMMON[len(name.keys) > 1]
    return max(least, share * notes)


class _Keys:
    """Word → the form by which it is met, worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._stem = Stemmer().tokens

    def __call__(self, word: str) -> str:
        known = self._known.get(word)
        if known is None:
            folded = fold_word(word)
            known = self._known[word] = (self._stem(folded) or [folded])[0] if _CYRILLIC.search(word) else folded
        return known

    def one_name(self, written: Sequence[str], named: Sequence[str]) -> bool:
        """Return whether words of the same keys are the same words. In a name of several Russian ones each bears the
        others out, a short one alone may be another word of the same stem."""
        alone = len(named) == 1
        return all(self._same(one, other) for one, other in zip(written, named, strict=True)
                   if alone or not _CYRILLIC.search(other))

    def _same(self, written: str, named: str) -> bool:
        if _CYRILLIC.search(named):
            return len(self(named)) >= _SURE_STEM or fold_word(written) == fold_word(named) \
                or not _dictionary_forms(written).isdisjoint(_dictionary_forms(named))
        short = len(named) <= 3 or named[1:] != named[1:].lower()
        return written == named if short else written.casefold() == named.casefold()


@lru_cache(maxsize=50_000)
def _dictionary_forms(word: str) -> frozenset[str]:
    """The dictionary forms of every reading of a Russian word."""
    return frozenset(parse.normal_form.replace("ё", "е") for parse in morph().parse(word.casefold()))


def _index(names: Iterable[tuple[str, str]], keys: _Keys) -> _Index:
    """The names by the keys of their first two words, the longest first."""
    targets: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for name, path in names:
        words = tuple(_WORD.findall(name))
        if 0 < len(words) <= _MOST_WORDS and _tells(words):
            targets[words][path] = None
    by_first: _Index = defaultdict(lambda: defaultdict(list))
    for words, paths in targets.items():
        if len(paths) <= _MOST_TARGETS:
            made = tuple(keys(word) for word in words)
            by_first[made[0]][made[1] if len(made) > 1 else ""].append(_Name(made, words, tuple(paths)))
    for found in (names for seconds in by_first.values() for names in seconds.values()):
        found.sort(key=lambda name: (-len(name.words), name.words))
    return by_first


def _tells(words: Sequence[str]) -> bool:
    """Return whether a name is more than numbers, single letters and words that say nothing."""
    telling = [word for word in words if not word.isdigit() and len(word) > 1 and fold_word(word) not in stop_words()]
    return bool(telling)


def _matches(text: str, by_first: _Index, keys: _Keys) -> Iterator[tuple[_Name, int, int]]:
    """(name, number of its first word in the text, number of words) without overlaps, the longest name first."""
    words = _WORD.findall(text)
    made = list(map(keys, words))
    if by_first.keys().isdisjoint(made):
        return
    at = 0
    while at < len(made):
        seconds = by_first.get(made[at])
        step = 1
        for name in _candidates(seconds, made[at + 1] if at + 1 < len(made) else "") if seconds else ():
            n = len(name.keys)
            if tuple(made[at:at + n]) == name.keys and keys.one_name(words[at:at + n], name.words):
                yield name, at, n
                step = n
                break
        at += step


def _candidates(seconds: Mapping[str, list[_Name]], following: str) -> list[_Name]:
    """The names that may begin at a word with this word ``following``."""
    return [*(seconds.get(following, ()) if following else ()), *seconds.get("", ())]


def _places(note: str, text: str, matches: Sequence[tuple[_Name, int, int]]) -> Iterator[_Place]:
    """The matches that stand in prose as one name, with line and column; the first of each name."""
    others = [match for match in matches if match[0].targets != (note,)]
    if not others:
        return
    spans = [match.span() for match in _WORD.finditer(text)]
    non_prose: NonProse | None = None
    seen: set[tuple[str, ...]] = set()
    for name, first, n in others:
        if name.keys in seen or not _together(text, spans[first:first + n]):
            continue
        non_prose = non_prose or NonProse(text)
        start, end = spans[first][0], spans[first + n - 1][1]
        if not non_prose.holds(start, end):
            seen.add(name.keys)
            line, column = non_prose.place(start)
            yield _Place(line, column, " ".join(text[start:end].split()), name)


def _together(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether only blanks or a hyphen part the words of a name."""
    return all(_GAP.fullmatch(text, left[1], right[0]) for left, right in pairwise(spans))
