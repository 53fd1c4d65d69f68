"""``vaultkit ask``"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.model import Answer
    from vaultkit.workspace import Vault


@click.command(short_help=COMMANDS["ask"])
@click.argument("question", nargs=-1)
@click.option("--style", type=click.Choice(["direct", "problem"]), default="direct", show_default=True,
              help="A direct answer, or three sections: the problem, what follows from it, how to solve it.")
@click.option("--generator", metavar="NAME",
              help="Who words the answer: extractive (no model; the default), llama-cpp, transformers or openai.")
@click.option("--model", metavar="PATH", help="A GGUF file or a model's folder; of a server the model's name.")
@click.option("--lora", metavar="PATH", help="A LoRA adapter for the model.")
@click.option("-k", "k", type=click.IntRange(1, 50), default=8, show_default=True, metavar="N",
              help="From how many notes.")
@click.option("--save", metavar="PATH", help="Keep the answer as a note of the vault.")
@click.option("-i", "--interactive", is_flag=True, help="A conversation: each line a question, Ctrl-D ends.")
@format_option("markdown", default="markdown")
@common
@pass_session
def command(session: Session, question: tuple[str, ...], style: str, generator: str | None, model: str | None,
            lora: str | None, k: int, save: str | None, interactive: bool, form: str) -> int:
    """Answer a question from the notes, word for word, with the note that says it.

    Where it is not sure which place answers, up to three likely ones are shown and marked as a guess. What the vault
    does not say is not answered: the nearest passages are shown instead, exit 1. Questions about gaps, dependencies,
    code and next steps are answered from the graph.
    """
    from vaultkit.answer.question import Conversation
    from vaultkit.errors import UsageError
    from vaultkit.workspace.asking import make_generator

    text = " ".join(question).strip()
    if not text and not interactive:
        raise UsageError("no question", "write it behind `ask`, or -i for a conversation")
    if save and interactive:
        raise UsageError("--save keeps one answer", "leave -i out")
    vault = session.open()
    wording = make_generator(vault.config, generator, model, lora)
    talk, answered = Conversation(), True
    for line in ([text] if text else []) if not interactive else _lines(text, vault, session):
        found = _ask(vault, line, style, wording, k, talk.carry(line), session)
        _print(vault, found, form)
        _tell(vault, session)
        answered = found.state != "nothing"
        if save and answered:
            _save(vault, save, found, session)
    return 0 if answered or interactive else 1


def _ask(vault: Vault, line: str, style: str, wording: Generator, k: int, carried: str, session: Session) -> Answer:
    watch = _watch(session) if wording.kind != "extractive" else None
    found = vault.ask(line, style="problem" if style == "problem" else "direct", generator=wording, k=k,
                      carried=carried, watch=watch)
    if watch is not None:
        watch("\n\n")
    return found


def _watch(session: Session) -> Callable[[str], None] | None:
    """A model's words as they come, on stderr of a terminal only: they are not verified yet."""
    if session.quiet or not sys.stderr.isatty():
        return None
    from vaultkit.cli.output import say_piece

    return say_piece


def _lines(first: str, vault: Vault, session: Session) -> Iterator[str]:
    from vaultkit.cli.output import hint, say

    if sys.stdin.isatty():
        hint(vault.words()("answer.talk"), quiet=session.quiet)
    if first:
        yield first
    while True:
        if sys.stdin.isatty():
            say("> ", end="")
        line = sys.stdin.readline()
        if not line:
            return
        if any(char.isalnum() for char in line):
            yield line.strip()


def _print(vault: Vault, found: Answer, form: str) -> None:
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.render.answer import answer_lines, answer_text
    from vaultkit.render.plain import to_json_value
    from vaultkit.render.terminal import terminal_width
    from vaultkit.workspace.asking import link

    if form == "json":
        write_json({"schema": "ask/1", **to_json_value(found)})
    elif form == "text":
        write_text(answer_text(found, terminal_width()))
    else:
        write_text(answer_lines(found, link(vault.index)))
    sys.stdout.flush()


def _tell(vault: Vault, session: Session) -> None:
    """Tell what the search went without."""
    from vaultkit.cli.output import hint
    from vaultkit.render.search_text import notice_line

    for key, number in vault.notices:
        hint(notice_line(key, number, vault.words()), quiet=session.quiet)


def _save(vault: Vault, path: str, found: Answer, session: Session) -> None:
    from vaultkit.cli.output import hint

    hint(vault.words()("answer.saved", path=vault.save_answer(found, path)), quiet=session.quiet)
