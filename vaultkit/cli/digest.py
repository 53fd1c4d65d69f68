"""``vaultkit digest``"""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"no day {value!r}: write it as 2026-01-31", ctx, param) from None


@click.command(short_help=COMMANDS["digest"])
@click.option("--since", metavar="DATE", callback=_day,
              help="From this day on; else the last seven days that have anything.")
@click.option("--write", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH",
              help="Keep it in this note, between two markers; written again, what you wrote around it stays.")
@formats_of("digest")
@common
@pass_session
def command(session: Session, since: str | None, path: Path | None, form: str) -> None:
    """Tell what was decided, asked, left open, done and said in chats and notes lately, word for word, each line with
    its place, whose words it is, and its day.
    """
    from vaultkit.cli.output import hint, write, write_output
    from vaultkit.render.digest import DigestView, kept_digest
    from vaultkit.render.formats import formatter
    from vaultkit.workspace.digest import digest_of
    from vaultkit.workspace.planning import read_text

    vault = session.open()
    found = digest_of(vault.snapshot, since)
    if path is not None:
        write_output(vault.root, path, kept_digest(found, vault.words(), read_text(path, vault.root), str(path)))
        hint(str(path), quiet=session.quiet)
    if form != "text" or path is None:
        write(formatter("digest", form)(DigestView(vault.root.name, found, vault.words)))
