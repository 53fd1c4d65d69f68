"""The definitions of one syntax tree, in order, nested and named: the first half of reading a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import Definition, Grammar

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
