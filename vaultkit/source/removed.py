"""Removed code: test of whether code that a note names is no longer there, as far as that can be known.

What is known to be gone: a file or symbol that the index saw and lost, and one that git's history of the root has had.
Where there is no history to ask (no git, or a single commit), two things speak for themselves: a path whose folder is
in the root, with other files of the same language, and has no such file; and a member of a class of ours (the only one
of its name, a name of several words, in Python, JavaScript or TypeScript, that inherits nothing and is not decorated)
whose file does not hold the member's word at all. Everything else that inline code may hold is no mention of ours.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Literal

from vaultkit.model import Symbol
from vaultkit.source.files import kind_of
from vaultkit.source.finder import Finder
from vaultkit.source.store import SymbolStore, tail_of
from vaultkit.text.lazy_pattern import lazy_pattern

Answer = tuple[Literal["stale", "none"], Symbol | None]
NOT_GONE: Answer = ("none", None)
_SEVERAL_WORDS = lazy_pattern(r"[a-z0-9][A-Z]|[A-Z]{2,}[a-z]|\w_\w")
_ON_DEMAND = lazy_pattern(r"__getattr__|\bsetattr\b|\bProxy\b|\bdefineProperty\b|\.prototype\b")
_INHERITS = {
    "python": lazy_pattern(r"class\s+\w+\s*(?:\[[^\]]*\])?\s*\((?!\s*(?:object\s*)?\))"),
    "javascript": lazy_pattern(r"class\b[^{]*\b(?:extends|implements)\b"),
}
_INHERITS["typescript"] = _INHERITS["tsx"] = _INHERITS["javascript"]
_OF_EVERY_CLASS = {"constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "mro", "name", "length"}


class RemovedCode:
    """Questions to index, git and files: was there once what a mention names?"""

    def __init__(self, store: SymbolStore, finder: Finder, roots: tuple[Path, ...]) -> None:
        self._store, self._finder, self._roots = store, finder, roots

    def file(self, path: str) -> Answer:
        """About a path that no file of the roots ends in. With a stale one comes where it is now, else the file of
        its folder with the nearest name, or None."""
        folder, _, base = path.rpartition("/")
        for removed in self._store.removed_named(base):
            if not removed.name and (removed.path == path or removed.path.endswith("/" + path)):
                return "stale", self._now(removed.to_root, removed.to_path, removed.to_name)
        kind = kind_of(base)
        if not folder or kind is None or ".." in path:
            return NOT_GONE
        for root in self._roots:
            beside = [s for s in self._store.symbols("s.position = 0 AND r.path = ? AND f.path GLOB ?", str(root),
                                                     _literal(folder) + "/*")
                      if s.file.rpartition("/")[0] == folder]
            near = _nearest(base, {s.file.rpartition("/")[2]: s for s in beside})
            if self._finder.origins.has_history(root):
                if self._finder.origins.was_there(root, path):
                    found = self._finder.find(path, None)
                    return "stale", found.symbol if found.state == "moved" else near
            elif any(s.language == kind.language for s in beside):
                return "stale", near
        return NOT_GONE

    def symbol(self, name: str) -> Answer:
        """About a name that no symbol of the roots ends in. With a stale one comes where it is now, else the member
        of its class with the nearest name, or the class."""
        lost = [g for g in self._store.removed_named(tail_of(name)) if _names(name, g.name, g.path)]
        if lost:
            return "stale", self._now(lost[0].to_root, lost[0].to_path, lost[0].to_name)
        owner, _, member = name.rpartition(".")
        holders = [s for s in self._store.symbols("s.tail = ?", tail_of(owner))
                   if s.kind in ("class", "module") and _names(owner, s.name, s.file)] if owner else []
        if len(holders) != 1:
            return NOT_GONE
        holder = holders[0]
        if self.was_in(holder, member) or self._never_had(holder, member):
            inside = self._finder.symbols_in(holder.file)
            prefix = holder.name + "." if holder.kind == "class" else ""
            members = {tail_of(s.name): s for s in inside[1:] if s.name.startswith(prefix)}
            return "stale", _nearest(member, members) or holder
        return NOT_GONE

    def was_in(self, symbol: Symbol, word: str) -> bool:
        """Return whether git saw ``word`` in the symbol's file, where it no longer stands."""
        text = _text_of(symbol)
        if text is None or re.search(rf"\b{re.escape(word)}\b", text):
            return False
        return self._finder.origins.was_there(Path(symbol.root), symbol.file, word)

    def _never_had(self, holder: Symbol, member: str) -> bool:
        """The rule for roots without a history: see the module."""
        inherits = _INHERITS.get(holder.language)
        text = _text_of(holder)
        if holder.kind != "class" or inherits is None or text is None:
            return False
        if self._finder.origins.has_history(Path(holder.root)):
            return False
        if member.startswith("__") or member in _OF_EVERY_CLASS or not _SEVERAL_WORDS.search(tail_of(holder.name)):
            return False
        own = "\n".join(text.splitlines()[holder.line - 1 : holder.end_line]).lstrip()
        head = own[:2_000]
        if head.startswith("@") or inherits.search(head) or _ON_DEMAND.search(text):
            return False
        return not re.search(rf"\b{re.escape(member)}\b", text)

    def _now(self, root: int | None, path: str | None, name: str | None) -> Symbol | None:
        return self._finder.place((root, path, name or "")) if root is not None and path else None


def _names(written: str, name: str, file: str) -> bool:
    """Return whether ``written`` is the qualified name, an end of it, or it behind the module's name."""
    if f".{name}".endswith("." + written):
        return True
    stem = file.rpartition("/")[2].partition(".")[0]
    return bool(name) and written.endswith("." + name) and stem in written.removesuffix(name).split(".")


def _text_of(symbol: Symbol) -> str | None:
    try:
        return (Path(symbol.root) / symbol.file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _literal(text: str) -> str:
    """``text`` in a GLOB pattern of SQLite that fits nothing else."""
    return re.sub(r"([*?\[])", r"[\1]", text)


def _nearest(name: str, among: dict[str, Symbol]) -> Symbol | None:
    near = difflib.get_close_matches(name, list(among), n=1, cutoff=0.6)
    return among[near[0]] if near else None
