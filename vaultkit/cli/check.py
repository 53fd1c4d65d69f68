"""``vaultkit check``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, formats_of, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.workspace import Vault
    from vaultkit.workspace.checking import CheckResult

HELP = """Find what is wrong with links, properties, names and chains, each with its place and how to mend it.

FILES are relative to the current folder; without them the whole vault is judged. Exit 1 when something of severity
error is found that the baseline does not know (--strict: warnings too).

\b
vaultkit check --select unresolved-link   only this rule
vaultkit check --update-baseline          what is wrong now blocks nothing any more
vaultkit check --staged                   what the next commit breaks, in notes that it does not touch too
"""


def _ids(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command(short_help=COMMANDS["check"], help=HELP)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--staged", is_flag=True, help="Judge what git has in its index, and what that breaks elsewhere.")
@click.option("--strict", is_flag=True, help="New warnings set the exit code too.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Known findings; by default vaultkit-baseline.json beside vaultkit.toml.")
@click.option("--update-baseline", "update", is_flag=True, help="Make the baseline, or take out of it what is mended.")
@click.option("--grow", is_flag=True, help="With --update-baseline: take in what is new, too.")
@click.option("--select", multiple=True, callback=_ids, metavar="RULE,…", help="Only these rules.")
@click.option("--ignore", multiple=True, callback=_ids, metavar="RULE,…", help="Not these rules.")
@click.option("--all", "everything", is_flag=True, help="As text, every finding, those of the baseline too.")
@formats_of("check")
@common
@pass_session
def command(session: Session, files: tuple[Path, ...], staged: bool, strict: bool, baseline: Path | None, update: bool,
            grow: bool, select: tuple[str, ...], ignore: tuple[str, ...], everything: bool, form: str) -> int:
    """Print what check finds; 1 where something new is an error, with ``strict`` also where it is a warning."""
    from vaultkit.cli.output import hint
    from vaultkit.errors import UsageError
    from vaultkit.workspace.checking import CheckRequest

    if grow and not update:
        raise UsageError("--grow goes with --update-baseline", "add it")
    if files and staged:
        raise UsageError("--staged finds the files itself", "leave FILES out")
    vault = session.open()
    wanted = CheckRequest(
        [_in_vault(vault, file) for file in files] if files else None, staged, select, ignore, baseline, update, grow
    )
    checked = vault.check(wanted)
    _print(vault, checked, form, everything, session.quiet)
    words = vault.words()
    if checked.written is not None:
        path, before, after = checked.written
        hint(words("check.baseline", path=path, before=before, after=after), quiet=session.quiet)
    new = [finding for finding in checked.findings if finding.new]
    return int(any(finding.severity == "error" or strict for finding in new))


def _in_vault(vault: Vault, file: Path) -> str:
    """A file named on the command line as the vault names it. Raises UsageError for one that is not in it."""
    import os

    from vaultkit.errors import UsageError
    from vaultkit.vault.index import Lookups

    for base in (Path(os.path.abspath(file)), file.resolve()):
        for root in (vault.root, vault.root.resolve()):
            if base.is_relative_to(root):
                path = base.relative_to(root).as_posix()
                if Lookups(vault.index).has(path):
                    return path
    raise UsageError(f"{file} is no file of the vault {vault.root}", "FILES are relative to the current folder")


def _print(vault: Vault, checked: CheckResult, form: str, everything: bool, quiet: bool) -> None:
    from vaultkit.cli.output import hint, write
    from vaultkit.render.check import CheckView, check_summary_line
    from vaultkit.render.formats import formatter

    view = CheckView(checked.findings, checked.rules, everything, vault.words, lambda: _from_repository(vault))
    write(formatter("check", form)(view))
    if form == "text":
        hint(check_summary_line(checked.findings, vault.words()), quiet=quiet)


def _from_repository(vault: Vault) -> Callable[[str], str]:
    """A function from a path of the vault to one of its repository, or of the vault where it lies in no repository."""
    import os

    from vaultkit import git
    from vaultkit.check.run import file_of

    top = git.toplevel(vault.root)
    if top is None:
        return lambda path: path
    here, base = os.path.realpath(vault.root), os.path.realpath(top)
    prefix = os.path.relpath(here, base)
    before = "" if prefix == "." else prefix.replace(os.sep, "/") + "/"

    def place(path: str) -> str:
        file = file_of(vault.config, path)
        if file.is_relative_to(vault.root):
            return before + path
        beside = os.path.relpath(os.path.realpath(file), base).replace(os.sep, "/")
        return path if beside.startswith("../") else beside

    return place
