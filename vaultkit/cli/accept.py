"""``vaultkit accept``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["accept"])
@click.argument("note", required=False, shell_complete=note_names)
@click.option("--all", "everything", is_flag=True, help="Accept the links of every note.")
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would be recorded.")
@format_option()
@common
@pass_session
def command(session: Session, note: str | None, everything: bool, dry_run: bool, form: str) -> None:
    """Record that the links of a NOTE's chain were looked at and are right.

    Fingerprints of both ends of each link go to vaultkit-accepted.json, which you commit. When a note or the code
    changes later, `gaps` and `check` call the link suspect until it is accepted again. White space, comments and
    formatting are no change.
    """
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.errors import UsageError
    from vaultkit.render.accept_text import accept_lines
    from vaultkit.render.plain import to_json_value

    if (note is None) != everything:
        raise UsageError("accept what?", "name a note, or --all" if note is None else "either a note or --all")
    vault = session.open()
    done = vault.accept(None if note is None else vault.find(note), write=not dry_run)
    if form == "json":
        write_json(
            {
                "schema": "accept/1",
                "file": str(done.file),
                "recorded": map(to_json_value, done.recorded),
                "renewed": map(to_json_value, done.renewed),
                "unchanged": done.unchanged,
                "left": map(to_json_value, done.left),
                "dropped": [{"source": source, "target": target} for source, target in done.dropped],
            }
        )
        return
    write_text(accept_lines(done, vault.words()))
