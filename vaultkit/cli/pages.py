"""Writing what a person asked for to a file, and opening it."""

from __future__ import annotations

from pathlib import Path

from vaultkit.errors import UsageError


def show_page(path: Path, text: str, open_it: bool) -> None:
    """Write an HTML page, print its path and open it when asked to. Raises UsageError when it can't be written."""
    from vaultkit.cli.output import write_text

    write_file(path, text)
    write_text([str(path)])
    if open_it:
        import webbrowser

        webbrowser.open(path.absolute().as_uri())


def write_out(path: Path | None, text: str) -> None:
    """Write ``text`` to a file, or to stdout as UTF-8 whatever the console's code page is."""
    if path is not None:
        write_file(path, text)
        return
    from vaultkit.cli.output import write_block

    write_block(text)


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; a note is never overwritten. Raises UsageError."""
    if path.suffix.lower() == ".md" and path.exists():
        raise UsageError(f"{path} exists", "a note is never overwritten: name another file")
    replace_file(path, text)


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, in place of one that is there; its folder is made. Raises UsageError when it
    can't be written."""
    from vaultkit.vault import atomic

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"can't write {path} ({error.strerror or error})", "name another file") from error
