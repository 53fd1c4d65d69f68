"""Comparison of file names and link targets: without case, in NFC, with ``.md`` optional."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

NOTE_SUFFIX = ".md"
CANVAS_SUFFIX = ".canvas"
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """The form in which two names are the same name: casefolded, NFC, no-break spaces as spaces (Obsidian's
    ``normalizePath`` does the last two; obsidian-api, obsidian.d.ts). ``ё`` and ``е`` stay different letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.translate(_SPACES)).casefold())


def is_note(path: str) -> bool:
    """True for a file that Obsidian reads as a note."""
    return path[-3:].lower() == NOTE_SUFFIX


def is_canvas(path: str) -> bool:
    """True for a file in the JSON Canvas form."""
    return path[-7:].lower() == CANVAS_SUFFIX


def file_stem(path: str) -> str:
    """The name of a file without folders and, for notes, without ``.md``."""
    name = path[path.rfind("/") + 1 :]
    return name[:-3] if is_note(name) else name


def folder(path: str) -> str:
    """The folder of a file with its closing slash; empty at the root of the vault."""
    return path[: path.rfind("/") + 1]


@lru_cache(maxsize=1 << 17)
def name_key(path: str) -> str:
    """The key under which files and links meet: the folded last part without ``.md``, however often it stands there
    (``[[test.md]]`` may lead to ``test.md.md``). Whatever a link may lead to has the link's own key, so only links with
    the key of a file that came or went are resolved again."""
    name = fold(file_stem(path))
    while name.endswith(NOTE_SUFFIX):
        name = name[: -len(NOTE_SUFFIX)]
    return name


def link_key(target: str) -> str | None:
    """The key of a link's target as written, or None when it names no file (a link into its own note)."""
    return name_key(target.strip()) or None


def letters(texts: Iterable[str]) -> tuple[int, int]:
    """Count of the Cyrillic letters in ``texts``, and how many at all."""
    found = [letter for text in texts for letter in text if letter.isalpha()]
    return sum("\u0400" <= letter <= "\u04ff" for letter in found), len(found)
