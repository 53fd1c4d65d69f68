"""The known name that a mistyped one is most like."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

from vaultkit.vault.names import fold, stem

_ENOUGH = 0.72
_TRIED = 12


class Nearest:
    """Names of files by the pairs of letters in them: only those that share most pairs are compared in full."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._names: list[tuple[str, str]] = sorted({(fold(stem(path)), path) for path in paths})
        self._by_pair: defaultdict[str, list[int]] = defaultdict(list)
        for number, (name, _) in enumerate(self._names):
            for pair in _pairs(name):
                self._by_pair[pair].append(number)
        self._known: dict[str, str | None] = {}

    def path(self, name: str) -> str | None:
        """The path of the file whose name is most like ``name`` (a link's target), None when none is near."""
        wanted = fold(stem(name.strip()))
        if wanted not in self._known:
            self._known[wanted] = self._find(wanted)
        return self._known[wanted]

    def _find(self, wanted: str) -> str | None:
        if len(wanted) < 3:
            return None
        shared: Counter[int] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._by_pair.get(pair, ()))
        best, found = _ENOUGH, None
        matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
        alike = sorted(shared, key=lambda number: (-shared[number] / (1 + len(self._names[number][0])), number))
        for number in alike[:_TRIED]:
            name, path = self._names[number]
            matcher.set_seq1(name)
            ratio = matcher.ratio()
            if ratio > best:
                best, found = ratio, path
        return found


def nearest_of(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of a few known words that is spelled most like ``word``, case aside; None when none is near."""
    spelled = {fold(item): item for item in reversed(list(known))}
    near = difflib.get_close_matches(fold(word), spelled, n=1, cutoff=cutoff)
    return spelled[near[0]] if near else None


def _pairs(name: str) -> set[str]:
    return {name[at:at + 2] for at in range(len(name) - 1)} or {name}
