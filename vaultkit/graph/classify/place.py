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
    for kind, words in around.asked_as.get(note.path, {}).items():
        yield Evidence("asked_as", 1.0, words, kind)
    if note.path in around.downward:
        yield Evidence("downward", 1.0, f"it has {around.downward[note.path]} of its own")
    if note.path in around.upward:
        yield Evidence("upward", 1.0, f"it {around.upward[note.path]} another note")
    kinds = around.folder_kinds.get(PurePosixPath(note.path).parent.as_posix(), {})
    total = sum(kinds.values())
    if total >= 2:
        for kind, count in kinds.items():
            yield Evidence("neighbours", count / total, f"{count} of {total} neighbours in its folder are {kind}", kind)
    yield from _links(note, around)
    if note.is_chat:
        yield Evidence("chat", 1.0, "it is an exported chat")
    if note.path in around.shared_skeletons:
        strength = around.shared_skeletons[note.path]
        yield Evidence("form", strength, "many notes of its folder have the same headings: a filled-in form")


def _links(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    lines = own_lines(note)
    opened = around.openings.get(note.path, 0)
    if opened >= 3:
        yield Evidence("link_list", min(1.0, 2 * opened / lines), f"links open {opened} of its {lines} lines: an index")
    parts = around.parts.get(note.path, 0)
    if parts:
        yield Evidence("parts", min(1.0, parts / 3), f"{parts} note{'s' * (parts > 1)} are part of it")
    inbound = around.inbound.get(note.path, 0)
    if inbound:
        yield Evidence("inbound", min(1.0, math.log2(1 + inbound) / 6), f"{inbound} notes link to it")
    if lines <= SHORT_LINES:
        yield Evidence("short", 1.0 - lines / (SHORT_LINES + 1), f"only {lines} lines")
