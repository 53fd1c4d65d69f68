"""The packages that lock and dependency files beside the sources name."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@,( ]|$)")
_LARGEST = 20_000_000


class Locked(NamedTuple):
    """A package by its own name and the file that names it."""

    name: str
    path: str


def normal(name: str) -> str:
    """A distribution's normalised name (https://packaging.python.org/en/latest/specifications/name-normalization/)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_packages(folders: tuple[Path, ...]) -> dict[str, Locked]:
    """Normalised name → the first of the files in these folders that names it. A file that can't be read names none."""
    found: dict[str, Locked] = {}
    for folder in folders:
        for pattern in (
            "uv.lock",
            "poetry.lock",
            "pdm.lock",
            "pylock*.toml",
            "Pipfile.lock",
            "requirements*.txt",
            "requirements/*.txt",
            "pyproject.toml",
            "Pipfile",
            "environment.y*ml",
            "package.json",
            "Cargo.lock",
            "Cargo.toml",
        ):
            for path in sorted(folder.glob(pattern)):
                for name in _names(path):
                    found.setdefault(normal(name), Locked(name, str(path)))
    return found


def _names(path: Path) -> Iterator[str]:
    try:
        if path.stat().st_size > _LARGEST:
            return
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.name == "Pipfile.lock" or path.suffix == ".json":
            yield from _json_names(json.loads(text))
        elif path.suffix in (".lock", ".toml") or path.name == "Pipfile":
            yield from _toml_names(tomllib.loads(text))
        else:
            yield from _line_names(text)
    except (OSError, ValueError, RecursionError):
        return


def _line_names(text: str) -> Iterator[str]:
    """requirements.txt and the dependencies of a conda environment, one a line."""
    for line in text.splitlines():
        match = _REQUIREMENT.match(line.lstrip().removeprefix("- "))
        if match is not None and not line.lstrip().startswith(("#", "-r", "-c", "-e", "--")):
            yield match[1]


def _json_names(data: Any) -> Iterator[str]:
    for section in ("default", "develop", "dependencies", "devDependencies", "peerDependencies"):
        names = data.get(section) if isinstance(data, dict) else None
        yield from names if isinstance(names, dict) else ()


def _toml_names(data: dict[str, Any]) -> Iterator[str]:
    packages = data.get("package") or data.get("packages") or []
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and isinstance(package.get("name"), str):
            yield package["name"]
    project, poetry = data.get("project") or {}, (data.get("tool") or {}).get("poetry") or {}
    groups = [
        project.get("dependencies") or [],
        *(project.get("optional-dependencies") or {}).values(),
        *(data.get("dependency-groups") or {}).values(),
    ]
    for group in groups:
        yield from (m[1] for line in group if isinstance(line, str) and (m := _REQUIREMENT.match(line)))
    tables = [
        poetry.get("dependencies"),
        poetry.get("dev-dependencies"),
        data.get("dependencies"),
        data.get("dev-dependencies"),
        data.get("dev-packages"),
        *(group.get("dependencies") for group in (poetry.get("group") or {}).values() if isinstance(group, dict)),
    ]
    for table in [*tables, packages]:
        yield from table if isinstance(table, dict) else ()
