"""``vaultkit search QUERY``"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.model import Hit
    from vaultkit.search.searcher import Searcher


@click.command(short_help=COMMANDS["search"])
@click.argument("query", nargs=-1, required=True)
@click.option("-k", "k", type=click.IntRange(1, 1000), default=10, show_default=True, metavar="N",
              help="How many notes.")
@click.option("--passages", type=click.IntRange(1, 100), default=1, show_default=True, metavar="N",
              help="How many passages of each note.")
@click.option("--mode", type=click.Choice(["hybrid", "lexical", "dense"]), default="hybrid", show_default=True,
              help="By words and meaning, by words only, by meaning only.")
@click.option("--kind", metavar="K", help="Only notes or sections of this kind.")
@click.option("--tag", metavar="T", help="Only notes with this tag or one below it.")
@click.option("--path", metavar="GLOB", help="Only notes whose path fits; a folder's name is enough.")
@click.option("--role", type=click.Choice(["user", "assistant", "thinking", "tool"]),
              help="Only what this side of a chat said; thinking, tool: what is found only when it is asked for.")
@click.option("--since", metavar="DATE", help="Only from this day, month or year on: 2025-06-30, 2025-06, 2025.")
@click.option("--until", metavar="DATE", help="Only up to this day, month or year.")
@format_option()
@common
@pass_session
def command(session: Session, query: tuple[str, ...], k: int, passages: int, mode: str, kind: str | None,
            tag: str | None, path: str | None, role: str | None, since: str | None, until: str | None,
            form: str) -> None:
    """Find notes by words and meaning: the best passages of each, with the reason why they are there.

    Words that only join or ask are left out, what stands in "quotes" and identifiers are found as typed; what changed
    since the last search is read first.
    """
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.render.search_text import notice_line, result, search_lines

    vault = session.open()
    text = " ".join(query)
    started = time.perf_counter()
    hits = vault.search(text, k, mode, passages=passages, kind=kind, tag=tag, path=path, role=role, since=since,
                        until=until)
    searcher = vault.searcher_of(role)
    snippets = [searcher.snippet(text, hit) for hit in hits]
    seconds = time.perf_counter() - started
    if form == "json":
        write_json({"schema": "search/1", "query": text, "mode": mode,
                    "results": map(result, hits, snippets), "seconds": round(seconds, 4)})
    else:
        write_text(search_lines(hits, _marked(searcher, text, snippets), vault.words(), _summaries(searcher, hits)))
    for key, number in searcher.notices:
        hint(notice_line(key, number, vault.words()), quiet=session.quiet)


def _marked(searcher: Searcher, query: str, snippets: list[str]) -> list[str]:
    """The snippets with the words that were asked for in bold."""
    from vaultkit.render.search_text import highlight
    from vaultkit.render.terminal import one_line

    return [highlight(text, searcher.places(query, text)) for text in map(one_line, snippets)]


def _summaries(searcher: Searcher, hits: list[Hit]) -> dict[str, str | None]:
    return searcher.chunks.summaries({hit.chunk.note for hit in hits})
