"""Fences as a reader of an exported chat sees them: those of a message that was put inside of another fence too.

CommonMark 4.5 lets a fence end at the first one of its kind. Exporters put whole messages, or what a tool was given
and gave back, into a fence without minding the fences in there, and a model's answer may break off within one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from vaultkit.text.lazy_pattern import lazy_pattern

_FENCE = lazy_pattern(r"[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?:(`{3,})(?!.*`)|(~{3,}))[ \t]*(.*)", re.DOTALL)


_DEEPEST = 40


class Fences:
    """Asked line by line, from the first on, whether a line is code. A fence that names a language inside of another
    one opens a further one; a bare one closes the innermost that it can close."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._found: dict[int, tuple[str, int, bool]] = {}
        for number, line in enumerate(lines, 1):
            if ("```" in line or "~~~" in line) and (match := _FENCE.match(line)):
                marks = match[1] or match[2]
                self._found[number] = marks[0], len(marks), not match[3].strip()
        # Of the fences from a line on: bare ones less those that name a language. An even number may pair.
        self._numbers = sorted(self._found)
        self._open: list[tuple[str, int]] = []
        self._at = 0
        self._rest = Counter(char for char, _, bare in self._found.values() if bare)
        self._rest.subtract(char for char, _, bare in self._found.values() if not bare)

    def advance(self, line: int) -> bool:
        """Read on to before ``line``; True where a fence is open there."""
        while self._at < len(self._numbers) and self._numbers[self._at] < line:
            char, length, bare = self._found[self._numbers[self._at]]
            self._rest[char] -= 1 if bare else -1
            self._at += 1
            if not bare or not self._open:
                if len(self._open) < _DEEPEST:
                    self._open.append((char, length))
                continue
            # Best the one of just this length: what stands unclosed in there ends with it.
            closed = [at for at, (mark, least) in enumerate(self._open) if mark == char and length >= least]
            exact = [at for at in closed if self._open[at][1] == length]
            if closed:
                del self._open[(exact or closed)[-1]:]
        return bool(self._open)

    @property
    def stray(self) -> bool:
        """True where the open fence never ends, or only with one that is wanted to begin another further down."""
        rest = self._rest[self._open[-1][0]] if self._open else 0
        return self._at == len(self._numbers) or (rest % 2 == 0 and len(self._open) % 2 == 1)

    def forget(self) -> None:
        """Take the open fences for closed: a new message begins."""
        self._open.clear()
