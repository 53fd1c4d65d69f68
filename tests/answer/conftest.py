"""Passages made by hand, and a search that gives them back in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from vaultkit.answer import Means
from vaultkit.model import Chunk, Hit

Passage = tuple[str, str] | tuple[str, str, dict[str, Any]]


def made(passages: Sequence[Passage]) -> list[Hit]:
    """Hits for (note's name, text, more fields of the chunk), best first."""
    out = []
    for place, (name, text, *more) in enumerate(passages):
        fields: dict[str, Any] = {"title": name, "headings": (), **(more[0] if more else {})}
        chunk = Chunk(f"{place}-{name}", f"{name}.md", fields.pop("title"), fields.pop("headings"), 1,
                      text.count("\n") + 1, text, **fields)
        out.append(Hit(chunk, 1.0 - place / 10, {"rank": place + 1}, {"rank": place + 1, "score": 0.5}))
    return out


@pytest.fixture
def means() -> Callable[..., Means]:
    """Means over passages made by hand; without an embedder, over a vault of 200 passages of which each word of the
    passages stands in as many as it does here."""

    def build(*passages: Passage, **more: Any) -> Means:
        from collections import Counter

        from vaultkit.answer.idf import passage_stems

        hits = made(passages)
        counts = Counter(stem for hit in hits for stem in set(passage_stems(hit)))
        return Means(lambda question, k: hits[:k], frequencies=lambda terms: (counts, 200), **more)

    return build
