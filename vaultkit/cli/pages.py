"""Writing what a person asked for to a file, and opening it."""

from __future__ import annotations

import errno
from pathlib import Path

from vaultkit.errors import UsageError


def show_page(root: Path, path: Path, text: str, open_it: bool) -> None:
    """Write an HTML page, print its path and open it when asked to. Raises what ``write_file`` raises."""
    from vaultkit.cli.output import write_text

    write_file(root, path, text)
    write_text([str(path)])
    if open_it:
        import webbrowser

        webbrowser.open(path.absolute().as_uri())


def write_out(root: Path, path: Path | None, text: str) -> None:
    """Write ``text`` to a file, or to stdout as UTF-8 whatever the console's code page is."""
    if path is not None:
        write_file(root, path, text)
        return
    from vaultkit.cli.output import write_block

    write_block(text)


def write_file(root: Path, path: Path, text: str) -> None:
    """Write a file whole or not at all; a note is never overwritten, and nothing is written through a link that leaves
    the vault at ``root``. Raises UsageError and EnvironmentFailure."""
    if path.suffix.lower() == ".md" and path.exists():
        raise UsageError(f"{path} exists", "a note is never overwritten: name another file")
    replace_file(root, path, text)


def replace_file(root: Path, path: Path, text: str) -> None:
    """Write a file whole or not at all, in place of one that is there; its folder is made. A pipe or device that was
    named outside of the vault at ``root`` is written into. Raises UsageError and EnvironmentFailure."""
    from vaultkit.storage import door
    from vaultkit.storage.atomic import cant_write

    data = text.encode("utf-8", "replace")
    try:
        if path.exists() and not (path.is_file() or path.is_dir() or door.is_named_in(root, path)):
            path.write_bytes(data)
        else:
            door.replace_in(root, path, data)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise cant_write(path, error) from error
        raise UsageError(f"can't write {path} ({error.strerror or error})", "name another file") from error
