"""An answer for a terminal: plain words, numbers of sources, where each stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vaultkit.messages.words import Words, words_in
from vaultkit.model import Answer, AnswerBlock, AnswerSection, AnswerSentence, Nearest
from vaultkit.render.terminal import bold, clip, dim, one_line, wrap
from vaultkit.search.passage_text import readable_passage
from vaultkit.text.lazy_pattern import lazy_pattern

# A note's path → the name by which a wikilink opens it.
Link = Callable[[str], str]
_ITEM = lazy_pattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
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
    if answer.state == "probable":
        yield f"*{words('answer.probable')}*"
        yield ""
    for number, section in enumerate(answer.sections, 1):
        if section.title:
            yield f"### {number}. {section.title}"
            yield ""
        yield from _section(section, words, link, listed=answer.route == "graph", guessed=answer.state == "probable")
    if answer.sources:
        yield f"#### {words('answer.sources')}"
        yield ""
        yield from (f"[^{source.n}]: [[{link(source.note)}]]" for source in answer.sources)


def _section(section: AnswerSection, words: Words, link: Link, *, listed: bool, guessed: bool) -> Iterator[str]:
    if section.blocks and _verbatim(section):
        for shown in section.blocks:
            yield from _block_lines(shown, words, link, headed=guessed or len(section.blocks) > 1)
            yield ""
    else:
        for block in _blocks(section.sentences, words, listed=listed and len(section.sentences) > 1):
            yield from block
            yield ""
        if section.blocks:
            yield f"*{words('answer.behind')}*"
            yield ""
            for shown in section.blocks:
                yield from (f"> {line}".rstrip() for line in _block_lines(shown, words, link, headed=True))
                yield ""
    if section.relevant:
        yield f"#### {words('answer.relevant')}"
        yield from (f"- [[{link(item.note)}]] — {item.why.rstrip('.')} {_cited_answer_markdown(item.citations)}."
                    for item in section.relevant)
        yield ""


def _verbatim(section: AnswerSection) -> bool:
    """Return whether the section says its blocks and nothing else."""
    return all(sentence.backing == "verbatim" for sentence in section.sentences)


def _block_lines(block: AnswerBlock, words: Words, link: Link, *, headed: bool) -> Iterator[str]:
    """A block in Markdown, its best sentence highlighted, what was said in a chat as a quotation of who said it."""
    place = " › ".join((f"[[{link(block.note)}]]", *block.headings))
    if headed:
        yield f"**{place}**"
        yield ""
    said = _highlighted(block)
    lines = said.split("\n")
    if block.role:
        spoken = words.name("role", block.role)
        lines = [f"> {line}".rstrip() for line in (f"*{spoken}:*", *lines)]
    cited = _cited_answer_markdown(block.citations)
    if lines[-1].startswith(("```", "|", "> ```", "> |")):
        yield from lines
        yield ""
        yield cited
    else:
        yield from lines[:-1]
        yield f"{lines[-1]} {cited}"
    if block.cut:
        yield ""
        yield f"… {place}"


def _highlighted(block: AnswerBlock) -> str:
    """The block's text with its best sentence between ``==`` (Obsidian's highlight), where it is more than that."""
    text, best = block.text, block.best
    plain = text.count(best) == 1 and "\n" not in best and not any(mark in text for mark in ("==", "`" * 3, "|"))
    return text.replace(best, f"=={best}==") if plain and len(best) < 0.8 * len(text) else text


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
    weak = f" *({words('answer.weak')})*" if sentence.backing == "weak" else ""
    return f"{sentence.text} {_cited_answer_markdown(sentence.citations)}{weak}".rstrip()


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
    if answer.state == "probable":
        yield from wrap(words("answer.probable"), width)
        yield ""
    for section in answer.sections:
        if section.title:
            yield bold(section.title)
        if section.blocks and _verbatim(section):
            yield from _shown(section, words, width, headed=answer.state == "probable" or len(section.blocks) > 1)
        else:
            for sentence in section.sentences:
                yield from wrap(_said(sentence, words), width)
            if section.blocks:
                yield ""
                yield dim(words("answer.behind"))
                yield from _shown(section, words, width, headed=True)
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


def _shown(section: AnswerSection, words: Words, width: int, *, headed: bool) -> Iterator[str]:
    """The blocks of a section for a terminal; the best sentence is bold."""
    for number, block in enumerate(section.blocks):
        if number:
            yield ""
        if headed:
            yield dim(clip(" › ".join((f"{block.note}:{block.start_line}", *map(_plain, block.headings))), width))
        spoken = f"{words.name('role', block.role)}: " if block.role else ""
        lines = [line for line in block.text.split("\n") if line.strip() and not line.startswith("```")]
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            said = line if line.startswith((" ", "|")) else _listed(line)
            text = f"{spoken if not place else ''}{said}{' ' + _cited(block.citations) if last else ''}"
            wrapped = list(wrap(text, width))
            yield from (map(bold, wrapped) if block.best in line and len(lines) > 1 else wrapped)
        if block.cut:
            yield dim("…")


def _listed(line: str) -> str:
    """A line without the marks of Markdown, an item with its mark."""
    mark = _ITEM.match(line)
    return f"{mark[0]}{_plain(line)}" if mark else _plain(line)


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
    if sentence.backing == "weak":
        text += f" ({words('answer.weak')})"
    return f"{text} {_cited(sentence.citations)}".rstrip()


def _plain(text: str) -> str:
    return one_line(readable_passage(text))


def _cited(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in numbers)
