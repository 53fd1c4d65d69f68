"""``main``: one call of the command line, from its arguments to its exit code."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from vaultkit import __version__
from vaultkit.cli.options import Session, common
from vaultkit.startup import environment, python

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem


COMMANDS: dict[str, str] = {
    "init": "Write a vaultkit.toml in which every setting is explained.",
    "index": "Read the vault and refresh its index.",
    "show": "Show one note: kind, chain, sections, turns, links in and out.",
    "check": "Say what is wrong with links, properties, names and chains.",
    "links": "List every link with what it leads to.",
    "gaps": "Show which concepts reach code and where the others stop.",
    "search": "Find passages by their words and their meaning.",
    "ask": "Answer a question from the notes, each sentence with its source.",
    "classify": "Say what kind each note without one seems to be, and why.",
    "discover": "List the ideas that have no note, with their places.",
    "accept": "Record that links were looked at, until one of their ends changes.",
    "link": "Declare in a note what its code is, or remember what it is not.",
    "rename": "Give a note or folder another name, and rewrite every link to it.",
    "suggest": "Find code and notes that may already be what a concept lacks, and names that are no links.",
    "plan": "Turn the gaps into weeks, prerequisites first, each step with its proof.",
    "digest": "Tell what chats and notes decided, asked and left open lately.",
    "assess": "Show thinking and practice of every subsystem, counted from evidence.",
    "scaffold": "Create the next missing stage of a concept from a template, linked both ways.",
    "graph": "Draw the typed graph: an HTML page, or a file for another program.",
    "import": "Turn exported chats of ChatGPT, Claude and others into notes, and bring them up to date.",
    "eval": "Measure search and answers on questions of your own.",
    "report": "Write the gap report: an HTML page, Markdown or CSV.",
    "mcp": "Serve the vault to an agent: what to build, the texts for it, and whether it is built.",
    "trust": "Say where this vault would send notes, and allow it or take that back.",
    "doctor": "Look at Python, packages, models, store and index.",
    "schema": "Print the JSON Schema of an output.",
}


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


EPILOG = """Without --vault: the nearest parent folder with vaultkit.toml or .obsidian, else the current folder.

Shell completion: eval "$(_VAULTKIT_COMPLETE=bash_source vaultkit)" (zsh_source, fish_source)."""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="vaultkit %(version)s")
@common
def root() -> None:
    """Show which ideas of an Obsidian vault reach working code, and where the others stop."""


UNEXPECTED = 3
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(args: Sequence[str] | None = None, again: bool = False) -> None:
    """Run and exit: 0 fine, 1 found something, 2 wrong usage or input, 3 environment or a bug (one line, the
    traceback with ``--verbose``), 130 after Ctrl-C, 141 when the reader of stdout went away. ``again``: the process
    was started with libraries looked for in the current folder, and begins anew without."""
    if args is None:
        _begin_again(again)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    session = Session()
    # Most objects live until the end and hardly any form cycles: collecting garbage would cost a fifth of the time.
    gc.disable()
    try:
        code = call(list(sys.argv[1:] if args is None else args), session)
        sys.stdout.flush()
    except (PipeClosed, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    sys.exit(code)


def _begin_again(wanted: bool) -> None:
    """Begin again where it is wanted, and in Python's UTF-8 mode where the locale has another encoding: names of files
    and arguments would come as other letters than links spell (PEP 540). What is printed keeps the encoding of the
    console."""
    utf8 = sys.getfilesystemencoding() == "utf-8"
    if os.name != "posix" or (utf8 and not wanted):
        return
    kept = environment()
    if not utf8:
        console = getattr(sys.stdout, "encoding", None) or "ascii"
        kept["PYTHONIOENCODING"] = os.environ.get("PYTHONIOENCODING", console)
    command = python("from vaultkit.cli import main; main()", *([] if utf8 else ["-X", "utf8"]))
    sys.stdout.flush()
    os.execve(sys.executable, [*command, *sys.argv[1:]], kept)


def call(args: list[str], session: Session) -> int:
    """One call; what goes wrong becomes one line on stderr and an exit code. Raises PipeClosed only."""
    try:
        result = root.main(args=args, prog_name="vaultkit", standalone_mode=False, obj=session)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        _say(error.format_message())
        return error.exit_code
    except click.ClickException as error:
        return _tell(_usage(error), error.exit_code)
    except PipeClosed:
        raise
    except Exception as error:  # noqa: BLE001  (the last resort: told as one line, never swallowed)
        return _failed(error, session)
    return result if isinstance(result, int) else 0


def _failed(error: Exception, session: Session) -> int:
    from vaultkit.errors import VaultkitError

    if isinstance(error, VaultkitError):
        return _tell(error.line, error.exit_code, error.more)
    if session.verbose:
        import traceback

        _say(traceback.format_exc())
    if isinstance(error, OSError) and error.strerror:
        return _tell(f"{error.filename}: {error.strerror}" if error.filename else error.strerror, UNEXPECTED)
    hint = "" if session.verbose else " (a bug: --verbose shows where)"
    return _tell(f"{type(error).__name__}: {error}{hint}", UNEXPECTED)


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    where = getattr(error, "ctx", None)
    return f"{message} (see {where.command_path} --help)" if where else message


def _tell(message: str, code: int, more: Sequence[str] = ()) -> int:
    from vaultkit.cli.output import say_error

    say_error(message, more)
    return code


def _say(text: str) -> None:
    from vaultkit.cli.output import say

    say(text)
