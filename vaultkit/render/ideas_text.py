"""``discover`` for a person: the ideas with their status and first places, then the notes that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.graph.discover import Discovery, Idea
from vaultkit.render.style import bold, dim
from vaultkit.render.terminal import clip, wrap
from vaultkit.render.words import Words

PLACES = 3


def idea_lines(vault: str, found: Discovery, words: Words, width: int, top: int | None) -> Iterator[str]:
    """At most ``top`` ideas and as many missing notes."""
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
        yield dim(clip(f"  {source.note}:{source.line}", width))
