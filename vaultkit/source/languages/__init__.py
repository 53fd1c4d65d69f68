"""The languages that are parsed, by name, by the words people write after a fence, by extension."""

from __future__ import annotations

from functools import cache

from vaultkit.source.languages.spec import Grammar

ALIASES = {
    "py": "python",
    "python3": "python",
    "py3": "python",
    "ipython": "python",
    "pyi": "python",
    "pycon": "python",
    "js": "javascript",
    "jsx": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "node": "javascript",
    "ts": "typescript",
    "golang": "go",
    "rs": "rust",
    "h": "c",
    "c++": "cpp",
    "cc": "cpp",
    "cxx": "cpp",
    "hpp": "cpp",
    "cuda": "cpp",
    "cu": "cpp",
    "arduino": "cpp",
    "sh": "shell",
    "bash": "shell",
    "zsh": "shell",
    "ksh": "shell",
    "postgres": "sql",
    "postgresql": "sql",
    "mysql": "sql",
    "sqlite": "sql",
    "plpgsql": "sql",
    "tsql": "sql",
}
EXTENSIONS = {
    **dict.fromkeys((".py", ".pyi", ".pyw"), "python"),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs"), "javascript"),
    **dict.fromkeys((".ts", ".mts", ".cts"), "typescript"),
    ".tsx": "tsx",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".c": "c",
    ".h": "c",
    **dict.fromkeys(
        (".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".c++", ".h++", ".ipp", ".tpp", ".inl", ".cu", ".cuh", ".ino"),
        "cpp",
    ),
    **dict.fromkeys((".sh", ".bash", ".zsh", ".ksh"), "shell"),
    ".sql": "sql",
    ".ipynb": "notebook",
}


def canonical(word: str | None) -> str | None:
    """The language that a fence's info word or a file's language names, or None when it is not one of ours."""
    name = (word or "").lower().strip("{}. ")
    name = ALIASES.get(name, name)
    return name if name in LANGUAGES else None


LANGUAGES = ("python", "javascript", "typescript", "tsx", "go", "rust", "java", "c", "cpp", "shell", "sql")


@cache
def grammar(name: str) -> Grammar:
    """The description of one of ``LANGUAGES``. Raises KeyError."""
    from vaultkit.source.languages import c, go, java, javascript, python, rust, shell, sql

    known = (
        python.PYTHON,
        javascript.JAVASCRIPT,
        javascript.TYPESCRIPT,
        javascript.TSX,
        go.GO,
        rust.RUST,
        java.JAVA,
        c.C,
        c.CPP,
        shell.SHELL,
        sql.SQL,
    )
    return {entry.name: entry for entry in known}[name]
