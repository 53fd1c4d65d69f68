"""Place of a repository's hooks, and the index that a running hook speaks of."""

from __future__ import annotations

import os
from pathlib import Path

from vaultkit.git.program import users_settings
from vaultkit.git.repository import repository


def hooks_folder(top: Path) -> Path | None:
    """Return where git looks for the hooks of a repository (``core.hooksPath`` counts), or None."""
    found = repository(top)
    if found is None:
        return None
    set_ = found.settings.get("core.hookspath") or next(reversed(users_settings().get("core.hookspath", [])), None)
    if not set_:
        return Path(found.common, "hooks")
    return Path(os.path.abspath(os.path.join(found.top, os.path.expanduser(set_))))


def is_own_folder(top: Path, folder: Path) -> bool:
    """Return whether a folder lies in the repository or in its git folder, so that no other repository uses it."""
    found = repository(top)
    homes = [os.path.realpath(top)] + ([found.common] if found is not None else [])
    return any(os.path.realpath(folder).startswith(home + os.sep) for home in homes)


def hook_index(top: Path) -> str | None:
    """The absolute path of the index that a running hook of this repository is about, or None."""
    named, folder = os.environ.get("GIT_INDEX_FILE"), os.environ.get("GIT_DIR")
    found = repository(top) if named else None
    if not named or found is None:
        return None
    absolute = os.path.abspath(os.path.join(top, named))
    outer = os.path.realpath(os.path.join(top, folder)) if folder else None
    belongs = outer == found.folder or os.path.realpath(absolute).startswith(os.path.join(found.folder, ""))
    return absolute if belongs and os.path.isfile(absolute) else None
