"""Text → ids of the pieces of Universal Sentence Encoder's vocabulary (unigram model of SentencePiece: Kudo 2018,
"Subword Regularization").

No piece of this vocabulary reaches over a space, so the best segmentation of a text is that of its words one by one,
and words repeat: each is segmented once.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from contextlib import closing
from pathlib import Path

from vaultkit.search.embed.use_model.files import tokenizer_module

SPACE = "\u2581"
UNKNOWN, BEGIN, END = 0, 1, 2
LONGEST_TEXT = 16_000
LONGEST = 2_048
_LAZY = 3_000
_REMEMBERED_WORDS = 200_000
_REMEMBERED_LENGTH = 40


class PieceTokenizer:
    """The tokenizer that ``files.prepared`` wrote to ``path``. A question needs a few hundred look-ups in the file;
    beyond that the whole vocabulary (128,000 pieces) is read into memory."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        found = dict(self._db.execute("SELECT name, value FROM parts"))
        self._normalizer = tokenizer_module()._Normalizer(found["charsmap"])
        self._scores = array("f", found["scores"])
        self._unknown_score = min(self._scores) - 10.0
        self._longest = int(found["longest"])
        self._pieces: dict[str, int | None] = {}
        self._complete = False
        self._words: dict[str, tuple[int, ...]] = {}
        self._lock = threading.Lock()

    def ids(self, text: str) -> list[int]:
        """The ids of ``text`` between those of begin and end, at most ``LONGEST`` of them."""
        text = text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")
        normal = self._normalizer.normalize(text)
        ids = [BEGIN]
        if not normal:
            ids.append(UNKNOWN)
        for part in normal[1:].split(SPACE) if normal else ():
            ids.extend(self._words.get(part) or self._learn(part))
            if len(ids) >= LONGEST:
                del ids[LONGEST - 1:]
                break
        ids.append(END)
        return ids

    def _learn(self, part: str) -> tuple[int, ...]:
        """The pieces of a word that was not met yet."""
        with self._lock:
            found = self._segment(SPACE + part)
            if len(self._words) >= _REMEMBERED_WORDS:
                self._words.clear()
            if len(part) <= _REMEMBERED_LENGTH:
                self._words[part] = found
        return found

    def _segment(self, word: str) -> tuple[int, ...]:
        """The segmentation of greatest score (Viterbi); of equal ones the first found from the left, as SentencePiece
        does. A character of no piece is unknown."""
        length = len(word)
        best = [0.0] + [-1e38] * length
        back = [(0, UNKNOWN)] * (length + 1)
        scores, find = self._scores, self._find
        for start in range(length):
            base = best[start]
            for end in range(start + 1, min(start + self._longest, length) + 1):
                piece = find(word[start:end])
                if piece is not None:
                    score = base + scores[piece]
                elif end == start + 1:
                    piece, score = UNKNOWN, base + self._unknown_score
                else:
                    continue
                if score > best[end]:
                    best[end], back[end] = score, (start, piece)
        ids = []
        while length:
            length, piece = back[length]
            ids.append(piece)
        return tuple(reversed(ids))

    def _find(self, text: str) -> int | None:
        if self._complete or text in self._pieces:
            return self._pieces.get(text)
        if len(self._pieces) >= _LAZY:
            with closing(self._db):
                self._pieces = dict(self._db.execute("SELECT text, id FROM pieces"))
            self._complete = True
            return self._pieces.get(text)
        row = self._db.execute("SELECT id FROM pieces WHERE text = ?", (text,)).fetchone()
        self._pieces[text] = found = row[0] if row else None
        return found
