"""``vaultkit assess``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["assess"])
@click.option("--evidence", is_flag=True, help="As text, show what every level was counted from and older claims.")
@format_option("markdown", "csv")
@common
@pass_session
def command(session: Session, evidence: bool, form: str) -> None:
    """Show two levels of every subsystem, thinking and practice, each counted from evidence, beside what is claimed.

    Subsystems are notes tagged #subsystem (#подсистема) or of that type; without any, what tables with a status name;
    else communities of the graph. The thresholds of the levels stand in the ontology. No model is asked.
    """
    from vaultkit.cli.output import write_csv, write_json, write_text
    from vaultkit.render.assess_text import HEADER, assess_lines, assess_markdown, assess_rows
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import terminal_width

    vault = session.open()
    found = vault.assess()
    if form == "json":
        write_json({"schema": "assess/1", "subsystems": map(to_json_value, found)})
    elif form == "csv":
        write_csv(HEADER, assess_rows(found))
    elif form == "markdown":
        write_text(assess_markdown(found, vault.words()))
    else:
        write_text(assess_lines(vault.root.name, found, vault.words(), terminal_width(), evidence))
