"""``vaultkit rename``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["rename"])
@click.argument("note", shell_complete=note_names)
@click.argument("new")
@click.option("--alias", is_flag=True, help="Keep the old name as an alias of the note.")
@click.option("--dry-run", is_flag=True, help="Show the changes as a diff; write nothing.")
@format_option()
@common
@pass_session
def command(session: Session, note: str, new: str, alias: bool, dry_run: bool, form: str) -> None:
    """Give a note or folder another name or place, and rewrite every link to it.

    NEW is a name, a path from the vault's root (Folder/Name), or a folder to go into (Folder/). Wikilinks, Markdown
    links, embeds, properties, canvas files, code: paths and the comments in source files that name the note are
    rewritten in the style that they have; a link that still leads there stays as it is. All of it happens or nothing.
    """
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import visible_line
    from vaultkit.workspace.renaming import rename

    vault = session.open()
    words = vault.words()
    done = rename(vault, note, new, alias=alias, dry_run=dry_run)
    if form == "json":
        write_json({"schema": "rename/1", "old": done.old, "new": done.new,
                    "edits": [to_json_value(edit) for edit in done.edits], "written": list(done.written)})
    elif dry_run:
        moved = [f"rename from {done.old}", f"rename to {done.new}"] if done.old != done.new else []
        write_text([visible_line(line) for line in moved])
        write_text([visible_line(line) for change in done.changes for line in change.diff])
    if dry_run:
        hint(words("link.would", n=words.count("file", len(done.changes))), quiet=session.quiet)
    elif done.written:
        hint(words("rename.done", old=done.old, new=done.new, n=words.count("file", len(done.changes))),
             quiet=session.quiet)
    else:
        hint(words("link.nothing"), quiet=session.quiet)
