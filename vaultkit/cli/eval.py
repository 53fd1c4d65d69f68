"""``vaultkit eval``"""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["eval"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mode", type=click.Choice(["hybrid", "lexical", "dense"]), default="hybrid", show_default=True,
              help="Which way of searching to measure.")
@click.option("--no-ask", is_flag=True, help="Measure search only; answers take longer.")
@click.option("--generator", type=click.Choice(["extractive", "llama-cpp", "transformers", "openai"]),
              help="Who words the answers, in place of the configured one.")
@click.option("--model", metavar="PATH", help="The model of the generator, in place of the configured one.")
@click.option("--compose", is_flag=True, help="Let the model write over several notes, and remember whether it did "
              "that well enough to go on with it in ask.")
@click.option("--misses", "wrong", is_flag=True, help="As text, list the questions that went wrong too.")
@click.option("--html", "page", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write a page of every question with what was shown, the misses first.")
@format_option()
@common
@pass_session
def command(session: Session, file: Path, mode: str, no_ask: bool, generator: str | None, model: str | None,
            compose: bool, wrong: bool, page: Path | None, form: str) -> None:
    """Measure search and answers on questions of your own.

    FILE holds one JSON object a line: {"question": "…", "notes": ["path/of/note.md"], "answer": "…"}. "notes" are the
    notes that answer it; "answer", which may lack, is text that a right answer contains; "unanswerable": true in place
    of notes says that the vault holds no answer; "part", which may lack too, groups the figures; "blocks" are the
    places that a person would point at, any of them: [{"note": "path.md", "start_line": 3, "end_line": 5}].
    """
    from vaultkit.cli.output import bar, hint, write_json, write_text
    from vaultkit.evaluate import read_questions
    from vaultkit.render.eval_text import eval_lines, eval_object
    from vaultkit.render.terminal import terminal_width
    from vaultkit.workspace.evaluating import evaluate_vault, missing

    questions = read_questions(file)
    vault = session.open()
    report = evaluate_vault(vault, questions, mode=mode, ask=not no_ask, kind=generator, model=model, compose=compose,
                            progress=None if session.quiet else bar())
    if page is not None:
        from vaultkit.cli.output import write_file
        from vaultkit.render.pages.eval_page import eval_page

        lines = list(eval_lines(report, vault.words(), 100))
        write_file(vault.root, page, eval_page(report, vault.root.name, lines[-3:], vault.words()))
    if form == "json":
        write_json(eval_object(report, mode))
    else:
        write_text(eval_lines(report, vault.words(), terminal_width(), wrong=wrong))
    if lost := missing(vault, questions):
        hint(vault.words()("eval.lost", n=len(lost), first=lost[0]), quiet=session.quiet)
