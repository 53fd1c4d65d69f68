"""Links as they are written, as rows and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from vaultkit.maker import maker
from vaultkit.model import Link
from vaultkit.vault.names import link_key
from vaultkit.vault.resolve import is_external, is_markdown

_ORDERS = 24  # bits: a note of ten million bytes holds fewer links

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dump(value: Any) -> str:
    """JSON that SQLite can store."""
    text = _encode(value)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # a lone surrogate, from an escape in YAML
            return json.dumps(value, separators=(",", ":"))
    return text


class LinkRows(NamedTuple):
    """The links of one file by place: ``written`` is the JSON of all of them, ``internal`` the rows of those that may
    lead to a file: (order, key, target, markdown, subpath, field, line, column, commented)."""

    written: str
    internal: list[tuple[Any, ...]]


_place = itemgetter(0, 1)
_link = maker(Link)
_values = attrgetter("line", "column", "raw", "target", "subpath", "display", "kind", "field", "commented")


def link_rows(links: Sequence[Link]) -> LinkRows:
    """The rows of a file's links. Whether one is external is told by its form alone."""
    rows = sorted(map(_values, links), key=_place)
    internal = []
    for order, (line, column, raw, target, subpath, _, kind, field, commented) in enumerate(rows):
        markdown = raw[:2] != "[[" and is_markdown(raw, target)
        if not (markdown and is_external(target)):
            if kind == "property":  # an escape in YAML may be no character
                target, subpath, field = storable(target), subpath and storable(subpath), field and storable(field)
            internal.append((order, link_key(target), target, markdown, subpath, field, line, column, commented))
    return LinkRows(dump(rows), internal)


def to_links(written: str) -> list[Link]:
    """The links of a file from their JSON."""
    return [_link(*row) for row in json.loads(written)]


def link_id(source: int, order: int) -> int:
    """The id of a link: those of one source are neighbours."""
    return source << _ORDERS | order


def source_of(link: int) -> tuple[int, int]:
    """The source's id and the order of a link."""
    return link >> _ORDERS, link & ((1 << _ORDERS) - 1)


def id_range(source: int) -> tuple[int, int]:
    """The first and last id that the links of a source may have."""
    return source << _ORDERS, (source + 1 << _ORDERS) - 1


def storable(text: str) -> str:
    """``text`` with lone surrogates replaced, which no UTF-8 file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
