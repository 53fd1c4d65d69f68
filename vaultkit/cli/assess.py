"""``vaultkit assess``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["assess"])
@click.option("--evidence", is_flag=True, help="As text, show what every level was counted from and older claims.")
@formats_of("assess")
@common
@pass_session
def command(session: Session, evidence: bool, form: str) -> None:
    """Show two levels of every subsystem, thinking and practice, each counted from evidence, beside what is claimed.

    Subsystems are notes tagged #subsystem (#подсистема) or of that type; without any, what tables with a status name;
    else communities of the graph. The thresholds of the levels stand in the ontology. No model is asked.
    """
    from vaultkit.cli.output import write
    from vaultkit.render.assess_text import AssessView
    from vaultkit.render.formats import formatter

    vault = session.open()
    write(formatter("assess", form)(AssessView(vault.root.name, vault.assess(), evidence, vault.words)))
