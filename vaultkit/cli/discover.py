"""``vaultkit discover``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, Variadic, VariadicCommand, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(cls=VariadicCommand, short_help=COMMANDS["discover"])
@click.option("--min-sources", type=click.IntRange(min=1), default=1, show_default=True, metavar="N",
              help="Only ideas that N notes name.")
@click.option("--write", cls=Variadic, metavar="NAME…", help="Create these ideas as draft concept notes.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
              help="As text, how many ideas to list, the most telling first.")
@click.option("--all", "everything", is_flag=True, help="As text, list every idea.")
@format_option()
@common
@pass_session
def command(session: Session, min_sources: int, write: tuple[str, ...], top: int, everything: bool, form: str) -> None:
    """List the ideas that have no note: links that lead nowhere, named things in tables, headings and lists, recurring
    terms; each with its places and, where the text says so, its status.

    Notes that are only missing here (names of files, cited sources) are listed apart.
    """
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.render.ideas_and_kinds import idea_lines
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import terminal_width
    from vaultkit.workspace.writing import write_ideas

    vault = session.open()
    found = vault.discover(min_sources=min_sources)
    written = write_ideas(vault.root, vault.ontology, found, write) if write else []
    if form == "json":
        write_json(
            {
                "schema": "discover/1",
                "ideas": map(to_json_value, found.ideas),
                "missing": map(to_json_value, found.missing),
            }
        )
    elif not write:
        write_text(idea_lines(vault.root.name, found, vault.words(), terminal_width(), None if everything else top))
    for path in written:
        hint(vault.words()("discover.written", path=path), quiet=session.quiet)
