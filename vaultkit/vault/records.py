"""Notes as rows of JSON and back. Plain lists in the order of the dataclasses' fields; no pickle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple

from vaultkit.maker import maker
from vaultkit.model import (
    Block,
    Callout,
    Comment,
    Fence,
    Field,
    Footnote,
    ListBlock,
    Mention,
    Note,
    Problem,
    Property,
    Strong,
    Table,
    Tag,
    Task,
    Turn,
)
from vaultkit.vault.linkrows import dump, storable, to_links
from vaultkit.vault.names import fold
from vaultkit.vault.outline import to_block_ids, to_headings, to_outline

Rows = list[list[Any]]

# The light half of a record, in its order, then the rest: attribute of Note → class of its items.
_HEAD: dict[str, type] = {
    "tags": Tag,
    "properties": Property,
    "fields": Field,
}
_BODY: dict[str, type] = {
    "tasks": Task, "footnotes": Footnote, "fences": Fence, "lists": ListBlock, "tables": Table, "strongs": Strong,
    "callouts": Callout, "comments": Comment, "turns": Turn,
}  # fmt: skip


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


def _getter(cls: type) -> Callable[[Any], Any]:
    return attrgetter(*(f.name for f in fields(cls)))


_GETTERS = {cls: _getter(cls) for cls in {*_HEAD.values(), *_BODY.values(), Mention}}


def _values(items: Iterable[Any], cls: type) -> list[Any]:
    return list(map(_GETTERS[cls], items))


def to_row(note: Note, blocks: Iterable[Block]) -> NoteRow:
    """The record of a note with its blocks."""
    head: list[Any] = [note.title, note.summary, note.aliases, note.line_count, bool(note.turns)]
    head += [*(_values(getattr(note, name), cls) for name, cls in _HEAD.items()), note.letters]
    body: list[Any] = [note.body_line, *(_values(getattr(note, name), cls) for name, cls in _BODY.items())]
    problems = tuple((p.line, storable(p.message), p.rule) for p in note.problems)
    names = tuple({fold(storable(alias).strip()): None for alias in note.aliases if alias.strip()})
    mentions = dump(_values(note.mentions, Mention)) if note.mentions else ""
    return NoteRow(storable(note.title), dump(head), to_outline(note, blocks), dump(body), mentions, names, problems)


_fast = {cls: maker(cls) for cls in {*_HEAD.values(), *_BODY.values(), Mention}}
_note = maker(Note)


def _make(cls: type, rows: Rows) -> tuple[Any, ...]:
    make = _fast[cls]
    return tuple([make(*row) for row in rows]) if rows else ()


def _lists(rows: Rows) -> tuple[ListBlock, ...]:
    return tuple([ListBlock(ordered, tuple(items), tuple(lines), *rest) for ordered, items, lines, *rest in rows])


def _tables(rows: Rows) -> tuple[Table, ...]:
    return tuple(
        [Table(tuple(head), tuple(map(tuple, cells)), tuple(lines), *rest) for head, cells, lines, *rest in rows]
    )


_MAKERS: dict[type, Callable[[Rows], tuple[Any, ...]]] = {ListBlock: _lists, Table: _tables}


def _parts(values: Sequence[Rows], classes: dict[str, type]) -> dict[str, tuple[Any, ...]]:
    makers = _MAKERS
    return {
        name: makers[cls](rows) if cls in makers else _make(cls, rows)
        for (name, cls), rows in zip(classes.items(), values, strict=True)
    }


def to_note(
    path: str, head: str, outline: str, body: str, links: str, problems: Iterable[Problem], mentions: str | None = None
) -> Note:
    """A note from its record; ``links`` as written. Raises ValueError, TypeError, IndexError for what is none."""
    title, summary, aliases, line_count, _chat, *light, letters = json.loads(head)
    headings, block_ids, _, _ = json.loads(outline)
    body_line, *rest = json.loads(body)
    return _note(
        path=path, title=title, summary=summary, aliases=tuple(aliases), line_count=line_count, body_line=body_line,
        links=tuple(to_links(links)), problems=tuple(problems),
        mentions=_make(Mention, json.loads(mentions or "[]")), headings=to_headings(headings),
        block_ids=to_block_ids(block_ids), letters=tuple(letters), **_parts(light, _HEAD), **_parts(rest, _BODY),
    )  # fmt: skip


def retitled(head: str, old_stem: str, new_stem: str) -> str | None:
    """The light record of a note whose file got another name, or None when only a new reading can tell its title."""
    record = json.loads(head)
    if record[0] == old_stem:
        if any(row[0].casefold() == "title" for row in record[6]):
            return None
        record[0] = new_stem
    return dump(record)
