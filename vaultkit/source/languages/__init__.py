"""The languages that are parsed, by name, by the words people write after a fence, by extension."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NamedTuple

from vaultkit.source.languages.spec import Grammar


class Language(NamedTuple):
    """One language: its name, its grammar ("module:NAME", the module in this package), the other words that people
    write after a fence, and the ends of its files' names."""

    name: str
    grammar: str
    words: tuple[str, ...]
    extensions: tuple[str, ...]


_TABLE = (
    Language("python", "python:PYTHON", ("py", "python3", "py3", "ipython", "pyi", "pycon"), (".py", ".pyi", ".pyw")),
    Language("javascript", "javascript:JAVASCRIPT", ("js", "jsx", "mjs", "cjs", "node"),
             (".js", ".jsx", ".mjs", ".cjs")),
    Language("typescript", "javascript:TYPESCRIPT", ("ts",), (".ts", ".mts", ".cts")),
    Language("tsx", "javascript:TSX", (), (".tsx",)),
    Language("go", "go:GO", ("golang",), (".go",)),
    Language("rust", "rust:RUST", ("rs",), (".rs",)),
    Language("java", "java:JAVA", (), (".java",)),
    Language("c", "c:C", ("h",), (".c", ".h")),
    Language("cpp", "c:CPP", ("c++", "cc", "cxx", "hpp", "cuda", "cu", "arduino"),
             (".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".c++", ".h++", ".ipp", ".tpp", ".inl", ".cu", ".cuh",
              ".ino")),
    Language("shell", "shell:SHELL", ("sh", "bash", "zsh", "ksh"), (".sh", ".bash", ".zsh", ".ksh")),
    Language("sql", "sql:SQL", ("postgres", "postgresql", "mysql", "sqlite", "plpgsql", "tsql"), (".sql",)),
)
LANGUAGES = tuple(row.name for row in _TABLE)
ALIASES = {word: row.name for row in _TABLE for word in row.words}
# A notebook is no language: it holds cells of one.
EXTENSIONS = {**{end: row.name for row in _TABLE for end in row.extensions}, ".ipynb": "notebook"}
_GRAMMARS = {row.name: row.grammar for row in _TABLE}


def canonical(word: str | None) -> str | None:
    """The language that a fence's info word or a file's language names, or None when it is not one of ours."""
    name = (word or "").lower().strip("{}. ")
    name = ALIASES.get(name, name)
    return name if name in _GRAMMARS else None


@cache
def grammar(name: str) -> Grammar:
    """The description of one of ``LANGUAGES``. Raises KeyError."""
    module, _, described = _GRAMMARS[name].partition(":")
    found: Grammar = getattr(import_module(f"vaultkit.source.languages.{module}"), described)
    return found
