"""A path as a note writes it → where that file is now; a name → the files, folders and definitions that have it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from vaultkit.model import Symbol
from vaultkit.source.files import kind_of
from vaultkit.source.vendored import is_foreign
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.phonetic import gost_latin, is_russian, sound

State = Literal["found", "moved", "planned", "missing"]
# Names that so many folders have that the name alone says nothing of which file is meant.
_COMMON = frozenset("""
__init__.py __main__.py index.js index.ts index.tsx index.html mod.rs lib.rs main.py main.go main.rs main.c setup.py
conftest.py makefile dockerfile package.json pyproject.toml config.py utils.py types.ts settings.json config.yaml
""".split())
# Products that are called like a file.
_PRODUCTS = frozenset("""
node.js next.js vue.js nuxt.js react.js three.js d3.js express.js angular.js ember.js backbone.js chart.js p5.js
ember.js moment.js alpine.js nest.js discord.js socket.io ml.net asp.net plotly.js tensorflow.js transformers.js
""".split())
_SETTINGS = frozenset({"yaml", "toml", "json", "ini", "requirements"})
_PLACE = lazy_pattern(r"(?:#.*|::[\w.:]*|:L?\d+(?:[-:,]L?\d+)*:?|\([^()]*\))$")
_LONGEST = 300


class Located(NamedTuple):
    """Place that a path leads to: ``path`` is the file, relative to its root (of one that is not there as written);
    ``was`` is what was written where the file has ``moved``; ``planned`` names what is still to be made."""

    path: str
    state: State
    was: str | None = None


class NamedCode(NamedTuple):
    """Something that has a name: a file or folder (``symbol`` None) or a definition, and ``why`` it fits."""

    path: str
    symbol: str | None
    line: int | None
    why: Literal["class", "function", "file", "folder"]


@dataclass(frozen=True)
class PathTable:
    """All files of the source roots by the ends of their paths. ``files`` are relative to their root; ``roots`` are the
    absolute roots, to which paths outside of the table are held; nothing hidden is looked at, no link is followed."""

    files: tuple[str, ...]
    roots: tuple[Path, ...] = ()

    def locate(self, text: str, *, task: bool = False, tree: bool = False) -> Located | None:
        """Return where the path ``text`` (with ``./``, backslashes, ``:12`` or ``#Name`` perhaps) leads; None for what
        is no path, or fits several files. It is looked for below the roots, with the names of their folders before it,
        then by its longest end that one file alone has. ``task``: an open task names it, so what is not there is
        planned, unless a folder of it was found as well; ``tree``: its first folder may be the drawing's own title.
        A bare name of one file is that file: it is found, not moved."""
        path = written_path(text)
        if path is None:
            return None
        parts = path.split("/")
        exact = self._exact(parts) or (self._exact(parts[1:]) if tree and len(parts) > 1 else None)
        if exact is not None:
            return Located(exact, "found")
        found = self._by_end(parts)
        if found is None:
            return None
        if found and not (task and found[1] < 2):
            bare = len(parts) == 1
            return Located(found[0], "found" if bare else "moved", None if bare else path)
        if not _is_telling(parts) or is_foreign(path):
            return None
        return Located(path, "planned" if task else "missing")

    def _exact(self, parts: list[str]) -> str | None:
        path = "/".join(parts)
        if path not in self._looked_up:
            self._looked_up[path] = self._look_up(path, parts)
        return self._looked_up[path]

    def _look_up(self, path: str, parts: list[str]) -> str | None:
        for tail in (path, *self._below_roots(parts)):
            if tail in self._known or tail in self._folders or self._is_there(tail):
                return tail
        return None

    def _below_roots(self, parts: list[str]) -> Iterator[str]:
        """The path without the folders that lead to a root: ``project/src/x.py`` or ``src/x.py`` of a root ``src``."""
        for root in self.roots:
            above = root.parts[1:]
            for count in range(1, min(len(above), len(parts) - 1) + 1):
                if [*above[-count:]] == parts[:count]:
                    yield "/".join(parts[count:])

    def _is_there(self, path: str) -> bool:
        """Return whether a root has a file there that its index does not hold."""
        if any(part.startswith(".") for part in path.split("/")) or is_foreign(path):
            return False
        for root in self.roots:
            target = os.path.join(os.path.realpath(root), path)
            if os.path.isfile(target) and os.path.realpath(target) == os.path.normpath(target):
                return True
        return False

    def _by_end(self, parts: list[str]) -> tuple[str, int] | tuple[()] | None:
        """(file, parts in common) of the one file with the longest end in common; () for none, None for several."""
        same = self._by_name.get(parts[-1].casefold(), ())
        alike = [(_common_end(parts, file.split("/")), file) for file in same]
        most = max((count for count, _ in alike), default=0)
        if not most or (most == 1 and len(parts) > 1 and parts[-1].casefold() in _COMMON):
            return ()
        best = [file for count, file in alike if count == most]
        return (best[0], most) if len(best) == 1 else None

    @cached_property
    def _looked_up(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.files)

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(folder for file in self.files for folder in _folders_of(file))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for file in dict.fromkeys(file for file in self.files if not is_foreign(file)):
            found[file.rpartition("/")[2].casefold()].append(file)
        return found


def path_table(symbols: Iterable[Symbol], roots: Iterable[Path], others: Iterable[str] = ()) -> PathTable:
    """The table of the files that ``symbols`` are in, and of ``others`` (the vault's)."""
    files = [symbol.file for symbol in symbols if symbol.kind in ("module", "file")]
    return PathTable(tuple(dict.fromkeys([*files, *others])), tuple(roots))


def written_path(text: str) -> str | None:
    """``text`` as a path with plain slashes, without quotes, ``./``, line numbers and what is named inside of the file;
    None for what is no path of a file or folder: an address, a product, words with a slash between them."""
    text = text.strip().strip("`'\"«»<>*").strip()
    if not text or len(text) > _LONGEST or "://" in text or "\0" in text:
        return None
    path = _PLACE.sub("", text.replace("\\", "/")).rstrip(".,;:!?")
    folder = path.endswith("/")
    while path.startswith(("./", "../")):
        path = path.partition("/")[2]
    parts = [part for part in re.sub(r"^[A-Za-z]:|^~", "", path).split("/") if part not in ("", ".")]
    if not parts or ".." in parts or any(part != part.strip() for part in parts):
        return None
    if folder and len(parts) >= 1:
        return "/".join(parts)
    if parts[-1].casefold().endswith(".md"):  # a bare name of a note is for its links to find
        return "/".join(parts) if len(parts) > 1 else None
    if parts[-1].casefold() in _PRODUCTS:
        return None
    return "/".join(parts) if kind_of(parts[-1]) is not None else None


def _is_telling(parts: list[str]) -> bool:
    """Return whether something that is nowhere is a path all the same: ``i.e``, ``name.tk`` and ``template.JS`` are
    words; a bare name is a file where its ending is that of a language that is parsed, or of settings."""
    name = parts[-1]
    stem, _, ending = name.rpartition(".")
    kind = kind_of(name)
    if kind is None or (ending != ending.lower() and stem):
        return False
    return len(parts) > 1 or (len(stem) > 1 and (kind.parsed or kind.language in _SETTINGS))


def _folders_of(file: str) -> Iterator[str]:
    at = file.find("/")
    while at >= 0:
        yield file[:at]
        at = file.find("/", at + 1)


def _common_end(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left.casefold() != right.casefold():
            break
        count += 1
    return count


_WORD = lazy_pattern(r"[A-ZА-ЯЁ]+(?![a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|\d+")
_SHORTEST = 3


class NameTable:
    """Files, folders and definitions by their names, whatever the case, the separators, a plural's s or the script."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._by_key: defaultdict[str, list[NamedCode]] = defaultdict(list)
        self._by_sound: defaultdict[str, set[str]] = defaultdict(set)
        folders: set[str] = set()
        for symbol in symbols:
            if is_foreign(symbol.file):
                continue
            if symbol.kind in ("module", "file"):
                self._add(symbol.file.rpartition("/")[2].partition(".")[0], NamedCode(symbol.file, None, 1, "file"))
                for folder in _folders_of(symbol.file):
                    if folder not in folders:
                        folders.add(folder)
                        self._add(folder.rpartition("/")[2], NamedCode(folder, None, None, "folder"))
            elif symbol.kind in ("class", "function") and "." not in symbol.name:
                why: Literal["class", "function"] = "class" if symbol.kind == "class" else "function"
                self._add(symbol.name.partition("~")[0], NamedCode(symbol.file, symbol.name, symbol.line, why))

    def _add(self, name: str, code: NamedCode) -> None:
        words = name_words(name)
        if (key := "".join(words)) and len(key) >= _SHORTEST:
            self._by_key[key].append(code)
            if heard := _heard(words):
                self._by_sound[heard].add(key)

    def named(self, title: str) -> list[NamedCode]:
        """Everything that is called ``title``, definitions first, then the rarer name."""
        words = name_words(title)
        key = "".join(words)
        keys = {key, "".join(name_words(gost_latin(title)))}
        if any(map(is_russian, words)) or key not in self._by_key:
            keys |= {other for other in self._by_sound.get(_heard(words) or "", ())
                     if is_russian(other) != is_russian(key)}
        found = [(len(self._by_key[one]), code) for one in keys if one in self._by_key for code in self._by_key[one]]
        order = ("class", "file", "function", "folder")
        found.sort(key=lambda item: (item[0], order.index(item[1].why), item[1].path, item[1].symbol or ""))
        return list(dict.fromkeys(code for _, code in found))


def name_words(name: str) -> list[str]:
    """The words of a name in lower case, a plural's s taken off: ``MemoryStores``, ``memory-store`` → memory, store."""
    words = [word.casefold().replace("ё", "е") for word in _WORD.findall(name)]
    return [word[:-1] if len(word) > _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is"))
            else word for word in words]


def _heard(words: list[str]) -> str | None:
    """The sounds of all words; None where one is too short to tell."""
    heard = [word if word.isdigit() else sound(word) for word in words]
    return "-".join(part for part in heard if part) if heard and all(heard) else None
