"""``save``: an answer or a decision kept as a note, with where it comes from; it is marked, so that it proves nothing
itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError
from vaultkit.render.answer_note import MARK
from vaultkit.storage.files import leads_out
from vaultkit.vault.write import inside, new_note
from vaultkit.workspace.asking import link
from vaultkit.workspace.writing import file_name

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

KINDS = ("answer", "decision")


def save(vault: Vault, title: str, text: str, about: Sequence[str], *, kind: str = "decision",
         folder: str = "", by: str = "agent") -> str:
    """Write ``text`` as a new note called ``title`` in ``folder`` and return its path. ``about`` are the paths of the
    notes that it is about, kept with their hashes; ``by`` says who wrote it. Never overwrites. Raises UsageError for a
    path out of the vault or a file that exists, EnvironmentFailure when it can't be written."""
    name = f"{file_name(title)}.md"
    path = f"{folder.strip('/')}/{name}" if folder.strip("/") else name
    target = inside(vault.root, path)
    if leads_out(vault.root, target.parent):
        raise UsageError(f"{path} leads out of the vault", "name a folder inside of it")
    hashes, called = vault.index.hashes(), link(vault.index)
    properties = {
        "saved": kind, "date": datetime.now().strftime("%Y-%m-%dT%H:%M:%S"), "by": by,
        **({"about": [f"[[{called(note)}]]" for note in about],
            "hashes": [f"{hashes.get(note, 'unknown')}  {note}" for note in about]} if about else {}),
        MARK[0]: MARK[1],
    }
    new_note(target, properties, f"\n# {' '.join(title.split())}\n\n{text.strip()}\n")
    return target.relative_to(vault.root.resolve()).as_posix()
