"""What a note is made of: prose, bullets, tables, fences, comments, links to the web, pictures."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.graph.classify.evidence import Evidence, Surroundings, own_lines
from vaultkit.model import NoteFacts

# Shares below this say nothing of a note.
LEAST = 0.08


def makeup_evidence(note: NoteFacts, around: Surroundings) -> Iterator[Evidence]:
    """Shares of a note's lines, and how thickly it points elsewhere."""
    made = note.makeup
    if made is None or note.is_chat:
        return
    lines = own_lines(note)
    shares = (("bullet_share", made.bullet_lines), ("table_share", made.table_lines),
              ("fence_share", made.fence_lines), ("comment_share", made.comment_lines))
    for feature, number in shares:
        share = min(1.0, number / lines)
        if share >= LEAST:
            yield Evidence(feature, share, (round(100 * share),))
    rest = lines - made.fence_lines - made.table_lines - made.bullet_lines - made.numbered_lines - made.comment_lines
    yield Evidence("prose_lines", min(1.0, max(0, rest) / 40), (max(0, rest),))
    pointing = min(1.0, 2 * (made.externals + made.embeds) / lines)
    if pointing >= LEAST:
        yield Evidence("pointing", pointing, (made.externals, made.embeds))
    if made.bold_items >= 2:
        yield Evidence("bold_items", min(1.0, made.bold_items / 6), (made.bold_items,))
