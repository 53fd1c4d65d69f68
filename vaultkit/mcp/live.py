"""A vault that a process keeps warm: who asks is answered at once, and what changed outside is read beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from vaultkit.errors import VaultkitError
from vaultkit.vault.obsidian import SETTINGS

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

# So long an answer waits for what has just changed before it speaks of the vault as it was.
PATIENCE = 3.0
# How long the system is given to tell of what was written before the question, in steps of so many milliseconds.
_TOLD_WITHIN, _STEP_MS = 1.0, 8
_NOT_WATCHED = {"__pycache__", "node_modules"}


class LiveVault:
    """One vault, read by one thread at a time and renewed by another. ``open_vault`` opens it; ``log`` is told what
    went wrong while it was renewed."""

    def __init__(self, open_vault: Callable[[], Vault], log: Callable[[str], None]) -> None:
        self._open, self._log = open_vault, log
        self._reading = threading.RLock()
        self._looking = threading.Lock()
        self._vault: Vault | None = None
        self._events: FileEvents | None = None
        self._stale = True
        self._renewing: threading.Thread | None = None
        self._since = 0.0
        self._failed: Exception | None = None
        self._settings: tuple[object, ...] = ()

    def warm(self) -> None:
        """Begin to read, without waiting."""
        with self._looking:
            self._begin()

    @contextmanager
    def reading(self, *, sure: bool = False) -> Iterator[Vault]:
        """The vault as it is now, for one thread. What has just changed is waited for ``PATIENCE`` seconds at most,
        with ``sure`` until it is read. Raises what reading a vault raises, where there is none to answer from."""
        self._look(sure)
        with self._reading:
            if self._vault is None:
                raise self._failed or VaultkitError("the vault could not be read")
            yield self._vault

    @property
    def is_behind(self) -> bool:
        """True while something that changed has not been read yet."""
        return self._stale or self._renewing is not None

    def close(self) -> None:
        """Release the vault and stop watching."""
        with self._looking:
            thread = self._renewing
        if thread is not None:
            thread.join(PATIENCE)
        with self._reading:
            if self._vault is not None:
                self._vault.close()
                self._vault = None
            if self._events is not None:
                self._events.close()
                self._events = None

    def _look(self, sure: bool) -> None:
        """Notice what changed, begin to read it, and wait for it as long as it is worth."""
        with self._looking:
            if self._renewing is None and self._vault is not None and not self._stale:
                self._stale = self._has_changed(sure)
            thread = self._begin() if self._stale or self._renewing is not None else None
        if thread is not None:
            wait = None if sure or self._vault is None else max(0.0, self._since + PATIENCE - time.monotonic())
            thread.join(wait)
        if sure and self._failed is not None:
            raise self._failed

    def _has_changed(self, sure: bool) -> bool:
        """Return whether files changed: what the system tells, and to be ``sure``, or where it can't tell, a look at
        each of them."""
        if self._events is not None and self._events.happened():
            return True
        with self._reading:
            assert self._vault is not None
            if _beside(self._vault) != self._settings:
                return True
            return (sure or self._events is None) and self._vault.has_moved_on()

    def _begin(self) -> threading.Thread:
        if self._renewing is None:
            self._since = time.monotonic()
            self._renewing = threading.Thread(target=self._renew, name="vaultkit-refresh", daemon=True)
            self._renewing.start()
        return self._renewing

    def _renew(self) -> None:
        """Read the vault anew beside the one that answers, then put it in its place."""
        failed: Exception | None = None
        try:
            self._stale = False
            made = self._open()
            try:
                settings = _beside(made)
                events = FileEvents.over(made, self._events)
                made.refresh()
                made.gaps()
            except BaseException:
                made.close()
                raise
            with self._reading:
                if self._events is not None and self._events is not events:
                    self._events.close()
                before, self._vault, self._events = self._vault, made, events
                self._settings = settings
                if before is not None:
                    before.close()
        except Exception as error:  # noqa: BLE001  (told to whoever asks; the vault as it was goes on answering)
            failed, self._stale = error, True
            self._log(f"the vault could not be read anew: {error}")
        finally:
            self._failed, self._renewing = failed, None


def _beside(vault: Vault) -> tuple[object, ...]:
    """The numbers of the files beside the settings, which may lie in a repository around the vault."""
    folder = vault.config.config_path.parent if vault.config.config_path else vault.root
    found: list[object] = []
    for name in ("vaultkit.toml", "ontology.yaml", "vaultkit-accepted.json"):
        try:
            told = (folder / name).stat()
            found.append((told.st_mtime_ns, told.st_size, told.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


class FileEvents:
    """Events of the file system below some folders, since they were last asked for.

    The system tells of changes in their order, after a while. So at each question a file of our own is written, in a
    folder that is watched too: once it is told of, so is all that came before (Watchman's "cookies")."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        import watchfiles

        self.folders = folders
        self._own = TemporaryDirectory(prefix="vaultkit-", ignore_cleanup_errors=True)
        self._cookies = Path(self._own.name).resolve()
        self._count = 0
        # Asked for one by one: the library gathers them meanwhile, and an empty set says that there were none.
        self._watch: Callable[[], Iterator[Any]] = lambda: watchfiles.watch(
            *folders, self._cookies, watch_filter=self._concerns, debounce=1, step=1, rust_timeout=_STEP_MS,
            yield_on_timeout=True, raise_interrupt=False, ignore_permission_denied=True)
        self._running: Iterator[Any] = self._watch()
        next(self._running)

    @classmethod
    def over(cls, vault: Vault, before: FileEvents | None) -> FileEvents | None:
        """Events of the vault and its source trees; the ``before`` ones where they are of the same folders. None where
        the system can't watch them (too many folders, a network's disk): then every question looks for itself."""
        root = vault.root.resolve()
        roots = {Path(root.path).resolve() for root in vault.roots}
        outside = sorted(one for one in roots if not one.is_relative_to(root) and one.is_dir())
        folders = (root, *outside)
        if before is not None and before.folders == folders:
            return before
        with suppress(OSError, RuntimeError, StopIteration):
            return cls(folders)
        return None

    def happened(self) -> bool:
        """Return whether something changed that an answer may depend on; True where the system does not say in time."""
        self._count += 1
        cookie, changed = self._cookies / str(self._count), False
        until = time.monotonic() + _TOLD_WITHIN
        try:
            cookie.touch()
            while time.monotonic() < until:
                paths = {path for _, path in next(self._running)}
                changed = changed or any(not path.startswith(str(self._cookies)) for path in paths)
                if str(cookie) in paths:
                    return changed
        except (OSError, RuntimeError, StopIteration):
            self._running = self._watch()
        finally:
            with suppress(OSError):
                cookie.unlink()
        return True

    def close(self) -> None:
        """Stop watching."""
        self._running = iter(())
        self._own.cleanup()

    def _concerns(self, _change: object, path: str) -> bool:
        if path.startswith(str(self._cookies)):
            return True
        inner = next((path[len(str(folder)) + 1:] for folder in reversed(self.folders)
                      if path.startswith(str(folder))), path).replace("\\", "/")
        if inner in SETTINGS:
            return True
        return not any(part.startswith(".") or part in _NOT_WATCHED for part in inner.split("/"))
