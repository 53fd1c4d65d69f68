"""Links before and after files get other paths: which have to be written anew, and how, so that each leads to the same
file as before."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname, normpath, relpath

from vaultkit.text.names import NOTE_SUFFIX, fold, is_note, name_key
from vaultkit.vault.resolve import Resolution, Resolver


class PathNames:
    """The names of files at given paths (``Names``); of aliases only those that are given."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths):
            self._files[name_key(path)].append(path)

    def files(self, key: str) -> Sequence[str]:
        """See Names."""
        return self._files.get(key, ())

    def aliases(self, name: str) -> Sequence[str]:
        """See Names: an alias is no target, so none is known."""
        return ()


class Renamed:
    """A vault whose files at the keys of ``moves`` get the paths that are its values. ``paths`` are all files now."""

    def __init__(self, paths: Iterable[str], moves: Mapping[str, str]) -> None:
        known = list(paths)
        self.moves = dict(moves)
        self.before = Resolver(PathNames(known))
        self.after = Resolver(PathNames(self.moves.get(path, path) for path in known))

    def now(self, path: str) -> str:
        """The path of a file afterwards."""
        return self.moves.get(path, path)

    def target(self, written: str, source: str | None, *, markdown: bool = False, subpath: bool = False) -> str | None:
        """The target to write in the place of ``written`` in the file at ``source`` (None: a source file, from whose
        place nothing is looked for); None where it may stay. Raises LookupError where no spelling leads there."""
        was = self.before.resolve(written, source or "", markdown=markdown, subpath=subpath)
        if was.resolved is None or not written.strip():
            return None
        place = "" if source is None else self.now(source)
        wanted = self.now(was.resolved)

        def leads(target: str) -> bool:
            found = self.after.resolve(target, place, markdown=markdown, subpath=subpath)
            return found.resolved == wanted and _as_good(was, found)

        if leads(written):
            return None
        for target in _spellings(written.strip(), source, was.resolved, place, wanted, markdown):
            if leads(target):
                return target
        raise LookupError(wanted)


def _as_good(was: Resolution, found: Resolution) -> bool:
    """A link that had one target has one; of several there may be any number."""
    return found.status == was.status or was.status == "ambiguous"


def _spellings(written: str, source: str | None, old: str, place: str, new: str, markdown: bool) -> Iterator[str]:
    """The ways to write ``new``, in the style of ``written`` first: relative, from the root, whole, or as short as
    leads there; with ``.md`` where it had it."""
    ending = not is_note(old) or is_note(written)
    whole = new if ending else new.removesuffix(new[-3:])
    was = old if ending else old.removesuffix(old[-3:])
    base = dirname(source) if source is not None else ""
    near = relpath(whole, dirname(place) or ".")
    if written.startswith(("./", "../")):
        dotted = near if near.startswith("../") else f"./{near}"
        yield from (dotted,) if written.startswith("./") else (near, dotted)
    elif written.startswith("/"):
        yield f"/{whole}"
    elif markdown and fold(normpath(os.path.join(base, written))) == fold(was) and base:
        yield near
    parts = whole.split("/")
    if "/" not in written:
        least = 1
    else:
        least = len(parts) if fold(written) == fold(was) else min(written.count("/") + 1, len(parts))
    tails = ["/".join(parts[-size:]) for size in range(least, len(parts) + 1)]
    yield from tails
    yield f"/{whole}"
    if not ending:
        yield from (tail + NOTE_SUFFIX for tail in (*tails, f"/{whole}"))
