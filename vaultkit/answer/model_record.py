"""Record of what ``eval`` found of a generator on this vault: only a model that proved itself may write over several
notes."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from vaultkit.storage.files import replace_file

FILE = "generators.json"
# The bar of free composition: at least as good as quoting is asked to be, on enough questions to mean something.
PRECISION, QUESTIONS = 0.95, 30


def may_compose(folder: Path, kind: str, model: str | None) -> bool:
    """Return whether the record in ``folder`` (of the vault's index) lets this model compose freely."""
    found = _read(folder).get(f"{kind}:{model}")
    if not isinstance(found, dict):
        return False
    precision, questions = found.get("citation_precision"), found.get("questions")
    return (isinstance(precision, (int, float)) and isinstance(questions, int)
            and precision >= PRECISION and questions >= QUESTIONS)


def write_record(folder: Path, kind: str, model: str | None, *, citation_precision: float, questions: int) -> None:
    """Remember how a model did when it composed freely over ``questions`` questions."""
    data = _read(folder) | {f"{kind}:{model}": {"citation_precision": citation_precision, "questions": questions}}
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    replace_file(folder / FILE, text.encode("utf-8", "surrogateescape"), private=True)


def _read(folder: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        data = json.loads((folder / FILE).read_text("utf-8"))
        if isinstance(data, dict):
            return data
    return {}
