"""How long a chunk is, in words: every number of the chunker."""

from __future__ import annotations

# A chunk is closed at TARGET words and never holds more than MOST, but for one small rest (below LEAST) taken along.
TARGET = 150
MOST = 200
LEAST = 40
# A paragraph that had to be cut begins again with the end of the piece before, at most this many words of it.
OVERLAP = 30
# A table or fence up to this size stays whole; a longer one is cut between its rows or lines.
WHOLE = 300
# A fence this small belongs to the prose around it.
SMALL_FENCE_LINES = 8
SMALL_FENCE = 40
# Scripts without spaces and long addresses: this many characters count as one word at least.
CHARACTERS_PER_WORD = 12


def size(text: str) -> int:
    """The length of ``text`` in words."""
    return max(len(text.split()), len(text) // CHARACTERS_PER_WORD)
