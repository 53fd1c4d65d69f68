"""An answer as Markdown that Obsidian shows with live footnotes and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from vaultkit.model import Answer, AnswerSection, AnswerSentence, Nearest
from vaultkit.render.words import Words

# A note's path → the name by which a wikilink opens it.
Link = Callable[[str], str]
_ENDS = re.compile(r"[.!?…][\"'”’»)\]*_`]*$")


def words_of(answer: Answer) -> Words:
    """The catalogue in the question's language."""
    return Words("ru" if answer.language == "ru" else "en")


def answer_lines(answer: Answer, link: Link) -> Iterator[str]:
    """The lines of the answer, of a refusal the nearest passages; Sources at the end."""
    words = words_of(answer)
    if answer.refusal is not None:
        yield from _refusal(answer.refusal.reason, answer.refusal.nearest, words, link)
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
        yield block
        yield ""
    if section.relevant:
        yield f"#### {words('answer.relevant')}"
        yield from (f"- [[{link(item.note)}]] — {item.why.rstrip('.')} {_cited(item.citations)}."
                    for item in section.relevant)
        yield ""


def _blocks(sentences: Iterable[AnswerSentence], words: Words, *, listed: bool) -> Iterator[str]:
    """Sentences that end as such run on in one paragraph; what does not (an item, a row, code) is an item."""
    prose: list[str] = []
    items: list[str] = []
    for sentence in sentences:
        text = _said(sentence, words)
        if listed or not _ENDS.search(sentence.text):
            if prose:
                yield " ".join(prose)
                prose = []
            items.append(f"- {text}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        prose.append(text)
    if prose:
        yield " ".join(prose)
    if items:
        yield "\n".join(items)


def _said(sentence: AnswerSentence, words: Words) -> str:
    if not sentence.supported and sentence.support is not None:
        return f"{sentence.text} *({words('answer.unsupported')})*"
    return f"{sentence.text} {_cited(sentence.citations)}".rstrip()


def _cited(numbers: Iterable[int]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


def _refusal(reason: str, nearest: tuple[Nearest, ...], words: Words, link: Link) -> Iterator[str]:
    yield words(f"answer.{reason}" if nearest else "answer.empty")
    for item in nearest:
        place = " › ".join((f"[[{link(item.note)}]]", *item.headings))
        yield ""
        yield from (f"> {line.strip(' >')}" for line in item.quote.split("\n"))
        yield f"> — {place}"
