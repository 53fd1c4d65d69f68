"""``vaultkit links``"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, get_args

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS
from vaultkit.model import LinkStatus

if TYPE_CHECKING:
    from vaultkit.model import ResolvedLink


@click.command(short_help=COMMANDS["links"])
@click.option("--status", type=click.Choice(get_args(LinkStatus)), help="Only links of this status.")
@formats_of("links")
@common
@pass_session
def command(session: Session, status: str | None, form: str) -> None:
    """List every link: where it stands, what it says, what it opens.

    On a terminal the links are grouped by note; elsewhere each is one line that begins with path:line:column.
    """
    from vaultkit.cli.output import hint, write
    from vaultkit.render.formats import formatter
    from vaultkit.render.links_text import LinksView, links_summary_line

    vault, counts = session.open(), Counter[str]()
    links = vault.each_link(status=status)
    counted = _count(links, counts) if form == "text" else links
    write(formatter("links", form)(LinksView(counted, vault.words, sys.stdout.isatty())))
    if form == "text":
        hint(links_summary_line(counts, vault.words()), quiet=session.quiet)


def _count(links: Iterable[ResolvedLink], counts: Counter[str]) -> Iterator[ResolvedLink]:
    for link in links:
        counts[link.status] += 1
        yield link
