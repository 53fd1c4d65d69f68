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
    shares = (("bullet_share", made.bullet_lines, "bulleted lists"), ("table_share", made.table_lines, "tables"),
              ("fence_share", made.fence_lines, "fences"), ("comment_share", made.comment_lines, "comments of a form"))
    for feature, number, words in shares:
        share = min(1.0, number / lines)
        if share >= LEAST:
            yield Evidence(feature, share, f"{round(100 * share)}% of its lines are {words}")
    rest = lines - made.fence_lines - made.table_lines - made.bullet_lines - made.numbered_lines - made.comment_lines
    yield Evidence("prose_lines", min(1.0, max(0, rest) / 40), f"{max(0, rest)} lines of prose")
    pointing = min(1.0, 2 * (made.externals + made.embeds) / lines)
    if pointing >= LEAST:
        yield Evidence("pointing", pointing, f"{made.externals} links to the web and {made.embeds} embeds")
    if made.bold_items >= 2:
        yield Evidence("bold_items", min(1.0, made.bold_items / 6), f"{made.bold_items} list items open in bold")
