"""A note's text → pieces: messages that were imported, the mark, and whatever a person wrote between."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from vaultkit.chats.mark import find_mark
from vaultkit.chats.note import HEADINGS, heading_key, message_key
from vaultkit.text.lazy_pattern import lazy_pattern

_HEAD = lazy_pattern(r">[ \t]?\[!(nexus_user|nexus_agent|branch)\]")
_UID = lazy_pattern(r"(?:>[ \t]?)?<!-- UID: (\S+) -->[ \t]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together, without the blank ones around them. ``key`` is a message's; ``line`` the place, from
    1, where it begins, ``gap`` the number of blank lines before it. ``front`` is the frontmatter; ``words`` are a
    paragraph of somebody else's."""

    kind: Literal["front", "block", "words", "mark"]
    text: str
    key: str
    line: int
    gap: int = 1


def pieces_of(text: str, keys: Collection[str], mark: int | None, *, loose: bool = False) -> list[Piece]:
    """The pieces in order; ``keys`` are the messages that are looked for, ``mark`` the offset of the mark. ``loose``
    takes a UID for a message's wherever it stands in or behind a quote, as other programs write it."""
    lines = text.split("\n")
    made: list[Piece] = []
    at = _front(lines)
    if at:
        made.append(Piece("front", "\n".join(lines[:at]), "", 1))
    mark_line = text.count("\n", 0, mark) if mark is not None else -1
    length = _mark_length(text, mark)
    blank = 0
    while at < len(lines):
        if not lines[at].strip():
            blank += 1
            at += 1
            continue
        kind, key, end = _next(lines, at, keys, mark_line, length, loose)
        made.append(Piece(kind, "\n".join(lines[at:end]), key, at + 1, blank))
        blank, at = 0, end
    return made


def text_of(pieces: list[Piece]) -> str:
    """The note again. A message that was put in has one blank line around it; all else is as it was."""
    made: list[str] = []
    before = ""
    for piece in pieces:
        if made:
            # A quote that follows another one at once would be one with it.
            least = 1 if piece.kind == "block" and before == "block" else 0
            made.append("\n" * (1 + max(piece.gap, least)))
        made.append(piece.text)
        before = piece.kind
    return "".join(made) + "\n"


def _front(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at + 1 for at in range(1, len(lines)) if lines[at].rstrip() == "---"), 0)


def _mark_length(text: str, mark: int | None) -> int:
    found = find_mark(text) if mark is not None else None
    return text.count("\n", found[1], found[2]) + 1 if found else 0


def _next(lines: list[str], at: int, keys: Collection[str], mark_line: int, length: int,
          loose: bool) -> tuple[Literal["block", "words", "mark"], str, int]:
    if at == mark_line:
        return "mark", "", at + length
    if lines[at] in HEADINGS and heading_key(HEADINGS[lines[at]]) in keys:
        return "block", heading_key(HEADINGS[lines[at]]), at + 1
    quoted = lines[at].startswith(">")
    key = _key(lines, at, keys) if quoted else ""
    end = at + 1
    while end < len(lines) and end != mark_line and lines[end].strip() and lines[end].startswith(">") == quoted:
        if quoted and _key(lines, end, keys):
            break  # two messages whose blank line somebody took out
        if not quoted and lines[end].startswith("#"):
            break
        end += 1
    if loose and quoted and not key:
        key, end = _loose(lines, at, end, keys)
    return ("block" if key else "words"), key, end


def _key(lines: list[str], at: int, keys: Collection[str]) -> str:
    """The key of the message that begins at a line, empty where none does."""
    head = _HEAD.match(lines[at])
    uid = _UID.fullmatch(lines[at + 1]) if head and at + 1 < len(lines) else None
    if not head or not uid:
        return ""
    key = message_key(uid[1], branch=head[1] == "branch")
    return key if key in keys else ""


def _loose(lines: list[str], at: int, end: int, keys: Collection[str]) -> tuple[str, int]:
    """The key by a UID at the end of a quote or in the line behind it, and where the message ends."""
    for number in _places(lines, at, end):
        uid = _UID.fullmatch(lines[number])
        if uid and (key := message_key(uid[1], branch=False)) in keys:
            return key, max(end, number + 1)
    return "", end


def _places(lines: list[str], at: int, end: int) -> Iterator[int]:
    yield end - 1
    if at + 1 < end:
        yield at + 1
    behind = next((number for number in range(end, min(end + 4, len(lines))) if lines[number].strip()), None)
    if behind is not None:
        yield behind
