"""``vaultkit show NOTE``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["show"])
@click.argument("note", shell_complete=note_names)
@format_option()
@common
@pass_session
def command(session: Session, note: str, form: str) -> None:
    """Show one note: its kind and chain, properties, sections, turns, and the links out of it and to it.

    NOTE is a path, a title, an alias, or part of a name that fits one note only.
    """
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.render.gap_advice import Mender
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.show import show_lines
    from vaultkit.render.terminal import signs, terminal_width

    vault = session.open()
    path = vault.find(note)
    view = vault.show(path)
    if form == "json":
        data = to_json_value(view)
        more = data.pop("more")
        write_json({"schema": "show/1", **data, **more})
    else:
        words, gap = vault.words(), vault.gap(path)
        steps = Mender(vault.place, vault.ontology, words).lines(gap) if gap else []
        summaries = {item.path: item.summary for item in vault.facts}
        write_text(show_lines(view, steps, words, signs(), terminal_width(), summaries.get, session.verbose))
