"""``vaultkit gaps``"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vaultkit.cli.session import Session, common, format_option, note_names, pass_session
from vaultkit.cli.table import COMMANDS

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.workspace import Vault

TERMS = ("broken", "stub", "moved", "suspect", "skipped", "covered", "partial", "uncovered", "waived", "ambiguous",
         "orphaned")


def _terms(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    from vaultkit.cli.lazy import nearest

    terms = tuple(term.strip().lower() for term in (value or "").split(",") if term.strip())
    for term in terms:
        if term not in TERMS:
            near = nearest(term, list(TERMS)) or f" (known: {', '.join(TERMS)})"
            raise click.BadParameter(f"no gap term {term!r}{near}", ctx, param)
    return terms


@click.command(short_help=COMMANDS["gaps"])
@click.option("--fail-on", metavar="TERM,…", callback=_terms,
              help=f"Exit 1 when a concept is in one of these states: {', '.join(TERMS)}.")
@click.option("--concept", metavar="NOTE", shell_complete=note_names, help="Only this concept, with all its evidence.")
@click.option("--open", "only_open", is_flag=True, help="Leave out what is covered.")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
              help="As text, how many concepts to go into, the most important first.")
@click.option("--all", "everything", is_flag=True, help="As text, go into every concept.")
@format_option("csv", "markdown")
@common
@pass_session
def command(session: Session, fail_on: tuple[str, ...], concept: str | None, only_open: bool, top: int,
            everything: bool, form: str) -> int:
    """Show every concept: its state, how far its chain reaches, what is missing and how to mend it.

    Without a note that declares its kind the inferred concepts are shown, marked so. Exit 1 with --fail-on when a
    concept of the strength that `coverage.fail_from` names is in one of the states.
    """
    vault = session.open()
    report = vault.gaps()
    shown: Sequence[Gap] = report.gaps
    if concept is not None:
        shown = _of(vault, report, concept)
    if only_open:
        shown = [gap for gap in shown if gap.state != "covered"]
    _print(vault, report, shown, form, None if everything else top, alone=concept is not None)
    return _verdict(vault, report, shown, fail_on)


def _of(vault: Vault, report: GapReport, concept: str) -> list[Gap]:
    from vaultkit.errors import UsageError

    exact = [gap for gap in report.gaps if gap.concept == concept]
    if exact:
        return exact
    path = vault.find(concept)
    found = [gap for gap in report.gaps if gap.concept.split("#", 1)[0] == path]
    if not found:
        node = vault.node(path)
        raise UsageError(f"{path} is no concept", f"its kind is {node.kind if node else 'note'}")
    return found


def _print(vault: Vault, report: GapReport, shown: Sequence[Gap], form: str, top: int | None, alone: bool) -> None:
    from vaultkit.cli.output import write_csv, write_json, write_text
    from vaultkit.render.gaps_markdown import gaps_markdown
    from vaultkit.render.gaps_text import Look, gap_lines, gaps_lines
    from vaultkit.render.mend import Mender
    from vaultkit.render.plain import plain
    from vaultkit.render.style import signs
    from vaultkit.render.terminal import terminal_width

    if form == "json":
        write_json({"schema": "gaps/1", "summary": plain(report.summary), "inferred": report.inferred,
                    "gaps": map(plain, shown), "orphaned": map(plain, report.orphaned)})
        return
    if form == "csv":
        names = ["concept", "title", "state", "last_stage", "missing_stage", "strength", "priority", "why"]
        write_csv(names, ([*(getattr(gap, name) for name in names[:-1]), "; ".join(gap.why)] for gap in shown))
        return
    words, name = vault.words(), vault.root.name
    mender = Mender(vault.place, vault.ontology, words)
    if form == "markdown":
        write_text(gaps_markdown(name, report, shown, mender, words))
        return
    look = Look(words, signs(), terminal_width(), top, {note.path: note.summary for note in vault.facts})
    if alone:
        for gap in shown:
            write_text(gap_lines(gap, mender, look))
    else:
        write_text(gaps_lines(name, report, shown, mender, look))


def _verdict(vault: Vault, report: GapReport, shown: Sequence[Gap], fail_on: tuple[str, ...]) -> int:
    from vaultkit.cli.output import hint
    from vaultkit.model import STRENGTHS

    counts = set(STRENGTHS[:STRENGTHS.index(vault.config.fail_from) + 1])
    failing = [gap for gap in shown if gap.state in fail_on and gap.strength in counts]
    orphans = len(report.orphaned) if "orphaned" in fail_on else 0
    if not failing and not orphans:
        return 0
    words = vault.words()
    found = len(failing) + orphans
    hint(words("gaps.failed", n=words.number(found), terms=", ".join(fail_on)))
    return 1
