"""Words of a strong model as the sentences of an answer with their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from vaultkit.answer.composition.section import ComposedLine, Composer, choose_passages, compose_section, rewrite_query
from vaultkit.answer.generators.protocol import Generator, Watch
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence, sentences_of
from vaultkit.answer.sources import Sources, as_said
from vaultkit.answer.text import content, overlap, stems
from vaultkit.model import AnswerSentence, Chunk, Hit


def composer_of(generator: Generator) -> Composer | None:
    """``generator`` where it may write over several notes, else None."""
    found: Composer | None = generator if getattr(generator, "composes", False) else None  # type: ignore[assignment]
    return found


def passages_to_compose(question: Question, blocks: Iterable[Chunk], composer: Composer,
                        find: Callable[[str], Sequence[Hit]]) -> list[Chunk]:
    """The passages that bear on the question and those that its other wordings find, which the model gives."""
    found = list(blocks)
    for query in rewrite_query(question, composer):
        found += [hit.chunk for hit in find(query)[:4]]
    return found


def composed_sentences(question: Question, title: str | None, passages: Iterable[Chunk], composer: Composer,
                       sources: Sources, watch: Watch | None = None) -> list[AnswerSentence]:
    """The checked lines of the section ``title``, each cited; empty where nothing stands the check."""
    chosen = choose_passages(list(passages))
    if not chosen:
        return []
    section = compose_section(question, title, chosen, composer, watch)
    return [_sentence(line, chosen, question, sources) for line in section.lines if line.passages]


def _sentence(line: ComposedLine, passages: Sequence[Chunk], question: Question, sources: Sources) -> AnswerSentence:
    stand = [sentence for place in line.passages if (sentence := _nearest(line.text, passages[place])) is not None]
    cited = tuple(dict.fromkeys(sources.cite(sentence) for sentence in stand))
    text = line.text
    if stand and all(sentence.chunk.role == "assistant" for sentence in stand):
        text = as_said(text, stand[0], question.language)
    return AnswerSentence(text, cited, line.verdict.kept and bool(cited), line.verdict.support, line.backing)


def _nearest(text: str, passage: Chunk) -> Sentence | None:
    """The sentence of ``passage`` that shares most words with ``text``."""
    wanted = content(text)
    found = sentences_of(Hit(passage, 1.0), 0)
    return max(found, key=lambda one: overlap(wanted, stems(one.text)), default=None)
