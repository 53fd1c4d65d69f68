"""An answer for a terminal: plain words, numbers of sources, where each stands."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.model import Answer, AnswerSentence
from vaultkit.render.answer_markdown import words_of
from vaultkit.render.style import bold, dim
from vaultkit.render.terminal import clip, one_line, wrap
from vaultkit.render.words import Words
from vaultkit.search.passage import readable


def answer_text(answer: Answer, width: int) -> Iterator[str]:
    """The lines of the answer, wrapped to ``width``; each source with its path, line and words."""
    words = words_of(answer)
    if answer.refusal is not None:
        yield from _refusal(answer, words, width)
        return
    for section in answer.sections:
        if section.title:
            yield bold(section.title)
        for sentence in section.sentences:
            yield from wrap(_said(sentence, words), width)
        if section.relevant:
            yield ""
            yield dim(words("answer.relevant"))
            for item in section.relevant:
                yield from wrap(f"• {item.note} — {_plain(item.why)} {_cited(item.citations)}", width)
        yield ""
    for source in answer.sources:
        first = source.passages[0] if source.passages else None
        place = f"{source.note}:{first.start_line}" if first else source.note
        spoken = f" ({words.name('role', source.role)})" if source.role else ""
        yield f"[{source.n}] {place}{spoken}"
        if first and answer.route != "graph":
            yield "    " + dim(clip(_plain(first.quote), width - 4))
    exact = answer.route == "graph"
    yield dim(words("answer.exact") if exact else words("answer.confidence", value=f"{answer.confidence:.2f}"))


def _refusal(answer: Answer, words: Words, width: int) -> Iterator[str]:
    assert answer.refusal is not None
    nearest = answer.refusal.nearest
    yield from wrap(words(f"answer.{answer.refusal.reason}" if nearest else "answer.empty"), width)
    for item in nearest:
        yield ""
        yield from ("  " + line for line in wrap(_plain(item.quote), width - 2))
        yield "  " + dim(clip(" › ".join((f"{item.note}:{item.start_line}", *map(_plain, item.headings))), width - 2))


def _said(sentence: AnswerSentence, words: Words) -> str:
    text = _plain(sentence.text)
    if not sentence.supported and sentence.support is not None:
        return f"{text} ({words('answer.unsupported')})"
    return f"{text} {_cited(sentence.citations)}".rstrip()


def _plain(text: str) -> str:
    return one_line(readable(text))


def _cited(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)
