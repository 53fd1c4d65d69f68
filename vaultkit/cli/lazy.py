"""A click group that knows its commands by a table and imports one only when it is called."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click

from vaultkit.cli.table import COMMANDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class PipeClosed(Exception):
    """The reader of stdout went away."""


class LazyGroup(click.Group):
    """The commands of ``COMMANDS``; command ``x`` is the attribute ``command`` of module ``vaultkit.cli.x``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"vaultkit.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(f"no command {args[0]!r}{nearest(args[0], list(COMMANDS))}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # click itself would end with exit code 1, which here means that something was found.
            raise PipeClosed from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        names = [CompletionItem(n, help=h) for n, h in COMMANDS.items() if n.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)


def nearest(word: str, known: list[str]) -> str:
    """``": did you mean x?"`` for the known word that is spelled most alike, else an empty string."""
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {close[0]}?" if close else ""
