"""``suggest`` for a person: each gap with its candidates and their reasons, then the unlinked mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vaultkit.messages.words import Words
from vaultkit.render.terminal import bold, clip, dim, wrap

if TYPE_CHECKING:
    from vaultkit.suggest import Candidate, Suggestions


def suggestion_lines(vault: str, found: Suggestions, title: Callable[[str], str], words: Words, width: int,
                     top: int | None) -> Iterator[str]:
    """List at most ``top`` gaps and as many mentions."""
    telling = [one for one in found.suggestions if one.candidates]
    if telling:
        yield bold(words("suggest.head", vault=vault, concepts=words.count("concept", len(telling))))
    else:
        yield words("suggest.none", vault=vault)
    for one in telling[:top]:
        yield ""
        missing = words("suggest.missing", stage=words.name("stage", one.missing_stage)) if one.missing_stage else ""
        yield bold(clip(title(one.concept), width)) + dim(f"  {missing}")
        for candidate in one.candidates:
            yield from _candidate(candidate, words, width)
    if top is not None and len(telling) > top:
        yield dim(words("suggest.more", n=words.number(len(telling) - top)))
    if found.mentions:
        yield ""
        yield bold(words("suggest.mentions", places=words.count("place", len(found.mentions))))
    for mention in found.mentions[:top]:
        yield clip(f"  {mention.note}:{mention.line}:{mention.column}  {mention.text} → {mention.target}", width)
    if top is not None and len(found.mentions) > top:
        yield dim(words("suggest.more", n=words.number(len(found.mentions) - top)))


def _candidate(one: Candidate, words: Words, width: int) -> Iterator[str]:
    place = f"{one.id}:{one.line}" if one.line and one.type == "symbol" else one.id
    name = {"symbol": "code", "note": "note", "library": "library"}[one.type]
    yield clip(f"  {one.score:.2f}  {words(f'suggest.{name}')} {place}", width)
    yield from (dim(f"        {line}") for line in wrap("; ".join(one.why), width - 8, lines=3))
