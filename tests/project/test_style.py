"""What keeps the code readable: small modules, small functions, words where something public needs them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE_LINES = 450
FUNCTION_LINES = 60
# Both ends of a pipe between processes of our own; no file is read so.
PIPES = {"vaultkit/vault/ingest.py"}
LEFTOVER = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
BANNER = re.compile(r"^\s*#\s*[-=#*~─═]{4,}")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted((root / "vaultkit").rglob("*.py"))
    }


@pytest.fixture(scope="module")
def trees(modules: dict[str, str]) -> dict[str, ast.Module]:
    return {name: ast.parse(text) for name, text in modules.items()}


def functions(trees: dict[str, ast.Module]) -> Iterator[tuple[str, Function]]:
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_modules_stay_small(modules: dict[str, str]) -> None:
    lines = {name: text.count("\n") for name, text in modules.items()}
    assert not {name: count for name, count in lines.items() if count > MODULE_LINES}


def test_functions_fit_a_screen(trees: dict[str, ast.Module]) -> None:
    assert not {where: length(node) for where, node in functions(trees) if length(node) > FUNCTION_LINES}


def test_public_functions_of_some_length_say_what_they_mean(trees: dict[str, ast.Module]) -> None:
    def public(body: list[ast.stmt]) -> Iterator[Function]:
        for node in body:
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)
            elif isinstance(node, Function) and not node.name.startswith("_"):
                yield node

    silent = [
        f"{name}:{node.lineno} {node.name}" for name, tree in trees.items() for node in public(tree.body)
        if length(node) > 8 and not ast.get_docstring(node)
    ]
    assert not silent


def test_modules_say_what_they_are_for(trees: dict[str, ast.Module]) -> None:
    assert not [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)]


@pytest.mark.parametrize("pattern", [LEFTOVER, BANNER], ids=["leftover", "banner"])
def test_no_leftovers_and_no_section_banners(pattern: re.Pattern[str], modules: dict[str, str]) -> None:
    found = [
        f"{name}:{number}" for name, text in modules.items()
        for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)
    ]
    assert not found


def test_every_test_asserts_something(root: Path) -> None:
    def speaks(node: ast.AST) -> bool:
        if isinstance(node, ast.Assert):
            return True
        return isinstance(node, ast.Call) and bool(
            re.search(r"raises|warns|fail|assert|check|compare|expect|verify", ast.unparse(node.func))
        )

    mute = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in sorted((root / "tests").rglob("test_*.py")) if "vaults" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, Function) and node.name.startswith("test_") and not any(map(speaks, ast.walk(node)))
    ]
    assert not mute


def test_nothing_that_is_read_back_can_run_code(modules: dict[str, str]) -> None:
    """Notes, models and what lies in an index are data: no pickle, no eval, no unsafe YAML, no remote code."""
    forbidden = re.compile(
        r"\b(?:import (?:pickle|marshal|shelve|dill|joblib)\b|from (?:pickle|marshal|shelve|dill|joblib) import"
        r"|yaml\.(?:load\((?!.*Safe)|unsafe_load|full_load)|trust_remote_code\s*=\s*True|shell\s*=\s*True)"
    )
    assert not [name for name, text in modules.items() if name not in PIPES and forbidden.search(text)]


def test_docstrings_open_with_a_noun_or_a_verb(trees: dict[str, ast.Module]) -> None:
    """Plain English as in the standard library: "Return whether …", not "Whether …"."""
    question = re.compile(r"(?:What|How|Where|Whether|Which|Why|Who|When)\b")
    assert not [
        f"{name}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'module')}" for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function) and question.match(ast.get_docstring(node) or "")
    ]
def test_tests_share_what_stands_once(root: Path) -> None:
    """One fixture ``vault``, one place that starts Chromium, and no test that puts a folder on Python's path by hand."""
    folders = ("tests", "tools", "benchmarks")
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8")
             for folder in folders for path in (root / folder).rglob("*.py") if path != Path(__file__)}
    fixtures = re.compile(r"^@pytest\.fixture.*\n(?:@.*\n)*def vault\(", re.MULTILINE)
    assert [name for name, text in texts.items() if fixtures.search(text)] == ["tests/conftest.py"]
    assert [name for name, text in texts.items() if "webdriver.Chrome(" in text] == ["tools/chromium.py"]
    assert [name for name, text in texts.items() if name.startswith("tests/") and "sys.path.insert" in text] == []
