"""Chats that are nearly the same: two exports of one conversation, or an older export of a chat that has grown. What
they name counts once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from vaultkit.ideas.ideas import Sighting
from vaultkit.markdown.turns import part_lines
from vaultkit.model import Note
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma_key

_WORDS = lazy_pattern(r"[^\W_]+")
# Letters that a line needs to tell one chat from another, lines that a chat needs, and the share that they share.
LETTERS, LINES, SHARE = 20, 3, 0.8
# A line that stands in more chats than this is an exporter's or a habit's.
MOST_CHATS = 12


def copies(notes: Iterable[Note], lines: Callable[[str], list[str]]) -> dict[str, str]:
    """Path of each chat that another one nearly holds → the longest of its kind."""
    said = {note.path: found for note in notes if note.turns and len(found := _said(note, lines(note.path))) >= LINES}
    having: defaultdict[int, list[str]] = defaultdict(list)
    for path, found in said.items():
        for line in found:
            having[line].append(path)
    longest = sorted(said, key=lambda path: (-len(said[path]), path))
    place = {path: at for at, path in enumerate(longest)}
    kept: dict[str, str] = {}
    for path in longest:
        shared = Counter(other for line in said[path] if len(having[line]) <= MOST_CHATS for other in having[line]
                         if place[other] < place[path] and other not in kept)
        if shared:
            other, count = min(shared.items(), key=lambda item: (-item[1], place[item[0]]))
            if count >= SHARE * len(said[path]):
                kept[path] = other
    return kept


def without_copies(sightings: Iterable[Sighting], copied: Mapping[str, str]) -> list[Sighting]:
    """The sightings but those in a chat whose longer copy names the same thing."""
    found = list(sightings)
    if not copied:
        return found
    where = {(sighting.source.note, lemma_key(sighting.name)) for sighting in found}
    return [sighting for sighting in found if sighting.source.note not in copied
            or (copied[sighting.source.note], lemma_key(sighting.name)) not in where]


def _said(note: Note, lines: list[str]) -> set[int]:
    """Return what the turns say, line by line, whatever form they are exported in."""
    apart = part_lines(note)
    made = set()
    for turn in note.turns:
        for number in range(turn.body_line, min(turn.end_line, len(lines)) + 1):
            line = lines[number - 1][turn.body_column - 1 if number == turn.line else 0:]
            words = "".join(_WORDS.findall(line.casefold()))
            if len(words) >= LETTERS and number not in apart:
                made.add(hash(words))
    return made
