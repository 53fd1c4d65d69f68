"""Whether the heading or block that a link names exists in the note that it leads to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from vaultkit.model import SubpathStatus

_PUNCTUATION = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\', " "))


@lru_cache(maxsize=1 << 16)
def comparable(heading: str) -> str:
    """A heading in the form in which Obsidian compares it: punctuation as spaces, runs of spaces as one, no case, NFC
    (obsidian-api, ``stripHeading``; other marks, U+2019 for one, stay)."""
    text = " ".join(heading.translate(_PUNCTUATION).split())
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


_IN_DRAWING = re.compile(r"\^(?:group|area|frame|clippedframe|taskbone)=")


class Anchors:
    """What links may point at inside of one note: its headings' paths (outermost first) and its block ids."""

    __slots__ = ("_below", "_blocks", "_paths")

    def __init__(self, heading_paths: Iterable[Sequence[str]], block_ids: Iterable[str]) -> None:
        self._paths: dict[str, list[list[str]]] = {}
        for path in heading_paths:
            steps = [comparable(text) for text in path]
            if steps:
                self._paths.setdefault(steps[-1], []).append(steps)
        self._below: dict[str, set[tuple[str, ...]]] = {}
        self._blocks = {block.lower() for block in block_ids}

    def check(self, subpath: str | None) -> SubpathStatus | None:
        """Whether ``subpath`` (without its first ``#``) exists; None when it names nothing, or a part of a drawing,
        which only its plugin knows (obsidian-excalidraw-plugin: ``^group=``, ``^area=``, ``^frame=``).

        ``h1#h2``: the last heading has to lie below the one before it, and so on upwards; levels between may be left
        out (obsidian-api, ``resolveSubpath``). ``^id`` compares without case.
        """
        parts = [part.strip() for part in (subpath or "").split("#") if part.strip()]
        if not parts:
            return None
        if _IN_DRAWING.match(parts[-1]):
            return None
        if parts[-1].startswith("^"):
            return "ok" if parts[-1][1:].lower() in self._blocks else "missing"
        steps = [comparable(part) for part in parts]
        return "ok" if self._has(steps) else "missing"

    def _has(self, steps: list[str]) -> bool:
        paths = self._paths.get(steps[-1], ())
        if len(steps) == 1 or not paths:
            return bool(paths)
        above = self._below.get(steps[-1])
        if above is None:
            # A path has at most six headings, so what may stand in a link before the last one is soon told: equal
            # headings and the links to them, thousands of both, are not compared each with each.
            above = {some for path in {tuple(path[:-1]) for path in paths}
                     for size in range(1, len(path) + 1) for some in combinations(path, size)}
            self._below[steps[-1]] = above
        return tuple(steps[:-1]) in above
