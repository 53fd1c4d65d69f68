"""A progress bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def bar(*, timed: bool = False) -> Callable[[int, int], None] | None:
    """A callback ``(done, total)`` that draws on stderr while notes are read, or None without a terminal. It erases
    itself at the end. ``timed``: with the rate and the time left, for work that takes minutes."""
    if not sys.stderr.isatty():
        return None
    from vaultkit.cli.output import redraw

    drawn = -1
    begun = time.monotonic()

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        share = done * 100 // total if total else 100
        if share == drawn and done < total:
            return
        drawn = share
        cells = share * 30 // 100
        more = _pace(done, total, time.monotonic() - begun) if timed else ""
        redraw(f"{'━' * cells}{'─' * (30 - cells)} {done}/{total}{more}", erase=done >= total)

    return draw


def _pace(done: int, total: int, seconds: float) -> str:
    """How many a second, and minutes and seconds left."""
    if not done or seconds <= 0:
        return ""
    left = round((total - done) * seconds / done)
    return f"  {done / seconds:.0f}/s  {left // 60}:{left % 60:02d} "
