"""Cause and effect: whether a line takes for the cause what its notes take for the effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultkit.answer.sentences import spans
from vaultkit.answer.text import content, overlap
from vaultkit.text.lazy_pattern import lazy_pattern

# Cause first: «A, поэтому B»; effect first: «B, потому что A».
_SO = lazy_pattern(r"[,;.—]?\s*(?:\bи\s+|\band\s+)?"
                   r"\b(?:поэтому|а значит|следовательно|so that|so|therefore|hence)\b,?\s*",
                   re.IGNORECASE)
_SINCE = lazy_pattern(r",?\s*\b(?:потому что|так как|поскольку|из-за того,? что|because|since)\b\s*", re.IGNORECASE)


def turned(line: str, passages: Sequence[str]) -> str | None:
    """Return what is wrong, or None. Only a sentence that holds both halves of ``line`` is compared."""
    for cause, effect in _read(line):
        for passage in passages:
            for before, after in _read(passage):
                straight = overlap(cause, before) + overlap(effect, after)
                crossed = overlap(cause, after) + overlap(effect, before)
                if crossed > 1.0 and crossed > straight + 0.5:
                    return "cause and effect are exchanged"
    return None


def _read(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The stems of (cause, effect) of each sentence that tells of both."""
    for paragraph in text.split("\n"):
        for begin, end in spans(paragraph) if paragraph.strip() else ():
            sentence = paragraph[begin:end]
            for pattern, cause in ((_SO, 0), (_SINCE, 1)):
                parts = pattern.split(sentence, maxsplit=1)
                if len(parts) == 2 and all(content(part) for part in parts):
                    yield content(parts[cause]), content(parts[1 - cause])
