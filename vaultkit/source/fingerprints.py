"""One pass over a file's bytes that gives every definition its fingerprint: the second half of reading a file.

The captured nodes become events sorted by position; the bytes between them are copied in whole pieces. A definition
inside another one is replaced by its name and fingerprint, so every byte is looked at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.source.definitions import DefinitionEntry
from vaultkit.source.languages.spec import Grammar
from vaultkit.source.normalise import (
    BODY,
    CLOSED,
    DEDENT,
    ENCLOSING,
    JOINED,
    KEPT_COMMA,
    OWN,
    child,
    evaluated,
    fingerprint,
    imports,
    is_redundant,
    normalise,
    number,
    python_string,
    rename,
    shield,
    without_children,
)
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node

_WORD = lazy_pattern(rb"[A-Za-z_$][\w$]*")
Event = tuple[int, int, int, int, int]
_END, _DEDENT, _BODY, _START, _NAME, _DROP, _JOINED, _BARE, _STRING, _PAREN, _CLOSE, _COMMA, _IMPORT, _NUMBER = range(
    14
)


class DefinitionText:
    """The text of one definition while it is read: ``parts`` in order, a mark where its body begins."""

    __slots__ = ("entry", "imports", "inner", "parts")

    def __init__(self, entry: DefinitionEntry | None) -> None:
        self.entry = entry
        self.parts: list[bytes] = []
        self.imports: list[bytes] = []
        self.inner = 0


def _events(entries: list[DefinitionEntry], captures: dict[str, list[Node]], data: bytes) -> list[Event]:
    """(position, 0 for ends and 1 for starts, what nests outermost first, code, argument), sorted."""
    events: list[Event] = []
    for index, entry in enumerate(entries):
        events.append((entry.start, 1, -entry.end, _START, index))
        events.append((entry.end, 0, -entry.start, _END, index))
        found = entry.found
        if found.body is not None:
            events.append((found.body.start_byte, 1, -found.body.end_byte, _BODY, index))
        if found.name_node is not None:
            events.append((found.name_node.start_byte, 1, -found.name_node.end_byte, _NAME, found.name_node.end_byte))
    events += [(n.end_byte, 0, -n.start_byte, _DEDENT, 0) for n in captures.get("block", ())]
    for label, code in (
        ("comment", _DROP),
        ("doc", _DROP),
        ("joined", _JOINED),
        ("bare", _BARE),
        ("string", _STRING),
        ("import", _IMPORT),
        ("keep", _COMMA),
        ("trail", _DROP),
        ("number", _NUMBER),
        ("paren_open", _PAREN),
        ("paren_close", _CLOSE),
    ):
        events += [(n.start_byte, 1, -n.end_byte, code, n.end_byte) for n in captures.get(label, ())]
    # One literal, however it is cut up; f-strings are left as they are written.
    events += [(n.start_byte, 1, -n.end_byte, _STRING, n.end_byte) for n in captures.get("concat", ())
               if evaluated(data[n.start_byte:n.end_byte]) is not None]
    for node in (*captures.get("paren", ()), *filter(is_redundant, captures.get("maybe", ()))):
        events.append((node.start_byte, 1, -node.start_byte - 1, _PAREN, node.start_byte + 1))
        events.append((node.end_byte - 1, 1, -node.end_byte, _PAREN, node.end_byte))
    for node in captures.get("tuple", ()):
        if count := node.named_child_count:
            events.append((node.start_byte, 1, -node.start_byte - 1, _PAREN, node.start_byte + 1))
            events.append((node.end_byte - 1, 1, -node.end_byte, _CLOSE if count > 1 else _PAREN, node.end_byte))
    events.sort()
    return events


def _finish(frame: DefinitionText, grammar: Grammar) -> bytes:
    """Normalise and fingerprint a definition's text; returns what stands for it in the text around it."""
    entry = frame.entry
    assert entry is not None
    plain = text = normalise(b"".join(frame.parts), grammar)
    for name in entry.enclosing:
        text = rename(text, name, ENCLOSING)
    text = rename(text, entry.simple, OWN)
    if entry.kind == "class":
        text = text.replace(b"():" + BODY, b":" + BODY, 1)
        plain = plain.replace(b"():" + BODY, b":" + BODY, 1)
    entry.digest = fingerprint(text)
    entry.plain = fingerprint(plain) if plain != text else b""
    entry.head, mark, entry.body = text.partition(BODY)
    entry.size += len(entry.body if mark else entry.head) - 36 * frame.inner
    if entry.parent is not None:
        entry.parent.size += entry.size
    return child(entry.simple, entry.digest)


def sweep(
    data: bytes, entries: list[DefinitionEntry], captures: dict[str, list[Node]], grammar: Grammar
) -> tuple[bytes, bytes, bool]:
    """Fill ``digest``, ``size``, ``head`` and ``body`` of the entries.

    Returns the file's own fingerprint, the normalised text of the file outside of its definitions, and whether it
    imports anything.
    """
    frame = DefinitionText(None)
    stack, open_index, parts = [frame], [-1], frame.parts
    cursor = 0
    for position, _, _, code, argument in _events(entries, captures, data):
        if position < cursor and code != _START and code != _END:
            continue
        if position > cursor:
            piece = data[cursor:position]
            parts.append(piece.lower() if grammar.fold else piece)
            cursor = position
        if code > _START:
            if code == _IMPORT:
                if len(stack) > 1:
                    continue
                frame.imports.append(imports(data[position:argument]))
            else:
                parts.append(_replacement(code, data[position:argument], grammar))
            cursor = argument
        elif code == _DEDENT:
            parts.append(DEDENT)
        elif code == _START:
            frame = DefinitionText(entries[argument])
            stack.append(frame)
            open_index.append(argument)
            parts = frame.parts
        elif code == _BODY:
            if frame.entry is entries[argument]:
                parts.append(BODY)
        elif open_index[-1] == argument:
            open_index.pop()
            mark = _finish(stack.pop(), grammar)
            frame = stack[-1]
            parts = frame.parts
            parts.append(mark)
            frame.inner += 1
    return _finish_file(stack, data[cursor:], grammar)


def _finish_file(stack: list[DefinitionText], rest: bytes, grammar: Grammar) -> tuple[bytes, bytes, bool]:
    while len(stack) > 1:
        mark = _finish(stack.pop(), grammar)
        stack[-1].parts.append(mark)
    frame = stack[0]
    frame.parts.append(rest)
    own = normalise(b"".join(frame.parts), grammar)
    return fingerprint(own, *sorted(set(frame.imports))), without_children(own), bool(frame.imports)


def _replacement(code: int, piece: bytes, grammar: Grammar) -> bytes:
    if code == _STRING:
        return python_string(piece, grammar.quotes) if grammar.name == "python" else shield(piece, grammar.quotes)
    if code == _BARE:
        return piece[1:-1] if _WORD.fullmatch(piece[1:-1]) else shield(piece, grammar.quotes)
    if code == _JOINED:
        return JOINED + shield(piece[1:], b"") if piece[:1] == b'"' else shield(piece, b"")
    if code == _NAME:
        return OWN
    if code == _CLOSE:
        return CLOSED
    if code == _COMMA:
        return KEPT_COMMA
    if code == _NUMBER:
        return number(piece)
    return b"\n" if grammar.lines else b" "
