"""What an index was made with: another reader or other settings give other records, so the index is made anew."""

from __future__ import annotations

import os
from dataclasses import astuple
from pathlib import Path

import vaultkit
from vaultkit.config import Config
from vaultkit.vault.obsidian import template_folders

_ROOMS = ("markdown", "vault")


def stamp(config: Config) -> str:
    """A text that is equal for two runs whose records of one file are equal: the program's own files that read and
    store notes (by name, size and time), the bounds, the forms of chats, and the folders of templates."""
    package = Path(vaultkit.__file__).parent
    program = sorted(
        (room, entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for room in _ROOMS
        if (package / room).is_dir()
        for entry in os.scandir(package / room)
        if entry.name.endswith(".py")
    )
    chats = (sorted(config.chats.roles.items()), config.chats.dates)
    return repr((vaultkit.__version__, program, astuple(config.bounds), chats, template_folders(config.vault)))
