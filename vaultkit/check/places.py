"""Where the file of a finding lies on disk."""

from __future__ import annotations

from pathlib import Path

from vaultkit.config import Config


def file_of(config: Config, path: str) -> Path:
    """The file that a finding names: relative to the vault or, for a source file beside it, behind the name of its
    root. One that is nowhere is taken for one of the vault."""
    inside = config.vault / path
    if inside.exists():
        return inside
    return next((file for root in config.roots if (file := root.parent / path).is_file()), inside)
