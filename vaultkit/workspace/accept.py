"""Record of what a person accepted: reading it, and recording anew what the links of a chain are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.graph.accepted_file import Accepted, AcceptedLink, accepted_path, dump_accepted
from vaultkit.graph.nodes import EvidenceState, NodeGraph
from vaultkit.graph.suspect import Bond, Fingerprints, Follower, bonds, changed_ends, link_fingerprints
from vaultkit.model.ids import path_of
from vaultkit.storage.files import cant_write, replace_file

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AcceptedNow:
    """One link of an acceptance: its ends, where it is written, and which ends had ``changed`` since the last time.
    ``state`` is that of what it leads to."""

    source: str
    target: str
    path: str
    line: int
    changed: tuple[str, ...] = ()
    state: EvidenceState = "ok"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Result of ``accept``: links ``recorded`` for the first time, suspect ones that it ``renewed``, the number of
    those that were good already, those that it ``left`` since there is nothing good to accept, and (source, target) of
    those that it ``dropped``, for no note makes them any more."""

    file: Path
    recorded: tuple[AcceptedNow, ...]
    renewed: tuple[AcceptedNow, ...]
    unchanged: int
    left: tuple[AcceptedNow, ...]
    dropped: tuple[tuple[str, str], ...]


def accept(vault: Snapshot, note: str | None, *, write: bool = True) -> Acceptance:
    """Record (without ``write`` only tell) what the ends of the links of ``note``'s chain are now, of all links without
    ``note``, and say what was done. Raises UsageError for a file that can't be read, EnvironmentFailure for one that
    can't be written."""
    web, before = vault.web, vault.accepted
    prints = link_fingerprints(vault.index, vault.source, vault.ontology, vault.facts)
    everything = list(bonds(web))
    scope = everything if note is None else _of_note(web, everything, note)
    complete = note is None and all(root.is_dir() for root in vault.config.roots)
    done, links = _renew(web, before, prints, everything, scope, complete)
    path = accepted_path(vault.config)
    if write and (set(links) != set(before.links) or len(links) != len(before.links)):
        write_accepted(path, dump_accepted(links, before.rejected))
    return Acceptance(path, *done)


def _of_note(web: NodeGraph, everything: Iterable[Bond], note: str) -> list[Bond]:
    """The links of the chain that begins at a note or its sections, and those that lead to it."""
    stack = [node.id for node in web.nodes.values() if node.path == note and node.form in ("note", "section", "block")]
    seen = set(stack)
    while stack:
        for tie in web.below.get(stack.pop(), ()):
            end = tie.target if tie.down else tie.source
            if end not in seen:
                seen.add(end)
                stack.append(end)
    return [bond for bond in everything if bond.source in seen or path_of(bond.target) == note]


_Done = tuple[tuple[AcceptedNow, ...], tuple[AcceptedNow, ...], int, tuple[AcceptedNow, ...],
              tuple[tuple[str, str], ...]]


def _renew(web: NodeGraph, before: Accepted, prints: Fingerprints, everything: list[Bond], scope: list[Bond],
           complete: bool) -> tuple[_Done, list[AcceptedLink]]:
    follow = Follower(before, everything, prints)
    kept = set(before.links)
    recorded, renewed, left, unchanged = [], [], [], 0
    seen: set[tuple[str, str]] = set()
    for bond in scope:
        if bond[:2] in seen:
            continue
        seen.add(bond[:2])
        state = web.nodes[bond.target].state
        now = [prints.of(bond.source), prints.of(bond.target)] if state == "ok" else []
        if not all(now) or not now:
            left.append(_told(bond, (), state))
            continue
        known = follow.links(bond)
        changed = changed_ends(bond.source, bond.target, known, prints)
        if known and not changed and known[0].pair == bond[:2] and len(known) == 1:
            unchanged += 1
            continue
        kept -= set(known)
        kept.add(AcceptedLink(bond.source, bond.target, prints.record(bond.source), prints.record(bond.target)))
        if changed:
            renewed.append(_told(bond, changed))
        elif known:
            unchanged += 1
        else:
            recorded.append(_told(bond, ()))
    dropped = _stale(kept, everything, left) if complete else set()
    pairs = tuple(sorted({link.pair for link in dropped}))
    return (tuple(recorded), tuple(renewed), unchanged, tuple(left), pairs), sorted(kept - dropped)


def _stale(kept: set[AcceptedLink], everything: list[Bond], left: list[AcceptedNow]) -> set[AcceptedLink]:
    """The links that no note makes any more. Those of a note that names code which is not there may be meant by it."""
    there = {bond[:2] for bond in everything}
    unsure = {item.source for item in left}
    return {link for link in kept if link.pair not in there and link.source not in unsure}


def _told(bond: Bond, changed: tuple[str, ...], state: EvidenceState = "ok") -> AcceptedNow:
    return AcceptedNow(bond.source, bond.target, bond.tie.path, bond.tie.line, changed, state)


def write_accepted(path: Path, text: str) -> None:
    """Put the file in its place, whole. Raises EnvironmentFailure when it can't be written."""
    try:
        replace_file(path, text.encode("utf-8"))
    except OSError as error:
        raise cant_write(path, error) from error
