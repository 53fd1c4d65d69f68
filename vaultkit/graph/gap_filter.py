"""The concepts of a gap report that a person asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from vaultkit.graph.gap_types import Gap, Orphan
from vaultkit.model import NoteFacts


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Filter of gaps; what is empty asks for nothing. ``states``: gap terms; ``strengths`` of the concept; ``paths``:
    globs on the vault-relative path (``*`` crosses folders), or folders; ``tags``: with those below them
    (``a`` keeps ``a/b``); ``last``, ``missing``: the stage that the chain stops at, and the first one that it lacks."""

    states: Collection[str] = ()
    strengths: Collection[str] = ()
    paths: Collection[str] = ()
    tags: Collection[str] = ()
    last: Collection[str] = ()
    missing: Collection[str] = ()

    def __bool__(self) -> bool:
        return any((self.states, self.strengths, self.paths, self.tags, self.last, self.missing))

    def keeps(self, gap: Gap, notes: Mapping[str, NoteFacts]) -> bool:
        """Return whether a concept is wanted; ``notes`` gives the facts of its note by path."""
        return ((not self.states or gap.state in self.states)
                and (not self.strengths or gap.strength in self.strengths)
                and (not self.last or gap.last_stage in self.last)
                and (not self.missing or gap.missing_stage in self.missing)
                and (not self.paths or any(_fits(gap.path, glob) for glob in self.paths))
                and (not self.tags or self._tagged(notes.get(gap.path))))

    def keeps_orphan(self, orphan: Orphan) -> bool:
        """Return whether an orphan is wanted: it has a path and the term ``orphaned``, and nothing else that a concept
        has."""
        return ((not self.states or "orphaned" in self.states)
                and not (self.strengths or self.tags or self.last or self.missing)
                and (not self.paths or any(_fits(orphan.path, glob) for glob in self.paths)))

    def _tagged(self, note: NoteFacts | None) -> bool:
        own = [_plain(tag) for tag in note.tags] if note is not None else []
        wanted = [_plain(tag.removeprefix("#")) for tag in self.tags]
        return any(tag == asked or tag.startswith(asked + "/") for tag in own for asked in wanted)


def _fits(path: str, glob: str) -> bool:
    path, glob = _plain(path), _plain(glob).removeprefix("./")
    return fnmatchcase(path, glob) or path.startswith(glob.rstrip("/") + "/")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
