"""Habits of a source tree: language, folder, names, tests and their framework, counted from what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.source.habits import Habits, habits, styled
from vaultkit.source.index import SourceIndex

Write = Callable[[str, str], Path]


@pytest.fixture
def learn(index: SourceIndex) -> Callable[..., Habits]:
    def of(*near: str, language: str | None = None) -> Habits:
        index.refresh()
        found = habits(index.symbols(), index.roots, near, language)
        assert found is not None
        return found

    return of


def test_python_beside_its_neighbours(write: Write, learn: Callable[..., Habits]) -> None:
    for name in ("user_router", "token_cache", "api"):
        write(f"app/{name}.py", "def do_it(): return 1\n")
    write("app/core/paged_attention.py", "def run_all(): return 1\n")
    write("tests/core/test_paged_attention.py", "def test_run(): assert True\n")
    write("web/one.js", "export function oneTwo() { return 1 }\n")
    found = learn("app/core/paged_attention.py")
    path = found.file("KvCache")
    assert (found.language, path, found.test_file(path)) == (
        "python", "app/core/kv_cache.py", "tests/core/test_kv_cache.py")
    assert (found.framework, found.function("KvCache")) == ("pytest", "kv_cache")
    assert "paged_attention.py" in found.why[1]
    assert learn().folder == "app"


@pytest.mark.parametrize(("path", "text", "test", "test_text", "expected"), [
    ("pkg/rate_limit.go", "package pkg\nfunc allowOne() int { return 1 }\n", "pkg/rate_limit_test.go",
     "package pkg\n", ("go", "pkg/kv_cache.go", "pkg/kv_cache_test.go", "go test", "kvCache")),
    ("src/rateLimit.ts", "export function allowOne() { return 1 }\n", "src/rateLimit.spec.ts",
     "import { it } from 'vitest'\n", ("typescript", "src/kvCache.ts", "src/kvCache.spec.ts", "vitest", "kvCache")),
    ("src/rate-limit.js", "export function allowOne() { return 1 }\n", "__tests__/rate-limit.test.js",
     "import {jest} from '@jest/globals'\n", ("javascript", "src/kv-cache.js", "__tests__/kv-cache.test.js", "jest",
                                              "kvCache")),
    ("src/rate_limit.rs", "pub fn allow_one() -> i32 { 1 }\n", "tests/rate_limit.rs", "#[test]\nfn t() {}\n",
     ("rust", "src/kv_cache.rs", "tests/kv_cache_test.rs", "cargo test", "kv_cache")),
    ("lib/rate_limit.py", "def allow(): return 1\n", "lib/rate_limit_test.py",
     "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n",
     ("python", "lib/kv_cache.py", "lib/kv_cache_test.py", "unittest", "kv_cache")),
])  # fmt: skip
def test_each_language_has_its_own(
    write: Write, learn: Callable[..., Habits], path: str, text: str, test: str, test_text: str,
    expected: tuple[str, ...]
) -> None:
    write(path, text)
    write(test, test_text)
    found = learn()
    made = found.file("kv cache")
    assert (found.language, made, found.test_file(made), found.framework, found.function("kv cache")) == expected


def test_an_empty_root_gets_what_is_usual(write: Write, learn: Callable[..., Habits]) -> None:
    found = learn()
    assert (found.file("kv cache"), found.test_file("kv_cache.py"), found.framework) == (
        "kv_cache.py", "tests/test_kv_cache.py", "unittest")
    write("pyproject.toml", '[dependency-groups]\ndev = ["pytest"]\n')
    assert learn().framework == "pytest"
    assert learn(language="ts").file("kv cache") == "kv-cache.ts"


def test_every_habit_has_a_reason(write: Write, learn: Callable[..., Habits]) -> None:
    write("a.py", "def a(): return 1\n")
    assert len(learn().why) == 6


@pytest.mark.parametrize(("style", "name"), [("snake", "kv_cache"), ("kebab", "kv-cache"), ("camel", "kvCache"),
                                             ("pascal", "KvCache")])
def test_names_go_from_any_style_to_any(style: str, name: str) -> None:
    for written in ("kv_cache", "kv-cache", "KVCache", "kvCache", "kv cache"):
        assert styled(written, style) == name  # type: ignore[arg-type]
