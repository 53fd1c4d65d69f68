"""Judging of what a commit will change: the vault and the source roots as it will have them and as they were before,
and the notes that it may make wrong without touching them."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from vaultkit.check.context import CheckContext, CheckInputs
from vaultkit.check.registry import Policy
from vaultkit.check.run import hits, to_findings
from vaultkit.check.staged import Side, Staged
from vaultkit.model import Finding
from vaultkit.model.ids import path_of, section_of
from vaultkit.text.names import fold, is_note, name_key
from vaultkit.vault.index import Lookups

if TYPE_CHECKING:
    from vaultkit.source.index import SourceIndex


# Each name costs a look through the records of all notes.
_NAMES = 200


def by_links(frame: CheckInputs, changed: Collection[str]) -> set[str]:
    """The notes with a link that leads nowhere, or to several places, and has the name of a changed file; and those
    with a relation to a changed note."""
    lookups = Lookups(frame.index)
    found = {link.source for link in lookups.faulty_links_to(changed)}
    relation_of = frame.ontology.relation_of_field
    found |= {edge[0] for edge in lookups.edges_around([path for path in changed if is_note(path)])
              if edge[3] is not None and relation_of(edge[3]) is not None}
    return found - set(changed)


def by_doubles(context: CheckContext) -> set[str]:
    """The notes that share a name, title, alias or id with one of the changed files, which ``context`` judges."""
    from vaultkit.check.rules import duplicate_uid

    lookups, changed = context.lookups, context.paths or frozenset()
    found = {path for twins in lookups.same_name(changed).values() for path in twins}
    found |= {path for _, path in lookups.titles({note.title for note in context.facts})}
    aliases = {fold(alias) for note in context.facts for alias in note.aliases}
    for table in (lookups.aliases(aliases | {name_key(path) for path in changed}), lookups.named(aliases)):
        found.update(path for paths in table.values() for path in paths)
    ids = {uid for note in context.facts for uid, _ in duplicate_uid.uids_of(context, note)}
    found |= {note.path for note in duplicate_uid.others(context, ids)}
    return found - changed


class CodeFacts:
    """Facts that changed source files state before or after the change: the notes that their comments name, their
    symbols."""

    def __init__(self, frame: CheckInputs, source: SourceIndex, files: Collection[str]) -> None:
        self.notes = {note for comment in source.comments() if comment.file in files
                      if (note := frame.index.note_at(comment.link.target)) is not None}
        self.symbols = {symbol.id for file in files for symbol in source.symbols_in(file)
                        if symbol.kind not in ("module", "file")}


def by_code(frame: CheckInputs, files: Collection[str], facts: Iterable[CodeFacts]) -> set[str]:
    """The notes that name one of the changed source ``files`` or a symbol that went from it, that a comment in one
    names, and those of which a link to one was accepted."""
    lookups, before, after = Lookups(frame.index), *facts
    found = before.notes | after.notes
    for name in sorted({file.rsplit("/", 1)[-1] for file in files})[:_NAMES]:
        for table in ("notes", "mentions"):
            found.update(lookups.holding(_as_json(name), None, table=table))
    lost = {section_of(id_).rsplit(".", 1)[-1] for id_ in before.symbols - after.symbols}
    for name in sorted(lost)[:_NAMES]:
        for table in ("notes", "mentions"):
            found.update(lookups.holding(_as_json(name), None, table=table))
    found |= {path_of(link.source) for link in frame.accepted.links if path_of(link.target) in files}
    return {path for path in found if is_note(path)}


def _as_json(text: str) -> str:
    """``text`` as a record holds it inside of a string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


State = Literal["disk", "after", "before"]


class Views:
    """Switch for what the indexes answer; everything is as it was when the context ends. The index of the source roots
    is opened when something first asks for it."""

    def __init__(self, inputs: CheckInputs, staged: Staged) -> None:
        self._inputs, self._staged = inputs, staged
        self._stack = ExitStack()
        self._state: State = "disk"
        self._source: SourceIndex | None = None
        self._source_state: State = "disk"

    def __enter__(self) -> Views:
        self._put_vault = self._stack.enter_context(self._inputs.index.as_if())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    def show(self, state: Literal["after", "before"]) -> None:
        """Let the indexes answer as after the commit, or as before it."""
        if state != self._state:
            self._put_vault(self._step(self._staged.vault, state, self._state))
            self._state = state
        if self._source is not None:
            self._show_source(self._source)

    def source(self) -> SourceIndex:
        """The index of the source roots, in the state that is shown."""
        if self._source is None:
            self._source = self._inputs.source()
            if any(side.changed or side.after for side in self._staged.roots.values()):
                self._put_source = self._stack.enter_context(self._source.as_if())
        self._show_source(self._source)
        return self._source

    def _show_source(self, index: SourceIndex) -> None:
        if self._source_state == self._state or "_put_source" not in self.__dict__:
            return
        for root, side in self._staged.roots.items():
            self._put_source(root, self._step(side, self._state, self._source_state))
        self._source_state = self._state

    def _step(self, side: Side, then: State, now: State) -> Mapping[str, bytes | None]:
        """Return the contents by which a view of ``now`` becomes one of ``then``."""
        if then == "before":
            return {**(side.after if now == "disk" else {}), **side.before}
        if now == "disk":
            return side.after
        bounds = self._inputs.config.bounds
        most = max(bounds.note_bytes, bounds.source_bytes)
        return {path: side.after[path] if path in side.after else _on_disk(side.folder, path, most)
                for path in side.changed}


def _on_disk(folder: Path, path: str, most: int) -> bytes | None:
    """Return what the index of git has too, where the work tree does not differ from it. Of a file with more than
    ``most`` bytes one more is read, so that its reader sees that it is too large."""
    file = os.path.realpath(folder / path)
    if not file.startswith(os.path.join(os.path.realpath(folder), "")) or not os.path.isfile(file):
        return None
    try:
        with open(file, "rb") as content:
            return content.read(most + 1)
    except OSError:
        return None


Known = set[tuple[str, str, str]]


def check_staged(inputs: CheckInputs, policy: Policy, staged: Staged) -> list[Finding]:
    """Find what is wrong in the notes that the next commit changes, as it will have them, and what the commit breaks in
    notes that it does not touch: what is found there after it and not before it."""
    if staged.empty:
        return []
    changed = staged.vault.changed
    with Views(inputs, staged) as views:
        inputs = replace(inputs, source=views.source,
                         missing_here={name_key(path): path for path in staged.vault.left_out})
        around = _around(inputs, staged, views)
        views.show("after")
        context = CheckContext(inputs, changed | around)
        findings = to_findings(context, policy, hits(context, policy))
        known: Known = set()
        compared = {finding.rule for finding in findings
                    if finding.path not in changed or policy.is_relative(finding.rule)}
        if compared and not staged.first:
            views.show("before")
            before = CheckContext(inputs, changed | around)
            known = {(staged.vault.renamed.get(item.path, item.path), item.rule, item.fingerprint)
                     for item in to_findings(before, policy, hits(before, policy, compared))}
    return [finding for finding in findings
            if (finding.path in changed and not policy.is_relative(finding.rule))
            or (finding.path, finding.rule, finding.fingerprint) not in known]


def _around(inputs: CheckInputs, staged: Staged, views: Views) -> set[str]:
    """The notes that the change may make wrong without touching them."""
    files = {path for side in staged.roots.values() for path in side.changed if not path.lower().endswith(".md")}
    found: set[str] = set()
    if files:
        facts = []
        for state in ("before", "after"):
            views.show(state)
            facts.append(CodeFacts(inputs, views.source(), files))
        found = by_code(inputs, files, facts)
    views.show("after")
    changed = staged.vault.changed
    return (found | by_links(inputs, changed) | by_doubles(CheckContext(inputs, changed))) - changed
