"""Notes that a question names: by title, file name or alias, inflected, or in the letters of the other script.

Names and questions meet under keys: the stems of the words in a row (петлю памяти, Петля памяти), and for words of the
other script the consonants that both spellings keep (докера, Docker).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.phonetic import is_russian, letters
from vaultkit.text.stopwords import stop_words
from vaultkit.text.tokens import Stemmer, fold_word

# A name that more notes have says nothing of any of them.
MOST_NOTES = 3
LONGEST_NAME = 12
# A name that makes this part of a question's weight is what it is about. The 30 names with the greatest part in the
# question sets (from 0.3 on) were looked at one by one: one led astray, a common word that was heard as a name in the
# other script. Of the 65 below it every second one did.
SURE = 0.3
_COUNTED = lazy_pattern(r"^[\d\s._:-]+(?=[^\W\d])")
_HEAD = lazy_pattern(r"^(.{2,}?)\s+(?:[-–—]\s.*|\(.*)$")
_BRACKETS = lazy_pattern(r"\(([^()]{2,})\)")
# What stands before a key of consonants, which no stem begins with.
_SOUND = "~"


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A note that a question names: ``name`` as the question has it, ``share`` the part of the question's weight (idf)
    that the name makes, in [0, 1]; ``exact`` False where only the sound is the same."""

    note: str
    name: str
    share: float
    exact: bool

    @property
    def sure(self) -> bool:
        """True where the question is about that note; a name in passing may be a common word too."""
        return self.share >= SURE


def name_keys(name: str, stemmer: Stemmer) -> set[str]:
    """The keys of a title, file name or alias: of all of it, without a number or date before it, of what stands before
    a dash or bracket, of what stands in brackets."""
    forms = {name, _COUNTED.sub("", name)}
    for form in tuple(forms):
        if head := _HEAD.match(form):
            forms.add(head[1])
    forms.update(_BRACKETS.findall(name))
    keys: set[str] = set()
    for form in forms:
        words = [word for word, _ in stemmer.words(form)]
        if 0 < len(words) <= LONGEST_NAME and _says(words):
            keys.update(_keys(words, stemmer))
    return keys


def named_notes(db: sqlite3.Connection, question: str, stemmer: Stemmer,
                weights: Mapping[str, float]) -> list[NamedNote]:
    """The notes that ``question`` names, longer names first; a name within a longer one is none. Of a name that more
    than ``MOST_NOTES`` have none is meant. ``weights``: word of the question → its weight."""
    words = [word for word, _ in stemmer.words(question)][:200]
    places: dict[str, list[tuple[int, int]]] = {}
    for first, last in _spans(len(words)):
        part = words[first:last + 1]
        if _says(part):
            for key in _keys(part, stemmer, asked=True):
                places.setdefault(key, []).append((first, last))
    rows = db.execute("SELECT key, path FROM names JOIN notes ON notes.id = note WHERE key IN "
                      "(SELECT value FROM json_each(?)) ORDER BY path", (json.dumps(list(places)),)).fetchall()
    whole = sum(weights.values()) or 1.0
    found: dict[tuple[int, int, bool], set[str]] = {}
    for key, path in rows:
        for first, last in places[key]:
            found.setdefault((first, last, not key.startswith(_SOUND)), set()).add(path)
    taken: list[tuple[int, int]] = []
    named: list[NamedNote] = []
    for (first, last, exact), paths in sorted(found.items(), key=lambda item: (item[0][0] - item[0][1], -item[0][2])):
        if len(paths) <= MOST_NOTES and not any(a <= last and first <= b for a, b in taken):
            taken.append((first, last))
            part = words[first:last + 1]
            share = sum(weights.get(word, 0.0) for word in set(part)) / whole
            named += [NamedNote(path, " ".join(part), share, exact) for path in sorted(paths)]
    return named


def _spans(words: int) -> Iterator[tuple[int, int]]:
    for first in range(words):
        for last in range(first, min(words, first + LONGEST_NAME)):
            yield first, last


def _says(words: Sequence[str]) -> bool:
    """Return whether any of ``words`` says something by itself."""
    stops = stop_words()
    return any(fold_word(word) not in stops and any(map(str.isalpha, word)) for word in words)


def _keys(words: Sequence[str], stemmer: Stemmer, *, asked: bool = False) -> set[str]:
    """The keys of words in a row. Of a question (``asked``) each word is also heard without its Russian ending."""
    tokens = [(stemmer.tokens(word) or [""])[0] for word in words]
    keys = {" ".join(tokens)}
    if asked and len(words) == 1:
        # dockerом: the part in Latin letters.
        keys.update(part for part in stemmer.tokens(words[0]) if part.isascii() and is_russian(words[0]))
    for heard in _heard([fold_word(word) for word in words], tokens, asked=asked):
        keys.add(_SOUND + heard)
    return keys


def _heard(words: Sequence[str], stems: Sequence[str], *, asked: bool) -> Collection[str]:
    """Sounds of words, marked by the script that they are *not* written in, so that only words of two scripts meet."""
    if len({is_russian(word) for word in words}) != 1:
        return ()
    russian = is_russian(words[0])
    script = "a" if russian is not asked else "я"
    forms = [words, stems] if russian else [words]
    spoken = ([letters(word) for word in form] for form in forms)
    return {script + " ".join(map(str, form)) for form in spoken if None not in form}
