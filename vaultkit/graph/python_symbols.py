"""The definitions of one Python file by ``ast``, and whether they do anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

MODULE = ""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Definition(NamedTuple):
    """Where a name is defined, and why its body does nothing (None: it does something)."""

    line: int
    stub: str | None


def definitions(source: bytes) -> dict[str, Definition]:
    """Qualified name → definition of every function, class, method, constant and imported name of ``source``; the
    module itself under the empty name.

    Raises SyntaxError, ValueError or RecursionError for what ``ast`` can't read."""
    tree = ast.parse(source)
    found: dict[str, Definition] = {}
    _collect(tree.body, "", False, found)
    body = _without_docstring(tree.body)
    found[MODULE] = Definition(1, None if any(not isinstance(item, ast.Pass) for item in body) else "empty module")
    return found


def module_stub(known: dict[str, Definition]) -> str | None:
    """Why a module does nothing: it is empty, or all that it defines is stubs."""
    own = known[MODULE].stub
    named = [item for name, item in known.items() if name]
    return own or ("every definition is a stub" if named and all(item.stub for item in named) else None)


def _collect(body: list[ast.stmt], prefix: str, protocol: bool, found: dict[str, Definition]) -> None:
    for item in body:
        if isinstance(item, _Function):
            name = prefix + item.name
            stub = None if protocol or _declares_only(item) else _body_stub(item.body)
            if name not in found or found[name].stub:
                found[name] = Definition(item.lineno, stub)
            _collect(item.body, f"{name}.", False, found)
        elif isinstance(item, ast.ClassDef):
            _collect_class(item, prefix, found)
        elif isinstance(item, (ast.Assign, ast.AnnAssign)):
            for target in item.targets if isinstance(item, ast.Assign) else [item.target]:
                for leaf in ast.walk(target):
                    if isinstance(leaf, ast.Name):
                        found.setdefault(prefix + leaf.id, Definition(item.lineno, None))
        elif isinstance(item, (ast.Import, ast.ImportFrom)):
            for alias in item.names:
                found.setdefault(prefix + (alias.asname or alias.name.split(".")[0]), Definition(item.lineno, None))
        else:
            for inner in _nested(item):
                _collect(inner, prefix, protocol, found)


def _collect_class(item: ast.ClassDef, prefix: str, found: dict[str, Definition]) -> None:
    name = prefix + item.name
    bases = {_last_name(base) for base in item.bases}
    protocol = bool(bases & {"Protocol", "TypedDict", "NamedTuple"})
    inner: dict[str, Definition] = {}
    _collect(item.body, f"{name}.", protocol, inner)
    stub = None
    # A class that inherits works without a body of its own.
    if not item.bases and not item.decorator_list:
        methods = [inner[f"{name}.{each.name}"] for each in item.body if isinstance(each, _Function)]
        rest = [each for each in _without_docstring(item.body) if not isinstance(each, _Function)]
        stub = _body_stub(rest) if not methods else (
            "every method is a stub" if all(each.stub for each in methods) and not rest else None)
    found[name] = Definition(item.lineno, stub)
    found.update(inner)


def _nested(item: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(item, name, [])
    for handler in getattr(item, "handlers", []):
        yield handler.body


def _declares_only(item: _Function) -> bool:
    """Abstract methods and overloads have no body on purpose."""
    names = {_last_name(each) for each in item.decorator_list}
    return bool(names & {"abstractmethod", "abstractproperty", "overload"})


def _last_name(node: ast.expr) -> str:
    if isinstance(node, (ast.Call, ast.Subscript)):
        return _last_name(node.func if isinstance(node, ast.Call) else node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    value = first.value if isinstance(first, ast.Expr) else None
    return body[1:] if isinstance(value, ast.Constant) and isinstance(value.value, str) else body


def _body_stub(body: list[ast.stmt]) -> str | None:
    """Why a body does nothing: only pass, ``...``, a bare return or NotImplementedError."""
    rest = _without_docstring(body)
    reasons = [_idle(item) for item in rest]
    if not rest:
        return "empty body"
    return None if None in reasons else next((reason for reason in reversed(reasons)), None)


def _idle(item: ast.stmt) -> str | None:
    if isinstance(item, ast.Pass):
        return "pass"
    if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
        return "..." if item.value.value is Ellipsis else "empty body"
    if isinstance(item, ast.Return):
        nothing = item.value is None or (isinstance(item.value, ast.Constant) and item.value.value is None)
        return "bare return" if nothing else None
    if isinstance(item, ast.Raise) and item.exc is not None and _last_name(item.exc) == "NotImplementedError":
        return "NotImplementedError"
    return None
