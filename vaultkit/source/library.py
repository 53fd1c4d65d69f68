"""``library: package.symbol``: whether a dependency implements it under that name. Nothing is ever imported.

The environments looked at: the virtual environments beside a source root and the vault, then the one that vaultkit runs
in. A package that only a lock file names counts, unverified: its symbol can't be looked at.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from vaultkit.config.settings import load_toml
from vaultkit.storage.files import read_regular
from vaultkit.text.lazy_pattern import lazy_pattern

_REQUIREMENT = lazy_pattern(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@,( ]|$)")
_LARGEST = 20_000_000


class Locked(NamedTuple):
    """A package by its own name and the file that names it."""

    name: str
    path: str


def normal_distribution(name: str) -> str:
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
                    found.setdefault(normal_distribution(name), Locked(name, str(path)))
    return found


def _names(path: Path) -> Iterator[str]:
    try:
        text = _text(path)
        if path.name == "Pipfile.lock" or path.suffix == ".json":
            yield from _json_names(json.loads(text))
        elif path.suffix in (".lock", ".toml") or path.name == "Pipfile":
            yield from _toml_names(load_toml(text))
        else:
            yield from _line_names(text)
    except (OSError, ValueError, RecursionError):
        return


def _text(path: Path) -> str:
    """The text of a file that may be a stranger's. Raises OSError."""
    return read_regular(path, _LARGEST).decode("utf-8", "replace")


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


_NATIVE = (".so", ".pyd", ".dylib")


@dataclass(frozen=True, slots=True)
class Library:
    """``ok``: the name was found in an installed module at ``path``:``line``, or the module is compiled (line None).
    ``locked``: the package stands in the lock file ``path`` and is not installed, so its symbol was not looked at.
    ``missing_package`` and ``missing_symbol`` say what is not there; ``distribution`` is the package's own name."""

    state: Literal["ok", "locked", "missing_package", "missing_symbol"]
    distribution: str | None = None
    path: str | None = None
    line: int | None = None


class Libraries:
    """Search for names, each module read once."""

    def __init__(self, roots: tuple[Path, ...], vault: Path) -> None:
        self._folders = tuple(dict.fromkeys([*roots, *(r.parent for r in roots), vault, vault.parent]))
        self._seen: dict[str, Library] = {}

    def check(self, name: str) -> Library:
        """``package``, ``package.module.Class.method`` …; the package's distribution name does too."""
        name = name.strip().replace("::", ".").replace("#", ".").removesuffix("()")
        if name not in self._seen:
            self._seen[name] = self._check(name.split("."))
        return self._seen[name]

    def _check(self, parts: list[str]) -> Library:
        from vaultkit.source import pymodules

        top, rest = parts[0], parts[1:]
        if not top or not all(part.isidentifier() for part in rest):
            return Library("missing_package")
        missing = False
        for site in self._sites:
            for module in dict.fromkeys((top, *self._provided(site, top))):
                found = pymodules.lookup(site, [module, *rest]) if module.isidentifier() else None
                if found is None:
                    continue
                if found.exists:
                    path = str(found.path) if found.path else None
                    return Library("ok", self._distribution(site, module), path, found.line)
                missing = True
        if missing:
            return Library("missing_symbol", self._distribution(None, top))
        if top in sys.builtin_module_names or top in sys.stdlib_module_names:
            return Library("ok", None)
        entry = self._locked.get(normal_distribution(top)) or self._locked.get(
            normal_distribution(DISTRIBUTIONS.get(top, top))
        )
        return Library("locked", entry.name, entry.path) if entry else Library("missing_package")

    @cached_property
    def _sites(self) -> list[Path]:
        own = [Path(sysconfig.get_paths()[key]) for key in ("purelib", "platlib", "stdlib")]
        beside = [
            site
            for folder in self._folders
            for name in (".venv", "venv", "env")
            if (folder / name).is_dir()
            for pattern in ("lib/python*/site-packages", "Lib/site-packages")
            for site in (folder / name).glob(pattern)
        ]
        return [site for site in dict.fromkeys([*beside, *own]) if site.is_dir()]

    @cached_property
    def _locked(self) -> dict[str, Locked]:
        return locked_packages(self._folders)

    def _provided(self, site: Path, distribution: str) -> list[str]:
        """The top-level modules of a distribution, by its metadata in ``site``."""
        alias = [
            module
            for module, name in DISTRIBUTIONS.items()
            if normal_distribution(name) == normal_distribution(distribution)
        ]
        info = self._infos(site).get(normal_distribution(distribution))
        if info is None:
            return alias
        try:
            return [*alias, *_text(info / "top_level.txt").split()]
        except OSError:
            return [*alias, *_recorded(info), distribution.replace("-", "_")]

    def _distribution(self, site: Path | None, module: str) -> str | None:
        sites = [site] if site is not None else self._sites
        wanted = {normal_distribution(module), normal_distribution(DISTRIBUTIONS.get(module, module))}
        return next(
            (info.name.split("-")[0] for s in sites for name, info in self._infos(s).items() if name in wanted), None
        )

    def _infos(self, site: Path) -> dict[str, Path]:
        key = str(site)
        if key not in self._info_cache:
            self._info_cache[key] = {
                normal_distribution(info.name.split("-")[0]): info for info in site.glob("*.dist-info")
            }
        return self._info_cache[key]

    @cached_property
    def _info_cache(self) -> dict[str, dict[str, Path]]:
        return {}


def _recorded(info: Path) -> list[str]:
    """Top-level names by RECORD (https://packaging.python.org/en/latest/specifications/recording-installed-packages/)."""
    try:
        rows = _text(info / "RECORD").splitlines()
    except OSError:
        return []
    first = (row.split(",")[0].split("/") for row in rows)
    names = (
        path[0] if len(path) > 1 else path[0].removesuffix(".py")
        for path in first
        if len(path) > 1 or path[0].endswith((".py", *_NATIVE))
    )
    return [name for name in dict.fromkeys(names) if name.isidentifier() and not name.startswith("__")]


# Modules whose distribution has another name, for lock files, which know distributions only.
DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "yaml": "PyYAML",
    "bs4": "beautifulsoup4",
    "dotenv": "python-dotenv",
    "llama_cpp": "llama-cpp-python",
    "faiss": "faiss-cpu",
    "git": "GitPython",
    "dateutil": "python-dateutil",
    "attr": "attrs",
    "jwt": "PyJWT",
    "serial": "pyserial",
    "usb": "pyusb",
    "OpenSSL": "pyOpenSSL",
    "Crypto": "pycryptodome",
    "google.protobuf": "protobuf",
    "skimage": "scikit-image",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "fitz": "PyMuPDF",
    "telegram": "python-telegram-bot",
    "magic": "python-magic",
    "pkg_resources": "setuptools",
    "win32api": "pywin32",
    "zmq": "pyzmq",
    "slugify": "python-slugify",
    "jose": "python-jose",
    "frontmatter": "python-frontmatter",
    "Levenshtein": "python-Levenshtein",
    "flash_attn": "flash-attn",
}
