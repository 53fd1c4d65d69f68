"""Notes as rows of JSON and back. Plain lists in the order of the dataclasses' fields; no pickle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple

from vaultkit.model import Block, BlockId, Field, Heading, Makeup, Note, NoteFacts, Problem
from vaultkit.model.constructs import CONSTRUCTS, BadConstruct
from vaultkit.storage.fast_records import maker, rows_maker
from vaultkit.storage.sqlite import reading_records
from vaultkit.text.names import fold
from vaultkit.vault.link_table import dump, storable, to_links
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
    """The light record of a note whose outline is read when first asked for. Raises Damaged then for a damaged one."""

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
    """Open record of the same layout as LazyFacts and not frozen: filled plainly, then it becomes one (see maker)."""

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
    made.is_chat, made.excluded, made.mtime_ns, made.line_count = bool(chat), excluded, mtime_ns, line_count
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


def _kept(place: str) -> dict[str, type]:
    return {row.field: row.record for row in CONSTRUCTS if row.kept == place}


# The light half of a record, in its order, then the rest: attribute of Note → class of its items.
_HEAD, _BODY = _kept("head"), _kept("body")
for _place, _names in (("head", ["tags", "properties", "fields"]), ("outline", ["headings", "block_ids"]),
                       ("links", ["links"]), ("mentions", ["mentions"])):
    if [*_kept(_place)] != _names:
        raise BadConstruct(f"model/constructs.py: vault/records.py keeps {', '.join(_names)} in the column {_place}, "
                           f"the table says {', '.join(_kept(_place))}: a construct of another name is kept in body")


class NoteRow(NamedTuple):
    """One parsed note as it is stored. ``mentions`` is empty where it has none;
    ``aliases`` are folded; ``problems`` are (line, message, rule)."""

    title: str
    head: str
    outline: str
    body: str
    mentions: str
    aliases: tuple[str, ...]
    problems: tuple[tuple[int, str, str], ...]


_STORED = {**_HEAD, **_BODY, **_kept("mentions")}
_getters = {name: attrgetter(*(field.name for field in fields(cls))) for name, cls in _STORED.items()}


def _values(note: Note, name: str) -> list[Any]:
    """The rows of the records that a construct found. Raises BadConstruct for what is none of its records."""
    try:
        return list(map(_getters[name], getattr(note, name)))
    except (AttributeError, TypeError) as error:
        raise BadConstruct(f"model/constructs.py, row {name!r}: its function makes what is no "
                           f"{_STORED[name].__name__} ({error})") from error


def to_row(note: Note, blocks: Iterable[Block]) -> NoteRow:
    """The record of a note with its blocks."""
    head: list[Any] = [note.title, note.summary, note.aliases, note.line_count, note.chat_form]
    head += [*(_values(note, name) for name in _HEAD), note.letters]
    body: list[Any] = [note.body_line, *(_values(note, name) for name in _BODY)]
    problems = tuple((p.line, storable(p.message), p.rule) for p in note.problems)
    names = tuple({fold(storable(alias).strip()): None for alias in note.aliases if alias.strip()})
    mentions = dump(_values(note, "mentions")) if note.mentions else ""
    return NoteRow(storable(note.title), dump(head), to_outline(note, blocks), dump(body), mentions, names, problems)


_makers = {name: rows_maker(cls) for name, cls in _STORED.items()}
_note = maker(Note)


def _parts(values: Sequence[Sequence[Any]], names: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    return {name: _makers[name](rows) if rows else () for name, rows in zip(names, values, strict=True)}


def to_note(
    path: str, head: str, outline: str, body: str, links: str, problems: Iterable[Problem], mentions: str | None = None
) -> Note:
    """A note from its record; ``links`` as written. Raises ValueError, TypeError or IndexError for a damaged record."""
    title, summary, aliases, line_count, chat_form, *light, letters = json.loads(head)
    headings, block_ids, _, _ = json.loads(outline)
    body_line, *rest = json.loads(body)
    return _note(
        path=path, title=title, summary=summary, aliases=tuple(aliases), line_count=line_count, body_line=body_line,
        links=tuple(to_links(links)), problems=tuple(problems),
        mentions=_makers["mentions"](json.loads(mentions or "[]")), headings=to_headings(headings),
        block_ids=to_block_ids(block_ids), letters=tuple(letters), chat_form=chat_form,
        **_parts(light, _HEAD), **_parts(rest, _BODY),
    )  # fmt: skip


def retitled(head: str, old_stem: str, new_stem: str) -> str | None:
    """The light record of a note whose file got another name, or None when only a new reading can tell its title."""
    record = json.loads(head)
    if record[0] == old_stem:
        if any(row[0].casefold() == "title" for row in record[6]):
            return None
        record[0] = new_stem
    return dump(record)
