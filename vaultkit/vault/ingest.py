"""One file of the vault → the rows that the index keeps of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from vaultkit.config import Config
from vaultkit.model import Link, Note
from vaultkit.text.names import is_canvas
from vaultkit.vault.canvas import canvas_links
from vaultkit.vault.link_table import LinkRows, link_rows, storable
from vaultkit.vault.obsidian import in_folders, template_folders
from vaultkit.vault.read import FileText, read_note_file
from vaultkit.vault.records import NoteRow, to_row

_PLACEHOLDERS = ("{{", "<%", "{%")


class Ingested(NamedTuple):
    """Result of reading one file. ``digest`` is its content hash, empty when it can't be read; ``note`` None for a
    canvas and for what can't be read; ``problems`` are (line, message, rule, origin)."""

    path: str
    digest: bytes
    note: NoteRow | None
    links: LinkRows
    problems: list[tuple[int, str, str, str]]


def ingest(config: Config, path: str, unless: bytes = b"") -> Ingested | None:
    """Read and parse one note or canvas; None when its content hash is ``unless``, that is, nothing changed."""
    source = read_note_file(config.vault, path, config.bounds)
    if unless and source.digest == unless:
        return None
    return of_source(config, path, source)


def of_source(config: Config, path: str, source: FileText) -> Ingested:
    """The rows of a file already read."""
    problems = [(p.line, p.message, p.rule, "read") for p in source.problems]
    if source.text is None:
        return Ingested(path, source.digest, None, LinkRows("[]", []), problems)
    from vaultkit.markdown.blocks import blocks
    from vaultkit.markdown.parse import parse

    if is_canvas(path):
        found, wrong = canvas_links(
            source.text, path, lambda text: parse(text, path, chats=config.chats, bounds=config.bounds).links
        )
        problems += [(p.line, storable(p.message), p.rule, "parse") for p in wrong]
        return Ingested(path, source.digest, None, link_rows(found), problems)
    note = parse(source.text, path, chats=config.chats, bounds=config.bounds)
    row = to_row(note, blocks(note))
    links = _real(config, note) if any(mark in source.text for mark in _PLACEHOLDERS) else note.links
    problems += [(*problem, "parse") for problem in row.problems]
    return Ingested(path, source.digest, row, link_rows(links), problems)


def _real(config: Config, note: Note) -> tuple[Link, ...]:
    """The links of a note, of a template without those that lead to what a placeholder will be."""
    real = tuple([link for link in note.links
                  if not any(mark in f"{link.target}#{link.subpath}" for mark in _PLACEHOLDERS)])
    if len(real) == len(note.links) or not in_folders(note.path, template_folders(config.vault)):
        return note.links
    return real


def ingested_to_plain(file: Ingested) -> tuple[Any, ...]:
    """The same in tuples, lists, text and numbers alone, for a pipe."""
    path, digest, note, links, problems = file
    return path, digest, None if note is None else tuple(note), tuple(links), problems


def ingested_from_plain(values: tuple[Any, ...]) -> Ingested:
    """The other way round."""
    path, digest, note, links, problems = values
    return Ingested(path, digest, None if note is None else NoteRow(*note), LinkRows(*links), problems)
