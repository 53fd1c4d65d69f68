"""``vaultkit gaps``"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.options import Session, common, formats_of, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport, Orphan
    from vaultkit.model import NoteFacts
    from vaultkit.render.gap_advice import Mender
    from vaultkit.workspace import Vault


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Filter of gaps; what is empty asks for nothing. ``states``: gap terms; ``strengths`` of the concept; ``paths``:
    globs on the vault-relative path (``*`` crosses folders), or folders; ``tags``: with those below them
    (``a`` keeps ``a/b``); ``last``, ``missing``: the stage that the chain stops at, and the first one that it lacks."""

    states: Collection[str] = ()
    strengths: Collection[str] = ()
    paths: Collection[str] = ()
    tags: Collection[str] = ()
    last: Collection[str] = ()
    missing: Collection[str] = ()

    def __bool__(self) -> bool:
        return any((self.states, self.strengths, self.paths, self.tags, self.last, self.missing))

    def keeps(self, gap: Gap, notes: Mapping[str, NoteFacts]) -> bool:
        """Return whether a concept is wanted; ``notes`` gives the facts of its note by path."""
        return ((not self.states or gap.state in self.states)
                and (not self.strengths or gap.strength in self.strengths)
                and (not self.last or gap.last_stage in self.last)
                and (not self.missing or gap.missing_stage in self.missing)
                and (not self.paths or any(_fits(gap.path, glob) for glob in self.paths))
                and (not self.tags or self._tagged(notes.get(gap.path))))

    def keeps_orphan(self, orphan: Orphan) -> bool:
        """Return whether an orphan is wanted: it has a path and the term ``orphaned``, and nothing else that a concept
        has."""
        return ((not self.states or "orphaned" in self.states)
                and not (self.strengths or self.tags or self.last or self.missing)
                and (not self.paths or any(_fits(orphan.path, glob) for glob in self.paths)))

    def _tagged(self, note: NoteFacts | None) -> bool:
        own = [_plain(tag) for tag in note.tags] if note is not None else []
        wanted = [_plain(tag.removeprefix("#")) for tag in self.tags]
        return any(tag == asked or tag.startswith(asked + "/") for tag in own for asked in wanted)


def _fits(path: str, glob: str) -> bool:
    path, glob = _plain(path), _plain(glob).removeprefix("./")
    return fnmatchcase(path, glob) or path.startswith(glob.rstrip("/") + "/")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


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
        vault.source.unknown, vault.snapshot.folder_read)))
    return _verdict(vault, report, shown, fail_on)


def vault_mender(vault: Vault) -> Callable[[], Mender]:
    """A function that gives what says how to mend the gaps of ``vault``."""
    def mender() -> Mender:
        from vaultkit.render.gap_advice import Mender

        return Mender(vault.place, vault.ontology, vault.words())

    return mender


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
