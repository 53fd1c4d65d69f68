"""``vaultkit suggest``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["suggest"])
@click.argument("note", required=False, shell_complete=note_names)
@click.option("-k", "k", type=click.IntRange(min=1), default=5, show_default=True, metavar="N",
              help="At most so many candidates for each gap.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
              help="As text, how many gaps and how many mentions to list.")
@click.option("--all", "everything", is_flag=True, help="As text, list every gap and every mention.")
@format_option()
@common
@pass_session
def command(session: Session, note: str | None, k: int, top: int, everything: bool, form: str) -> None:
    """For each gap list the code, notes and packages that may already be what it lacks, each with the reason; then
    the places where the name of a note stands in another one and is no link.

    NOTE is a path, a title, an alias, or part of a name that fits one note: only what concerns it. Nothing is written.
    """
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.suggest_text import suggestion_lines
    from vaultkit.render.terminal import terminal_width

    vault = session.open()
    found = vault.suggest(vault.find(note) if note else None, k=k)
    if form == "json":
        write_json({"schema": "suggest/1", "suggestions": map(to_json_value, found.suggestions),
                    "mentions": map(to_json_value, found.mentions)})
        return
    titles = {gap.concept: gap.title for gap in vault.gaps().gaps}
    write_text(suggestion_lines(vault.root.name, found, lambda concept: titles.get(concept, concept), vault.words(),
                                terminal_width(), None if everything else top))
