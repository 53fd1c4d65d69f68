"""Meaning of a note's beginning, and what it is near to: things that are built, or everything else that notes are
about.

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
FILE, NAMES_FILE = "ideas-notes.db", "ideas-names.db"
CODE_FILE, ASKED_FILE, SECTIONS_FILE = "ideas-code.db", "ideas-asked.db", "ideas-sections.db"
_NEAR_FILES = 20
_NEAREST = 3
# A difference of cosines that says all that it can say.
_FULL = 0.2
_LETTERS = 240


def beginning(name: str, prose: str) -> str:
    """The text by which a note is judged: its name and what it begins with."""
    return f"{name}. {' '.join(prose[:4 * _LETTERS].split())[:_LETTERS]}"


def meanings(texts: Mapping[str, str], config: Config, progress: Progress | None = None, *,
             file: str = FILE) -> dict[str, float]:
    """Key → from -1 (near what is not built) to 1 (near what is); empty without the default embedder. ``texts``: key →
    ``beginning``; ``file`` keeps their vectors, one for each set of texts. Raises EnvironmentFailure."""
    if not texts:
        return {}
    import numpy as np

    kept = vectors_of(replace(config, embed_model=None), [*BUILT, *OTHER, *texts.values()], file=file,
                      progress=progress)
    if not kept:
        return {}

    known = {key: text for key, text in texts.items() if vector_key(text) in kept}
    if not known:
        return {}
    found = _rows([kept[vector_key(text)] for text in known.values()])
    near = [
        np.sort(found @ _rows([kept[vector_key(text)] for text in side]).T, axis=1)[:, -_NEAREST:].mean(axis=1)
        for side in (BUILT, OTHER)
    ]
    return dict(zip(known, np.clip((near[0] - near[1]) / _FULL, -1, 1).round(3).tolist(), strict=True))


class NearFiles:
    """Measure of how near source files are in meaning to what is asked: cosines with the text that stands for each file
    (its name, documentation and the names in it)."""

    def __init__(self, files: Mapping[str, str], config: Config, progress: Progress | None = None) -> None:
        self._config = replace(config, embed_model=None)
        self._paths = list(files)
        self._vectors = vectors_of(self._config, files.values(), file=CODE_FILE, progress=progress) if files else {}
        self._keys = [vector_key(text) for text in files.values()]

    def of(self, asked: Mapping[str, str], progress: Progress | None = None, *,
           file: str = ASKED_FILE) -> dict[str, dict[str, float]]:
        """Key → path → cosine, for every text of ``asked``. Raises EnvironmentFailure."""
        if not self._vectors or not asked:
            return {}
        import numpy as np

        kept = vectors_of(self._config, asked.values(), file=file, progress=progress)
        known = [(path, key) for path, key in zip(self._paths, self._keys, strict=True) if key in self._vectors]
        files = _rows([self._vectors[key] for _, key in known])
        found: dict[str, dict[str, float]] = {}
        for key, text in asked.items():
            if (vector := kept.get(vector_key(text))) is not None:
                cosines = files @ _rows([vector])[0]
                best = np.argsort(-cosines)[:_NEAR_FILES]
                found[key] = {known[at][0]: round(float(cosines[at]), 3) for at in best.tolist()}
        return found


def _rows(vectors: list[bytes]) -> Any:
    import numpy as np

    rows = np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), -1)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
