"""The outline of a note as it is stored: headings, block ids, blocks and numbers. Apart from the light record, and read
only of the notes of which somebody asks for it: whole-vault questions mostly need a few."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from vaultkit.maker import maker
from vaultkit.model import Block, BlockId, Field, Heading, Makeup, Note, NoteFacts
from vaultkit.storage.db import reading_records
from vaultkit.vault.linkrows import dump
from vaultkit.vault.resolve import is_external

_heading, _block, _block_id, _makeup_of = maker(Heading), maker(Block), maker(BlockId), maker(Makeup)
_block_values = attrgetter(*(field.name for field in fields(Block)))
_id_values = attrgetter(*(field.name for field in fields(BlockId)))


def to_outline(note: Note, blocks: Iterable[Block]) -> str:
    """The outline as stored: rows of headings, block ids and blocks, and the makeup."""
    return dump([_heading_rows(note.headings), list(map(_id_values, note.block_ids)), list(map(_block_values, blocks)),
                 _makeup(note)])


def to_headings(rows: Sequence[Sequence[Any]]) -> tuple[Heading, ...]:
    """Headings from their rows."""
    made: list[Heading] = []
    for level, text, above, anchor, *rest in rows:
        path = tuple(above) if above.__class__ is list else (text,) if above < 0 else (*made[above].path, text)
        made.append(_heading(level, text, path, anchor or "#".join(path), *rest))
    return tuple(made)


def to_block_ids(rows: Sequence[Sequence[Any]]) -> tuple[BlockId, ...]:
    """Block ids from their rows."""
    return tuple([_block_id(*row) for row in rows])


def anchors_of(outline: str) -> tuple[list[Sequence[str]], list[str]]:
    """The heading paths and block ids in an outline."""
    headings, ids, _, _ = json.loads(outline)
    return [heading.path for heading in to_headings(headings)], [row[0] for row in ids]


class LazyFacts(NoteFacts):
    """The light record of a note whose outline is read when first asked for. Raises Damaged when it is none."""

    __slots__ = ("_outline",)
    _outline: str

    def __getattr__(self, name: str) -> Any:
        if name not in ("headings", "blocks", "makeup"):
            raise AttributeError(name)
        with reading_records():
            headings, _, blocks, makeup = json.loads(self._outline)
            read = {"headings": to_headings(headings), "blocks": tuple([_block(*row) for row in blocks]),
                    "makeup": _makeup_of(*makeup)}
        for attribute, value in read.items():
            object.__setattr__(self, attribute, value)
        return read[name]


class _Open(NoteFacts):
    """Of the same layout as LazyFacts and not frozen: filled plainly, then it becomes one (see maker)."""

    __slots__ = ("_outline",)
    __setattr__ = object.__setattr__


_new = object.__new__
_field = maker(Field)


def to_facts(path: str, light: Sequence[Any], outline: str, excluded: bool, mtime_ns: int,
             template: bool = False) -> NoteFacts:
    """The light record of a note from its values and the text of its outline."""
    title, summary, aliases, line_count, chat, tags, properties, fields_, letters = light
    made: Any = _new(_Open)
    made.path, made.title, made.summary = path, title, summary
    made.aliases, made.tags = tuple(aliases), tuple([row[0] for row in tags])
    made.properties = {row[0]: row[1] for row in properties}
    made.property_lines = {row[0]: row[2] for row in properties}
    made.fields = tuple([_field(*row) for row in fields_]) if fields_ else ()
    made.is_chat, made.excluded, made.mtime_ns, made.line_count = chat, excluded, mtime_ns, line_count
    made.template, made.letters = template, tuple(letters)
    made._outline = outline
    made.__class__ = LazyFacts
    facts: NoteFacts = made
    return facts


def _heading_rows(headings: Iterable[Heading]) -> list[list[Any]]:
    """A path is the one of the heading above and the text, an anchor the path: mostly neither has to be written out."""
    rows: list[list[Any]] = []
    places: dict[tuple[str, ...], int] = {(): -1}
    for number, item in enumerate(headings):
        path = item.path
        above: Any = places.get(path[:-1]) if path[-1] == item.text else None
        anchor = 0 if item.anchor == "#".join(path) else item.anchor
        rows.append([item.level, item.text, list(path) if above is None else above, anchor, item.line, item.column,
                     item.end_line, item.blank])
        places[path] = number
    return rows


def _makeup(note: Note) -> list[int]:
    """The numbers of model.Makeup, in its order."""
    bullets = numbered = items = externals = embeds = 0
    for block in note.lists:
        items += 0 if block.ordered else len(block.items)
        if not block.depth:
            lines = block.end_line - block.line + 1
            bullets += 0 if block.ordered else lines
            numbered += lines if block.ordered else 0
    for link in note.links:
        if link.kind == "markdown":
            externals += is_external(link.target)
        elif link.kind == "embed":
            embeds += 1
    return [note.body_line, _lines(note.fences), _lines(note.tables), bullets, numbered, _lines(note.comments), items,
            externals, embeds, len([strong for strong in note.strongs if strong.in_list])]


def _lines(blocks: Iterable[Any]) -> int:
    return sum([block.end_line - block.line + 1 for block in blocks])
