"""A progress bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable


def bar() -> Callable[[int, int], None] | None:
    """A callback ``(done, total)`` that draws on stderr while notes are read, or None without a terminal. It erases
    itself at the end."""
    if not sys.stderr.isatty():
        return None
    drawn = -1

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        share = done * 100 // total if total else 100
        if share == drawn and done < total:
            return
        drawn = share
        cells = share * 30 // 100
        end = "\r\x1b[K" if done >= total else ""
        sys.stderr.write(f"\r{'━' * cells}{'─' * (30 - cells)} {done}/{total}{end}")
        sys.stderr.flush()

    return draw
