"""Finding a dotted name in the Python files of a site-packages folder by reading them, re-exports followed."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_NATIVE = ("*.so", "*.pyd", "*.dylib")
_DEEPEST = 12
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class FoundName:
    """``exists`` False: the package is here, the name is not. ``line`` None: a module, or one that can't be read."""

    exists: bool
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ModuleNames:
    """Names that a module binds: ``defined`` name → line (``Class.method`` too), ``imported`` name → (level, module,
    name or None), ``stars`` modules imported whole, ``lazy`` whether it makes names on demand, from ``strings``."""

    defined: dict[str, int]
    imported: dict[str, tuple[int, str, str | None]]
    stars: tuple[tuple[int, str], ...]
    lazy: bool
    strings: frozenset[str]


def lookup(site: Path, parts: list[str], depth: int = 0) -> FoundName | None:
    """Return what ``parts`` name below ``site``; None when the first of them is no module there."""
    folder, module = site, None
    for index, part in enumerate(parts):
        if (package := folder / part).is_dir() and (index == 0 or not (folder / f"{part}.py").is_file()):
            init = next((p for name in ("__init__.py", "__init__.pyi") if (p := package / name).is_file()), None)
            if init is None and index and module is not None and not any(package.glob("*.py")):
                break
            if init is None and not index and not any(package.iterdir()):
                return None
            through_init = init is not None and index > 0 and module is not None and depth < _DEEPEST
            if through_init and module is not None and _binds(module, parts[:index], part):
                through = _in_module(site, module, parts[:index], parts[index:], depth)
                if through.exists:
                    return through
            folder, module = package, init
            continue
        file = next((p for suffix in (".py", ".pyi") if (p := folder / (part + suffix)).is_file()), None)
        if file is not None:
            return _in_module(site, file, parts[: index + 1], parts[index + 1 :], depth)
        if any(p.name.split(".")[0] == part for pattern in _NATIVE for p in folder.glob(pattern)):
            return FoundName(True, folder)
        if index == 0:
            return None
        if module is None:
            return FoundName(False, folder)
        return _in_module(site, module, parts[:index], parts[index:], depth)
    return FoundName(True, module or folder)


def _binds(module: Path, package: list[str], name: str) -> bool:
    """Return whether the package gives ``name`` a meaning other than its module of that name."""
    names = names_of(module)
    if names is None or (name not in names.defined and name not in names.imported):
        return False
    level, source, inner = names.imported.get(name, (0, "", None))
    return [*_absolute(package, True, level, source), *([inner] if inner else [])] != [*package, name]


def _in_module(site: Path, module: Path, package: list[str], rest: list[str], depth: int) -> FoundName:
    """``rest`` inside of the module ``package``, whose file is ``module``."""
    if not rest:
        return FoundName(True, module)
    names = names_of(module)
    if names is None:
        return FoundName(True, module)
    if depth > _DEEPEST:
        return FoundName(False, module)
    for cut in range(len(rest), 0, -1):
        line = names.defined.get(".".join(rest[:cut]))
        # Inherited members and attributes are not written in the module, so the longest known part is taken.
        if line is not None:
            return FoundName(True, module, line)
    is_package = module.stem == "__init__"
    if rest[0] in names.imported:
        level, source, name = names.imported[rest[0]]
        target = _absolute(package, is_package, level, source) + ([name] if name else [])
        if target == [*package, rest[0]]:
            return FoundName(True, module)
        found = lookup(site, [*target, *rest[1:]], depth + 1)
        return found if found is not None and found.exists else FoundName(found is None, module)
    if names.lazy and rest[0] in names.strings:
        return FoundName(True, module)
    unseen = False
    for level, source in names.stars:
        found = lookup(site, [*_absolute(package, is_package, level, source), *rest], depth + 1)
        if found is not None and found.exists:
            return found
        # A compiled module of the interpreter, or another environment's: it may well have the name.
        unseen = unseen or found is None
    stub = module.with_suffix(".pyi")
    if module.suffix == ".py" and stub.is_file():
        return _in_module(site, stub, package, rest, depth + 1)
    return FoundName(unseen, module)


def _absolute(package: list[str], is_package: bool, level: int, source: str) -> list[str]:
    parts = source.split(".") if source else []
    if not level:
        return parts
    drop = level - 1 if is_package else level
    return [*(package[:-drop] if drop else package), *parts]


@lru_cache(maxsize=512)
def names_of(module: Path) -> ModuleNames | None:
    """``read_names``, once for each file: what is installed does not change meanwhile."""
    return read_names(module)


def read_names(module: Path) -> ModuleNames | None:
    """Return what the module's text binds; None for one that can't be read or parsed."""
    try:
        if module.stat().st_size > _LARGEST:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(module.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names = ModuleNames({}, {}, (), False, frozenset())
    stars: list[tuple[int, str]] = []
    for node in _statements(tree.body):
        _bind(node, "", names, stars)
    lazy = "__getattr__" in names.defined or any("lazy" in name.lower() for name in (*names.imported, *names.defined))
    strings = (
        frozenset(
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and len(n.value) < 100
        )
        if lazy
        else frozenset()
    )
    return ModuleNames(names.defined, names.imported, tuple(stars), lazy, strings)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when the module does, those inside of if, try and with too."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
                yield from _statements(getattr(node, part, []))
        for handler in getattr(node, "handlers", []):
            yield from _statements(handler.body)


def _bind(node: ast.stmt, prefix: str, names: ModuleNames, stars: list[tuple[int, str]]) -> None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        names.defined.setdefault(prefix + node.name, node.lineno)
        if isinstance(node, ast.ClassDef) and prefix.count(".") < 4:
            for inner in _statements(node.body):
                _bind(inner, f"{prefix}{node.name}.", names, stars)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for name in (name for target in targets for name in _unpacked(target)):
            names.defined.setdefault(prefix + name, node.lineno)
    elif isinstance(node, ast.Import) and not prefix:
        for alias in node.names:
            if alias.asname:
                names.imported.setdefault(alias.asname, (0, alias.name, None))
            else:
                top = alias.name.split(".")[0]
                names.imported.setdefault(top, (0, top, None))
    elif isinstance(node, ast.ImportFrom) and not prefix:
        for alias in node.names:
            if alias.name == "*":
                stars.append((node.level, node.module or ""))
            else:
                names.imported.setdefault(alias.asname or alias.name, (node.level, node.module or "", alias.name))


def _unpacked(target: ast.expr) -> Iterator[str]:
    """The names that a target of an assignment binds."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            yield from _unpacked(item)
    elif isinstance(target, ast.Starred):
        yield from _unpacked(target.value)
