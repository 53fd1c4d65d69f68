"""Make a vault of many notes, the same for the same arguments: ``python benchmarks/make_vault.py FOLDER [NOTES]``.

Ten thousand notes are about 30 MB. Half of the text is Russian; a third of the notes have properties, one in ten is a
concept with relations; links lead to notes by name, path, heading, block and alias, some to nothing; there are lists,
tables, fences, callouts and tags.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

RU = "модель память сцена запрос вектор узел связь шаг проверка слой заметка граф ответ поиск мысль код пример".split()
EN = "model memory scene query vector node edge step check layer note graph answer search idea code sample".split()
KINDS = ("concept", "scheme", "algorithm", "pseudocode", "code")
BELOW = ("schemes", "algorithms", "pseudocode", "code")
FOLDERS = 40


class Maker:
    """One vault of ``count`` notes."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.count = count
        self.chance = random.Random(seed)
        self.names = [f"{self.chance.choice(RU)} {self.chance.choice(EN)} {number}" for number in range(count)]

    def path(self, number: int) -> str:
        """Where the note lies: forty folders, some of them inside of others."""
        place = number % FOLDERS
        outer = f"раздел {place // 4}/" if place % 3 else ""
        return f"{outer}папка {place}/{self.names[number]}.md"

    def words(self, count: int) -> str:
        """A sentence."""
        words = self.chance.choices(RU if self.chance.random() < 0.5 else EN, k=count)
        return " ".join(words).capitalize() + "."

    def link(self) -> str:
        """A link in one of its forms; one in twenty leads to nothing."""
        number = self.chance.randrange(self.count)
        name, form = self.names[number], self.chance.random()
        if form < 0.05:
            return f"[[нет такой {number}]]"
        if form < 0.15:
            return f"[[{self.path(number)[:-3]}|{self.chance.choice(RU)}]]"
        if form < 0.25:
            return f"[[{name}#Часть {self.chance.randrange(6)}]]"
        if form < 0.3:
            return f"[[{name}#^b{self.chance.randrange(3)}]]"
        if form < 0.4:
            return f"[{self.chance.choice(EN)}]({self.path(number).replace(' ', '%20')})"
        if form < 0.5:
            return f"[{self.chance.choice(EN)}](https://example.org/{number})"
        return f"[[{name}]]"

    def properties(self, number: int) -> str:
        """Frontmatter of a third of the notes."""
        if number % 3:
            return ""
        lines = [
            "---",
            f"created: 2025-0{number % 9 + 1}-1{number % 9}",
            f"tags: [{self.chance.choice(RU)}, а/{number % 50}]",
        ]
        if number % 2:
            lines.append(f"aliases: [имя {number}]")
        if number % 30 == 0:
            lines.append(f"kind: {KINDS[number // 30 % 5]}")
            for relation in BELOW[: self.chance.randrange(5)]:
                lines.append(f'{relation}: ["[[{self.names[self.chance.randrange(self.count)]}]]"]')
        return "\n".join([*lines, "---", ""])

    def block(self, number: int, part: int) -> str:
        """One paragraph, list, table, fence or callout."""
        form = self.chance.randrange(9)
        if form == 0:
            return "\n".join(f"- {self.words(6)} {self.link()}" for _ in range(4))
        if form == 1:
            return "\n".join(f"{step}. {self.words(8)}" for step in range(1, 5))
        if form == 2:
            return f"```python\ndef step_{number}(x):\n    # {self.words(4)}\n    return x + {part}\n```"
        if form == 3:
            return f"> [!note] {self.words(3)}\n> {self.words(15)} {self.link()}"
        if form == 4:
            return f"| a | b |\n|---|---|\n| {self.words(3)} | `x_{part}` |\n| **{self.words(2)}** | 2 |"
        return f"{self.words(18)} {self.link()} {self.words(14)} #{self.chance.choice(RU)} ^b{part}"

    def text(self, number: int) -> str:
        """The note: some 3,000 bytes."""
        parts = [self.properties(number), f"# {self.names[number]}\n\n{self.words(20)} {self.link()}\n"]
        for part in range(self.chance.randrange(3, 9)):
            parts.append(f"\n## Часть {part}\n\n{self.block(number, part)}\n\n{self.block(number, part + 9)}\n")
        return "".join(parts)


def make_vault(folder: Path, count: int) -> int:
    """Write the vault; returns its size in bytes."""
    maker, size = Maker(count), 0
    for number in range(count):
        path = folder / maker.path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(maker.text(number).encode("utf-8"))
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=int, nargs="?", default=10_000)
    args = parser.parse_args()
    print(f"{args.notes} notes, {make_vault(args.folder, args.notes) / 1e6:.1f} MB in {args.folder}")


if __name__ == "__main__":
    main()
