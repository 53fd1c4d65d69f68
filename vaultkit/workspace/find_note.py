"""Search for the note that a person means by a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot


def find_note(vault: Snapshot, name: str, cwd: Path) -> str:
    """The path of the one note called ``name``, a path relative to ``cwd`` perhaps. Raises UsageError, with the
    candidates, where none or several fit."""
    for path in _as_paths(vault.root, name, cwd):
        if path in vault.by_nfc:
            return vault.by_nfc[path]
    found = vault.index.resolve(name)
    if len(found) == 1:
        return found[0]
    if found:
        shown = [f"  {path}" for path in found[:20]]
        more = [f"  … {len(found) - 20}"] if len(found) > 20 else []
        raise UsageError(f"{name!r} fits {len(found)} notes:", more=[*shown, *more])
    near = _near(name, vault.by_nfc)
    raise UsageError(f"no note fits {name!r}" + (", perhaps:" if near else ""), more=[f"  {path}" for path in near])


def _near(name: str, paths: Mapping[str, str]) -> list[str]:
    """Notes whose names look like ``name``."""
    import difflib

    stems = {path.rsplit("/", 1)[-1].removesuffix(".md").casefold(): path for path in paths.values()}
    return [stems[stem] for stem in difflib.get_close_matches(name.casefold(), list(stems), n=3)]


def _as_paths(vault: Path, name: str, cwd: Path) -> Iterator[str]:
    """``name`` as vault-relative paths in NFC: as it stands, and as it would be read in ``cwd``."""
    yield unicodedata.normalize("NFC", name.removeprefix("./"))
    for base in (cwd / name, (cwd / name).resolve()):
        for root in (vault, vault.resolve()):
            if base.is_relative_to(root):
                yield unicodedata.normalize("NFC", base.relative_to(root).as_posix())
