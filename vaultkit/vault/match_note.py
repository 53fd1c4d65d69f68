"""Search for the note that a person means by a name typed on the command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from vaultkit.text.names import file_stem, fold, is_note


def find(name: str, notes: Sequence[Sequence[Any]], aliases: Iterable[Sequence[Any]]) -> list[str]:
    """Paths that fit ``name``, of the first way of fitting that any note has: the path as spelled, the path without
    ``.md`` or in another case or normal form, a title, a file's name, the end of a path or an alias, a part of a name.

    Where all of them are twins by case (``a.md``, ``A.MD``), the one that is spelled as ``name`` is meant alone.
    ``notes`` are (path, title), ``aliases`` (folded alias, path), both sorted by path.
    """
    found = _fitting(name, notes, aliases)
    return _as_spelled(name, found) if len(found) > 1 and len(set(map(fold, found))) == 1 else found


def _as_spelled(name: str, twins: list[str]) -> list[str]:
    wanted = unicodedata.normalize("NFC", name.strip().replace("\\", "/").removeprefix("./"))
    known = [(path, "/" + unicodedata.normalize("NFC", path)) for path in twins]
    for ending in (*("" for _ in range(is_note(wanted))), ".md"):
        exact = [path for path, whole in known if whole.endswith(f"/{wanted}{ending}")]
        if exact:
            return exact
    return [path for path, whole in known if whole[:-3].endswith("/" + wanted)] or twins


def _fitting(name: str, notes: Sequence[Sequence[Any]], aliases: Iterable[Sequence[Any]]) -> list[str]:
    wanted = fold(name.strip().replace("\\", "/").removeprefix("./"))
    if not wanted:
        return []
    exact = [path for path, _ in notes if path == name]
    spelled = (wanted, wanted + ".md") if not is_note(wanted) else (wanted,)
    return (
        exact
        or [path for path, _ in notes if fold(path) in spelled]
        or _named(wanted, spelled, notes, aliases)
        or [path for path, title in notes if wanted in fold(file_stem(path)) or wanted in fold(title)]
        or [path for path, _ in notes if wanted in fold(path)]
    )


def _named(
    wanted: str, spelled: tuple[str, ...], notes: Sequence[Sequence[Any]], aliases: Iterable[Sequence[Any]]
) -> list[str]:
    tails = tuple("/" + spelling for spelling in spelled)
    found = {path for path, title in notes if fold(title) == wanted or fold(path).endswith(tails)}
    found.update(path for alias, path in aliases if alias == wanted)
    return sorted(found)
