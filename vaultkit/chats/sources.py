"""Links that an answer cites → a list below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vaultkit.chats.protocol import MessagePart
from vaultkit.chats.values import line, text
from vaultkit.text.lazy_pattern import lazy_pattern

_ADDRESS = lazy_pattern(r"https?://[^\s<>\x00-\x20]+")
_MARKS = lazy_pattern(r"([\\\[\]])")


def sources(cited: Iterable[tuple[Any, Any]]) -> MessagePart | None:
    """Titles and addresses as a list of Markdown links, each address once; None without any. Only web addresses are
    links."""
    lines: dict[str, str] = {}
    for title, address in cited:
        url = text(address).strip()
        if url in lines or not _ADDRESS.fullmatch(url):
            continue
        named = _MARKS.sub(r"\\\1", line(title)) or url
        lines[url] = f"- [{named}](<{url}>)"
    return MessagePart("sources", "\n".join(lines.values())) if lines else None
