"""``link``: probable code made declared in a note's frontmatter, or remembered as what is not a note's code."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError
from vaultkit.graph.accepted_file import RejectedCode, accepted_path, dump_accepted
from vaultkit.graph.symbols import SourceSymbols, SymbolHit, find_reference, split_reference
from vaultkit.model.ids import id_of, path_of, section_of
from vaultkit.storage import index_folder
from vaultkit.storage.lock import WriterLock
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.nearest import nearest_of
from vaultkit.vault.write import add_to_property, note_text, set_property, write_note
from vaultkit.workspace.accept import write_accepted
from vaultkit.workspace.edits import Change

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, Probable
    from vaultkit.source.index import SourceIndex
    from vaultkit.workspace.snapshot import Snapshot

IDEA = "idea:"
MIN_SCORE = 0.5
_PAIR = lazy_pattern(r"([\w-]+)=(.+)")
_WIKILINK = lazy_pattern(r"\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]")


def declare(vault: Snapshot, note: str, targets: Sequence[str]) -> list[Change]:
    """The change to the note at ``note`` (from ``find``) that declares ``targets``: paths, ``path#symbol``, or
    ``name=value`` for another property. Nothing is written. Raises UsageError for what is not there, with what is near,
    and for frontmatter that can't be edited safely."""
    before = text = note_text(vault.root, note)
    for target in targets:
        pair = _PAIR.fullmatch(target)
        try:
            if pair is not None:
                text = _with_pair(vault, text, pair[1], pair[2])
            else:
                text = add_to_property(text, _code_property(vault, note), code_named(vault, note, target))
        except UsageError as error:
            raise UsageError(f"{note}: {error.message}", error.mend, more=error.more) from None
    return [Change(note, before, text)] if text != before else []


def reject(vault: Snapshot, note: str, targets: Sequence[str]) -> list[Change]:
    """The change to vaultkit-accepted.json that remembers that ``targets`` are not the code of ``note``, a path or the
    id of an idea. Raises UsageError for a file that can't be read."""
    path, before = accepted_path(vault.config), vault.accepted
    new = [RejectedCode(note, _as_offered(vault, note, target)) for target in targets]
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    made = dump_accepted(before.links, [*before.rejected, *new])
    return [Change(path.name, text, made)] if set(new) - set(before.rejected) else []


def _as_offered(vault: Snapshot, note: str, target: str) -> str:
    """``target`` as the finder names it: relative to its source root, where it is there."""
    for index in (vault.code, vault.source):
        hit = _hit(vault, index, _plain(target), "" if note.startswith(IDEA) else note)
        if hit.status in ("found", "stub"):
            return hit.id
    return _plain(target)


def probable(vault: Snapshot, notes: Sequence[str], least: float) -> tuple[list[Change], list[Gap]]:
    """The changes that declare the best probable code of each idea, of ``notes`` alone where any are named, that is
    there and has a score of at least ``least``; and the ideas that have such code and no note to write it into."""
    changes: dict[str, Change] = {}
    noteless = []
    for gap in vault.gap_report.gaps:
        best = next((one for one in gap.probable if _may_be(vault, gap, one, least)), None)
        if best is None or (notes and gap.path not in notes) or gap.state == "covered":
            continue
        if gap.concept.startswith(IDEA):
            noteless.append(gap)
        elif not section_of(gap.concept) and gap.path not in changes:
            for change in declare(vault, gap.path, [id_of(best.path, best.symbol)]):
                changes[gap.path] = change
    return list(changes.values()), noteless


def _may_be(vault: Snapshot, gap: Gap, one: Probable, least: float) -> bool:
    return (one.state != "planned" and one.score >= least
            and not vault.accepted.rejects(path_of(gap.concept), one.path, one.symbol))


def write(vault: Snapshot, changes: Sequence[Change]) -> list[str]:
    """Write all changes or none, and return their paths. Raises UsageError when one of the files is no longer what it
    was, EnvironmentFailure when one can't be written; what was written before is put back then."""
    accepted = accepted_path(vault.config)
    done: list[Change] = []
    with WriterLock(index_folder(vault.root) / "link.lock"):
        for change in changes:
            if _now(vault, change, accepted) != change.before:
                raise UsageError(f"{change.path} changed meanwhile, nothing was written", "call link again")
        try:
            for change in changes:
                _put(vault.root, change.path, change.after, accepted)
                done.append(change)
        except BaseException:
            for change in done:
                _put(vault.root, change.path, change.before, accepted)
            raise
    return [change.path for change in changes]


def _now(vault: Snapshot, change: Change, accepted: Path) -> str:
    if change.path == accepted.name:
        return accepted.read_text("utf-8-sig") if accepted.is_file() else ""
    return note_text(vault.root, change.path)


def _put(root: Path, path: str, text: str, accepted: Path) -> None:
    if path == accepted.name:
        write_accepted(accepted, text)
    else:
        write_note(root, path, text)


def _with_pair(vault: Snapshot, text: str, name: str, value: str) -> str:
    """The text with ``kind=concept`` set, or ``schemes=[[X]]`` added."""
    ontology = vault.ontology
    if name in ontology.strict_fields:
        if ontology.kind_of_word(value) is None:
            raise UsageError(f"no kind is called {value!r}", f"the chain is {', '.join(ontology.chain)}")
        return set_property(text, name, value)
    if ontology.relation_of_field(name) is None:
        names = sorted({*ontology.strict_fields, *ontology.relations})
        near = nearest_of(name, names, 0.5)
        raise UsageError(f"no relation is called {name!r}", f"did you mean {near}?" if near else None)
    link = _WIKILINK.fullmatch(value)
    if link is not None and vault.index.note_at(link[1].strip()) is None:
        near = nearest_of(link[1], [fact.title for fact in vault.facts], 0.5)
        raise UsageError(f"no note is called {link[1]!r}", f"did you mean [[{near}]]?" if near else None)
    return add_to_property(text, name, value)


def _code_property(vault: Snapshot, note: str) -> str:
    """The property that names the note's code already, else ``code``."""
    code = set(vault.ontology.code_kinds)
    facts = next((one for one in vault.facts if one.path == note), None)
    for name in facts.properties if facts else ():
        relation = vault.ontology.relation_of_field(name)
        if relation is not None and relation.gives in code:
            return name
    return "code"


def code_named(vault: Snapshot, note: str, target: str) -> str:
    """``target`` as it is to be written: a path below a source root, with the symbol; of a tree that was found around
    the vault the path from the vault (``../src/x.py``). Raises UsageError, with what is near, where it is not there."""
    plain = _plain(target)
    for base in (*vault.source.roots, vault.root):
        if os.path.isabs(plain) and Path(plain).is_relative_to(base):
            plain = Path(plain).relative_to(base).as_posix()
    hit = _hit(vault, vault.source, plain, note)
    if hit.status in ("found", "stub"):
        return plain if hit.symbol is None else id_of(split_reference(plain)[0], hit.symbol)
    if vault.code.is_found:
        found = _hit(vault, vault.code, plain, note)
        if found.status in ("found", "stub"):
            root = vault.code.find(found.file, found.symbol).root or ""
            outside = os.path.relpath(os.path.join(root, found.file), os.path.realpath(vault.root))
            written = id_of(outside.replace(os.sep, "/"), found.symbol)
            if _hit(vault, vault.source, written, note).status in ("found", "stub"):
                return written
        if found.status == "missing_symbol":
            hit = found
    raise UsageError(_missing(hit, plain), _near(vault, hit))


def _hit(vault: Snapshot, index: SourceIndex, text: str, note: str) -> SymbolHit:
    note_of: Callable[[str], str | None] = vault.index.note_at
    return find_reference(SourceSymbols(index, note_of), text, note)


def _missing(hit: SymbolHit, text: str) -> str:
    if hit.status == "moved":
        return f"{text} has moved: it is {hit.id} now"
    if hit.status == "refused":
        return f"{text} leads out of the source roots and the vault"
    if hit.status == "missing_symbol":
        return f"{hit.file} has no {hit.symbol}"
    return f"there is no {hit.file} in the source trees or the vault"


def _near(vault: Snapshot, hit: SymbolHit) -> str | None:
    if hit.status == "moved":
        return f"name {hit.id}"
    if hit.status == "missing_symbol":
        names = [one.name for one in vault.code.symbols_in(hit.file) if one.kind not in ("module", "file")]
        near = nearest_of(hit.symbol or "", names, 0.4)
        return f"did you mean {hit.file}#{near}?" if near else None
    files = {one.file for one in vault.code.symbols() if one.kind in ("module", "file")}
    name = hit.file.rpartition("/")[2]
    same = sorted(file for file in files if file.rpartition("/")[2] == name)
    near = same[0] if same else nearest_of(hit.file, sorted(files), 0.5)
    return f"did you mean {near}?" if near else None


def _plain(target: str) -> str:
    target = target.strip().replace("\\", "/")
    while target.startswith("./"):
        target = target[2:]
    return target
