"""Options that take every word up to the next option: ``--write A B C``."""

from __future__ import annotations

from typing import Any

import click


class Variadic(click.Option):
    """An option of a ``VariadicCommand`` that takes one word or more; its value is the tuple of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "multiple": True})


class VariadicCommand(click.Command):
    """A command whose ``Variadic`` options are repeated for each word that follows them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        names = {name for param in self.params if isinstance(param, Variadic) for name in param.opts}
        return super().parse_args(ctx, repeated(args, names))


def repeated(args: list[str], names: set[str]) -> list[str]:
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
