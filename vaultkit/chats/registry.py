"""The importers: those of this package in a table, those of others by entry points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

from vaultkit.chats.protocol import Importer
from vaultkit.plugins import plugin, plugin_names

GROUP = "vaultkit.chat_importers"
BUILT_IN = ("chatgpt", "claude", "claude_code", "gemini")


@cache
def importers() -> tuple[Importer, ...]:
    """All importers, in the order in which they are asked. Raises EnvironmentFailure for a package that is broken."""
    own = [cast(Importer, import_module(f"vaultkit.chats.{name}")) for name in BUILT_IN]
    return (*own, *(plugin(GROUP, name, "chat importer") for name in plugin_names(GROUP) if name not in BUILT_IN))


def importer_of(item: Mapping[str, Any]) -> Importer | None:
    """The one that knows the form of an item."""
    return next((importer for importer in importers() if importer.recognise(item)), None)
