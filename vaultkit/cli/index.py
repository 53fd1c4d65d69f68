"""``vaultkit index``"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.model import RefreshReport
    from vaultkit.search.embedding import EmbedReport
    from vaultkit.storage.prune import Pruned
    from vaultkit.workspace import Vault


class Passages(NamedTuple):
    """Passages made for search: ``report`` is None where no embedder is installed."""

    chunks: int
    report: EmbedReport | None
    seconds: float


@click.command(short_help=COMMANDS["index"])
@click.option("--no-embed", is_flag=True, help="Notes and links only, no vectors for search.")
@click.option("--full", is_flag=True, help="Compare what files hold, not only their times and sizes.")
@click.option("--watch", is_flag=True, help="Go on, and refresh whenever a file changes.")
@click.option("--prune", is_flag=True, help="Then remove the indexes of vaults that are gone.")
@format_option()
@common
@pass_session
def command(session: Session, no_embed: bool, full: bool, watch: bool, prune: bool, form: str) -> None:
    """Build or refresh the index: what changed is read, the rest is known.

    It lies in your cache folder, and `vaultkit doctor` says where. Removing it loses nothing but time.
    """
    vault = session.open()
    report = vault.refresh(full=full)
    passages = None if no_embed else _embed(vault, session)
    pruned = None
    if prune:
        from vaultkit.storage.prune import prune as remove_gone

        pruned = remove_gone()
    _tell(vault, report, session, form, passages, pruned)
    if watch:
        _watch(vault, session, form, no_embed)


def _embed(vault: Vault, session: Session) -> Passages:
    """Cut the notes into passages and give each a vector. Raises EnvironmentFailure where a model or store fails."""
    from vaultkit.cli.output import bar, hint

    begun = time.perf_counter()
    chunks = vault.searcher.chunks.count()
    report = vault.embed(None if session.quiet else bar(timed=True))
    if report and report.wordless:
        hint(vault.words()("index.wordless", why=report.wordless), quiet=session.quiet)
    return Passages(chunks, report, time.perf_counter() - begun)


def _tell(vault: Vault, report: RefreshReport, session: Session, form: str, passages: Passages | None,
          pruned: Pruned | None = None) -> None:
    from vaultkit.cli.output import hint, write_json, write_text

    kinds, found = vault.tally.kinds, vault.problems()
    if form == "json":
        from vaultkit.render.plain import to_json_value

        problems = [{"path": item.path, "line": item.line, "message": item.message} for item in found]
        write_json({
            "schema": "index/1",
            "notes": {name: getattr(report, name) for name in ("total", "read", "changed", "removed")},
            "links": report.links, "kinds": to_json_value(kinds), **_numbers(passages), "problems": problems,
            "unknown_files": vault.source.unknown(), "roots": map(to_json_value, vault.snapshot.roots_taken),
            "seconds": round(report.seconds + (passages.seconds if passages else 0), 3),
            **({"pruned": pruned._asdict()} if pruned else {}),
        })
        return
    from vaultkit.render.index_text import index_lines, passages_line, pruned_line, root_lines, unknown_lines

    words = vault.words()
    write_text(index_lines(vault.root.name or str(vault.root), report, kinds, found, words, session.verbose))
    write_text(unknown_lines(vault.source.unknown(), words))
    write_text(root_lines(vault.snapshot.roots_taken, vault.code.left_out(), words))
    if passages:
        write_text([passages_line(passages.chunks, passages.report, words, passages.seconds)])
    if pruned:
        write_text([pruned_line(pruned.indexes, pruned.bytes, words)])
    if vault.tally.bare:
        hint(words("index.bare_tags", n=words.number(vault.tally.bare)), quiet=session.quiet)
    if report.total and not any(kind["declared"] for name, kind in kinds.items() if name != "note"):
        hint("", quiet=session.quiet)
        hint(words("next.discover" if "discover" in COMMANDS else "next.kind"), quiet=session.quiet)


def _numbers(passages: Passages | None) -> dict[str, int | None]:
    if passages is None:
        return {"chunks": None, "embedded": None, "vectors": None}
    report = passages.report
    return {"chunks": passages.chunks, "embedded": report.embedded if report else 0,
            "vectors": report.kept + report.embedded if report else 0}


def _watch(vault: Vault, session: Session, form: str, no_embed: bool) -> None:
    import gc

    from vaultkit.cli.output import hint

    gc.enable()  # unlike other calls this one has no end
    hint(vault.words()("index.watching", vault=vault.root), quiet=session.quiet)
    vault.watch(lambda report: _tell(vault, report, session, form, None if no_embed else _embed(vault, session)))
