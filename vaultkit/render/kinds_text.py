"""``classify`` for a person: how many of each kind, then the notes, the surest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vaultkit.graph.classify import Classification
from vaultkit.render.style import bold, dim
from vaultkit.render.terminal import clip, pad, wrap
from vaultkit.render.words import Words


def kind_lines(found: Sequence[Classification], words: Words, width: int, top: int | None) -> Iterator[str]:
    """A line of counts, then path, kind and confidence of each note with the evidence below; at most ``top`` notes,
    those that seem to be of the chain before plain ones."""
    if not found:
        yield words("classify.none")
        return
    counts = Counter(item.kind for item in found)
    yield bold(", ".join(f"{words.name('stage', kind)} {words.number(n)}" for kind, n in counts.most_common()))
    ordered = sorted(found, key=lambda item: (item.kind == "note", -item.confidence, item.note))
    shown = ordered if top is None else ordered[:top]
    names = max(len(words.name("stage", item.kind)) for item in shown)
    for item in shown:
        kind = pad(words.name("stage", item.kind), names)
        yield f"{kind}  {item.confidence:.2f}  {clip(item.note, max(20, width - names - 8))}"
        for line in wrap("; ".join(item.evidence), max(20, width - names - 8), lines=2):
            yield dim(" " * (names + 8) + line)
    if len(shown) < len(ordered):
        yield dim(words("classify.more", n=words.number(len(ordered) - len(shown))))
