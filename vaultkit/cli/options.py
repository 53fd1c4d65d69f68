"""State of the global options, and the options that every command takes too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vaultkit.render.formats import FORMATS

if TYPE_CHECKING:
    from vaultkit.workspace import Vault


F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Session:
    """One call of vaultkit. The options are taken before the command's name and behind it alike."""

    vault: Path | None = None
    quiet: bool = False
    verbose: bool = False

    def open(self) -> Vault:
        """The vault that was asked for, its index refreshed when it is first read, with a progress bar on a
        terminal. It is closed when the command ends. Raises VaultkitError."""
        from vaultkit.cli.output import bar
        from vaultkit.workspace import Vault

        vault = Vault.open(self.vault, progress=None if self.quiet else bar())
        context = click.get_current_context()
        context.call_on_close(vault.close)
        context.call_on_close(lambda: self._tell_of_a_temporary_index(vault))
        return vault

    def _tell_of_a_temporary_index(self, vault: Vault) -> None:
        from vaultkit.storage.place import why_temporary

        why = why_temporary(vault.root)
        if why is None:
            return
        from vaultkit.cli.output import hint
        from vaultkit.errors import VaultkitError
        from vaultkit.messages.words import Words

        try:
            words = vault.words()
        except VaultkitError:
            words = Words("en")
        hint(words("index.temporary", why=why), quiet=self.quiet)


def note_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Completions of a NOTE: paths and titles of the notes as the index knows them, for the shell."""
    from vaultkit.errors import VaultkitError
    from vaultkit.render.terminal import visible_line
    from vaultkit.workspace import Vault

    session = ctx.find_object(Session)
    try:
        with Vault.open(session.vault if session else None) as vault:
            names = [name for note in vault.facts for name in (note.path, note.title)]
    except VaultkitError:
        return []
    folded = incomplete.casefold()
    return sorted({name for name in names if name.casefold().startswith(folded) and visible_line(name) == name})


pass_session = click.make_pass_decorator(Session, ensure=True)


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and param.name:
        setattr(ctx.ensure_object(Session), param.name, value)


def common(command: F) -> F:
    """Add ``--vault``, ``--quiet`` and ``--verbose``; what they say lands in the Session."""
    for option in reversed((
        click.option("--vault", type=click.Path(path_type=Path), metavar="PATH", expose_value=False, callback=_keep,
                     help="The vault's folder."),
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_keep,
                     help="Only data and errors: no progress, no hints."),
        click.option("--verbose", is_flag=True, expose_value=False, callback=_keep,
                     help="More detail; a traceback where something unexpected fails."),
    )):
        command = option(command)
    return command


def format_option(*formats: str, default: str = "text") -> Callable[[F], F]:
    """``--format`` with text, json and whatever else the command's row of the contract names."""
    return click.option("--format", "form", type=click.Choice(["text", "json", *formats]), default=default,
                        show_default=True, help="How the result is written.")


def formats_of(command: str, default: str = "text") -> Callable[[F], F]:
    """``--format`` with the formats that the table of ``render.formats`` has for ``command``."""
    return click.option("--format", "form", type=click.Choice([*FORMATS[command]]), default=default, show_default=True,
                        help="How the result is written.")


class Variadic(click.Option):
    """An option of a ``VariadicCommand`` that takes one word or more; its value is the tuple of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "multiple": True})


class VariadicCommand(click.Command):
    """A command whose ``Variadic`` options are repeated for each word that follows them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        names = {name for param in self.params if isinstance(param, Variadic) for name in param.opts}
        return super().parse_args(ctx, repeat_option(args, names))


def repeat_option(args: list[str], names: set[str]) -> list[str]:
    """``args`` in which each further word after one of the options ``names`` has the option before it again."""
    out: list[str] = []
    current: str | None = None
    words = 0
    for number, arg in enumerate(args):
        if arg == "--":
            return out + args[number:]
        if arg.startswith("-") and arg != "-":
            current, words = (arg if arg in names else None), 0
            out.append(arg)
            continue
        out += [current, arg] if current and words else [arg]
        words += 1
    return out
