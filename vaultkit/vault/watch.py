"""Keeping the index up to date while somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

from vaultkit.model import RefreshReport
from vaultkit.vault.names import folder
from vaultkit.vault.obsidian import SETTINGS

if TYPE_CHECKING:
    from vaultkit.vault.index import VaultIndex


def watch(index: VaultIndex, on_change: Callable[[RefreshReport], None], *, stop: Event | None = None) -> None:
    """Refresh the index whenever files of the vault change, and call ``on_change`` with each report that says that
    something did. Returns when ``stop`` is set or on Ctrl-C. Raises what ``VaultIndex.refresh`` raises."""
    import watchfiles

    root = index.root
    prefix = len(str(root.resolve())) + 1

    def wanted(_change: watchfiles.Change, path: str) -> bool:
        inner = path[prefix:].replace("\\", "/")
        if inner in (*SETTINGS, "vaultkit.toml"):
            return True
        return not any(part.startswith(".") for part in (*folder(inner).split("/"), inner.rsplit("/", 1)[-1]))

    # Ctrl-C may also come while a change is read or told: that is an end like any other.
    with suppress(KeyboardInterrupt):
        started = False
        for changes in watchfiles.watch(
            root.resolve(), watch_filter=wanted, stop_event=stop, debounce=400, step=50, raise_interrupt=False,
            rust_timeout=500, yield_on_timeout=True,
        ):  # fmt: skip
            if started and not changes:
                continue
            # After the first quiet moment too: something may have changed before the watch began.
            started = True
            generation = index.generation
            report = index.refresh()
            if index.generation != generation:
                on_change(report)
