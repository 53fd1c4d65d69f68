"""Headings that an exporter or a template repeats: what stands in every file is no idea of any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from vaultkit.ideas.names import clean
from vaultkit.model import Note
from vaultkit.text.lemma import lemma_key

FEWEST = 3
SHARE = 0.2
MANY = 8
SHARE_OF_MANY = 0.05


def repeated_headings(notes: Iterable[Note]) -> frozenset[tuple[str, ...]]:
    """Keys of headings that stand in at least three notes and a fifth of the notes of one group (one folder, one top
    folder, all chats), or in eight and a twentieth of one folder."""
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    sizes: Counter[str] = Counter()
    cleaned: dict[str, tuple[str, ...]] = {}
    for note in notes:
        parents = PurePosixPath(note.path).parent
        groups = {f"in {parents}", f"under {parents.parts[0] if parents.parts else ''}"}
        if note.turns:
            groups.add("chats")
        found = set()
        for heading in note.headings:
            if heading.text not in cleaned:
                cleaned[heading.text] = lemma_key(clean(heading.text))
            found.add(cleaned[heading.text])
        for group in groups:
            sizes[group] += 1
            counts.update((group, heading) for heading in found)
    return frozenset(heading for (group, heading), count in counts.items()
                     if (count >= FEWEST and count >= SHARE * sizes[group])
                     or (group.startswith("in ") and count >= MANY and count >= SHARE_OF_MANY * sizes[group]))
