"""What the vault around a note says: who links to it and how, what its neighbours are, whether it is a form."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import PurePosixPath

from vaultkit.graph.classify.evidence import Evidence, Surroundings, own_lines
from vaultkit.model import NoteFacts

SHORT_LINES = 12


def place_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """Relations, links, folder neighbours, size, and whether many notes share its headings."""
    for kind, asked in around.asked_as.get(note.path, {}).items():
        yield Evidence("asked_as", 1.0, asked, kind)
    if note.path in around.downward:
        yield Evidence("downward", 1.0, (around.downward[note.path],))
    if note.path in around.upward:
        yield Evidence("upward", 1.0, (around.upward[note.path],))
    kinds = around.folder_kinds.get(PurePosixPath(note.path).parent.as_posix(), {})
    total = sum(kinds.values())
    if total >= 2:
        for kind, count in kinds.items():
            yield Evidence("neighbours", count / total, (count, total, kind), kind)
    yield from _links(note, around)
    if note.is_chat:
        yield Evidence("chat", 1.0)
    if note.path in around.shared_skeletons:
        yield Evidence("form", around.shared_skeletons[note.path])


def _links(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    lines = own_lines(note)
    opened = around.openings.get(note.path, 0)
    if opened >= 3:
        yield Evidence("link_list", min(1.0, 2 * opened / lines), (opened, lines))
    parts = around.parts.get(note.path, 0)
    if parts:
        yield Evidence("parts", min(1.0, parts / 3), (parts,))
    inbound = around.inbound.get(note.path, 0)
    if inbound:
        yield Evidence("inbound", min(1.0, math.log2(1 + inbound) / 6), (inbound,))
    if lines <= SHORT_LINES:
        yield Evidence("short", 1.0 - lines / (SHORT_LINES + 1), (lines,))
