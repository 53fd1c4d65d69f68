"""An answer as a note of the vault, with where it comes from; it is marked, so that it is never evidence itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from vaultkit.errors import UsageError
from vaultkit.model import Answer
from vaultkit.render.answer import Link, answer_lines
from vaultkit.vault.write import inside, new_note

MARK = ("generated_by", "vaultkit")


def save_answer(root: Path, path: str, answer: Answer, link: Link, hashes: Mapping[str, str], now: datetime) -> str:
    """Write ``answer`` as the note ``path`` (relative to the vault at ``root``, or absolute in it; ``.md`` is added)
    and return its vault-relative path. ``hashes`` are those of the notes' contents.

    Raises UsageError for a path out of the vault, a file that exists, or a refusal; EnvironmentFailure when it can't be
    written."""
    if answer.state == "nothing":
        raise UsageError("there is no answer to save", "ask something that the vault answers")
    name = path if path.lower().endswith(".md") else f"{path}.md"
    target = inside(root, name)
    notes = [source.note for source in answer.sources]
    blocks = [f"{block.note}:{block.start_line}-{block.end_line}" for section in answer.sections
              for block in section.blocks]
    properties = {
        "question": answer.question, "date": now.strftime("%Y-%m-%dT%H:%M:%S"), "generator": answer.generator,
        "model": answer.model, "state": answer.state, "confidence": answer.confidence,
        "notes": [f"[[{link(note)}]]" for note in notes], "blocks": blocks or None,
        "hashes": [f"{hashes.get(note, 'unknown')}  {note}" for note in notes], MARK[0]: MARK[1],
    }
    body = "\n".join(["", f"# {_heading(answer.question)}", "", *answer_lines(answer, link)])
    new_note(target, {name: value for name, value in properties.items() if value is not None}, body)
    return target.relative_to(inside_root(root)).as_posix()


def inside_root(root: Path) -> Path:
    """The vault's folder once symlinks are followed."""
    return root.resolve()


def _heading(question: str) -> str:
    return " ".join(question.replace("[", "(").replace("]", ")").split())
