"""``vaultkit gaps``"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.options import Session, common, formats_of, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.graph.gap_filter import GapFilter
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.render.gap_advice import Mender
    from vaultkit.workspace import Vault

TERMS = ("broken", "stub", "moved", "suspect", "skipped", "covered", "partial", "uncovered", "waived", "ambiguous",
         "orphaned")
STRENGTHS = ("declared", "structural", "inferred")


def _words_of(known: tuple[str, ...], what: str) -> Callable[[click.Context, click.Parameter, Any], tuple[str, ...]]:
    """A callback that takes comma-separated words of ``known``."""
    def read(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
        from vaultkit.cli.run import nearest

        words = tuple(word.strip().lower() for word in (value or "").split(",") if word.strip())
        for word in words:
            if word not in known:
                near = nearest(word, list(known)) or f" (known: {', '.join(known)})"
                raise click.BadParameter(f"no {what} {word!r}{near}", ctx, param)
        return words

    return read


@click.command(short_help=COMMANDS["gaps"])
@click.option("--fail-on", metavar="TERM,…", callback=_words_of(TERMS, "gap term"),
              help=f"Exit 1 when a concept is in one of these states: {', '.join(TERMS)}.")
@click.option("--concept", metavar="NOTE", shell_complete=note_names, help="Only this concept, with all its evidence.")
@click.option("--open", "only_open", is_flag=True, help="Leave out what is covered.")
@click.option("--state", "states", metavar="TERM,…", callback=_words_of(TERMS, "gap term"),
              help="Only concepts in one of these states.")
@click.option("--strength", "strengths", metavar="S,…", callback=_words_of(STRENGTHS, "strength"),
              help="Only concepts known by this: declared, structural, inferred.")
@click.option("--path", "paths", metavar="GLOB", multiple=True,
              help="Only concepts in notes whose path fits, or in this folder. May be given again.")
@click.option("--tag", "tags", metavar="TAG", multiple=True,
              help="Only concepts in notes with this tag or one below it. May be given again.")
@click.option("--stage", "last", metavar="STAGE", multiple=True, help="Only concepts whose chain stops at this stage.")
@click.option("--missing", metavar="STAGE", multiple=True, help="Only concepts that lack this stage next.")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
              help="As text, how many concepts to go into, the most important first.")
@click.option("--all", "everything", is_flag=True, help="As text, go into every concept.")
@formats_of("gaps")
@common
@pass_session
def command(session: Session, /, fail_on: tuple[str, ...], concept: str | None, only_open: bool, top: int,
            everything: bool, form: str, last: tuple[str, ...], missing: tuple[str, ...],
            **filters: tuple[str, ...]) -> int:
    """Show every concept: its state, how far its chain reaches, what is missing and how to mend it.

    Without a note that declares its kind the inferred concepts are shown, marked so. Exit 1 with --fail-on when a
    concept of the strength that `coverage.fail_from` names is in one of the states.

    --state, --strength, --path, --tag, --stage and --missing keep concepts that fit all of them, in every format and
    for --fail-on; the summary is of the whole vault all the same. As sarif and github, what is covered, skipped or
    waived is no result, and paths are relative to the repository's root.
    """
    from vaultkit.cli.output import write
    from vaultkit.graph.gap_filter import GapFilter
    from vaultkit.render.formats import formatter
    from vaultkit.render.gaps import GapsView

    vault = session.open()
    wanted = GapFilter(last=_stages(vault, last), missing=_stages(vault, missing), **filters)
    report = vault.gaps()
    shown: Sequence[Gap] = report.gaps if concept is None else _of(vault, report, concept)
    if only_open:
        shown = [gap for gap in shown if gap.state != "covered"]
    if wanted:
        report, shown = _sift(vault, report, shown, wanted)
    lost = report.orphaned if "orphaned" in (*wanted.states, *fail_on) else ()
    write(formatter("gaps", form)(GapsView(
        vault.root.name, report, shown, None if everything else top, concept is not None, lost, vault.words,
        vault_mender(vault), lambda: {note.path: note.summary for note in vault.facts}, lambda: _prefix(vault),
        vault.source.unknown)))
    return _verdict(vault, report, shown, fail_on)


def vault_mender(vault: Vault) -> Callable[[], Mender]:
    """A function that gives what says how to mend the gaps of ``vault``."""
    from vaultkit.render.gap_advice import Mender

    return lambda: Mender(vault.place, vault.ontology, vault.words())


def _stages(vault: Vault, names: tuple[str, ...]) -> tuple[str, ...]:
    """Stages as the ontology calls them, from any word for them. Raises UsageError for a word that names no stage."""
    from vaultkit.errors import UsageError

    found = []
    for name in names:
        kind = vault.ontology.kind_of_word(name)
        if kind not in vault.ontology.stage_index:
            raise UsageError(f"no stage {name!r}", f"the chain is {', '.join(vault.ontology.chain)}")
        found.append(str(kind))
    return tuple(found)


def _sift(vault: Vault, report: GapReport, shown: Sequence[Gap], wanted: GapFilter) -> tuple[GapReport, list[Gap]]:
    from dataclasses import replace

    notes = {note.path: note for note in vault.facts}
    lost = tuple(orphan for orphan in report.orphaned if wanted.keeps_orphan(orphan))
    return replace(report, orphaned=lost), [gap for gap in shown if wanted.keeps(gap, notes)]


def _of(vault: Vault, report: GapReport, concept: str) -> list[Gap]:
    from vaultkit.errors import UsageError
    from vaultkit.model.ids import path_of

    exact = [gap for gap in report.gaps if gap.concept == concept]
    if exact:
        return exact
    path = vault.find(concept)
    found = [gap for gap in report.gaps if path_of(gap.concept) == path]
    if not found:
        node = vault.node(path)
        raise UsageError(f"{path} is no concept", f"its kind is {node.kind if node else 'note'}")
    return found


def _prefix(vault: Vault) -> str:
    """The vault's folder relative to the root of its repository, with a slash, or nothing."""
    from vaultkit import git

    top = git.toplevel(vault.root)
    inner = vault.root.resolve().relative_to(top.resolve()).as_posix() if top else "."
    return "" if inner == "." else inner + "/"


def _verdict(vault: Vault, report: GapReport, shown: Sequence[Gap], fail_on: tuple[str, ...]) -> int:
    from vaultkit.cli.output import hint

    counts = set(STRENGTHS[:STRENGTHS.index(vault.config.fail_from) + 1])
    failing = [gap for gap in shown if gap.state in fail_on and gap.strength in counts]
    orphans = len(report.orphaned) if "orphaned" in fail_on else 0
    if not failing and not orphans:
        return 0
    words = vault.words()
    found = len(failing) + orphans
    hint(words("gaps.failed", n=words.number(found), terms=", ".join(fail_on)))
    return 1
