"""The definitions of one syntax tree, in order, nested and named: the first half of reading a file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from vaultkit.messages.message import Message
from vaultkit.source.languages.spec import Definition, Grammar
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


_DEEPEST = 60
_CALLABLE = ("function", "method")


class DefinitionEntry:
    """One definition on its way to become a Symbol. ``simple`` is its own name, ``name`` the qualified one;
    ``enclosing`` are the simple names of the types around it; ``neutral``: an empty constructor, no stub, no work."""

    __slots__ = (
        "body",
        "depth",
        "digest",
        "doc",
        "enclosing",
        "end",
        "end_line",
        "found",
        "head",
        "kind",
        "line",
        "name",
        "neutral",
        "parent",
        "plain",
        "signature",
        "simple",
        "size",
        "start",
        "stub",
    )

    def __init__(self, start: int, line: int, node: Node, found: Definition, parent: DefinitionEntry | None) -> None:
        self.start, self.line = start, line
        self.end, self.end_line = node.end_byte, node.end_point[0] + (1 if node.end_point[1] else 0)
        self.found, self.parent = found, parent
        self.kind: str = found.kind
        self.name: str = found.name
        self.depth: int = parent.depth + 1 if parent else 0
        owner, _, self.simple = found.name.rpartition(".")
        outer = parent.name if parent else ""
        self.name = f"{outer}.{found.name}" if outer and found.name else outer or found.name
        self.enclosing: tuple[str, ...] = parent.enclosing if parent else ()
        if parent and parent.kind in ("class", "impl") and parent.simple:
            self.enclosing = (*self.enclosing, parent.simple)
        if owner:
            self.enclosing = (*self.enclosing, *owner.split("."))
        inside_type = parent is not None and parent.kind in ("class", "impl")
        if found.kind == "function" and inside_type:
            self.kind = "method"
        self.signature = found.signature
        self.head = self.body = self.digest = self.plain = b""
        self.size = 0
        self.stub: str | None = None
        self.doc: str | None = None
        self.neutral = False

    @property
    def has_symbol(self) -> bool:
        """False for namespaces and impl blocks, which only lend their names."""
        return self.kind not in ("scope", "impl") and bool(self.simple)


def entries_of(captures: dict[str, list[Node]], grammar: Grammar, data: bytes) -> list[DefinitionEntry]:
    """Every definition that the captures hold, outer ones before inner ones, with qualified names."""
    found: dict[int, tuple[int, int, str, Node]] = {}
    for label in ("def", "const", "proto"):
        for node in captures.get(label, ()):
            found.setdefault(node.id, (node.start_byte, -node.end_byte, label, node))
    prefixes = {node.end_byte: node for node in captures.get("prefix", ())}
    starts: dict[int, tuple[int, int]] = {}
    entries: list[DefinitionEntry] = []
    stack: list[DefinitionEntry] = []
    for start, _, label, node in sorted(found.values(), key=lambda item: item[:2]):
        wrap = grammar.wraps.get(node.type)
        inner = wrap(node) if wrap is not None else None
        if inner is not None:
            starts[inner.id] = starts.get(node.id, (start, node.start_point[0] + 1))
        if inner is not None or node.type not in grammar.rules:
            continue
        while stack and stack[-1].end <= start:
            stack.pop()
        parent = stack[-1] if stack else None
        if parent is not None and (parent.depth > _DEEPEST or (label != "def" and parent.kind in _CALLABLE)):
            continue
        definition = grammar.rules[node.type](node)
        if definition is None:
            continue
        begin, line = starts.get(node.id) or (start, node.start_point[0] + 1)
        if prefixes:
            begin, line = _with_prefixes(begin, line, prefixes, data)
        entry = DefinitionEntry(begin, line, node, definition, parent)
        entries.append(entry)
        stack.append(entry)
    return entries


def _with_prefixes(start: int, line: int, prefixes: dict[int, Node], data: bytes) -> tuple[int, int]:
    """Return where the definition begins when the attributes right before it belong to it."""
    while True:
        end = len(data[:start].rstrip()) if start < 4096 else start - (4096 - len(data[start - 4096 : start].rstrip()))
        node = prefixes.get(end)
        if node is None:
            return start, line
        start, line = node.start_byte, node.start_point[0] + 1


def name_apart(entries: list[DefinitionEntry]) -> list[DefinitionEntry]:
    """The entries that become symbols, repeated names told apart: ``f``, ``f~2``, ``f~3``. The first with a body keeps
    the plain name, signatures (overloads, prototypes) come after; of a constant assigned again only the first stays."""
    groups: dict[str, list[DefinitionEntry]] = {}
    for entry in entries:
        if entry.has_symbol:
            groups.setdefault(entry.name, []).append(entry)
    kept: list[DefinitionEntry] = []
    for name, group in groups.items():
        if len(group) > 1:
            defined = [entry for entry in group if entry.kind != "constant"]
            group = sorted(defined, key=lambda entry: entry.signature) or group[:1]
            for number, entry in enumerate(group[1:], 2):
                entry.name = f"{name}~{number}"
        kept.extend(group)
    kept.sort(key=lambda entry: (entry.start, -entry.end))
    return kept


_TODO = lazy_pattern(rb"\b(?:TODO|FIXME|XXX)\b|\bto-?do\s*:", re.I)
_LEFT_OVER = lazy_pattern(
    rb"(?:package [\w.]+;?|export|default|module\.exports=|const|let|var|type|;|#pragma once|"
    rb"\x14?use\x10strict\x14?|\x05|"
    rb"if __name__==\x14__main__\x14:.*)*",
    re.S,
)
_PARAMETERS = lazy_pattern(rb"\((?:&?(?:mut )?(?:self|cls)\b)?(?:,?\*args)?(?:,?\*\*\w+)?([^)]*)\)")
# Parameter properties: TypeScript assigns them without a word in the body.
_PROPERTIES = lazy_pattern(rb"[(,](?:@.*?)?(?:private|public|protected|readonly) ")
# What the body says → its own word for it, None where it says that it is not implemented.
_REASONS = (
    (rb"pass", "pass"),
    (rb"...", "..."),
    (rb"NotImplemented", None),
    (rb"todo!", "todo!()"),
    (rb"unimplemented!", "unimplemented!()"),
    (rb"UnsupportedOperation", None),
    (rb"panic", None),
    (rb"throw", None),
)
_LONGEST = 600


def _bare(body: bytes) -> bytes:
    body = body.strip(b"\x05\x0f")
    if body[:1] == b"{" and body[-1:] == b"}":
        body = body[1:-1]
    return body.strip(b"\x05\x0f ")


def _reason(body: bytes, todo: bool) -> str:
    for word, reason in _REASONS:
        if word in body:
            return Message("problem.not_implemented") if reason is None else reason
    if todo:
        return Message("problem.only_todo")
    if body.rstrip(b";") == b"return":
        return Message("problem.bare_return")
    return Message("problem.not_implemented" if len(body) > 12 else "problem.empty_body")


def mark_stubs(entries: list[DefinitionEntry], data: bytes, grammar: Grammar) -> None:
    """Set ``stub`` of every function and class that does nothing, ``neutral`` of constructors given nothing."""
    for entry in entries:
        if entry.kind in ("function", "method") and entry.found.body is not None and not _is_abstract(entry, grammar):
            _judge(entry, data, grammar)
    # Counted once for all classes of one name, of which a file may have thousands.
    members: Counter[str] = Counter()
    working: Counter[str] = Counter()
    at_work: Counter[str] = Counter()
    for entry in entries:
        if entry.kind in ("function", "method", "class"):
            outer = _outer(entry)
            members[outer] += 1
            working[outer] += not entry.neutral
            at_work[outer] += not entry.neutral and not entry.stub
    for entry in reversed(entries):
        if entry.kind != "class":
            continue
        if not working[entry.name]:
            _judge_class(entry, members[entry.name], data, grammar)
        elif not at_work[entry.name]:
            entry.stub = Message("problem.stub_methods")
        at_work[_outer(entry)] -= not entry.neutral and bool(entry.stub)


def _outer(entry: DefinitionEntry) -> str:
    return entry.name.split("~")[0].rpartition(".")[0]


def _is_abstract(entry: DefinitionEntry, grammar: Grammar) -> bool:
    """Return whether it is abstract; also note that an overload is a signature."""
    if b"@" in entry.head and grammar.abstract.search(entry.head):
        entry.signature = True
        return True
    parent = entry.parent
    return parent is not None and parent.kind == "class" and bool(grammar.contract.search(parent.head))


def _judge(entry: DefinitionEntry, data: bytes, grammar: Grammar) -> None:
    if len(entry.body) > _LONGEST or _is_misread(entry, grammar):
        return
    body = _bare(entry.body)
    if grammar.stub.fullmatch(body):
        is_constructor = bool(grammar.constructor.fullmatch(entry.simple)) or entry.simple in entry.enclosing[-1:]
        nothing = body in (b"", b"pass", b"...")
        keeps = entry.found.marker or bool(_PROPERTIES.search(entry.head))
        if nothing and (keeps or (is_constructor and not _takes_anything(entry))):
            entry.neutral = entry.found.marker or not keeps
            return
        entry.stub = _reason(body, nothing and bool(_TODO.search(data, entry.start, entry.end)))
    elif grammar.lazy.fullmatch(body) and _TODO.search(data, entry.start, entry.end):
        entry.stub = Message("problem.only_todo")


def _is_misread(entry: DefinitionEntry, grammar: Grammar) -> bool:
    """Return whether a definition holds a syntax error: what was not read whole may do anything. Grammars that are
    incomplete themselves see errors in good code."""
    body = entry.found.body
    node = body.parent if body is not None else None
    return grammar.exact and node is not None and node.has_error


def _takes_anything(entry: DefinitionEntry) -> bool:
    """Return whether a constructor is given what it does not use. Those that end a context are given it anyway."""
    given = _PARAMETERS.search(entry.head)
    return given is not None and bool(given[1].strip(b" *&/,")) and entry.simple not in ("__exit__", "__del__", "drop")


def _judge_class(entry: DefinitionEntry, members: int, data: bytes, grammar: Grammar) -> None:
    """A class none of whose ``members`` works."""
    body = _bare(entry.body)
    if (
        not grammar.empty_class_is_stub
        or entry.found.body is None
        or (not members and body not in (b"", b"pass", b"..."))
    ):
        return
    if members and b"\x1e" in body and body.count(b"\x1e") != members:
        return
    todo = bool(_TODO.search(data, entry.start, entry.end))
    if not entry.found.marker or todo:
        entry.stub = Message("problem.only_todo") if todo else _reason(body, False)


def module_stub(entries: list[DefinitionEntry], own: bytes, imports: bool) -> str | None:
    """Return why a whole file does nothing, or None. ``own`` is its normalised text outside of definitions."""
    outer = [e for e in entries if e.kind in ("function", "class", "method") and "." not in e.name and not e.neutral]
    if not entries and not imports and (nothing := _bare(own)) in (b"", b"pass"):
        return "pass" if nothing else Message("problem.empty_file")
    if outer and all(entry.stub for entry in outer) and _LEFT_OVER.fullmatch(own):
        return Message("problem.stub_definitions")
    return None
