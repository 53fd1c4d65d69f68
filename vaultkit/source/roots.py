"""The source roots of a vault: those that its settings name, else those that are found around and inside of it.

What is found is where code *probably* lies: it is read only, and what a note declares is not held against it, except
for a path that itself leads out of the vault into the repository around (``Finder``).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.source.walk import walk_sources
from vaultkit.vault.ignore import IgnoreRules

# Files looked at to learn whether a folder holds code, twenty times as many entries.
_PEEK = 1_000


@dataclass(frozen=True, slots=True)
class SourceRoot:
    """A source tree that is looked at: ``path`` is absolute; ``how`` says whether the settings name it."""

    path: Path
    how: Literal["declared", "found"]


def source_roots(config: Config) -> tuple[SourceRoot, ...]:
    """The source roots in order. Where none is set: the repository around the vault when it holds code outside of the
    vault, and the vault when it holds code; empty where there is no code. Raises nothing."""
    if config.roots:
        return tuple(SourceRoot(root, "declared") for root in roots_of(config))
    around = repository_around(config.vault)
    found = [around] if around is not None and _holds_code(around, (), (config.vault,)) else []
    if _holds_code(config.vault, config.ignore, ()):
        found.append(config.vault)
    return tuple(SourceRoot(root, "found") for root in found)


def roots_of(config: Config) -> tuple[Path, ...]:
    """The roots that count, each once: those set that exist; the vault when none is set."""
    unique = {os.path.realpath(root): root for root in reversed(config.roots or (config.vault,)) if root.is_dir()}
    return tuple(sorted(unique.values(), key=list(config.roots or (config.vault,)).index))


def repository_around(vault: Path) -> Path | None:
    """The nearest folder above the vault that is a git repository; None where the next one is the user's home, lies
    above it, or is the file system's root: what is versioned there is no project."""
    real = Path(os.path.realpath(vault))
    home = Path(os.path.realpath(os.path.expanduser("~")))
    for folder in real.parents:
        if folder == home or folder in home.parents or folder == folder.parent:
            return None
        if os.path.lexists(folder / ".git"):
            return folder
    return None


def is_around(config: Config, roots: Iterable[SourceRoot]) -> bool:
    """Return whether one of ``roots`` was found outside of the vault."""
    return any(root.how == "found" and root.path != config.vault for root in roots)


def shown_root(config: Config, root: Path) -> str:
    """A root as a person reads it: relative to the vault, ``.`` for the vault itself."""
    try:
        return os.path.relpath(os.path.realpath(root), os.path.realpath(config.vault)).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(root)


def _holds_code(root: Path, ignored: tuple[str, ...], others: Iterable[Path]) -> bool:
    """Return whether a file below ``root`` is of a language that is parsed; the ``others`` speak for themselves."""
    apart = frozenset(os.path.realpath(other) for other in others)
    try:
        return any(file.kind.parsed for file in
                   walk_sources(root, IgnoreRules(root, ignored, True), apart, [], Counter(), _PEEK, own=True))
    except UsageError:
        return False
