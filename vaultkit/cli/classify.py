"""``vaultkit classify``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, Variadic, VariadicCommand, common, format_option, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.classify import Classification
    from vaultkit.workspace import Vault


@click.command(cls=VariadicCommand, short_help=COMMANDS["classify"])
@click.argument("notes", nargs=-1, metavar="[NOTE]…", shell_complete=note_names)
@click.option("--write", cls=Variadic, metavar="NOTE…", shell_complete=note_names,
              help="Set the property in exactly these notes; nothing else in them changes.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
              help="As text, how many notes to list, the surest first.")
@click.option("--all", "everything", is_flag=True, help="As text, list every note.")
@format_option()
@common
@pass_session
def command(session: Session, notes: tuple[str, ...], write: tuple[str, ...], top: int, everything: bool,
            form: str) -> None:
    """Say what each note without a kind seems to be, how surely, and what speaks for it.

    Without NOTE all notes that declare no kind. A kind is a guess until it stands in the note: --write puts it there.
    """
    from vaultkit.cli.output import hint, write_json, write_text
    from vaultkit.render.ideas_and_kinds import kind_lines
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import terminal_width
    from vaultkit.workspace.writing import write_kinds

    vault = session.open()
    chosen = _chosen(vault, notes or write)
    changed = write_kinds(vault.root, vault.ontology, _chosen(vault, write)) if write else []
    if form == "json":
        write_json({"schema": "classify/1", "notes": map(to_json_value, chosen)})
    else:
        write_text(kind_lines(chosen, vault.words(), terminal_width(), None if everything or notes else top))
    for path, kind in changed:
        hint(vault.words()("classify.written", path=path, kind=kind), quiet=session.quiet)


def _chosen(vault: Vault, names: Sequence[str]) -> list[Classification]:
    """The verdicts on the named notes, on all where none is named. Raises UsageError for a note that has a kind."""
    from vaultkit.errors import UsageError

    found = vault.classify()
    if not names:
        return [found[path] for path in sorted(found)]
    paths = list(dict.fromkeys(vault.find(name) for name in names))
    for path in paths:
        if path not in found:
            raise UsageError(f"{path} declares its kind or is excluded", "classify infers kinds of notes without one")
    return [found[path] for path in paths]
