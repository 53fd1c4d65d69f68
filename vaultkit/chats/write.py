"""The one way by which an import reads and writes notes of the vault."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType

from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.storage import index_folder
from vaultkit.storage.files import cant_write, create_in, leads_out, read_in, replace_in
from vaultkit.storage.lock import WriterLock

_BOM = "\ufeff"


class UnreadableNote(UsageError):
    """A note that can't be read and so is left alone; ``problem`` says why, in any language."""

    def __init__(self, problem: Message) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NoteWriter:
    """Writes into one folder of a vault, one import at a time. ``dry_run`` writes nothing; ``many``: the disk is waited
    for once at the end, not for each note.

    Raises UsageError for a folder that is not in the vault or is hidden there."""

    def __init__(self, root: Path, into: str, *, dry_run: bool = False) -> None:
        self.root = root
        self.many = False
        self.dry_run = dry_run
        self._into = _inside(root, into)
        self._lock: WriterLock | None = None
        self._endings: dict[str, tuple[str, str]] = {}

    def __enter__(self) -> NoteWriter:
        if not self.dry_run:
            self._lock = WriterLock(index_folder(self.root) / "import.lock", timeout=1)
            self._lock.__enter__()
            self._sweep()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self.many and not self.dry_run and hasattr(os, "sync"):
            os.sync()
        if self._lock is not None:
            self._lock.__exit__(kind, error, trace)

    def create(self, name: str, text: str, folder: str | None = None) -> str | None:
        """Make the note ``name`` in ``folder`` (else where the import goes); its path, None where there is one of
        this name already."""
        folder = self._into if folder is None else folder
        path = f"{folder}/{name}.md" if folder else f"{name}.md"
        file = self.root / path
        if self.dry_run:
            return None if os.path.lexists(file) else path
        try:
            create_in(self.root, file, text.encode(), sure=not self.many)
        except FileExistsError:
            return None
        except OSError as error:
            raise cant_write(file, error) from error
        return path

    def read(self, path: str) -> str:
        """A note's text with ``\\n`` as line ends and without BOM. Raises UnreadableNote."""
        try:
            text = read_in(self.root, self.root / path).decode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableNote(Message("import.not_utf8")) from None
        except OSError as error:
            raise UnreadableNote(Message("import.unread", why=error.strerror or str(error))) from error
        bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        end = "\r\n" if "\r\n" in body else "\n"
        self._endings[path] = bom, end
        return body.replace("\r\n", "\n")

    def replace(self, path: str, before: str, text: str) -> None:
        """Put ``text`` in the place of a note that was ``read`` as ``before``, with the line ends and the BOM that it
        had. Raises UsageError for one that was changed meanwhile."""
        bom, end = self._endings.pop(path, ("", "\n"))
        if self.dry_run:
            return
        if self.read(path) != before:
            raise UsageError(f"{path} was changed while it was read", "import again")
        try:
            replace_in(self.root, self.root / path, (bom + text.replace("\n", end)).encode())
        except OSError as error:
            raise cant_write(self.root / path, error) from error

    def _sweep(self) -> None:
        """Remove what an import that was killed left half written."""
        with contextlib.suppress(OSError):
            for file in (self.root / self._into).glob(".vaultkit-*.tmp"):
                file.unlink()


def _inside(root: Path, into: str) -> str:
    """The vault-relative path of the folder ``into``, which need not be there yet."""
    base = os.path.realpath(root)
    target = os.path.realpath(os.path.join(base, into))
    inner = os.path.relpath(target, base).replace(os.sep, "/")
    if inner.startswith("..") or leads_out(root, Path(root, into)) or os.path.isabs(inner):
        raise UsageError(f"{into} leads out of the vault", "name a folder inside of it")
    if any(part.startswith(".") and part != "." for part in inner.split("/")):
        raise UsageError(f"{into} is a hidden folder, which no note is read from", "name another one")
    if os.path.exists(target) and not os.path.isdir(target):
        raise UsageError(f"{into} is no folder", "name another one")
    return "" if inner == "." else inner
