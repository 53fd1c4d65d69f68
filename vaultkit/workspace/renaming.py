"""``rename``: a note or folder gets another path, and everything that names it is written anew."""

from __future__ import annotations

import codecs
import os
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError
from vaultkit.graph.accepted_file import accepted_path, dump_accepted
from vaultkit.model.ids import id_of, path_of, subpath_of
from vaultkit.storage.files import read_regular
from vaultkit.storage.journal import FileWrite, write_all
from vaultkit.text.names import file_stem, fold, folder, is_note, link_key, name_key
from vaultkit.vault.renamed import Renamed
from vaultkit.vault.write import add_to_property
from vaultkit.workspace.edits import Change, Edit

if TYPE_CHECKING:
    from vaultkit.model import ResolvedLink, TraceComment
    from vaultkit.workspace import Vault

_LARGEST = 64_000_000


@dataclass(frozen=True, slots=True)
class Renaming:
    """Changes that a rename makes, or would: ``old`` gets the path ``new``; the changes of files by the paths that they
    have before it, those outside of the vault relative to their source root; ``written`` are the paths afterwards,
    empty while nothing is written. ``taken_up`` counts links that led nowhere and lead to the new name."""

    old: str
    new: str
    changes: tuple[Change, ...]
    written: tuple[str, ...]

    @property
    def edits(self) -> Iterator[Edit]:
        """The changes of all files line by line."""
        for change in self.changes:
            yield from change.edits


@dataclass(frozen=True, slots=True)
class _Planned:
    change: Change
    write: FileWrite


def rename(vault: Vault, note: str, new: str, *, alias: bool = False, dry_run: bool = False) -> Renaming:
    """Give the note, attachment or folder ``note`` (its path, or for a note any name that ``find`` takes) the name or
    path ``new``, and rewrite all that names it: links of notes, properties and canvases, trace comments, ``code:``
    paths, vaultkit-accepted.json. A name without a folder stays in its folder; a path counts from the vault's root;
    one that ends in ``/`` is a folder to go into. ``alias`` keeps the old name of a note as an alias of it.

    All or nothing (``storage.journal``). Raises UsageError, with nothing written, for a name that is taken, can't be
    had everywhere or lies outside of the vault, for a link that can't be written anew, and for a file that changed
    meanwhile; EnvironmentFailure where something can't be written."""
    vault.refresh()
    paths = [*(fact.path for fact in vault.facts), *vault.index.files()]
    old, is_folder = _meant(vault, note, paths)
    goal = _goal(vault.root, old, new, is_folder)
    if alias and (is_folder or not is_note(old)):
        raise UsageError(f"{old} is no note, so it can have no alias", "leave out --alias")
    _check_free(vault.root, old, goal, is_folder)
    if is_folder:
        _check_roots(vault, old)

    def now(path: str) -> str:
        return goal + path[len(old):] if path == old or (is_folder and path.startswith(f"{old}/")) else path

    renamed = Renamed(paths, {path: now(path) for path in paths if now(path) != path})
    moves = renamed.moves
    planned = [*_of_notes(vault, renamed, now, file_stem(old) if alias else None),
               *_of_sources(vault, renamed), *_of_accepted(vault, moves)]
    changes = tuple(one.change for one in planned)
    if dry_run or (not planned and old == goal):
        return Renaming(old, goal, changes, ())
    write_all(vault.root, [one.write for one in planned], (old, goal) if old != goal else None)
    vault.forget()
    written = dict.fromkeys([*(moves.get(one.path, one.path) for one in changes), *moves.values()])
    return Renaming(old, goal, changes, tuple(written))


def _meant(vault: Vault, name: str, paths: Sequence[str]) -> tuple[str, bool]:
    """The path that ``name`` means, and whether it is a folder. Raises UsageError where nothing fits."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))
    wanted = plain.rstrip("/")
    known = {unicodedata.normalize("NFC", path): path for path in paths}
    if wanted in known and not plain.endswith("/"):
        return known[wanted], False
    if not wanted or wanted.startswith("/") or ".." in wanted.split("/"):
        return vault.find(name), False
    found = _spelled(vault.root, wanted)
    if (vault.root / found).is_dir() and (plain.endswith("/") or f"{wanted}.md" not in known):
        if any(part.startswith(".") for part in wanted.split("/")):
            raise UsageError(f"{name} is hidden", "name a folder that holds notes")
        if (vault.root / found).is_symlink():
            raise UsageError(f"{name} is a link to a folder", "name the folder itself")
        return found, True
    return vault.find(name), False


def _spelled(root: Path, path: str) -> str:
    """``path`` with the folders that are there as they are spelled on disk (in another case or normal form)."""
    done: list[str] = []
    for part in path.split("/"):
        try:
            names = os.listdir(root.joinpath(*done))
        except OSError:
            names = []
        alike = [name for name in names if fold(name) == fold(part)]
        done.append(part if part in names or len(alike) != 1 else alike[0])
    return "/".join(done)


def _goal(root: Path, old: str, new: str, is_folder: bool) -> str:
    """The path that ``new`` names, in NFC, its folders as they are spelled on disk. Raises UsageError."""
    from vaultkit.check.rules.name_not_portable import name_fault

    written = unicodedata.normalize("NFC", new.strip().replace("\\", "/"))
    if os.path.isabs(written) or written[1:3] == ":/":
        base = os.path.realpath(root)
        real = os.path.join(os.path.realpath(os.path.dirname(written)), os.path.basename(written))
        if not real.startswith(base + os.sep):
            raise UsageError(f"{new} lies outside of the vault", "name a path in it, counted from its root")
        written = os.path.relpath(real, base).replace(os.sep, "/") + ("/" if written.endswith("/") else "")
    into = written.endswith("/")
    anchored = "/" in written
    parts = [part for part in written.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UsageError(f"{new} may lead out of the vault", "name a path counted from the vault's root, without ..")
    if into or not parts:
        parts.append(old.rpartition("/")[2])
    elif not is_folder:
        end = old[old.rfind("."):] if "." in old.rpartition("/")[2] else ""
        if not parts[-1].lower().endswith(end.lower()) or parts[-1].lower() == end.lower():
            parts[-1] += end
    for part in parts:
        wrong = name_fault(part)
        if part.startswith("."):
            raise UsageError(f"{part} would be hidden", "choose a name that begins with no dot")
        if wrong is not None:
            from vaultkit.messages.words import LANGUAGES

            text, sign = wrong
            raise UsageError(text[LANGUAGES.index("en")].format(name=part, sign=sign, most=255), "choose another name")
    where = _spelled(root, "/".join(parts[:-1])) if anchored and parts[:-1] else "" if anchored else folder(old)[:-1]
    return f"{where}/{parts[-1]}" if where else parts[-1]


def _check_free(root: Path, old: str, goal: str, is_folder: bool) -> None:
    """Raise UsageError where the new path is taken, in any case and normal form, or lies in what moves."""
    if is_folder and goal.startswith(f"{old}/"):
        raise UsageError(f"{goal} lies in {old} itself", "choose a place outside of it")
    where, _, name = goal.rpartition("/")
    parent = root / where
    if not parent.is_dir():
        return
    for taken in os.listdir(parent):
        path = f"{where}/{taken}" if where else taken
        if fold(taken) == fold(name) and path != old:
            raise UsageError(f"{path} exists already", "it is never overwritten: choose another name")


def _check_roots(vault: Vault, old: str) -> None:
    base = os.path.realpath(vault.root / old)
    for root in vault.config.roots:
        if f"{os.path.realpath(root)}/".startswith(f"{base}/"):
            raise UsageError(f"the source root {root} lies in {old}",
                             "change [source] roots in vaultkit.toml and move the folder by hand")


def _of_notes(vault: Vault, renamed: Renamed, now: Callable[[str], str], alias: str | None) -> Iterator[_Planned]:
    """The changes of notes and canvases: those with a link that leads elsewhere afterwards, or with ``code:``."""
    from vaultkit.vault.relink import relinked
    from vaultkit.workspace.code_paths import moved_code

    config = vault.config
    code = moved_code(vault.snapshot, now)
    holding = _holding(vault, renamed)
    for path in sorted({*holding, *code, *(renamed.moves if alias else ())}):
        if os.path.islink(vault.root / path):
            continue  # a link to another file of the vault, which is written itself
        data = _bytes(vault.root / path, path)
        text, kind = _decoded(data)
        made = relinked(config, path, text, renamed, holding.get(path, ()))
        if path in code:
            made = code[path](made)
        if alias and path in renamed.moves:
            name = next((one.name for one in vault.index.note(path).properties
                         if one.name.lower() in ("aliases", "alias")), "aliases")
            made = add_to_property(made, name, alias)
        if made != text:
            after = _encoded(made, kind)
            yield _Planned(Change(path, _shown(text), _shown(made)), FileWrite(vault.root, path, data, after))


def _holding(vault: Vault, renamed: Renamed) -> dict[str, list[ResolvedLink]]:
    """The links of each file that has one which has to be written anew."""
    from vaultkit.vault.resolve import is_external, is_markdown

    links: dict[str, list[ResolvedLink]] = defaultdict(list)
    found: dict[str, list[ResolvedLink]] = {}
    seen: dict[tuple[str, str, bool, bool], bool] = {}
    moves = renamed.moves
    touched = {name_key(path) for pair in moves.items() for path in pair}
    for link in vault.index.links():
        links[link.source].append(link)
        if link.source in found or link.resolved is None:
            continue
        if link.source not in moves and link.resolved not in moves and link_key(link.target) not in touched:
            continue
        markdown = link.raw[:2] != "[[" and is_markdown(link.raw, link.target)
        if markdown and is_external(link.target):
            continue
        place = link.source if link.source in renamed.moves else folder(link.source)
        key = place, link.target, markdown, bool(link.subpath)
        if key not in seen:
            try:
                seen[key] = renamed.target(link.target, link.source, markdown=markdown,
                                           subpath=bool(link.subpath)) is not None
            except LookupError:
                seen[key] = True
        if seen[key]:
            found[link.source] = links[link.source]
    return found


def _of_sources(vault: Vault, renamed: Renamed) -> Iterator[_Planned]:
    """The changes of source files whose trace comments name something that moves."""
    from vaultkit.source.retrace import decoded, retraced

    files: dict[tuple[str, str], list[TraceComment]] = {}
    for index in dict.fromkeys((vault.source, vault.code)):
        for comment in index.comments():
            if comment not in files.get((comment.root, comment.file), ()):
                files.setdefault((comment.root, comment.file), []).append(comment)
    done: set[str] = set()
    for (root, file), comments in files.items():
        def target(name: str, file: str = file) -> str | None:
            try:
                return renamed.target(name, None)
            except LookupError as error:
                raise UsageError(f"{file}: no link can name {error.args[0]}", "choose another name") from None

        place = os.path.realpath(os.path.join(root, file))
        if place in done or all(target(one.link.target) is None for one in comments):
            continue
        done.add(place)
        inside = os.path.relpath(os.path.join(root, file), vault.root).replace(os.sep, "/")
        shown = file if inside.startswith("../") else inside
        data = _bytes(Path(root, file), shown)
        after = retraced(data, shown, comments, target)
        if after != data:
            change = Change(shown, _shown(decoded(data)[0]), _shown(decoded(after)[0]))
            yield _Planned(change, FileWrite(Path(root), file, data, after))


def _of_accepted(vault: Vault, moves: Mapping[str, str]) -> Iterator[_Planned]:
    """The change of vaultkit-accepted.json: what was accepted of a note stays accepted."""
    def now(id: str) -> str:
        path = path_of(id)
        return id_of(moves[path], subpath_of(id) or None) if path in moves else id

    known = vault.snapshot.accepted
    links = [one._replace(source=now(one.source), target=now(one.target)) for one in known.links]
    rejected = [one._replace(note=now(one.note)) for one in known.rejected]
    if links == list(known.links) and rejected == list(known.rejected):
        return
    path = accepted_path(vault.config)
    data = _bytes(path, path.name)
    made = dump_accepted(links, rejected)
    yield _Planned(Change(path.name, data.decode("utf-8-sig"), made),
                   FileWrite(path.parent, path.name, data, made.encode()))


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return read_regular(path, _LARGEST)
    except OSError as error:
        raise UsageError(f"can't read {shown} ({error.strerror}), nothing was written", "make it readable") from error


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a note, a BOM with it, and its encoding; odd bytes are kept as surrogates."""
    for bom, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return data.decode(name, "surrogatepass"), name
    return data.decode("utf-8", "surrogateescape"), "utf-8"


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "surrogatepass")


def _shown(text: str) -> str:
    """``text`` as JSON can hold it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
