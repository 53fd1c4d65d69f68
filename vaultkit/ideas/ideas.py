"""Types of what discover hands back, and what its sources hand to the ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from vaultkit.ideas.names import alternatives, clean
from vaultkit.model import Note, ResolvedLink
from vaultkit.text.lemma import lemma_key

Place = Literal["table", "link", "bold", "heading", "item", "term"]


@dataclass(frozen=True, slots=True)
class IdeaSource:
    """One place where an idea is named. ``role`` and ``time`` are those of the chat turn around it, else None."""

    note: str
    line: int
    role: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One naming of a possible idea by one source: ``name`` cleaned, ``weight`` how much such a place says,
    ``status`` what the text itself says of it."""

    name: str
    place: Place
    source: IdeaSource
    weight: float
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea without a note. ``count`` is the number of notes that name it, ``sources`` its places, the most telling
    first, ``role`` who said the status or, without one, the most telling place; ``kind`` that place."""

    name: str
    sources: tuple[IdeaSource, ...]
    count: int
    status: str | None
    why: tuple[str, ...]
    role: str | None
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Discovery:
    """``ideas`` best first; ``missing``: links to notes that are elsewhere (names of files, cited sources)."""

    ideas: tuple[Idea, ...]
    missing: tuple[Idea, ...]


# Links that have to show a name for their note before that name counts as the note's own.
LINKS_TO_NAME = 2


def tells_a_name(link: ResolvedLink) -> bool:
    """Return whether a link may name an idea that has no note, or another name of a note: of all others nothing is
    read."""
    return link.status == "unresolved" or bool(link.display and link.resolved)


def _before_brackets(name: str) -> str:
    """A name without the brackets that it ends with: ``Retry (policy)`` is ``Retry`` too."""
    text = name.rstrip()
    if not text.endswith((")", "]")):
        return name
    closed = max(text.rfind(sign, 0, -1) for sign in ")]")
    opened = [at for sign in "([" if (at := text.find(sign, closed + 1)) >= 0]
    return text[:min(opened)].rstrip() if opened else name


class KnownNames:
    """Names that lead to a note, compared by the lemmas of their words."""

    def __init__(self, notes: Iterable[Note], links: Iterable[ResolvedLink]) -> None:
        self._keys: set[tuple[str, ...]] = set()
        for note in notes:
            self._add(note.title, PurePosixPath(note.path).stem, *note.aliases)
            first = next((heading for heading in note.headings if heading.level == 1), None)
            if first is not None and not note.turns:
                self._add(first.text)
        shown: Counter[tuple[str, str]] = Counter()
        for link in links:
            leads = link.resolved is not None and link.resolved.endswith(".md")
            if leads and link.display and not link.subpath and not link.commented:
                shown[link.display, link.resolved or ""] += 1
        self._add(*(display for (display, _), count in shown.items() if count >= LINKS_TO_NAME))
        self._keys.discard(())
        self._subjects: frozenset[str] = frozenset()
        self._longer = frozenset(found for found in self._keys if len(found) > 1)

    def _add(self, *names: str) -> None:
        for name in names:
            plain = clean(name)
            self._keys.update((lemma_key(name), lemma_key(plain), lemma_key(_before_brackets(plain))))

    def about(self, subjects: frozenset[str]) -> None:
        """Set the lemmas that the whole vault is about: ``Obsidian Importer`` is ``Importer`` there."""
        self._subjects = subjects

    def has(self, name: str) -> bool:
        """Return whether a note stands for this name, or for each of its alternatives (``LoRA/QLoRA``)."""
        found = lemma_key(name)
        if found in self._keys or tuple(word for word in found if word not in self._subjects) in self._keys:
            return True
        parts = alternatives(name)
        return bool(parts) and all(lemma_key(part) in self._keys for part in parts)

    def lacking(self, name: str) -> tuple[str, ...]:
        """Return those alternatives of a name that have no note; empty when none or all have one."""
        parts = alternatives(name)
        without = tuple(part for part in parts if lemma_key(part) not in self._keys)
        return without if len(without) < len(parts) else ()

    def covered(self, words: list[str]) -> frozenset[int]:
        """Places of lemmas that are part of a note's name of two or three words."""
        found: set[int] = set()
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                if tuple(words[start:start + size]) in self._longer:
                    found.update(range(start, start + size))
        return frozenset(found)

    def within(self, words: tuple[str, ...]) -> bool:
        """Return whether lemmas hold the whole name (two words or more) of a note: ``left file explorer``."""
        size = len(words)
        return any(words[i:j] in self._longer for i in range(size) for j in range(i + 2, size + 1))
