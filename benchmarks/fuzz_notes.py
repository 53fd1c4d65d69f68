"""Notes for fuzz.py: mutations of real ones, and what a grammar makes of every construct. One seed, one sequence."""

# ruff: noqa: E501 - a row of forms is read across.
from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

LONGEST = 2_000
WORDS = [
    "слово", "word", "Заметка", "index", "README", "Ёж", "é", "e\u0301", "漢字", "🎯", "👩\u200d💻", "a_b", "camelCase", "1984",
    "т. е.", "e.g.", "C++", "x²", "no", "10:00", "2024-02-30", "\u00a0", "\u2028", "\x85", "\u200b", "\ufeff", "ß", "İ", "\u202e", "\0",
]
INLINE = [
    "[[{}]]", "[[{}|{}]]", "[[{}#{}]]", "[[{}#^{}]]", "![[{}.png|30]]", "[{}]({}.md)", "[{}](<{} {}.md#{}>)", "![{}]({})", "[{}][{}]", "`{}`",
    "``{} ` {}``", "${}$", "$${}$$", "**{}**", "*{}*", "__{}__", "~~{}~~", "=={}==", "#{}", "#{}/{}", "%%{}%%", "<!--{}-->", "<b>{}</b>", "<{}",
    "[{}:: {}]", "({}:: [[{}]])", "[^{}]", "^[{}]", "\\[[{}]]", "<https://{}.org/blob/{}>", "https://{}.org/src/{}", "^{}", "{}&amp;{}", "[[{}", "{}]]",
    "[{}](", "](", "%%", "$$", "<!--", "-->", "`", "``", "**", "\\", "|", "{{date}}", "<% tp.file.title %>", "[ ]", "!", "[[{}\\|{}]]", "[![{}]({})]({})",
]
LINES = [
    "# {}", "## {} #", "###### {}", "{}\n===", "{}\n---", "- {}", "* {}", "+ [ ] {}", "- [x] {}", "1. {}", "12) {}", "> {}", ">> {}", "> [!note] {}",
    "> [!user] **User** - 30.06.2025 at 12:10\n> {}\n<!-- UID: 1 -->", "> [!assistant] **AI**\n> {}", "**You:** {}", "## User\n{}", "| {} | {} |\n|---|---|\n| {} | {} |",
    "```\n{}\n```", "```python\ndef {}():\n    pass\n```", "~~~mermaid\n%% {}\n~~~", "    {}", "$$\n{}\n\n{}\n$$", "%%\n{}\n%%", "<div>\n{}\n</div>", "[^{}]: {}",
    "[{}]: {}", "{}:: {}", "{}:: [[{}]]", "{} ^id-1", "^id-1", "---", "***", "", "", "\t{}", "// vault: [[{}]]", "<<<<<<< {}", "- {}\n\n  {}\n  - {}", "> - {}\n>   ```\n>   {}",
    "{}  \n{}", "```", "$$", "%%", "---\n{}: {}\n---",
]
FRONT = [
    "title: {}", "kind: concept", "type: {}", "aliases: [{}, {}]", "aliases: {}", "tags: [{}, a/b]", "tags: {}, {}", "code: a.py#{}", "schemes: \"[[{}]]\"",
    "related:\n  - \"[[{}]]\"\n  - {}", "{}: [[{}]]", "{{{{date}}}}: {}", "a: &x [*x]", "waive: {{terms: [uncovered], reason: {}}}", "x: |\n  {}\n  [[{}]]", "date: 2025-06-30",
    "\t{}: a", "- {}", "{}: 'a", "{}: {{a: {}}}", "? {}", "cssclasses: {}", "{}: !!python/object {}", "a: {}\na: {}", "x: 0x1F", "{}: \"\\ud800 {}\"",
]
ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", " \n", ""]


class Maker:
    """An endless source of notes."""

    def __init__(self, chance: random.Random, folders: Iterable[Path] = ()) -> None:
        self.random = chance
        self._real = [file.read_bytes()[:200_000].decode("utf-8", "replace")
                      for folder in folders for file in sorted(folder.rglob("*.md")) if file.is_file()]
        self._real = [text for text in self._real if text.strip()]

    def note(self) -> str:
        """The next note."""
        chance = self.random
        if self._real and chance.random() < 0.5:
            return self._mutated(self._piece())
        text = self._grammar()
        return self._mutated(text) if chance.random() < 0.3 else text

    def path(self, number: int) -> str:
        """A path for the note of this number, unique in its vault; names repeat over folders."""
        name = self.random.choice(["README", "index", "слово", "a#b", "v1.2", f"note {number}", f"заметка {number}"])
        return f"{self.random.choice(['a', 'b/c', 'д'])}/{number}/{name}.md" if self.random.random() < 0.7 else f"{number}.md"

    def _piece(self) -> str:
        text = self.random.choice(self._real)
        length = self.random.randint(100, LONGEST)
        at = 0 if self.random.random() < 0.5 else self.random.randrange(len(text))
        return text[at:at + length]

    def _mutated(self, text: str) -> str:
        steps: list[Callable[[str], str]] = [self._cut, self._repeat, self._insert, self._insert, self._splice, self._swap,
                                             self._letter, self._ends]
        for _ in range(self.random.randint(1, 6)):
            text = self.random.choice(steps)(text)[:2 * LONGEST]
        return text

    def _place(self, text: str) -> tuple[int, int]:
        at = self.random.randint(0, len(text))
        return at, min(len(text), at + int(self.random.expovariate(0.05)))

    def _cut(self, text: str) -> str:
        at, end = self._place(text)
        return text[:at] + text[end:]

    def _repeat(self, text: str) -> str:
        at, end = self._place(text)
        return text[:at] + text[at:end] * self.random.choice([2, 2, 3, 20, 60]) + text[end:]

    def _insert(self, text: str) -> str:
        at, _ = self._place(text)
        made = self._filled(self.random.choice(self.random.choice([INLINE, LINES, FRONT, WORDS])))
        return text[:at] + made + text[at:]

    def _splice(self, text: str) -> str:
        other = self._piece() if self._real else self._grammar()
        at, _ = self._place(text)
        _, end = self._place(other)
        return text[:at] + other[:end] + text[at:]

    def _swap(self, text: str) -> str:
        lines = text.split("\n")
        a, b = self.random.randrange(len(lines)), self.random.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
        return "\n".join(lines)

    def _letter(self, text: str) -> str:
        at, _ = self._place(text)
        letter = self.random.choice("[]()#^|!`$%*_~<>:\\-+ \t\n\r\"'{}&=.,0aЖ\u2028\ud800\x00")
        return text[:at] + letter + text[at + self.random.randint(0, 1):]

    def _ends(self, text: str) -> str:
        return text.replace("\n", self.random.choice(["\r\n", "\r", "\n\n", "\n> ", "\n  ", "\n- "]))

    def _grammar(self) -> str:
        chance = self.random
        parts = []
        if chance.random() < 0.3:
            front = [self._filled(chance.choice(FRONT)) for _ in range(chance.randint(0, 5))]
            parts.append("---\n" + "\n".join(front) + chance.choice(["\n---\n", "\n---\n", "\n", "\n--- \r\n"]))
        for _ in range(chance.randint(1, 12)):
            line = self._filled(chance.choice(LINES))
            prefix = chance.choice(["", "", "", "", "> ", "- ", "  ", "\t", "> > ", "1. "])
            if prefix:
                line = prefix + line.replace("\n", "\n" + chance.choice([prefix, " " * len(prefix), ""]))
            parts.append(line + chance.choice(ENDS))
        return "".join(parts)

    def _filled(self, form: str, depth: int = 0) -> str:
        """A form with words, or other forms, in its places."""
        values = []
        for _ in range(form.count("{}")):
            if depth < 3 and self.random.random() < 0.35:
                values.append(self._filled(self.random.choice(INLINE), depth + 1))
            else:
                values.append(" ".join(self.random.choices(WORDS, k=self.random.randint(1, 2))))
        parts = form.split("{}")
        return "".join(part + value for part, value in zip(parts, [*values, ""], strict=True))
