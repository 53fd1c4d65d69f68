"""Resolution of a link: pure functions of the link, its source's path and a table of names.

The order of Obsidian's choice was observed in 1.13.7 (pvliesdonk/markdown-vault-mcp#1350 and #1358,
``metadataCache.getFirstLinkpathDest``): an exact path of the vault; else the source's own folder, an ancestor of it
counts for nothing; else the shortest path as a string. Markdown links are looked up in the same way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Protocol

from vaultkit.model import LinkStatus, SubpathStatus
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import NOTE_SUFFIX, fold, folder, is_note, name_key

# RFC 3986, section 3.1; one letter alone is a drive of Windows, not a scheme.
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]+:(?!\s)|//[^/]")


class Names(Protocol):
    """The names of a vault, asked by key (``name_key``)."""

    def files(self, key: str) -> Sequence[str]:
        """Paths of the files with this key."""

    def aliases(self, name: str) -> Sequence[str]:
        """Paths of the notes that have this alias, already folded."""


class Resolution(NamedTuple):
    """``candidates`` holds every file of an ambiguous name, the shortest path first; for an unresolved link the notes
    whose alias it is; else nothing."""

    status: LinkStatus
    resolved: str | None
    candidates: tuple[str, ...] = ()


class _Fitting(NamedTuple):
    """The files that a target fits, the nearest first as long as nobody asks from where; of several by the end of their
    path ``beside`` knows each by its folded path, and ``want`` is what the source's folder goes before."""

    paths: tuple[str, ...] = ()
    want: str = ""
    beside: Mapping[str, str] = {}


def is_markdown(raw: str, target: str) -> bool:
    """Return whether a link as written is one of Markdown's. The path in a node of a .canvas file stands there bare."""
    return raw[:1] in ("[", "!", "<") and not raw.startswith(("[[", "![[")) and raw != target


def is_external(target: str) -> bool:
    """True when a Markdown link's target has a scheme (http:, mailto:, obsidian:, file:, …) or names a host."""
    return _SCHEME.match(target.lstrip()) is not None


def resolve(target: str, source: str, names: Names, *, markdown: bool = False, subpath: bool = False) -> Resolution:
    """Resolve one link as ``Resolver.resolve`` does; the candidate that opens stands first."""
    found = Resolver(names).resolve(target, source, markdown=markdown, subpath=subpath)
    if found.resolved is None:
        return found
    return found._replace(candidates=opened_first(found.resolved, found.candidates))


def opened_first(opened: str, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """``candidates``, where there are any, with the file that opens before the others."""
    if not candidates or candidates[0] == opened:
        return candidates
    return (opened, *[path for path in candidates if path != opened])


class Resolver:
    """Resolves links against names that stay as they are meanwhile. What a target fits is found once for all sources:
    a name that thousands of files share costs no more than their number, and links share its candidates."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._fitting: dict[tuple[str, bool], _Fitting] = {}
        self._aliased: dict[str, tuple[str, ...]] = {}

    def resolve(self, target: str, source: str, *, markdown: bool = False, subpath: bool = False) -> Resolution:
        """Resolve one link.

        ``target`` is as written without subpath, percent-decoded when ``markdown``; ``source`` is the path of the file
        that holds the link. An empty target with a ``subpath`` is a link into the source itself. Only a Markdown link
        can be external: ``[[https://…]]`` is an unresolved note to Obsidian (#1358, row C).
        """
        written = target.strip()
        if not written:
            return _opened(source, ()) if subpath else Resolution("unresolved", None)
        if markdown and is_external(written):
            return Resolution("external", None)
        path, anchored = _vault_path(written, source)
        fits = _Fitting() if path is None else self._fits(path, anchored)
        if not fits.paths:
            return Resolution("unresolved", None, self._of_alias(fold(written)))
        first = fits.beside.get(fold(folder(source)) + fits.want, fits.paths[0]) if fits.beside else fits.paths[0]
        return _opened(first, fits.paths if len(fits.paths) > 1 else ())

    def _fits(self, path: str, anchored: bool) -> _Fitting:
        found = self._fitting.get((path, anchored))
        if found is None:
            found = self._fitting[path, anchored] = _fitting(path, anchored, self._names)
        return found

    def _of_alias(self, name: str) -> tuple[str, ...]:
        found = self._aliased.get(name)
        if found is None:
            found = self._aliased[name] = tuple(sorted(self._names.aliases(name)))
        return found


def _opened(path: str, candidates: tuple[str, ...]) -> Resolution:
    if not is_note(path):
        return Resolution("attachment", path, candidates)
    return Resolution("ambiguous" if candidates else "resolved", path, candidates)


def _fitting(path: str, anchored: bool, names: Names) -> _Fitting:
    """The files that a target fits by its exact path, else by the end of their path; a relative or rooted one fits
    exactly or not at all."""
    files = names.files(name_key(path))
    wanted = fold(path)
    for want, literal in _spellings(wanted, path):
        exact = [p for p in files if fold(p) == want]
        if exact:
            return _Fitting(tuple(_spelled(exact, literal)))
        tails = [] if anchored else [p for p in files if fold(p).endswith("/" + want)]
        if len(tails) > 1:
            tails = sorted(_alike(tails, "/" + _nfc(literal)), key=_shortest)
            return _Fitting(tuple(tails), want, {fold(p): p for p in reversed(tails)})
        if tails:
            return _Fitting(tuple(tails))
    return _Fitting()


def _vault_path(written: str, source: str) -> tuple[str | None, bool]:
    """The target as a path and whether it counts from a fixed folder; None when it can be no file."""
    if "/" not in written:
        return (None if written in (".", "..") else written), False
    if written.endswith("/"):
        return None, False
    anchored = written.startswith(("./", "../", "/"))
    parts: list[str] = folder(source).split("/")[:-1] if written.startswith(".") and anchored else []
    for part in written.split("/"):
        if part == "..":
            if not parts:
                return None, True
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or None, anchored


def _spellings(wanted: str, path: str) -> list[tuple[str, str]]:
    """The folded paths to look for in turn, each with its unfolded spelling. ``.md`` is appended first where there
    is no extension; with one the name is taken as written first (``v1.2`` may still be ``v1.2.md``, and ``test.md`` be
    ``test.md.md``)."""
    written = (wanted, path)
    note = (wanted + NOTE_SUFFIX, path + NOTE_SUFFIX)
    return [written, note] if "." in wanted[wanted.rfind("/") + 1 :] else [note, written]


def _spelled(paths: list[str], literal: str) -> list[str]:
    """Choose among files whose paths differ in case or normal form only: the one that is spelled as the link, else
    all."""
    if len(paths) == 1:
        return paths
    same = [p for p in paths if p == literal] or [p for p in paths if _nfc(p) == _nfc(literal)]
    return same[:1] or sorted(_alike(paths, _nfc(literal)), key=_shortest)


def _alike(paths: list[str], literal: str) -> list[str]:
    """Obsidian compares in lower case; casefold also takes ß for ss, which is right only where nothing is nearer."""
    lowered = literal.lower()
    return [p for p in paths if _nfc(p).lower().endswith(lowered)] or paths


def _shortest(path: str) -> tuple[int, str]:
    return len(path), path


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_PUNCTUATION = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\', " "))


@lru_cache(maxsize=1 << 16)
def comparable(heading: str) -> str:
    """A heading in the form in which Obsidian compares it: punctuation as spaces, runs of spaces as one, no case, NFC
    (obsidian-api, ``stripHeading``; other marks, U+2019 for one, stay)."""
    text = " ".join(heading.translate(_PUNCTUATION).split())
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


_IN_DRAWING = lazy_pattern(r"\^(?:group|area|frame|clippedframe|taskbone)=")


class Anchors:
    """Anchors that links may point at inside of one note: its headings' paths (outermost first) and its block ids."""

    __slots__ = ("_below", "_blocks", "_paths")

    def __init__(self, heading_paths: Iterable[Sequence[str]], block_ids: Iterable[str]) -> None:
        self._paths: dict[str, list[list[str]]] = {}
        for path in heading_paths:
            steps = [comparable(text) for text in path]
            if steps:
                self._paths.setdefault(steps[-1], []).append(steps)
        self._below: dict[str, set[tuple[str, ...]]] = {}
        self._blocks = {block.lower() for block in block_ids}

    def check(self, subpath: str | None) -> SubpathStatus | None:
        """Check whether ``subpath`` (without its first ``#``) exists; None when it names nothing, or a part of a
        drawing, which only its plugin knows (obsidian-excalidraw-plugin: ``^group=``, ``^area=``, ``^frame=``).

        ``h1#h2``: the last heading has to lie below the one before it, and so on upwards; levels between may be left
        out (obsidian-api, ``resolveSubpath``). ``^id`` compares without case.
        """
        parts = [part.strip() for part in (subpath or "").split("#") if part.strip()]
        if not parts:
            return None
        if _IN_DRAWING.match(parts[-1]):
            return None
        if parts[-1].startswith("^"):
            return "ok" if parts[-1][1:].lower() in self._blocks else "missing"
        steps = [comparable(part) for part in parts]
        return "ok" if self._has(steps) else "missing"

    def _has(self, steps: list[str]) -> bool:
        paths = self._paths.get(steps[-1], ())
        if len(steps) == 1 or not paths:
            return bool(paths)
        above = self._below.get(steps[-1])
        if above is None:
            # A path has at most six headings, so what may stand in a link before the last one is soon told: equal
            # headings and the links to them, thousands of both, are not compared each with each.
            above = {some for path in {tuple(path[:-1]) for path in paths}
                     for size in range(1, len(path) + 1) for some in combinations(path, size)}
            self._below[steps[-1]] = above
        return tuple(steps[:-1]) in above
