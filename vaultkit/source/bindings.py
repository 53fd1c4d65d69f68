"""The names that a file binds without defining them: imported to be passed on, or unpacked from something.

Python: ``from .x import name``, ``a, b = …`` (language reference, 7.11 and 7.2). JavaScript and TypeScript:
``export {a as b} from './x'``, ``export * from``, ``export {local}``, ``module.exports = {a}``, ``const {a, b} = …``
(ECMA-262, 16.2). Rust: ``pub use a::b::{Name, Other as Alias}`` (reference, "Use declarations").
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from vaultkit.model import Symbol
from vaultkit.source.languages.spec import field_of, text
from vaultkit.source.parse import parse_tree
from vaultkit.source.pymodules import read_names
from vaultkit.source.store import SymbolStore
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


_ALL = lazy_pattern(r"__all__[^=\n]*=\s*(?:list|tuple)?\(?\s*[\[(]([^\])]*)[\])]")
_RUST_USE = lazy_pattern(r"\bpub(?:\([^)]*\))?\s+use\s+([^;]+);")


@dataclass(frozen=True, slots=True)
class Origin:
    """Origin of a name: ``module`` as the language writes it (Python: dots for the levels before it), ``""``
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
    """Return what the file at ``path`` binds; None for another language, or a file that can't be read."""
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


_HOPS = 12
_ENDINGS = {
    "python": (".py", ".pyi", "/__init__.py", "/__init__.pyi"),
    "rust": (".rs", "/mod.rs"),
    "script": ("", ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts",
               "/index.ts", "/index.tsx", "/index.js", "/index.jsx", "/index.mjs"),
}  # fmt: skip
# TypeScript's own imports name the file that it will compile to.
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_Symbols = Callable[[Path, str], tuple[Symbol, ...]]


class Reexports:
    """Follows names from file to file. ``symbols`` gives those of a file by its root and path; ``instead`` is that of
    the finder."""

    def __init__(self, store: SymbolStore, symbols: _Symbols, instead: Mapping[str, Path | None]) -> None:
        self._store, self._symbols, self._instead = store, symbols, instead
        self._known: dict[tuple[str, int], Bindings | None] = {}

    def find(self, root: Path, relative: str, name: str, hops: int = 0) -> Symbol | None:
        """Find what ``name``, which the file does not define, means in it: the definition in this root; a symbol of
        kind constant at the place where it is bound, when it comes from elsewhere; None when the file does not bind it,
        or binds it to what a file of the root no longer has."""
        symbols = self._symbols(root, relative)
        bound = self._bindings(root / relative, symbols[0].language) if symbols else None
        if bound is None or hops > _HOPS:
            return None
        head, _, rest = name.partition(".")
        here = replace(symbols[0], name=name, kind="constant", doc=None, stub=None, body_hash=None, size=0,
                       line=bound.made.get(head, 1), end_line=bound.made.get(head, 1))
        if head in bound.passed:
            origin = bound.passed[head]
            inner = ".".join(part for part in (origin.name, rest) if part)
            return self._from(root, relative, symbols[0].language, origin.module, inner, hops) or (
                None if self._is_here(root, relative, symbols[0].language, origin.module) else here)
        if not rest and head in bound.made:
            return here
        for module in bound.whole:
            if (found := self._from(root, relative, symbols[0].language, module, name, hops)) is not None:
                return found
        # What is listed may have been taken out of a file that is here; only what can't be read may still have it.
        unseen = bound.on_demand or any(not self._is_here(root, relative, symbols[0].language, m) for m in bound.whole)
        return here if unseen and head in bound.promised else None

    def _is_here(self, root: Path, relative: str, language: str, module: str) -> bool:
        """Return whether a module is one of the root's own, even one that is gone: named from the file, or by a
        package."""
        if module.startswith((".", "self", "super", "crate")) or not module:
            return True
        top = module.replace("::", ".").partition(".")[0]
        if language == "python" and any((root / folder / top).is_dir() for folder in ("", "src")):
            return True
        return any(True for _ in self._files(root, relative, language, module))

    def _from(self, root: Path, relative: str, language: str, module: str, name: str, hops: int) -> Symbol | None:
        """``name`` in a module (``""``: the module as a whole), by definition or passed on once more."""
        for file in self._files(root, relative, language, module) if module else [relative]:
            symbols = self._symbols(root, file)
            if not name:
                return symbols[0]
            like = [s for s in symbols[1:] if s.name.partition("~")[0] == name]
            if like:
                return next((s for s in like if s.stub is None), like[0])
            if (file, name) != (relative, name) and (found := self.find(root, file, name, hops + 1)) is not None:
                return found
        if language == "python" and name:
            # ``from . import name`` may mean a module of the package.
            head, _, rest = name.partition(".")
            inner = f"{module}{'' if module.endswith('.') else '.'}{head}"
            for file in self._files(root, relative, language, inner):
                return self._from(root, relative, language, inner, rest, hops + 1) if rest else (
                    self._symbols(root, file)[0])
        return None

    def _files(self, root: Path, relative: str, language: str, module: str) -> Iterator[str]:
        """The files of the root that may be ``module`` as named in ``relative``."""
        kind = language if language in _ENDINGS else "script"
        folder = relative.rpartition("/")[0]
        if kind == "script":
            if module.startswith("."):
                yield from self._there(root, _join(folder, module), kind)
            return
        stem = PurePosixPath(relative).stem
        if kind == "rust":
            own = folder if stem in ("mod", "lib", "main") else f"{folder}/{stem}".lstrip("/")
            parts = module.split("::")
            if parts[0] == "self" or parts[0] == "super":
                ups = parts.count("super")
                yield from self._there(root, _join(own, "/".join([*[".."] * ups, *parts[max(ups, 1):]])), kind)
                return
            parts = parts[1:] if parts[0] == "crate" else parts
            near = list(self._there(root, _join(own, "/".join(parts)), kind)) if parts else []
            yield from near or self._ending(root, "/".join(parts), kind)
            return
        bare = module.lstrip(".")
        level = len(module) - len(bare)
        path = bare.replace(".", "/")
        if level:
            yield from self._there(root, _join(folder, "/".join([*[".."] * (level - 1), path])), kind)
        else:
            yield from list(self._there(root, path, kind)) or self._ending(root, path, kind)

    def _there(self, root: Path, path: str, kind: str) -> Iterator[str]:
        if path.startswith(".."):
            return
        ending = PurePosixPath(path).suffix
        tries = [path + end for end in _ENDINGS[kind]] if path else [end[1:] for end in _ENDINGS[kind] if "/" in end]
        tries += [path.removesuffix(ending) + end for end in _COMPILED.get(ending, ())] if kind == "script" else []
        yield from (file for file in tries if file and self._symbols(root, file))

    def _ending(self, root: Path, path: str, kind: str) -> Iterator[str]:
        """The one file of the root whose path ends so; a root may hold the package below ``src``."""
        for end in _ENDINGS[kind] if path else ():
            wanted = path + end
            found = {s.file for s in self._store.symbols("s.position = 0 AND f.base = ? AND r.path = ?",
                                                         wanted.rpartition("/")[2], str(root))
                     if s.file.endswith("/" + wanted)}
            if len(found) == 1:
                yield found.pop()
                return

    def _bindings(self, path: Path, language: str) -> Bindings | None:
        file = self._instead.get(str(path), path)
        if file is None:
            return None
        path = file
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            return None
        key = (str(path), stamp)
        if key not in self._known:
            self._known[key] = bindings_of(path, language)
        return self._known[key]


def _join(folder: str, path: str) -> str:
    joined = os.path.normpath(f"{folder}/{path}" if folder else path).replace(os.sep, "/")
    return "" if joined == "." else joined.lstrip("/") if not folder else joined
