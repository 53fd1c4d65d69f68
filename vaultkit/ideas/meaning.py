"""What a note's beginning is near to in meaning: things that are built, or everything else that notes are about.

A zero-shot classification by nearest descriptions (Yin, Hay, Roth, "Benchmarking Zero-shot Text Classification", 2019)
with the embedder that is installed by default, in both languages; its vectors are kept, so that a changed note costs
only itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vaultkit.config import Config
from vaultkit.search.embedding import Progress
from vaultkit.suggest.vectors import vector_key, vectors_of

BUILT = (
    "an algorithm", "a data structure", "a sorting algorithm", "a software component to implement",
    "a design pattern for software", "a server or service to build", "a caching strategy",
    "a program that I want to write", "game mechanic to implement", "a feature of the application",
    "a machine learning model", "алгоритм", "структура данных", "программный компонент", "паттерн проектирования",
    "сервер", "механика игры, которую надо реализовать", "доработка интерфейса", "протокол", "очередь сообщений",
)
OTHER = (
    "how to use a tool", "list of commands", "installation and configuration", "programming language syntax", "a book",
    "a person", "a place, travel", "health", "psychology", "theorem in mathematics", "a law or principle",
    "methodology of work", "meeting notes", "journal of the day", "index of notes", "recipe", "команды",
    "установка и настройка", "синтаксис языка", "книга", "человек", "путешествие", "здоровье", "психология", "теорема",
    "закон, принцип", "методология", "список ссылок", "дневник", "лор вымышленного мира, история", "рецензия",
)
FILE = "ideas-vectors.db"
_NEAREST = 3
# A difference of cosines that says all that it can say.
_FULL = 0.2
_LETTERS = 240


def beginning(name: str, prose: str) -> str:
    """The text by which a note is judged: its name and what it begins with."""
    return f"{name}. {' '.join(prose[:4 * _LETTERS].split())[:_LETTERS]}"


def meanings(texts: Mapping[str, str], config: Config, progress: Progress | None = None) -> dict[str, float]:
    """Key → from -1 (near what is not built) to 1 (near what is); empty without the default embedder. ``texts``: key →
    ``beginning``. Raises EnvironmentFailure."""
    if not texts:
        return {}
    import numpy as np

    kept = vectors_of(replace(config, embed_model=None), [*BUILT, *OTHER, *texts.values()], file=FILE,
                      progress=progress)
    if not kept:
        return {}

    def matrix(found: list[str]) -> Any:
        rows = np.frombuffer(b"".join(kept[vector_key(text)] for text in found), dtype="<f4").reshape(len(found), -1)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    known = {key: text for key, text in texts.items() if vector_key(text) in kept}
    if not known:
        return {}
    found = matrix(list(known.values()))
    near = [np.sort(found @ matrix(list(side)).T, axis=1)[:, -_NEAREST:].mean(axis=1) for side in (BUILT, OTHER)]
    return dict(zip(known, np.clip((near[0] - near[1]) / _FULL, -1, 1).round(3).tolist(), strict=True))
