"""Links to lines of code on a forge → the symbol that covers them, when the repository is a source root's own.

Forms: GitHub ``/o/r/blob/<rev>/path#L10-L20``, GitLab ``/g/r/-/blob/<rev>/path#L10-20``, Gitea and Forgejo
``/o/r/src/branch|commit|tag/<rev>/path#L10-L20``, Bitbucket ``/o/r/src/<rev>/path#lines-10:20``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from vaultkit import git
from vaultkit.source.finder import Finder, Lookup, covering
from vaultkit.source.store import symbol_key
from vaultkit.text.lazy_pattern import lazy_pattern

_FORMS = lazy_pattern(r"(?P<repository>.+?)/(?:-/)?(?:blob|blame|raw|src/(?:branch|commit|tag)|src)/(?P<rest>.+)")
_LINES = lazy_pattern(r"(?:L|lines-)(\d+)(?:C\d+)?(?:[-:]L?(\d+)(?:C\d+)?)?")
_SCP = lazy_pattern(r"(?:[\w.\-]+@)?([\w.\-]+):(?!//)(.+)")
_URL = lazy_pattern(r"https?://[^\s<>\"')\]]+")


class Permalink(NamedTuple):
    """``repository`` is normalised; ``rest`` is revision and path, which only the repository can tell apart."""

    repository: str
    rest: str
    first: int | None
    last: int | None


def repository_of(url: str) -> str:
    """``host/owner/name`` in lower case for any form of a remote's URL; ``""`` for anything else (a local path)."""
    if "://" in url:
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path
    else:
        match = _SCP.fullmatch(url.strip())
        if match is None:
            return ""
        host, path = match[1], match[2]
    path = path.strip("/").removesuffix(".git")
    return f"{host}/{path}".lower() if host and path else ""


def parse_permalink(url: str) -> Permalink | None:
    """The parts of a permalink, None for a URL of another form. Text around the URL is left out."""
    found = _URL.search(url)
    if found is None:
        return None
    parts = urlsplit(found[0])
    form = _FORMS.fullmatch(parts.path.strip("/"))
    if form is None:
        return None
    lines = _LINES.search(parts.fragment)
    first = int(lines[1]) if lines else None
    last = int(lines[2] or lines[1]) if lines else None
    repository = f"{(parts.hostname or '').lower()}/{form['repository'].lower().removesuffix('.git')}"
    return Permalink(repository, unquote(form["rest"]), first, last)


class Permalinks:
    """Resolves permalinks against the remotes of the roots."""

    def __init__(self, finder: Finder, roots: tuple[Path, ...]) -> None:
        self._finder, self._roots = finder, roots
        self._remotes: dict[Path, frozenset[str]] | None = None

    def resolve(self, url: str) -> Lookup | None:
        """See ``SourceIndex.permalink``."""
        link = parse_permalink(url)
        if link is None:
            return None
        if self._remotes is None:
            self._remotes = {root: frozenset(map(repository_of, git.remotes(root).values())) for root in self._roots}
        for root in self._roots:
            if link.repository in self._remotes[root]:
                return self._in_root(root, link)
        return None

    def was_there(self, url: str) -> bool:
        """See ``SourceIndex.permalink_was_there``."""
        link = parse_permalink(url)
        if link is None or self.resolve(url) is None or self._remotes is None:
            return False
        root = next(root for root in self._roots if link.repository in self._remotes[root])
        known = self._finder.origins.repository(root)
        if known is None:
            return False
        parts = link.rest.split("/")
        return any(git.show(known[0], "/".join(parts[:cut]), "/".join(parts[cut:])) is not None
                   for cut in range(1, len(parts)))

    def _in_root(self, root: Path, link: Permalink) -> Lookup:
        known = self._finder.origins.repository(root)
        prefix = known[1] if known else ""
        parts = link.rest.split("/")
        splits = [("/".join(parts[:cut]), "/".join(parts[cut:])) for cut in range(1, len(parts))]
        outside = True
        for revision, path in splits:
            if not path.startswith(prefix):
                continue
            outside = False
            inner = path[len(prefix) :]
            then = self._finder.origins.at(root, revision, inner) if known else ()
            if not then and not (root / inner).is_file():
                continue
            if link.first is None or link.last is None:
                return self._finder.find(inner, None)
            now = tuple(self._finder.symbols_in(inner))
            source = then or now
            target = covering(source, link.first, link.last)
            return self._finder.find(inner, symbol_key(target) or None, known_hash=target.body_hash)
        if outside:
            return Lookup("outside")
        revision, path = splits[0] if splits else ("", link.rest)
        return self._finder.find(path.removeprefix(prefix), None)
