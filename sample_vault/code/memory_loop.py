"""Scene -> generation -> self-rewrite, with a toy generator in place of a language model."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retrieval import cosine, embed

DECAY_PER_HOUR = 0.995


@dataclass(frozen=True)
class Scene:
    """One thing that happened: ``hour`` on the loop's own clock, ``importance`` from 0 to 1."""

    text: str
    hour: float
    importance: float = 0.5


class Generator(ABC):
    """What the loop needs of a model."""

    @abstractmethod
    def generate(self, scene: Scene, recalled: Sequence[Scene], self_text: str) -> str:
        """A reply to the scene in the light of what was recalled."""
        raise NotImplementedError

    @abstractmethod
    def rewrite(self, self_text: str, scene: Scene, reply: str) -> str:
        """A proposal for the new description of oneself."""
        raise NotImplementedError


class ToyGenerator(Generator):
    """Deterministic: repeats what it was told, so that a test can foresee every word."""

    def generate(self, scene: Scene, recalled: Sequence[Scene], self_text: str) -> str:
        memory = recalled[0].text if recalled else "ничего похожего"
        return f"{scene.text} — вспомнил: {memory}"

    def rewrite(self, self_text: str, scene: Scene, reply: str) -> str:
        return f"{self_text}\n{scene.text}".strip()


# implements: [[Петля памяти]]
class MemoryLoop:
    """Keeps scenes and one short text about oneself. ``pinned`` lines survive every rewrite."""

    def __init__(self, generator: Generator, *, pinned: Sequence[str] = (), max_lines: int = 8, top: int = 3) -> None:
        if len(pinned) >= max_lines:
            raise ValueError("pinned lines leave no room for anything new")
        self.generator = generator
        self.pinned = tuple(pinned)
        self.max_lines, self.top = max_lines, top
        self.scenes: list[Scene] = []
        self.self_text = "\n".join(pinned)
        self.rejected: list[str] = []

    def recall(self, scene: Scene) -> list[Scene]:
        """Past scenes by recency + importance + relevance, best first, at most ``top``."""
        query = embed(scene.text)

        def score(past: Scene) -> float:
            recency = DECAY_PER_HOUR ** max(0.0, scene.hour - past.hour)
            return recency + past.importance + cosine(query, embed(past.text))

        return sorted(self.scenes, key=score, reverse=True)[:self.top]

    def accept(self, proposal: str) -> bool:
        """A rewrite counts only when it keeps every pinned line and stays short."""
        lines = proposal.splitlines()
        return len(lines) <= self.max_lines and all(line in lines for line in self.pinned)

    def step(self, scene: Scene) -> str:
        """One turn: recall, reply, then try to rewrite the text about oneself; a bad rewrite is kept aside."""
        recalled = self.recall(scene)
        reply = self.generator.generate(scene, recalled, self.self_text)
        proposal = self.generator.rewrite(self.self_text, scene, reply)
        if self.accept(proposal):
            self.self_text = proposal
        else:
            self.rejected.append(proposal)
        self.scenes.append(scene)
        return reply

    def run(self, scenes: Iterable[Scene]) -> Transcript:
        """All scenes in order; returns what was said and who one has become."""
        replies = [self.step(scene) for scene in scenes]
        return Transcript(replies, self.self_text, len(self.rejected))


@dataclass(frozen=True)
class Transcript:
    replies: list[str] = field(default_factory=list)
    self_text: str = ""
    rejected: int = 0


if __name__ == "__main__":
    loop = MemoryLoop(ToyGenerator(), pinned=("Отвечаю по-русски.",), max_lines=4)
    days = ["поставил Docker на Верстак", "прогнал тесты LoRA", "Docker снова занял диск", "написал роутер"]
    result = loop.run(Scene(text, hour=24.0 * i) for i, text in enumerate(days))
    print("\n".join(result.replies))
    print(f"строк о себе: {len(result.self_text.splitlines())}, отклонено: {result.rejected}")
