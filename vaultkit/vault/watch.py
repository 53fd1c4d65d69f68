"""Watch that keeps the index up to date while notes change."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from vaultkit.errors import VaultkitError
from vaultkit.model import RefreshReport
from vaultkit.text.names import folder
from vaultkit.vault.obsidian import SETTINGS

if TYPE_CHECKING:
    from vaultkit.vault.index import VaultIndex


_PAUSE = 0.3


class Lost(Exception):
    """The vault is away, or its index was removed: what is open is of no use."""


def watch_on(root: Path, index: Callable[[], VaultIndex], on_change: Callable[[RefreshReport], None],
             anew: Callable[[], None]) -> None:
    """``watch`` until Ctrl-C, past the removal of the index and past times in which the vault at ``root`` is away: then
    ``anew`` is called, which reads all of it, and ``index`` gives the index that is good from then on."""
    known, lost = _identity(root), False
    with suppress(KeyboardInterrupt):
        while True:
            try:
                if lost:
                    _wait_for(root, known)
                    known = _identity(root)
                    anew()
                lost = False
                return watch(index(), on_change)
            except Lost:
                lost = True
            except (VaultkitError, OSError, sqlite3.Error):
                # It went away in the midst of being read.
                if _is_there(root, known):
                    raise
                lost = True


def _wait_for(root: Path, known: tuple[int, int]) -> None:
    while not _is_there(root, known):
        time.sleep(_PAUSE)


def _is_there(root: Path, known: tuple[int, int]) -> bool:
    """Return whether the vault is there. The empty folder that an unmounted disk leaves does not count as one."""
    try:
        return _identity(root) == known or any(os.scandir(root))
    except OSError:
        return False


def _identity(root: Path) -> tuple[int, int]:
    """Return what tells a folder from another one in its place. Raises OSError when it does not exist."""
    found = root.stat()
    return found.st_dev, found.st_ino


def watch(index: VaultIndex, on_change: Callable[[RefreshReport], None], *, stop: Event | None = None) -> None:
    """Refresh the index whenever files of the vault change, and call ``on_change`` with each report that says that
    something did. Returns when ``stop`` is set or on Ctrl-C. Raises Lost, and what ``VaultIndex.refresh`` raises."""
    import watchfiles

    root = index.root
    try:
        known = _identity(root)
    except OSError:
        raise Lost from None

    def is_lost() -> bool:
        try:
            return _identity(root) != known or not index.is_in_place
        except OSError:
            return True
    prefix = len(str(root.resolve())) + 1

    def wanted(_change: watchfiles.Change, path: str) -> bool:
        inner = path[prefix:].replace("\\", "/")
        if inner in (*SETTINGS, "vaultkit.toml"):
            return True
        return not any(part.startswith(".") for part in (*folder(inner).split("/"), inner.rsplit("/", 1)[-1]))

    # Ctrl-C may also come while a change is read or told: that is an end like any other.
    with suppress(KeyboardInterrupt):
        started = False
        try:
            for changes in watchfiles.watch(
                root.resolve(), watch_filter=wanted, stop_event=stop, debounce=400, step=50, raise_interrupt=False,
                rust_timeout=500, yield_on_timeout=True,
            ):  # fmt: skip
                if is_lost():
                    raise Lost
                if started and not changes:
                    continue
                # Refresh once at the beginning too: something may have changed before the watch began.
                started = True
                generation = index.generation
                report = index.refresh()
                if is_lost():
                    raise Lost
                if index.generation != generation:
                    on_change(report)
        except (VaultkitError, OSError, sqlite3.Error) as error:
            if is_lost():
                raise Lost from error
            raise
        if stop is None and is_lost():
            raise Lost
