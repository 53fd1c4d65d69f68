"""One section of an answer by a strong model: one call, each line checked against its passages when it is complete."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from vaultkit.answer.composition.prompts import language_of, rewrite_messages, section_messages
from vaultkit.answer.composition.reply import Said, read_reply
from vaultkit.answer.generators.protocol import Watch
from vaultkit.answer.question import Question
from vaultkit.answer.text import question_language
from vaultkit.answer.verification import Verdict, check_line
from vaultkit.errors import EnvironmentFailure
from vaultkit.model import Chunk

Backing = Literal["verbatim", "paraphrase", "weak", "none"]
MOST, NOTES, A_NOTE = 12, 4, 3
TOKENS, QUERY_TOKENS, FORMS = 1600, 160, 3
SECONDS = 120.0
_TOO_LONG = ("400", "413", "context", "too long", "exceed")


class Composer(Protocol):
    """A model that may write freely: ``context`` tokens, prompt and answer together, counted by ``count``."""

    @property
    def context(self) -> int:
        """Number of tokens that it takes."""
        ...

    def count(self, text: str) -> int:
        """The tokens of ``text``."""
        ...

    def write(self, messages: Sequence[dict[str, str]], limit: int) -> Iterator[str]:
        """The reply to a chat, piece by piece, at most ``limit`` tokens."""
        ...


@dataclass(frozen=True, slots=True)
class ComposedLine:
    """One checked sentence; ``passages`` are the places, in what was given, of those that say it."""

    text: str
    passages: tuple[int, ...]
    verdict: Verdict

    @property
    def backing(self) -> Backing:
        """Degree to which its passages stand behind it."""
        if self.verdict.kind == "supported":
            return "verbatim"
        return "paraphrase" if self.verdict.kind == "paraphrase" else "weak" if self.passages else "none"


@dataclass(frozen=True, slots=True)
class ComposedSection:
    """Lines of a section that may be shown. ``contradicted`` and ``unsupported`` count the lines that were dropped,
    ``left_out`` the passages that the model's context had no room for."""

    lines: tuple[ComposedLine, ...] = ()
    contradicted: int = 0
    unsupported: int = 0
    left_out: int = 0


def choose_passages(found: Sequence[Chunk]) -> list[Chunk]:
    """Passages that a section is written from: the best ones, at most ``MOST``, of one note at most ``A_NOTE`` where
    there are ``NOTES`` notes."""
    most = A_NOTE if len({one.note for one in found}) >= NOTES else MOST
    out: list[Chunk] = []
    for one in found:
        if len(out) < MOST and one not in out and sum(other.note == one.note for other in out) < most:
            out.append(one)
    return out


def compose_section(question: Question, section_title: str | None, passages: Sequence[Chunk], generator: Composer,
                    watch: Watch | None = None, *, mark_unsupported: bool = False,
                    seconds: float = SECONDS) -> ComposedSection:
    """The section ``section_title`` over ``passages``. ``watch`` gets each line once it is checked;
    ``mark_unsupported``: a line that the passages do not hold is kept and marked. Asked once more when it comes in
    another language. Raises EnvironmentFailure when the model can't be loaded or reached."""
    until = time.monotonic() + seconds
    given = _fitting(question, section_title, passages, generator)
    try:
        found = _written(question, section_title, given, generator, watch, mark_unsupported, until)
    except EnvironmentFailure as error:
        if len(given) < 2 or not any(sign in str(error) for sign in _TOO_LONG):
            raise
        given = given[:len(given) // 2]
        found = _written(question, section_title, given, generator, watch, mark_unsupported, until)
    if found is None:
        found = _written(question, section_title, given, generator, watch, mark_unsupported, until, again=True)
    return replace(found or ComposedSection(), left_out=len(passages) - len(given))


def rewrite_query(question: Question, generator: Composer) -> list[str]:
    """At most ``FORMS`` other forms of the question, to be searched for beside it; empty where the model gives none."""
    out: list[str] = []
    for said in read_reply(generator.write(rewrite_messages(question), QUERY_TOKENS)):
        text = said.text.strip(" \"'«»")
        if 3 <= len(text) <= 200 and text.casefold() != question.text.casefold():
            out.append(text)
        if len(out) == FORMS:
            break
    return out


def _fitting(question: Question, title: str | None, passages: Sequence[Chunk], generator: Composer) -> list[Chunk]:
    """``passages`` without those at the end for which there is no room."""
    given = list(passages[:MOST])
    while len(given) > 1:
        prompt = "\n".join(message["content"] for message in section_messages(question, title, given))
        if generator.count(prompt) + min(TOKENS, generator.context // 3) + 64 <= generator.context:
            break
        given.pop()
    return given


def _written(question: Question, title: str | None, given: Sequence[Chunk], generator: Composer, watch: Watch | None,
             mark: bool, until: float, *, again: bool = False) -> ComposedSection | None:
    """The checked lines of one call; None when the first line came in another language than the question's."""
    limit = min(TOKENS, generator.context // 3)
    pieces = generator.write(section_messages(question, title, given, again=again), limit)
    kept: list[ComposedLine] = []
    dropped = {"contradicted": 0, "unsupported": 0}
    for said in read_reply(_in_time(pieces, until)):
        if not kept and not again and question_language(said.text) != language_of(question) and _long(said.text):
            return None
        line = _checked(said, given)
        if not line.verdict.kept and not (mark and line.verdict.kind == "unsupported"):
            dropped[line.verdict.kind] += 1
            continue
        kept.append(line)
        if watch is not None:
            watch(line.text + "\n")
    return ComposedSection(tuple(kept), dropped["contradicted"], dropped["unsupported"])


def _long(text: str) -> bool:
    """Return whether ``text`` has words enough to tell its language."""
    return len(text.split()) >= 4


def _in_time(pieces: Iterator[str], until: float) -> Iterator[str]:
    """``pieces`` until the deadline."""
    for piece in pieces:
        yield piece
        if time.monotonic() > until:
            return


def _checked(said: Said, given: Sequence[Chunk]) -> ComposedLine:
    """The verdict by the passages that the line cites; where they hold too little, by all: models miscount."""
    texts = [" \n".join((one.title, *one.headings, one.text)) for one in given]
    cited = [n - 1 for n in said.cites if 0 < n <= len(given)]
    if cited:
        verdict = check_line(said.text, [texts[place] for place in cited])
        if verdict.kind != "unsupported":
            return ComposedLine(said.text, tuple(cited[place] for place in verdict.used), verdict)
    verdict = check_line(said.text, texts)
    return ComposedLine(said.text, verdict.used, verdict)
