"""``main``: one call of the command line, from its arguments to its exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from vaultkit.cli.lazy import PipeClosed
from vaultkit.cli.root import root
from vaultkit.cli.session import Session
from vaultkit.startup import environment, python

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    # A call makes many objects that live to its end and hardly a cycle: collecting would cost a fifth of its time.
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
        return _tell(str(error), error.exit_code)
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


def _tell(message: str, code: int) -> int:
    from vaultkit.cli.output import say_error

    say_error(message)
    return code


def _say(text: str) -> None:
    from vaultkit.cli.output import say

    say(text)
