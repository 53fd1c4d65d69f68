"""Source files whose trace comments name other notes: only the names change, bytes and encoding of all else stay."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable

from vaultkit.errors import UsageError
from vaultkit.model import TraceComment
from vaultkit.text.lazy_pattern import lazy_pattern

_COOKIE = lazy_pattern(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.M)


def retraced(data: bytes, shown: str, comments: Iterable[TraceComment], target: Callable[[str], str | None]) -> bytes:
    """The bytes of a source file with ``target(name)`` in the place of each name that ``comments`` of it hold; None
    keeps a name. ``shown`` is the path for a person. Raises UsageError where the file's encoding lacks a letter of the
    new name, or the comment is not found as it was."""
    text, encode = decoded(data)
    lines = text.split("\n")
    for comment in sorted(comments, key=lambda one: (one.line, one.column), reverse=True):
        new = target(comment.link.target)
        if new is None:
            continue
        if not _put(lines, comment, new, shown.lower().endswith(".ipynb")):
            raise UsageError(f"{shown}:{comment.line}: {comment.link.raw} is not found here any more", "call it again")
    try:
        return encode("\n".join(lines))
    except UnicodeEncodeError:
        raise UsageError(f"{shown} is in an encoding that can't hold the new name", "save it as UTF-8") from None


def _put(lines: list[str], comment: TraceComment, new: str, anywhere: bool) -> bool:
    """Set the name at the comment's place; of a notebook the column counts in its cell, so the line is looked
    through."""
    line, raw = lines[comment.line - 1] if comment.line <= len(lines) else "", comment.link.raw
    start = comment.column - 1 if not anywhere else line.find(raw)
    if start < 0 or not line.startswith(raw, start):
        return False
    inner = raw[2:]
    at = start + 2 + len(inner) - len(inner.lstrip())
    if not line.startswith(comment.link.target, at):
        return False
    lines[comment.line - 1] = line[:at] + new + line[at + len(comment.link.target):]
    return True


def decoded(data: bytes) -> tuple[str, Callable[[str], bytes]]:
    """The text of a source file without a BOM, and what makes its bytes of a text again. The encodings are those that
    the source index reads; where none fits, odd bytes are kept as they are."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "surrogateescape"), _encoder("utf-8", codecs.BOM_UTF8)
    for bom, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return data[2:].decode(name, "surrogatepass"), _encoder(name, bom)
    try:
        return data.decode("utf-8"), str.encode
    except UnicodeDecodeError:
        pass
    for row in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(row)
        if cookie is not None:
            try:
                name = cookie[1].decode("ascii")
                if (text := data.decode(name)).encode(name) == data:
                    return text, _encoder(name)
            except (LookupError, ValueError):
                break
    try:
        return data.decode("cp1251"), _encoder("cp1251")
    except UnicodeDecodeError:
        return data.decode("latin-1"), _encoder("latin-1")


def _encoder(name: str, bom: bytes = b"") -> Callable[[str], bytes]:
    errors = "surrogateescape" if name == "utf-8" else "surrogatepass" if name.startswith("utf-16") else "strict"
    return lambda text: bom + text.encode(name, errors)
