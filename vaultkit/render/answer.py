"""An answer for a terminal: plain words, numbers of sources, where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vaultkit.messages.words import Words, words_in
from vaultkit.model import Answer, AnswerSection, AnswerSentence, Nearest
from vaultkit.render.terminal import bold, clip, dim, one_line, wrap
from vaultkit.search.passage_text import readable_passage
from vaultkit.text.lazy_pattern import lazy_pattern

# A note's path → the name by which a wikilink opens it.
Link = Callable[[str], str]
_ENDS = lazy_pattern(r"[.!?…][\"'”’»)\]*_`]*$")


def words_of(answer: Answer) -> Words:
    """The words of the question's language."""
    return words_in(answer.language)


def answer_lines(answer: Answer, link: Link) -> Iterator[str]:
    """The lines of the answer, of a refusal the nearest passages; Sources at the end."""
    words = words_of(answer)
    if answer.refusal is not None:
        yield from _refusal_answer_markdown(answer.refusal.reason, answer.refusal.nearest, words, link)
        return
    for number, section in enumerate(answer.sections, 1):
        if section.title:
            yield f"### {number}. {section.title}"
            yield ""
        yield from _section(section, words, link, listed=answer.route == "graph")
    if answer.sources:
        yield f"#### {words('answer.sources')}"
        yield ""
        yield from (f"[^{source.n}]: [[{link(source.note)}]]" for source in answer.sources)


def _section(section: AnswerSection, words: Words, link: Link, *, listed: bool) -> Iterator[str]:
    for block in _blocks(section.sentences, words, listed=listed and len(section.sentences) > 1):
        yield from block
        yield ""
    if section.relevant:
        yield f"#### {words('answer.relevant')}"
        yield from (f"- [[{link(item.note)}]] — {item.why.rstrip('.')} {_cited_answer_markdown(item.citations)}."
                    for item in section.relevant)
        yield ""


def _blocks(sentences: Iterable[AnswerSentence], words: Words, *, listed: bool) -> Iterator[list[str]]:
    """Sentences that end as such run on in one paragraph; what does not (an item, a row, code) is an item."""
    prose: list[str] = []
    items: list[str] = []
    for sentence in sentences:
        text = _said_answer_markdown(sentence, words)
        if listed or not _ENDS.search(sentence.text):
            if prose:
                yield [" ".join(prose)]
                prose = []
            items.append(f"- {text}")
            continue
        if items:
            yield items
            items = []
        prose.append(text)
    if prose:
        yield [" ".join(prose)]
    if items:
        yield items


def _said_answer_markdown(sentence: AnswerSentence, words: Words) -> str:
    if not sentence.supported and sentence.support is not None:
        return f"{sentence.text} *({words('answer.unsupported')})*"
    return f"{sentence.text} {_cited_answer_markdown(sentence.citations)}".rstrip()


def _cited_answer_markdown(numbers: Iterable[int]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


def _refusal_answer_markdown(reason: str, nearest: tuple[Nearest, ...], words: Words, link: Link) -> Iterator[str]:
    yield words(f"answer.{reason}" if nearest else "answer.empty")
    for item in nearest:
        place = " › ".join((f"[[{link(item.note)}]]", *item.headings))
        yield ""
        yield from (f"> {line.strip(' >')}" for line in item.quote.split("\n"))
        yield f"> — {place}"


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
    return one_line(readable_passage(text))


def _cited(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)
