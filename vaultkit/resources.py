"""The data files that ship with vaultkit: the ontology and the JSON Schemas."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from vaultkit.errors import EnvironmentFailure, UsageError

_SUFFIX = ".schema.json"


@cache
def schemas_dir() -> Path:
    """The folder of ontology.yaml and the JSON Schemas: inside the installed package, else the checkout's own.

    Raises EnvironmentFailure when neither is there (a damaged installation)."""
    package = Path(__file__).resolve().parent
    for folder in (package / "schemas", package.parent / "schemas"):
        if (folder / "ontology.yaml").is_file():
            return folder
    raise EnvironmentFailure("the schemas of vaultkit are missing", "install vaultkit again")


def schema_names() -> list[str]:
    """The names that ``schema_text`` knows, sorted."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in schemas_dir().glob("*" + _SUFFIX))


def schema_text(name: str) -> str:
    """The JSON Schema called ``name`` as text. Raises UsageError, with the nearest known name, for another."""
    names = schema_names()
    if name not in names:
        import difflib

        near = difflib.get_close_matches(name, names, n=1)
        mend = f"did you mean {near[0]}?" if near else "known: " + ", ".join(names)
        raise UsageError(f"no schema is called {name}", mend)
    return (schemas_dir() / (name + _SUFFIX)).read_text(encoding="utf-8")
