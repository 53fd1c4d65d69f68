"""The names that a file binds without defining them: imported to be passed on, or unpacked from something.

Python: ``from .x import name``, ``a, b = …`` (language reference, 7.11 and 7.2). JavaScript and TypeScript:
``export {a as b} from './x'``, ``export * from``, ``export {local}``, ``module.exports = {a}``, ``const {a, b} = …``
(ECMA-262, 16.2). Rust: ``pub use a::b::{Name, Other as Alias}`` (reference, "Use declarations").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import field_of, text
from vaultkit.source.parse import parse_tree
from vaultkit.source.pymodules import read_names

if TYPE_CHECKING:
    from tree_sitter import Node

_ALL = re.compile(r"__all__[^=\n]*=\s*(?:list|tuple)?\(?\s*[\[(]([^\])]*)[\])]")
_RUST_USE = re.compile(r"\bpub(?:\([^)]*\))?\s+use\s+([^;]+);")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a name comes from: ``module`` as the language writes it (Python: dots for the levels before it), ``""``
    for the file itself; ``name`` there, None for the module as a whole."""

    module: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Bindings:
    """``passed``: name → where it comes from; ``made``: name → line of what is unpacked or bound here; ``whole``:
    modules all of whose names are passed on; ``promised``: names that the file says it has (``__all__``, the strings
    of a module that makes names ``on_demand``)."""

    passed: dict[str, Origin] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    promised: frozenset[str] = frozenset()
    on_demand: bool = False


def bindings_of(path: Path, language: str) -> Bindings | None:
    """What the file at ``path`` binds; None for another language, or a file that can't be read."""
    if language == "python":
        return _python(path)
    if language not in ("javascript", "typescript", "tsx", "rust"):
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return _rust(data.decode("utf-8", "replace")) if language == "rust" else _script(language, data)


def _python(path: Path) -> Bindings | None:
    names = read_names(path)
    if names is None:
        return None
    passed = {name: Origin("." * level + module, inner) for name, (level, module, inner) in names.imported.items()}
    listed = "".join(_ALL.findall(path.read_text(encoding="utf-8", errors="replace")))
    promised = frozenset(re.findall(r"['\"](\w+)['\"]", listed))
    return Bindings(passed, names.defined, tuple("." * level + module for level, module in names.stars),
                    promised | names.strings, names.lazy)


def _script(language: str, data: bytes) -> Bindings:
    found = Bindings()
    imported: dict[str, Origin] = {}
    whole: list[str] = []
    for node in parse_tree(language, data).root_node.named_children:
        if node.type == "import_statement":
            imported.update(_imports(node))
        elif node.type == "export_statement":
            source = text(node.child_by_field_name("source")).strip("\"'")
            clause = next((child for child in node.named_children if child.type == "export_clause"), None)
            star = next((child for child in node.named_children if child.type == "namespace_export"), None)
            if clause is not None:
                for name, inner in _specifiers(clause, "export_specifier"):
                    found.passed[name] = Origin(source, inner)
            elif star is not None:
                found.passed[text(star.named_children[0]).strip("\"'")] = Origin(source, None)
            elif source:
                whole.append(source)
        for declared in _declared(node):
            found.made.setdefault(text(declared), declared.start_point[0] + 1)
    for name, origin in found.passed.items():
        if not origin.module and origin.name in imported:
            found.passed[name] = imported[origin.name]
    return Bindings(found.passed, found.made, tuple(whole))


def _specifiers(clause: Node, kind: str) -> Iterator[tuple[str, str]]:
    """(name it is known by, name it comes from) of ``{a, b as c}``."""
    for item in clause.named_children:
        if item.type == kind:
            inner = text(item.child_by_field_name("name")).strip("\"'")
            yield text(item.child_by_field_name("alias")).strip("\"'") or inner, inner


def _imports(node: Node) -> Iterator[tuple[str, Origin]]:
    source = text(node.child_by_field_name("source")).strip("\"'")
    for clause in (child for child in node.named_children if child.type == "import_clause"):
        for child in clause.named_children:
            if child.type == "identifier":
                yield text(child), Origin(source, "default")
            elif child.type == "namespace_import":
                yield text(child.named_children[0]), Origin(source, None)
            elif child.type == "named_imports":
                for name, inner in _specifiers(child, "import_specifier"):
                    yield name, Origin(source, inner)


def _declared(node: Node) -> Iterator[Node]:
    """The identifiers that a statement of the top level unpacks, and the members of ``module.exports = {a}``."""
    if node.type == "export_statement":
        node = node.child_by_field_name("declaration") or node
    if node.type in ("lexical_declaration", "variable_declaration"):
        for item in node.named_children:
            if item.type == "variable_declarator" and (label := item.child_by_field_name("name")) is not None:
                yield from _leaves(label)
    elif node.type == "expression_statement" and node.named_children[:1]:
        inner = node.named_children[0]
        value = field_of(inner, "right")
        if inner.type == "assignment_expression" and value is not None and value.type == "object" and (
                text(inner.child_by_field_name("left")) in ("module.exports", "exports")):
            yield from (child for child in value.named_children if child.type == "shorthand_property_identifier")


def _leaves(label: Node) -> Iterator[Node]:
    if label.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield label
    elif label.type == "pair_pattern":
        if (value := label.child_by_field_name("value")) is not None:
            yield from _leaves(value)
    elif label.type == "assignment_pattern" or label.type == "object_assignment_pattern":
        if (left := label.child_by_field_name("left")) is not None:
            yield from _leaves(left)
    elif label.type in ("object_pattern", "array_pattern", "rest_pattern"):
        for child in label.named_children:
            yield from _leaves(child)


def _rust(source: str) -> Bindings:
    passed: dict[str, Origin] = {}
    whole: list[str] = []
    for tree in _RUST_USE.findall(re.sub(r"//[^\n]*", "", source)):
        for path, alias in _use(tree):
            module, _, name = path.rpartition("::")
            if name == "*":
                whole.append(module)
            elif name == "self":
                outer, _, last = module.rpartition("::")
                passed[alias or last] = Origin(outer, last)
            else:
                passed[alias or name] = Origin(module, name)
    return Bindings(passed, whole=tuple(whole))


def _use(tree: str, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """(full path, alias) of every leaf of a use tree: ``a::{b, c::d as e}``."""
    tree = tree.strip()
    head, brace, rest = tree.partition("{")
    if brace:
        depth, piece = 0, ""
        for char in rest.rstrip()[:-1] + ",":
            depth += (char == "{") - (char == "}")
            if char == "," and not depth:
                if piece.strip():
                    yield from _use(piece, prefix + head.strip())
                piece = ""
            else:
                piece += char
        return
    path, _, alias = tree.partition(" as ")
    if path.strip():
        yield prefix + path.strip(), alias.strip() or None
