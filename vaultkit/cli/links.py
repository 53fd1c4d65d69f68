"""``vaultkit links``"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, get_args

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS
from vaultkit.model import LinkStatus

if TYPE_CHECKING:
    from vaultkit.model import ResolvedLink


@click.command(short_help=COMMANDS["links"])
@click.option("--status", type=click.Choice(get_args(LinkStatus)), help="Only links of this status.")
@format_option("jsonl", "csv")
@common
@pass_session
def command(session: Session, status: str | None, form: str) -> None:
    """List every link: where it stands, what it says, what it opens.

    On a terminal the links are grouped by note; elsewhere each is one line that begins with path:line:column.
    """
    from vaultkit.cli.output import hint, write_csv, write_json, write_jsonl, write_text
    from vaultkit.model import ResolvedLink
    from vaultkit.render.links_text import flat_lines, grouped_lines, links_summary_line
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import signs, terminal_width

    vault = session.open()
    links = vault.each_link(status=status)
    if form == "json":
        write_json({"schema": "links/1", "links": map(to_json_value, links)})
    elif form == "jsonl":
        write_jsonl(map(to_json_value, links))
    elif form == "csv":
        names = [field.name for field in fields(ResolvedLink)]
        write_csv(names, ([_cell(getattr(link, name)) for name in names] for link in links))
    else:
        words, counts = vault.words(), Counter[str]()
        counted = _count(links, counts)
        write_text(grouped_lines(counted, words, signs(), terminal_width(160)) if sys.stdout.isatty()
                   else flat_lines(counted, words, signs()))
        hint(links_summary_line(counts, words), quiet=session.quiet)


def _count(links: Iterable[ResolvedLink], counts: Counter[str]) -> Iterator[ResolvedLink]:
    for link in links:
        counts[link.status] += 1
        yield link


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value
