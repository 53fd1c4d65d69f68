"""Pages of an answer: so many entries, so many characters, and a cursor to what follows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaultkit.errors import UsageError

LIMIT, MOST = 20, 200
CHARACTERS = 20_000
# Longest text and longest list of one entry, tried in turn until it fits.
_STEPS = ((8000, 200), (3000, 60), (1000, 25), (300, 10), (120, 4))


@dataclass(frozen=True, slots=True)
class Page:
    """Page that is asked for: how many entries at most, from which one on, how many characters in all, and the
    ``question`` that a cursor belongs to."""

    limit: int
    start: int
    characters: int
    question: str


def page_of(tool: str, arguments: Mapping[str, Any]) -> Page:
    """The page that a call asks for. Raises UsageError for a cursor that is none of this question."""
    asked = {name: value for name, value in arguments.items() if name not in ("limit", "cursor", "max_characters")}
    question = hashlib.blake2b(json.dumps([tool, asked], sort_keys=True).encode(), digest_size=6).hexdigest()
    start, cursor = 0, arguments.get("cursor")
    if cursor:
        number, _, mark = str(cursor).partition("-")
        if not (number.isascii() and number.isdigit()) or mark != question:
            raise UsageError("this cursor belongs to another question", "ask again without a cursor")
        start = int(number)
    return Page(arguments.get("limit") or LIMIT, start, arguments.get("max_characters") or CHARACTERS, question)


def paged(head: Mapping[str, Any], key: str | None, items: Sequence[Any], page: Page,
          form: Callable[[Any], Any]) -> dict[str, Any]:
    """``head`` with one page of ``items`` (each as ``form`` makes it) under ``key``, ``next_cursor`` to what follows,
    and ``cut`` where something of it is shortened. One entry at least is given, however long."""
    made, cut = shrunk(dict(head), page.characters // 2 if key else page.characters)
    left = page.characters - _length(made)
    shown: list[Any] = []
    if key is not None:
        for item in items[page.start:page.start + page.limit]:
            value, shorter = shrunk(form(item), max(left, page.characters // 2) if not shown else page.characters // 2)
            length = _length(value)
            if shown and length > left:
                break
            shown.append(value)
            left -= length
            cut = cut or shorter
        made[key] = shown
    last = page.start + len(shown)
    more = key is not None and last < len(items)
    return {**made, "next_cursor": f"{last}-{page.question}" if more else None, "cut": cut}


def shrunk(value: Any, characters: int) -> tuple[Any, bool]:
    """The value with its longest texts and lists cut until it has at most so many characters, and whether it was."""
    if _length(value) <= characters:
        return value, False
    for text, items in _STEPS:
        shorter = _cut(value, text, items)
        if _length(shorter) <= characters:
            break
    return shorter, True


def _cut(value: Any, text: int, items: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= text else f"{value[:text]}… [{len(value) - text} more characters]"
    if isinstance(value, Mapping):
        return {key: _cut(item, text, items) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(item, text, items) for item in value[:items]]
    return value


def _length(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))
