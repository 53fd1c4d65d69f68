"""Headings that an exporter or a template puts into many notes: they tell nothing of any, and weigh nothing."""

from __future__ import annotations

import json
import sqlite3
from functools import lru_cache

from vaultkit.text.tokens import fold_word

# A heading is repeated when at least this many notes have it, and this share of all.
FEWEST = 5
SHARE = 0.04


@lru_cache(maxsize=1 << 16)
def heading_key(text: str) -> str:
    """Headings that differ by case, numbers or marks only are one."""
    return " ".join("".join(char if char.isalpha() else " " for char in fold_word(text)).split())


def repeated_headings(db: sqlite3.Connection) -> frozenset[str]:
    """The keys of headings that are repeated over the vault as it is now."""
    (notes,) = db.execute("SELECT count(*) FROM notes WHERE NOT excluded").fetchone()
    least = max(FEWEST, SHARE * notes)
    query = "SELECT text FROM headings GROUP BY text HAVING count(*) >= ?"
    return frozenset(text for (text,) in db.execute(query, (least,)))


def weighed(headings: list[str] | tuple[str, ...], mute: frozenset[str]) -> str:
    """The headings that say something, as one text."""
    return " ".join(text for text in headings if heading_key(text) not in mute)


def rows_with(db: sqlite3.Connection, keys: frozenset[str]) -> list[tuple[int, list[str]]]:
    """(id, headings) of every chunk under a heading of one of ``keys``."""
    query = "SELECT id, headings FROM chunks WHERE note IN (SELECT note FROM headings WHERE text IN " \
            "(SELECT value FROM json_each(?)))"
    rows = db.execute(query, (json.dumps(sorted(keys), ensure_ascii=False),))
    return [(number, json.loads(headings)) for number, headings in rows]
