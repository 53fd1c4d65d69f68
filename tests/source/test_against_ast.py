"""The names and lines of every function and class agree with Python's own parser, on the standard library."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from vaultkit.source.parse import parse_source

FOLDER = Path(json.__file__).parent.parent
MODULES = (
    "json/decoder.py",
    "asyncio/tasks.py",
    "dataclasses.py",
    "enum.py",
    "typing.py",
    "functools.py",
    "contextlib.py",
)


def _definitions(node: ast.AST, prefix: str = "") -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            line = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
            found.append((prefix + child.name, line))
            found += _definitions(child, f"{prefix}{child.name}.")
        else:
            found += _definitions(child, prefix)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_definition_is_found(module: str) -> None:
    data = (FOLDER / module).read_bytes()
    found = parse_source("python", data, module)
    mine = [(s.name.partition("~")[0], s.line) for s in found.symbols[1:] if s.kind != "constant"]
    assert sorted(mine) == sorted(_definitions(ast.parse(data)))
    assert found.problems == ()
