"""The known name that a mistyped one is most like."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Callable, Iterable

from vaultkit.text.names import fold, name_key

_ENOUGH = 0.72
_TRIED = 8
# Where more names than this are missing they are not typing errors: no nearest names are looked for.
_MOST = 300


class NearestNames:
    """Names of files: those that share most pairs of letters with a wrong one are compared in full. ``names`` gives
    (key as by ``name_key``, path) of files whose key has a length between two bounds."""

    def __init__(self, names: Callable[[float, float], list[tuple[str, str]]]) -> None:
        self._names = names
        self._known: dict[str, str | None] = {}

    def path(self, name: str) -> str | None:
        """The path of the file whose name is most like ``name`` (a link's target), None when none is near."""
        wanted = name_key(name.strip())
        if wanted not in self._known:
            self._known[wanted] = self._find(wanted) if len(wanted) >= 3 and len(self._known) < _MOST else None
        return self._known[wanted]

    def _find(self, wanted: str) -> str | None:
        pairs = sorted({wanted[at:at + 2] for at in range(len(wanted) - 1)})
        half = len(pairs) * 0.4
        alike = [(-shared, name, path) for name, path in self._names(len(wanted) * 0.7, len(wanted) * 1.4)
                 if (shared := sum([pair in name for pair in pairs])) >= half]
        best, found = _ENOUGH, None
        matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
        for _, name, path in heapq.nsmallest(_TRIED, alike):
            matcher.set_seq1(name)
            if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
                best, found = ratio, path
        return found


def nearest_of(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of a few known words that is spelled most like ``word``, case aside; None when none is near."""
    spelled = {fold(item): item for item in reversed(list(known))}
    near = difflib.get_close_matches(fold(word), spelled, n=1, cutoff=cutoff)
    return spelled[near[0]] if near else None
