"""The constructs: the one table of what is read in a note. Parsing (markdown/parse.py), the stored records
(vault/records.py), the version of the index and the JSON of ``show`` follow from it.

A new construct is a record in model/marks.py, a field of Note, a file in markdown/ with one function, and a row here.
A row that can't be right is an error as soon as this module, or the one that uses it, is imported.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from dataclasses import Field as ClassField
from inspect import formatannotation
from typing import Any, Literal, NamedTuple, get_origin
from zlib import crc32

from vaultkit.model.marks import (
    BlockId,
    Callout,
    Comment,
    Fence,
    Field,
    Footnote,
    Heading,
    ListBlock,
    Property,
    Strong,
    Table,
    Tag,
    Task,
    Turn,
)
from vaultkit.model.notes import Block, Link, Makeup, Mention, Note, NoteFacts

# What a record may hold so that it comes back from JSON as it was, beside a Literal of the record's module.
_JSON = frozenset(("tuple", "str", "int", "float", "bool", "None", "Any"))
# The fields of Note that no construct fills.
_PLAIN = ("chat_form", "path", "title", "summary", "aliases", "problems", "body_line", "line_count", "letters")
# The fields that parse.py fills itself.
_OF_PARSE = ("tags", "properties", "turns")


class BadConstruct(Exception):
    """A row of the table of constructs, or what it names, is wrong."""


class Construct(NamedTuple):
    """One row: ``field`` of Note holds a tuple of ``record``s (a frozen, slotted dataclass).

    ``function`` ("module:function", the module in markdown/) makes the tuple from a NoteText; without one parse.py
    itself fills the field. It is called only where a span of the kind ``span`` of pyromark and the characters ``text``
    occur. ``kept`` is the column of the index: body, or one that vault/records.py writes in a form of its own.
    ``shown``: ``show`` gives it in its JSON, under the field's name.
    """

    field: str
    record: type
    function: str | None = None
    span: str | None = None
    text: str | None = None
    kept: Literal["head", "outline", "body", "links", "mentions"] = "body"
    shown: bool = False


# In the order in which they are read: each may look at what those above it left in the NoteText.
CONSTRUCTS: tuple[Construct, ...] = (
    Construct("tags", Tag, kept="head"),
    Construct("properties", Property, kept="head"),
    Construct("callouts", Callout, "callouts:callouts", span="BlockQuote"),
    Construct("comments", Comment, "comments:comments"),
    Construct("turns", Turn),
    Construct("headings", Heading, "headings:headings", span="Heading", kept="outline"),
    Construct("fields", Field, "fields:fields", text="::", kept="head"),
    Construct("links", Link, "links:links", text="[", kept="links"),
    Construct("block_ids", BlockId, "blockids:block_ids", text="^", kept="outline"),
    Construct("tasks", Task, "tasks:tasks", span="Item"),
    Construct("footnotes", Footnote, "footnotes:footnotes", text="^"),
    Construct("fences", Fence, "fences:fences", span="CodeBlock"),
    Construct("lists", ListBlock, "lists:lists", span="List"),
    Construct("tables", Table, "tables:tables", span="Table"),
    Construct("strongs", Strong, "strongs:strongs", span="Strong"),
    Construct("mentions", Mention, "mentions:find_mentions", kept="mentions"),
)


def type_text(field: ClassField[Any]) -> str:
    """The type of a dataclass's field as it is written."""
    return field.type if isinstance(field.type, str) else formatannotation(field.type)


def check_constructs(rows: Iterable[Construct]) -> None:
    """Raise BadConstruct, which names the row, for one that can't be right: a field that Note has not, has otherwise
    or is named twice; a record that can't be made fast or stored; a field of Note without a row."""
    of_note = {field.name: type_text(field) for field in fields(Note)}
    seen = set(_PLAIN)
    for row in rows:
        if row.field not in of_note:
            raise _bad(row, f"Note has no field {row.field}: add it in model/notes.py")
        if row.field in seen:
            raise _bad(row, f"the field {row.field} is filled already")
        seen.add(row.field)
        _check_record(row)
        if of_note[row.field] != f"tuple[{row.record.__name__}, ...]":
            raise _bad(row, f"Note.{row.field} is {of_note[row.field]}, not tuple[{row.record.__name__}, ...]")
        if row.function is None and row.field not in _OF_PARSE:
            raise _bad(row, "no function is named, and parse.py does not fill it itself")
        if row.function is not None and not re.fullmatch(r"\w+:\w+", row.function):
            raise _bad(row, f"{row.function!r} is not of the form module:function")
    if forgotten := of_note.keys() - seen:
        raise BadConstruct(f"model/constructs.py: no row fills Note.{min(forgotten)}")


def _check_record(row: Construct) -> None:
    record = row.record
    if not isinstance(record, type) or not is_dataclass(record):
        raise _bad(row, f"{getattr(record, '__name__', record)} is no dataclass")
    if not record.__dataclass_params__.frozen or "__slots__" not in vars(record):  # type: ignore[attr-defined]
        raise _bad(row, f"{record.__name__} is not @dataclass(frozen=True, slots=True)")
    if hasattr(record, "__post_init__"):
        raise _bad(row, f"{record.__name__} has a __post_init__, which is not called")
    for field in fields(record):
        if field.default_factory is not MISSING:
            raise _bad(row, f"{record.__name__}.{field.name} has a default factory")
        if not field.init or field.kw_only:
            raise _bad(row, f"{record.__name__}.{field.name} can't be given by its place")
        if not _comes_back(type_text(field), vars(sys.modules[record.__module__])):
            raise _bad(row, f"{record.__name__}.{field.name} is {type_text(field)}, which JSON does not give back")


def _comes_back(annotation: str, names: Mapping[str, Any]) -> bool:
    return annotation.startswith("Literal[") or all(
        word in _JSON or get_origin(names.get(word)) is Literal or _is_row(names.get(word), names)
        for word in re.findall(r"\w+", annotation))


def _is_row(found: object, names: Mapping[str, Any]) -> bool:
    """Return whether it is a named tuple of values that JSON gives back: JSON keeps one as a list."""
    return isinstance(found, type) and issubclass(found, tuple) and all(
        _comes_back(getattr(written, "__forward_arg__", str(written)), names)
        for written in getattr(found, "__annotations__", {}).values())


def _bad(row: Construct, what: str) -> BadConstruct:
    return BadConstruct(f"model/constructs.py, row {row.field!r}: {what}")


def layout_version(*more: str) -> int:
    """A number for the form of all that the index keeps of a note: another one as soon as a construct, a field of a
    record or one of the texts ``more`` differs. It fits SQLite's user_version and is never 0."""
    rows = [(row.field, row.kept, _form(row.record)) for row in CONSTRUCTS]
    light = [_form(record) for record in (Note, NoteFacts, Block, Makeup)]
    return crc32(repr((rows, light, more)).encode()) & 0x7FFFFFFF or 1


def _form(record: type) -> list[tuple[str, str]]:
    return [(field.name, type_text(field)) for field in fields(record)]


check_constructs(CONSTRUCTS)
