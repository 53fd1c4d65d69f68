"""``vaultkit report``"""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["report"])
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write; HTML without it goes to .vaultkit/report.html, other formats to stdout.")
@formats_of("report", default="html")
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@common
@pass_session
def command(session: Session, output: Path | None, form: str, open_it: bool) -> None:
    """Write the gap report: how many ideas reach code, what to do next, every chain and gap, ideas without a note.

    One HTML page without any network request, readable without JavaScript; or Markdown, or CSV.
    """
    from vaultkit.cli.gaps import vault_mender
    from vaultkit.cli.output import as_file, show_page, write_out
    from vaultkit.render.formats import Page, formatter
    from vaultkit.render.report import ReportView
    from vaultkit.storage.files import asked_for
    from vaultkit.workspace.pages import material

    vault = session.open()
    path = output or (asked_for(vault.root, "report.html") if form == "html" else None)
    report = vault.gaps()
    made = formatter("report", form)(ReportView(
        vault.root.name, report, report.gaps, None, False, (), vault.words, vault_mender(vault), dict, str, dict,
        vault.snapshot.folder_read, lambda: material(vault.snapshot, (path or vault.root).absolute())))
    if isinstance(made, Page) and path is not None:
        show_page(vault.root, path, made.html, open_it)
    else:
        write_out(vault.root, output, as_file(made))
