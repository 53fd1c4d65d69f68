"""``vaultkit link``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.workspace import Vault
    from vaultkit.workspace.edits import Change


@click.command(short_help=COMMANDS["link"])
@click.argument("names", nargs=-1, metavar="NOTE TARGET…", shell_complete=note_names)
@click.option("--dry-run", is_flag=True, help="Show the change; write nothing.")
@click.option("--reject", is_flag=True, help="Remember that TARGET is not the note's code: it is not offered again.")
@click.option("--probable", is_flag=True, help="Show the most probable code of every idea, or of the NOTEs, as a diff.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="S",
              help="With --probable, only code that is at least so probable.")
@click.option("--write", is_flag=True, help="With --probable, write it.")
@format_option()
@common
@pass_session
def command(session: Session, names: tuple[str, ...], dry_run: bool, reject: bool, probable: bool, min_score: float,
            write: bool, form: str) -> None:
    """Declare in a NOTE what it leads to: TARGET is a path, a path#symbol, kind=concept or schemes=[[Note]].

    A minimal edit of the frontmatter: nothing else in the note changes. Code is looked up first. --reject keeps
    what is not the note's code in vaultkit-accepted.json, which you commit.
    """
    from vaultkit.errors import UsageError
    from vaultkit.workspace import linking

    if write and not probable:
        raise UsageError("--write goes with --probable", "link NOTE TARGET writes at once; --dry-run shows it only")
    if probable and reject:
        raise UsageError("--probable and --reject exclude each other", "reject TARGETs of one NOTE by name")
    if not probable and len(names) < 2:
        raise UsageError("link what?", "name a note and its code, or --probable")
    vault = session.open()
    if probable:
        notes = [_note(vault, name) for name in names]
        changes, noteless = linking.probable(vault.snapshot, notes, min_score)
        _finish(vault, session, changes, write and not dry_run, form, [gap.title for gap in noteless])
        return
    if reject:
        note = names[0] if names[0].startswith(linking.IDEA) else vault.find(names[0])
        changes = linking.reject(vault.snapshot, note, names[1:])
    else:
        changes = linking.declare(vault.snapshot, _note(vault, names[0]), names[1:])
    _finish(vault, session, changes, not dry_run, form, [])


def _note(vault: Vault, name: str) -> str:
    """The note that is meant. Raises UsageError for an idea that has none."""
    from vaultkit.errors import UsageError
    from vaultkit.workspace.linking import IDEA

    if name.startswith(IDEA):
        raise UsageError(f"{name.removeprefix(IDEA)} has no note", f"vaultkit discover --write "
                         f"\"{name.removeprefix(IDEA)}\" makes one")
    return vault.find(name)


def _finish(vault: Vault, session: Session, changes: Sequence[Change], wanted: bool, form: str,
            noteless: Sequence[str]) -> None:
    """Write where it is ``wanted``, and say what was or would be."""
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import one_line, visible_line
    from vaultkit.workspace import linking

    words = vault.words()
    written = linking.write(vault.snapshot, changes) if wanted and changes else []
    if form == "json":
        write_json({"schema": "link/1", "edits": [to_json_value(edit) for change in changes for edit in change.edits],
                    "written": written})
    else:
        write_text([visible_line(line) for change in changes for line in change.diff])
    if not changes:
        hint(words("link.nothing"), quiet=session.quiet)
    elif not written:
        hint(words("link.would", n=words.count("file", len(changes))), quiet=session.quiet)
    for path in written:
        hint(words("link.written", path=path), quiet=session.quiet)
    if noteless:
        hint(words("link.noteless", names=", ".join(map(one_line, noteless[:5]))), quiet=session.quiet)
