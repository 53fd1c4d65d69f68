"""Writing notes: the only place of vaultkit that does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError
from vaultkit.storage.atomic import cant_write, create_file, replace_file
from vaultkit.vault.names import is_note
from vaultkit.vault.properties import Value, set_property

__all__ = ["new_note", "set_property", "write_note", "write_property"]


def new_note(path: Path, properties: Mapping[str, Any], body: str) -> None:
    """Write a note that does not exist yet, its folder too. Never overwrites.

    Raises UsageError when there is a file of this name (in any case where the file system says so), EnvironmentFailure
    when it can't be written.
    """
    import frontmatter

    text = frontmatter.dumps(frontmatter.Post(body, **properties), sort_keys=False, allow_unicode=True, width=1_000_000)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, f"{text if properties else body}".rstrip("\n").encode("utf-8") + b"\n")
    except FileExistsError:
        raise UsageError(f"{path} exists already", "choose another name or remove it") from None
    except OSError as error:
        raise cant_write(path, error) from error


def write_note(root: Path, path: str, text: str) -> None:
    """Replace a note of the vault by ``text``, whole or not at all; permissions stay.

    Raises UsageError when the note lies outside of the vault once symlinks are followed, or is no note;
    EnvironmentFailure when it can't be written.
    """
    target = inside(root, path)
    if not is_note(path) or not target.is_file():
        raise UsageError(f"no such note: {path}", "name a note of the vault")
    try:
        replace_file(target, text.encode("utf-8"))
    except OSError as error:
        raise cant_write(path, error) from error


def write_property(root: Path, path: str, name: str, value: Value) -> bool:
    """Set one property of a note on disk (``set_property``); False when it has that value already.

    Raises what ``set_property`` and ``write_note`` raise, and UsageError for a note that is not valid UTF-8: writing it
    would change its other bytes.
    """
    try:
        before = inside(root, path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not valid UTF-8 and is not edited", "save it as UTF-8") from None
    except OSError as error:
        raise UsageError(f"can't read {path} ({error.strerror})", "name a note of the vault") from error
    try:
        after = set_property(before, name, value)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    if after == before:
        return False
    write_note(root, path, after)
    return True


def inside(root: Path, path: str) -> Path:
    """The file that a vault-relative path names once symlinks are followed. Raises UsageError when it is outside of
    the vault or in a hidden folder of it."""
    base = Path(os.path.realpath(root))
    target = Path(os.path.realpath(base / path))
    if not target.is_relative_to(base) or target == base:
        raise UsageError(f"{path} leads out of the vault", "name a file inside of it")
    if any(part.startswith(".") for part in target.relative_to(base).parts):
        raise UsageError(f"{path} leads into a hidden folder", "name a note of the vault")
    return target
