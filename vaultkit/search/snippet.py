"""The sentences of a passage that tell why it was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from vaultkit.search.passage import readable
from vaultkit.search.words import Stemmer

LONGEST = 240
_END = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+(?=[\"'«“(]?[A-ZА-ЯЁ0-9])|\n+")


def snippet(text: str, weights: Mapping[str, float], stemmer: Stemmer, longest: int = LONGEST) -> str:
    """The stretch of neighbouring sentences of ``text``, markup taken out, with most of the tokens in ``weights``; the
    beginning where it has none of them. Cut at a word where it is longer than ``longest``."""
    parts = [part for part in (" ".join(part.split()) for part in _END.split(readable(text))) if part]
    if not parts:
        return " ".join(text.split())[:longest]
    found = [set(stemmer.tokens(part)) & weights.keys() for part in parts]
    best, first, last = -1.0, 0, 0
    for start in range(len(parts)):
        seen: set[str] = set()
        length, stop = 0, start
        while stop < len(parts) and (stop == start or length + len(parts[stop]) < longest):
            length += len(parts[stop]) + 1
            seen |= found[stop]
            stop += 1
        score = sum(weights[token] for token in seen) + (0.01 if found[start] else 0.0)
        if score > best:
            best, first, last = score, start, stop
    said = " ".join(parts[first:last])
    return said if len(said) <= longest else _cut(said, weights.keys(), stemmer, longest)


def _cut(said: str, tokens: Collection[str], stemmer: Stemmer, longest: int) -> str:
    """A long sentence around the first of its words that were asked for."""
    places = stemmer.places(said, tokens)
    start = max(0, places[0][0] - longest // 3) if places else 0
    if start:
        start = said.find(" ", start) + 1 or start
    end = min(len(said), start + longest)
    if end < len(said):
        end = said.rfind(" ", start, end) if " " in said[start:end] else end
    return ("… " if start else "") + said[start:end].strip() + (" …" if end < len(said) else "")
