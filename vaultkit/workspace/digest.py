"""A digest put together from chats and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.digest.digest import Digest, digest
from vaultkit.graph.kinds import is_own

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot


def digest_of(vault: Snapshot, since: str | None) -> Digest:
    """The digest of ``vault`` since a day (ISO 8601), copies of one chat once; hidden notes, templates and notes that
    vaultkit wrote are left out."""
    facts = {note.path: note for note in vault.facts}
    copied = vault.ideas.copied
    notes = [(note, facts[note.path]) for note in vault.notes if note.path not in copied
             and not (facts[note.path].excluded or facts[note.path].template or is_own(facts[note.path]))]
    return digest(notes, vault.ideas.text, since)
