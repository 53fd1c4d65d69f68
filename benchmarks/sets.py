"""The question sets and the vaults that they ask: what retrieval.py and blocks.py share.

The vaults are copied into build/question-vaults (notes and settings only, no attachments) and indexed there, so that
nothing is written beside the originals and a second run finds its index. Of obsidian-hub three folders are taken.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vaultkit.config import load_config
from vaultkit.evaluate import GoldQuestion, read_questions
from vaultkit.workspace import Vault

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "benchmarks" / "questions"
COPIES = ROOT / "build" / "question-vaults"
TEXTS = {".md", ".canvas", ".base", ".toml", ".py", ".json", ".yaml"}
ONLY = {"obsidian-hub": ("00 - Contribute to the Obsidian Hub", "04 - Guides, Workflows, & Courses", "05 - Concepts")}
ANSWERABLE = ("own-words", "other-words", "cross", "two-notes")


def sets(names: list[str] | None = None) -> dict[str, list[GoldQuestion]]:
    """Vault → its questions; of the named vaults only when given."""
    found = {path.stem: read_questions(path) for path in sorted(SETS.glob("*.jsonl"))}
    return {name: questions for name, questions in found.items() if not names or name in names}


def block_sets(names: list[str] | None = None) -> dict[str, list[GoldQuestion]]:
    """Vault → its questions whose gold are blocks; of the named vaults only when given."""
    found = {path.stem: read_questions(path) for path in sorted((SETS / "blocks").glob("*.jsonl"))}
    return {name: questions for name, questions in found.items() if not names or name in names}


def language(question: GoldQuestion) -> str:
    """ru when the question has a Cyrillic letter, else en."""
    return "ru" if re.search("[а-яё]", question.question.casefold()) else "en"


def copied(name: str, shared: Path | None) -> Path | None:
    """The copy of vault ``name``, brought up to date; None when it is neither here nor in the folder ``shared``."""
    source = ROOT / name if (ROOT / name).is_dir() else (shared / name if shared else None)
    target = COPIES / name
    if source is None or not source.is_dir():
        return target if target.is_dir() else None
    wanted = {path.relative_to(source) for path in _texts(source, ONLY.get(name))}
    for path in wanted:
        old, new = source / path, target / path
        if not new.exists() or new.stat().st_mtime_ns != old.stat().st_mtime_ns:
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old, new)
    return target


def _texts(source: Path, only: tuple[str, ...] | None) -> Iterator[Path]:
    for root in [source / folder for folder in only] if only else [source]:
        for path in root.rglob("*"):
            if path.suffix in TEXTS and path.is_file() and not {".git", ".vaultkit"} & set(path.parts):
                yield path


def opened(name: str, shared: Path | None, **settings: object) -> Vault | None:
    """The copy of vault ``name`` with these settings of its Config, its chunks embedded; None where there is none."""
    folder = copied(name, shared)
    if folder is None:
        return None
    vault = Vault(replace(load_config(explicit=folder), **settings))
    vault.embed()
    return vault
