"""``vaultkit scaffold``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.workspace import Vault


@click.command(short_help=COMMANDS["scaffold"])
@click.argument("note", shell_complete=note_names)
@click.option("--stage", metavar="S", help="This stage instead of the next missing one: scheme, algorithm, pseudocode, "
              "code, or ontology for a table of notions.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--draft", is_flag=True, help="Fill the note with what the vault says, each sentence cited, by the "
              "configured generator.")
@format_option()
@common
@pass_session
def command(session: Session, note: str, stage: str | None, dry_run: bool, draft: bool, form: str) -> None:
    """Create the next missing stage of a concept: a note, or a source stub, from a template.

    It is marked as a draft, so it proves nothing until you finish it, and linked both ways. Nothing is overwritten.
    Your own templates go into vaultkit-templates/ beside vaultkit.toml (algorithm.md.j2, code.py.j2 …).
    """
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.workspace.writing import scaffold, write

    vault = session.open()
    made = scaffold(vault.snapshot, vault.find(note), stage,
                    (lambda question: _draft(vault, question)) if draft else None)
    if not dry_run:
        write(vault.root, made)
    words = vault.words()
    if form == "json":
        write_json({"schema": "scaffold/1", "concept": made.concept, "stage": made.stage, "path": made.shown,
                    "text": made.text, "note": made.note, "property": made.name, "value": made.value,
                    "written": not dry_run})
        return
    write_text([words("scaffold.would" if dry_run else "scaffold.wrote", path=made.shown),
                words("scaffold.property", note=made.note, name=made.name,
                      value=made.value if isinstance(made.value, str) else ", ".join(made.value))])
    if dry_run:
        write_text(["", *made.text.splitlines()])
    else:
        hint(words("scaffold.next"), quiet=session.quiet)


def _draft(vault: Vault, question: str) -> str:
    from vaultkit.render.answer import answer_lines
    from vaultkit.workspace.asking import link

    answer = vault.ask(question)
    if not answer.answered:
        return vault.words()("scaffold.silent")
    return "\n".join(answer_lines(answer, link(vault.index)))
