"""What a model wants written before questions and passages."""

from __future__ import annotations

import re
from pathlib import Path

from vaultkit.model_files import model_json

_QUERY, _PASSAGE = ("query", "question"), ("document", "passage", "corpus")
_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
# Families whose folders often carry no prompts: the words of their model cards.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"e5.*instruct", _INSTRUCT, ""),
    (r"(?:^|[-_/])e5(?:[-_]|$)", "query: ", "passage: "),
    (r"bge.*-en(?:[-_]|$)", "Represent this sentence for searching relevant passages: ", ""),
    (r"bge.*-zh(?:[-_]|$)", "为这个句子生成表示以用于检索相关文章：", ""),
)


def prefixes(folder: Path) -> tuple[str, str]:
    """(before a question, before a passage) for the model in ``folder``: ``prompts`` of its
    config_sentence_transformers.json, else those of its family by name, else nothing."""
    prompts = (model_json(folder / "config_sentence_transformers.json") or {}).get("prompts")
    if isinstance(prompts, dict):
        query = next((str(prompts[name]) for name in _QUERY if prompts.get(name)), "")
        passage = next((str(prompts[name]) for name in _PASSAGE if prompts.get(name)), "")
        if query or passage:
            return query, passage
    name = model_name(folder).lower()
    return next(((query, passage) for form, query, passage in _FAMILIES if re.search(form, name)), ("", ""))


def model_name(folder: Path) -> str:
    """The model's name: from the Hugging Face cache (``models--owner--name/snapshots/…``), its own settings, else the
    folder's, with the package's before one that is called ``model``."""
    folder = folder.absolute()
    for parent in folder.parents:
        if parent.name.startswith("models--"):
            return parent.name.rpartition("--")[2]
    said = str((model_json(folder / "config.json") or {}).get("_name_or_path") or "").rstrip("/\\")
    name = re.split(r"[/\\]", said)[-1]
    if name and name not in (".", "model"):
        return name
    return folder.parent.name if folder.name == "model" else folder.name
