"""The tools that write, offered only where the person asked for them. Each carries the hash of what was read, and
nothing is written where that changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.mcp.paging import Page
from vaultkit.mcp.tool import Listed, Schema, Tool, flag, text, texts
from vaultkit.render.plain import to_json_value

if TYPE_CHECKING:
    from vaultkit.workspace import Vault
    from vaultkit.workspace.renaming import Renaming

Arguments = Mapping[str, Any]
_HASH = text("`hash` of `idea`, `work`, `verify` or `related` as it was when the note was read.")
_DRY = flag("Show the change; write nothing.")


def _link(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace import linking

    note = given["note"]
    check_hash(vault, note, given["hash"])
    if not (given.get("reject") and note.startswith(linking.IDEA)):
        note = vault.find(note)
    change = linking.reject if given.get("reject") else linking.declare
    changes = change(vault.snapshot, note, given["targets"])
    written = [] if given.get("dry_run") or not changes else linking.write(vault.snapshot, changes)
    return Listed({"schema": "link/1", "edits": [to_json_value(edit) for one in changes for edit in one.edits],
                   "written": written})


def _scaffold(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace import writing

    note = vault.find(given["note"])
    check_hash(vault, given["note"], given["hash"])
    made = writing.scaffold(vault.snapshot, note, given.get("stage"))
    if not given.get("dry_run"):
        writing.write(vault.root, made)
    return Listed({"schema": "scaffold/1", "concept": made.concept, "stage": made.stage, "path": made.shown,
                   "text": made.text, "note": made.note, "property": made.name, "value": made.value,
                   "written": not given.get("dry_run")})


def _rename(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.renaming import rename

    def call(*, dry_run: bool) -> tuple[Renaming, str]:
        done = rename(vault, given["note"], given["new"], alias=bool(given.get("alias")), dry_run=dry_run)
        seen = json.dumps([done.old, done.new, [to_json_value(edit) for edit in done.edits]], ensure_ascii=False)
        return done, hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    shown, seen = call(dry_run=True)
    if not given.get("dry_run"):
        if given.get("hash") != seen:
            check_hash(vault, given["note"], given.get("hash"))
        shown, _ = call(dry_run=False)
    return Listed({"schema": "rename/1", "old": shown.old, "new": shown.new, "hash": seen,
                   "written": list(shown.written)}, list(shown.edits),
                  to_json_value)


def _save(vault: Vault, given: Arguments, page: Page) -> Listed:
    from vaultkit.workspace.saving import save

    about = [vault.find(note) for note in given.get("about") or ()]
    if about:
        check_hash(vault, given["about"][0], given.get("hash"))
    path = save(vault, given["title"], given["text"], about, kind=given.get("kind", "decision"),
                folder=given.get("folder", ""), by=given.get("by", "agent"))
    return Listed({"schema": "save/1", "path": path})


def check_hash(vault: Vault, name: str, given: str | None) -> None:
    """Raises UsageError where ``given`` is not the hash of the idea or note called ``name`` as it is on disk now, or of
    the note alone."""
    from vaultkit.workspace.idea_view import hash_of
    from vaultkit.workspace.work_orders import note_hash

    id, now = note_hash(vault, name)
    alone = None if id.startswith("idea:") else hash_of(vault.root, [vault.find(name)])
    if given is None:
        raise UsageError("a write needs the hash of what was read",
                         "call `idea` or `related` first and hand back `hash`")
    if given not in (now, alone):
        raise UsageError(f"{id} changed since it was read, nothing was written", "read it again, then decide anew")


_RENAMED: dict[str, Schema] = {
    "note": text("A note or folder: its path, or a note's title."), "new": text("Its new path or name."),
    "alias": flag("Keep the old name as an alias."),
    "hash": text("`hash` of this call with dry_run, or of the note as it was read."), "dry_run": _DRY,
}
WRITING = (
    Tool("scaffold", "Create the next stage", "Creates the next missing stage of an idea, a note or a source stub, "
         "from a template, linked both ways and marked as a draft. Never overwrites.", "scaffold", _scaffold,
         {"note": text("The idea's note."), "stage": text("This stage instead of the next missing one."),
          "hash": _HASH, "dry_run": _DRY}, ("note", "hash"), sure=True, writes=True),
    Tool("link", "Declare the code of an idea", "Declares in a note what it leads to, as a minimal edit of its "
         "frontmatter: a path, path#symbol, kind=concept or schemes=[[Note]]. `reject` remembers what it is not.",
         "link", _link, {"note": text("The idea's note."), "targets": texts("What it leads to."),
                         "reject": flag("Remember that the targets are not its code."), "hash": _HASH,
                         "dry_run": _DRY}, ("note", "targets", "hash"), sure=True, writes=True, destructive=True),
    Tool("rename", "Rename a note or folder", "Moves or renames a note or folder and rewrites every link to it, "
                                              "all or nothing. Call it with dry_run first and hand back its "
                                              "hash.", "rename", _rename, _RENAMED, ("note", "new"),
         pages="edits", sure=True, writes=True, destructive=True),
    Tool("save", "Keep an answer or a decision", "Writes an answer or a decision as a new note, with its date, who "
         "wrote it and what it is about. Never overwrites; it is marked, so that it proves nothing itself.", "save",
         _save, {"title": text("The note's name.", maxLength=200), "text": text("Markdown."),
                 "kind": {"enum": ["answer", "decision"]}, "about": texts("Notes that it is about."),
          "folder": text("Where in the vault; its root by default."), "by": text("Who wrote it.", maxLength=80),
          "hash": {**_HASH, "description": "Of the first note of `about`, where one is named."}}, ("title", "text"),
         sure=True, writes=True),
)
