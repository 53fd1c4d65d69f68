"""Values of an export, which may be anything: texts, numbers of seconds and dates as they were meant."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from vaultkit.text.lazy_pattern import lazy_pattern

_PLAIN = lazy_pattern(r"[!-~]{1,200}")
_NUL = lazy_pattern("[\0\x1a]")


def text(value: Any) -> str:
    """``value`` where it is text, else nothing. Lone surrogates and NUL, which no file can hold, become U+FFFD; line
    ends become ``\\n``."""
    if not isinstance(value, str):
        return ""
    if value.isascii() and value.isprintable():
        return value  # an id or a name, as most values are
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    try:
        value.encode()
    except UnicodeEncodeError:
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NUL.sub("\ufffd", value) if "\0" in value or "\x1a" in value else value


def line(value: Any) -> str:
    """``value`` as text of one line."""
    return " ".join(text(value).split())


def mapping(value: Any) -> Mapping[str, Any]:
    """``value`` where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The JSON objects in a JSON array; nothing where it is none."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def moment(value: Any) -> datetime | None:
    """A time as seconds since 1970 or in ISO 8601, in UTC; None for anything else, not a number among them."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if not math.isfinite(value) or value <= 0:
                return None
            # Milliseconds, as some exporters write them, lie far behind any second.
            return datetime.fromtimestamp(value / 1000 if 1e11 < value < 1e13 else value, UTC)
        if isinstance(value, str) and value:
            found = datetime.fromisoformat(value.strip())
            return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def identity(value: Any, *otherwise: str) -> str:
    """An id that can stand in a property and an address: ``value``, or a hash of it where it can't, or of
    ``otherwise`` where there is none."""
    given = text(value)
    if _PLAIN.fullmatch(given):
        return given
    return digest(given, size=16) if given else digest(*otherwise, size=16)


def digest(*texts: str, size: int = 4) -> str:
    """A short hash of texts, in hexadecimal."""
    return hashlib.blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=size).hexdigest()
