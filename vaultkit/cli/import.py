"""``vaultkit import``"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.chats import Imported
    from vaultkit.messages.words import Words


@click.command(short_help=COMMANDS["import"])
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--into", metavar="FOLDER", help="The vault's folder for new chats [default: Chats, or Чаты].")
@click.option("--since", metavar="DATE", help="Only conversations that were changed on this day (2025-06-30) or later.")
@click.option("--only", multiple=True, metavar="TITLE", help="Only conversations of this title; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@format_option()
@common
@pass_session
def command(session: Session, files: tuple[Path, ...], into: str | None, since: str | None, only: tuple[str, ...],
            dry_run: bool, form: str) -> None:
    """Turn exported chats into notes: of ChatGPT and Claude (ZIP or JSON), Gemini (MyActivity.json of Takeout), and
    sessions of Claude Code (JSONL), or folders of such files.

    One note a conversation, wherever you move it. Imported again, what grew grows, and what you wrote stays; where both
    changed the same message yours stays and the other one is written beside it.
    """
    from vaultkit.chats import ImportWanted, import_chats
    from vaultkit.cli.output import bar, hint, write_json, write_text
    from vaultkit.config import load_config
    from vaultkit.render.import_text import import_lines, spoken

    config = load_config(explicit=session.vault)
    folder = into if into is not None else _folder(config.vault, config.lang)
    done = import_chats(config.vault, ImportWanted(files, folder, _day(since), only, dry_run),
                        None if session.quiet else bar(timed=True))
    words = spoken(config.lang, done)
    if form == "json":
        write_json(_json(done, words))
    else:
        write_text(import_lines(done, words, dry_run=dry_run))
    for problem in done.problems:
        hint(f"{problem.path}:{problem.line}: {words.say(problem.message)}")
    _next(session, done, words, form)


def _next(session: Session, done: Imported, words: Words, form: str) -> None:
    from vaultkit.cli.output import hint

    if done.written and form == "text":
        hint(words("import.next"), quiet=session.quiet)


def _folder(vault: Path, lang: str) -> str:
    return "Чаты" if lang == "ru" or (vault / "Чаты").is_dir() else "Chats"


def _day(written: str | None) -> date | None:
    from vaultkit.errors import UsageError
    from vaultkit.markdown.times import iso_time

    if written is None:
        return None
    found = iso_time(written)
    if found is None:
        raise UsageError(f"--since {written} is no date", "write it as 2025-06-30")
    return date.fromisoformat(found[:10])


def _json(done: Imported, words: Words) -> dict[str, object]:
    return {
        "schema": "import/1",
        "edits": [{"path": edit.path, "line": edit.line, "before": edit.before, "after": edit.after}
                  for edit in done.edits],
        "written": done.written,
        "chats": [{"id": chat.id, "title": chat.title, "path": chat.path, "turns": chat.turns, "state": chat.state}
                  for chat in done.chats],
        "problems": [{"path": problem.path, "line": problem.line, "message": words.say(problem.message)}
                     for problem in done.problems],
    }
