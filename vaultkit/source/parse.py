"""Text of one source file → its symbols and trace comments. Pure: the same text gives the same result."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, cast

from vaultkit.messages.message import Message
from vaultkit.model import Problem, Symbol, TraceComment
from vaultkit.source import parse as docs
from vaultkit.source.definitions import DefinitionEntry, entries_of, mark_stubs, module_stub, name_apart
from vaultkit.source.fingerprints import sweep
from vaultkit.source.languages import canonical, grammar
from vaultkit.source.languages.spec import Grammar
from vaultkit.source.traces import traces
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Query, Tree


_LONGEST = 600
_MARKERS = lazy_pattern(
    r"^[ \t]*(?:/\*+!?|\*+/|\*(?!/)|///?!?|//|#+!?|--+|;+|<!--|%+)?[ \t]?|[ \t]*(?:\*+/|-->)[ \t]*$", re.M
)


def docstring(literal: bytes) -> str | None:
    """The text of a string literal that documents, indentation and quotes taken away; None when empty."""
    text = literal[: 2 * _LONGEST].decode("utf-8", "replace").lstrip("rRuUbBfF")
    width = 3 if text[:3] in ('"""', "'''") else 1
    closed = text[width:-width] if len(literal) <= 2 * _LONGEST else text[width:]
    return "\n".join([line.strip() for line in closed.split("\n")]).strip()[:_LONGEST] or None


def comment_text(raw: str) -> str | None:
    """A comment without its markers, None when nothing is left."""
    return "\n".join(line.rstrip() for line in _MARKERS.sub("", raw).splitlines()).strip()[:_LONGEST] or None


def docstrings(entries: list[DefinitionEntry], documents: list[Node], data: bytes) -> str | None:
    """Set ``doc`` from the strings that open a body; returns the module's own docstring."""
    opening = {node.start_byte: node for node in documents}
    for entry in entries:
        body = entry.found.body
        node = opening.get(body.start_byte) if body is not None else None
        if node is not None:
            entry.doc = docstring(data[node.start_byte : node.end_byte])
    first = min(documents, key=lambda node: node.start_byte, default=None)
    if first is None:
        return None
    lines = data[: first.start_byte].splitlines()
    is_module = all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)
    return docstring(data[first.start_byte : first.end_byte]) if is_module else None


def leading_comments(entries: list[DefinitionEntry], comments: list[Node], data: bytes) -> str | None:
    """Set ``doc`` from the comments right above; returns the comment that opens the file when a blank line follows."""
    ends: dict[int, tuple[int, Node]] = {}
    for node in comments:
        row, column = node.start_point
        if not data[node.start_byte - column : node.start_byte].strip():
            last = node.end_point[0] - (1 if node.end_point[1] == 0 and node.end_point[0] > row else 0)
            ends[last + 1] = (row + 1, node)
    previous = 0
    for entry in entries:
        if entry.line == previous:
            continue
        previous = entry.line
        parts: list[bytes] = []
        line = entry.line - 1
        while line in ends:
            line, node = ends[line]
            parts.append(data[node.start_byte : node.end_byte].rstrip(b"\n"))
            line -= 1
        if parts:
            entry.doc = comment_text(b"\n".join(reversed(parts)).decode("utf-8", "replace"))
    taken = {entry.line for entry in entries}
    opening, line = [], 1
    by_start = {row: (last, node) for last, (row, node) in ends.items()}
    while line in by_start:
        last, node = by_start[line]
        opening.append(data[node.start_byte : node.end_byte].rstrip(b"\n"))
        line = last + 1
    lines = [text for text in opening if not text.startswith(b"#!")]
    return comment_text(b"\n".join(lines).decode("utf-8", "replace")) if lines and line not in taken else None


RULE = "note-unreadable"
_PACKAGE_FILES = {"__init__", "index", "mod", "main", "lib"}
SymbolKind = Literal["module", "class", "function", "method", "constant", "file"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Content of one source file. ``symbols`` begins with the module's (or file's) own, the others in order of
    position."""

    symbols: tuple[Symbol, ...]
    comments: tuple[TraceComment, ...] = ()
    problems: tuple[Problem, ...] = ()


@cache
def _loaded(name: str) -> tuple[Grammar, Language, Query]:
    from importlib import import_module

    from tree_sitter import Language, Query

    described = grammar(name)
    language = Language(getattr(import_module(described.module), described.attribute)())
    return described, language, Query(language, described.query + "\n(ERROR) @error")


def parse_tree(language: str, data: bytes) -> Tree:
    """The syntax tree of a text in one of ``languages.LANGUAGES``."""
    from tree_sitter import Parser

    return Parser(_loaded(language)[1]).parse(data)


def module_name(file: str) -> str:
    """The name that a file is spoken of by: its stem, of ``__init__.py`` and its kin the folder's."""
    path = PurePosixPath(file)
    stem = path.name.split(".")[0] if path.name.endswith(".d.ts") else path.stem
    if stem in ("__init__", "mod", "index") and path.parent.name:
        return path.parent.name
    return stem or path.name


def parse_source(language: str, data: bytes, file: str) -> SourceFile:
    """Read UTF-8 bytes without a BOM in one of ``languages.LANGUAGES``. A tree with errors gives what can be read and
    one Problem. Raises KeyError for another language."""
    from tree_sitter import QueryCursor

    described, _, query = _loaded(language)
    tree = parse_tree(language, data)
    captures = QueryCursor(query).captures(tree.root_node)
    entries = entries_of(captures, described, data)
    digest, own, imports = sweep(data, entries, captures, described)
    if not file.endswith((".pyi", ".d.ts", ".d.mts", ".d.cts")):
        mark_stubs(entries, data, described)
        stub = module_stub(entries, own, imports)
    else:
        stub = None
    symbols = name_apart(entries)
    comments, documents = captures.get("comment", []), captures.get("doc", [])
    if described.docstrings:
        doc = docs.docstrings(symbols, documents, data)
    else:
        doc = docs.leading_comments(symbols, comments, data)
    size = sum(entry.size for entry in entries if entry.parent is None) + len(own)
    module = Symbol(
        file,
        module_name(file),
        "module",
        language,
        1,
        max(1, data.count(b"\n") + (data[-1:] != b"\n")),
        doc,
        stub,
        digest.hex(),
        size=size,
    )
    found = tuple(_symbol(entry, file, language) for entry in symbols)
    return SourceFile(
        (module, *found),
        _comments(file, data, comments, documents, symbols),
        _problems(file, tree.root_node, captures.get("error", []), described, len(data)),
    )


def _symbol(entry: DefinitionEntry, file: str, language: str) -> Symbol:
    return Symbol(
        file,
        entry.name,
        cast(SymbolKind, entry.kind),
        language,
        entry.line,
        max(entry.line, entry.end_line),
        entry.doc,
        entry.stub,
        entry.digest.hex(),
        size=entry.size,
        plain_hash=entry.plain.hex() or None,
    )


def _comments(
    file: str, data: bytes, comments: list[Node], documents: list[Node], entries: list[DefinitionEntry]
) -> tuple[TraceComment, ...]:
    if b"[[" not in data:
        return ()
    ranges = [[(node.start_byte, node.end_byte) for node in nodes] for nodes in (comments, documents)]
    return tuple(
        TraceComment(file, link.line, link.column, verb, link, f"{file}#{owner.name}" if owner else file)
        for verb, link, owner in traces(data, ranges[0], ranges[1], entries)
    )


def _problems(file: str, root: Node, errors: list[Node], described: Grammar, size: int) -> tuple[Problem, ...]:
    """One Problem for a tree with errors; where the grammar itself is incomplete only when a third is lost."""
    if not root.has_error:
        return ()
    lost = sum(node.end_byte - node.start_byte for node in errors)
    if not described.exact and 3 * lost < size:
        return ()
    line = min((node.start_point[0] + 1 for node in errors), default=1)
    return (
        Problem(file, line, Message("problem.syntax", language=described.name), RULE),
    )


def symbols_of_text(language: str | None, text: str, file: str, first_line: int = 1) -> list[Symbol]:
    """The symbols of a text, for code fences of notes too: ``language`` as written after the fence, ``first_line``
    the line of the file on which the text begins. An unknown language gives an empty list. The first symbol is the
    text as a whole (kind module)."""
    name = canonical(language)
    if name is None:
        return []
    shift = first_line - 1
    found = parse_source(name, text.encode("utf-8", "replace"), file).symbols
    return [replace(s, line=s.line + shift, end_line=s.end_line + shift) for s in found] if shift else list(found)
