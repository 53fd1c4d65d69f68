"""Mentions of code that is gone: inline code and permalinks of notes that named something of a source root."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from vaultkit.graph.symbols import LightMention
    from vaultkit.source.index import SourceIndex


@dataclass(frozen=True, slots=True)
class StaleMention:
    """A mention in ``note`` whose symbol or file no longer exists. ``nearest`` is the id of where that is now, else of
    what has the nearest name, or None; ``kind`` tells inline code from a permalink."""

    note: str
    line: int
    column: int
    text: str
    kind: Literal["code", "permalink"]
    nearest: str | None


def stale_mentions(index: SourceIndex, mentions: Callable[[], Iterable[LightMention]]) -> Iterator[StaleMention]:
    """Every mention of what is known to be gone, in the order of ``mentions``, which are asked for only where a root
    holds anything. What counts as gone: ``vaultkit.source.removed`` for inline code; a permalink into a root's own
    repository is stale when git has its file or lines and the root no longer does."""
    if index.empty:
        return
    for note, text, kind, line, column in mentions():
        if kind == "code":
            found = index.mention(text)
            if found.state == "stale":
                yield StaleMention(note, line, column, text, "code", found.symbol.id if found.symbol else None)
        else:
            lookup = index.permalink(text)
            if lookup is not None and lookup.state.startswith("missing") and index.permalink_was_there(text):
                near = lookup.candidates[0].id if len(lookup.candidates) == 1 else None
                yield StaleMention(note, line, column, text, "permalink", near)
