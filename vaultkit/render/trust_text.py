"""``trust`` for a person, and the lines of ``doctor`` that say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vaultkit.messages.words import Words
from vaultkit.render.terminal import coloured, signs

if TYPE_CHECKING:
    from vaultkit.config.trust import Server


def server_lines(servers: Iterable[Server], words: Words) -> list[str]:
    """One line a server: what would go there, and what allows it or how to allow it."""
    lines = []
    for server in servers:
        mark = coloured(signs().declared, "ok") if server.by else coloured(signs().missing, "missing")
        if server.origin is None:
            lines.append(f"{mark} {server.setting}: {server.problem}")
            continue
        what = words(f"trust.{server.sends}") + (words("trust.key", name=server.key) if server.key else "")
        lines.append(f"{mark} {server.setting} {server.origin}: {what}")
        lines.append("  " + (words(f"trust.by.{server.by}") if server.by
                             else server.problem or words("trust.not", allow=server.allow)))
    return lines
