"""``vaultkit report``"""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit.cli.options import Session, common, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["report"])
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write; HTML without it goes to .vaultkit/report.html, other formats to stdout.")
@click.option("--format", "form", type=click.Choice(["html", "markdown", "csv"]), default="html", show_default=True,
              help="How the report is written.")
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@common
@pass_session
def command(session: Session, output: Path | None, form: str, open_it: bool) -> None:
    """Write the gap report: how many ideas reach code, what to do next, every chain and gap, ideas without a note.

    One HTML page without any network request, readable without JavaScript; or Markdown, or CSV.
    """
    from vaultkit.cli.output import show_page, write_out
    from vaultkit.storage.door import asked_for

    vault = session.open()
    if form == "html":
        from vaultkit.render.report import report_page
        from vaultkit.workspace.pages import material

        path = output or asked_for(vault.root, "report.html")
        show_page(vault.root, path, report_page(material(vault, path.absolute())), open_it)
    elif form == "csv":
        from vaultkit.cli.output import csv_text
        from vaultkit.render.gaps import HEADER, gap_rows

        write_out(vault.root, output, csv_text(HEADER, gap_rows(vault.gaps().gaps)))
    else:
        from vaultkit.render.gap_advice import Mender
        from vaultkit.render.gaps import gaps_markdown
        from vaultkit.render.terminal import visible_line

        words, report = vault.words(), vault.gaps()
        lines = gaps_markdown(vault.root.name, report, report.gaps, Mender(vault.place, vault.ontology, words), words)
        write_out(vault.root, output, "\n".join(map(visible_line, lines)) + "\n")
