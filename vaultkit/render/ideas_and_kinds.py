"""``discover`` for a person: the ideas with their status and first places, then the notes that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vaultkit.classify import Classification
from vaultkit.ideas import Discovery, Idea
from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, clip, dim, pad, wrap

PLACES = 3


def idea_lines(vault: str, found: Discovery, words: Words, width: int, top: int | None) -> Iterator[str]:
    """List at most ``top`` ideas and as many missing notes."""
    if not found.ideas:
        yield words("discover.none", vault=vault)
    else:
        yield bold(words("discover.head", vault=vault, ideas=words.count("idea", len(found.ideas))))
    for idea in found.ideas[:top]:
        yield from _one(idea, words, width)
    if top is not None and len(found.ideas) > top:
        yield dim(words("discover.more", n=words.number(len(found.ideas) - top)))
    if found.missing:
        yield ""
        yield bold(words("discover.missing", notes=words.count("note", len(found.missing))))
        names = ", ".join(idea.name for idea in found.missing[:top])
        rest = len(found.missing) - len(found.missing[:top])
        for line in wrap(names + (f" … +{words.number(rest)}" if rest else ""), width - 2, lines=8):
            yield "  " + line


def _one(idea: Idea, words: Words, width: int) -> Iterator[str]:
    yield f"{bold(clip(idea.name, width // 2))}  {dim(words.count('note', idea.count))}"
    if idea.status:
        said = f"{words.name('role', idea.role)}: " if idea.role else ""
        yield from (f"  {line}" for line in wrap(f"{said}{idea.status}", width - 2, lines=2))
    yield from (dim(f"  {line}") for line in wrap("; ".join(idea.why), width - 2, lines=2))
    for source in idea.sources[:PLACES]:
        said = f"  {words.name('role', source.role)}" if source.role not in (None, idea.role) else ""
        yield dim(clip(f"  {source.note}:{source.line}{said}", width))


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
