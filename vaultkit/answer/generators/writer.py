"""Any language model as a generator: one passage a sentence, its citation set by code; free only where allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultkit.answer.generators.prompt import one_passage, several
from vaultkit.answer.generators.protocol import Backend, Draft, Watch
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence, spans

MOST_TOKENS = 120
_CITED = re.compile(r"\s*\[\^(\d+)\]")


class Writer:
    """A Generator over ``backend``. ``compose``: it may write freely over several notes, which only a model that
    proved itself on the vault should."""

    def __init__(self, backend: Backend, *, compose: bool = False) -> None:
        self._backend = backend
        self._compose = compose
        self.kind = backend.kind
        self.model: str | None = backend.model

    def drafts(self, question: Question, evidence: Sequence[Sentence], watch: Watch | None = None) -> Iterator[Draft]:
        """See Generator."""
        if self._compose and len(evidence) > 1:
            yield from self._freely(question, evidence, watch)
            return
        for place, sentence in enumerate(evidence):
            text = self._say(one_passage(question, sentence, self._passage(question, sentence)), None, watch)
            yield Draft(first_sentence(text), (place,))

    def _freely(self, question: Question, evidence: Sequence[Sentence], watch: Watch | None) -> Iterator[Draft]:
        share = self._budget(question) // len(evidence)
        passages = [(place + 1, sentence.chunk.title, self._cut(sentence, share))
                    for place, sentence in enumerate(evidence)]
        text = self._say(several(question, passages), [n for n, _, _ in passages], watch)
        for line in text.splitlines():
            cited = tuple(dict.fromkeys(int(n) - 1 for n in _CITED.findall(line) if 0 < int(n) <= len(evidence)))
            said = _CITED.sub("", line).strip()
            if said:
                yield Draft(said, cited)

    def _say(self, messages: list[dict[str, str]], cites: Sequence[int] | None, watch: Watch | None) -> str:
        pieces = []
        limit = MOST_TOKENS if cites is None else 4 * MOST_TOKENS
        for piece in self._backend.stream(messages, limit, cites):
            pieces.append(piece)
            if watch is not None:
                watch(piece)
        return "".join(pieces).strip()

    def _budget(self, question: Question) -> int:
        """Tokens left for notes once the frame, the question and the answer have theirs."""
        return max(64, self._backend.context - self._backend.count(question.text) - 4 * MOST_TOKENS - 260)

    def _passage(self, question: Question, sentence: Sentence) -> str:
        return self._cut(sentence, min(400, self._budget(question)))

    def _cut(self, sentence: Sentence, budget: int) -> str:
        """The text around ``sentence``, grown line by line on both sides as long as it fits."""
        if self._backend.count(sentence.chunk.text) <= budget:
            return sentence.chunk.text
        lines = sentence.chunk.text.split("\n")
        low = max(0, min(sentence.line - sentence.chunk.start_line, len(lines) - 1))
        high = max(low + 1, min(sentence.end_line - sentence.chunk.start_line + 1, len(lines)))
        text = sentence.text
        while low > 0 or high < len(lines):
            low, high = max(0, low - 1), min(len(lines), high + 1)
            wider = "\n".join(lines[low:high])
            if self._backend.count(wider) > budget:
                break
            text = wider
        return text


def first_sentence(text: str) -> str:
    """The first sentence of what a model wrote, on one line, without citations of its own or marks of a chat."""
    text = _CITED.sub("", text.strip().split("\n", 1)[0]).strip(" -*>")
    found = spans(text)
    return text[found[0][0]:found[0][1]].strip() if found else ""
