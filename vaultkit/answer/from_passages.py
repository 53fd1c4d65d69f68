"""An answer out of retrieved notes: find, cut in blocks, choose, word, verify; or show what is nearest.

Three states: answered (sure), probable (the vault likely says it in one of a few blocks), nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from vaultkit.answer.block_score import ScoredBlock, Similarity, rank_blocks
from vaultkit.answer.blocks import blocks_of, trimmed
from vaultkit.answer.composition.sentences import composed_sentences, composer_of, passages_to_compose
from vaultkit.answer.confidence import answer_state, confidence, signals
from vaultkit.answer.generators.protocol import Draft, Generator, Watch
from vaultkit.answer.idf import Frequencies, Idf, headed_stems, idf_of
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence
from vaultkit.answer.sources import NoteText, Sources, as_said, exact, verify
from vaultkit.model import (
    Answer,
    AnswerBlock,
    AnswerSeconds,
    AnswerSection,
    AnswerSentence,
    AnswerState,
    Chunk,
    Hit,
    Nearest,
    Refusal,
    Style,
)
from vaultkit.search.lexical import QueryTerm, idf

Retrieve = Callable[[str, int], Sequence[Hit]]
# Blocks that are shown where it is not sure which one answers, and passages beside a refusal.
SHOWN = 3
# A second block is shown beside a sure one where it adds this part of the question's idf mass and scores nearly as
# well.
ADDS, NEARLY = 0.22, 0.7


@dataclass(frozen=True, slots=True)
class Means:
    """Means by which an answer is made. ``retrieve`` finds the passages of so many notes, note by note, best first;
    ``terms`` gives the words of what was retrieved last, widened; ``named`` the notes that a question names for sure;
    ``similarity`` gives cosines, None without an embedder; ``frequencies`` knows in how many passages a stem stands;
    ``generated`` tells which of some notes are answers that vaultkit saved (never evidence); ``text_of`` reads a note
    as it is on disk; ``passages_of`` gives the passages of some notes by place, of very long ones those that bear on
    the question."""

    retrieve: Retrieve
    similarity: Callable[[], Similarity | None] = lambda: None
    frequencies: Frequencies | None = None
    generated: Callable[[Sequence[str]], frozenset[str]] = lambda paths: frozenset()
    text_of: NoteText | None = None
    passages_of: Callable[[Sequence[str], str], Sequence[Chunk]] = lambda paths, question: ()
    terms: Callable[[str], Sequence[QueryTerm]] | None = None
    named: Callable[[str], frozenset[str]] = lambda question: frozenset()


@dataclass(slots=True)
class Clock:
    """Seconds by what they went into."""

    spent: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        """Book the time since the last lap under ``name``."""
        now = time.perf_counter()
        self.spent[name] = self.spent.get(name, 0.0) + now - self._since
        self._since = now

    def seconds(self) -> AnswerSeconds:
        """Return the seconds that were booked."""
        return AnswerSeconds(**{name: round(value, 4) for name, value in self.spent.items()})


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything known before a word is written. ``blocks``, best first; ``confidence`` is calibrated; ``similarity``
    None without an embedder."""

    question: Question
    hits: Sequence[Hit]
    blocks: Sequence[ScoredBlock]
    idf: Idf
    similarity: Similarity | None
    signals: dict[str, float]
    confidence: float

    @property
    def state(self) -> AnswerState:
        """State of the answer: how sure it is."""
        if not self.blocks:
            return "nothing"
        return answer_state(self.question, self.blocks[0], self.signals, self.confidence,
                            dense=self.similarity is not None)


def judge_passages(question: Question, means: Means, k: int, clock: Clock | None = None) -> Judged:
    """Find the ``k`` notes nearest to ``question`` and weigh their blocks."""
    clock = clock or Clock()
    similarity = means.similarity()
    clock.lap("load")
    hits, ranked, weights = find_blocks(question, means, question.search, k, similarity, clock)
    values = signals(ranked, _terms(question, means, weights))
    sure = confidence(values, dense=similarity is not None) if ranked else 0.0
    clock.lap("generate")
    return Judged(question, hits, ranked, weights, similarity, values, sure)


def find_blocks(question: Question, means: Means, query: str, k: int, similarity: Similarity | None,
                clock: Clock) -> tuple[list[Hit], list[ScoredBlock], Idf]:
    """The passages that ``query`` finds in ``k`` notes, the blocks of these notes as they answer ``question``, and the
    weights of its words."""
    hits = find_passages(means, query, k)
    weights = idf_of(question.terms, hits, means.frequencies)
    terms = _terms(question, means, weights, query)
    clock.lap("retrieve")
    notes: dict[str, float] = {}
    for hit in hits:
        notes[hit.chunk.note] = max(hit.score, notes.get(hit.chunk.note, hit.score))
    blocks = [block for chunks in _by_note(list(notes), hits, means, query) for block in blocks_of(chunks)]
    return hits, rank_blocks(question, terms, notes, blocks, similarity, means.named(question.search)), weights


def _terms(question: Question, means: Means, weights: Idf, query: str = "") -> Sequence[QueryTerm]:
    """The words of ``query``, of the question's own search where none is given."""
    if means.terms is not None:
        return means.terms(query or question.search)
    return [QueryTerm(stem, stem, weights.count(stem), idf(weights.count(stem), weights.total))
            for stem in question.terms]


def _by_note(notes: Sequence[str], hits: Sequence[Hit], means: Means, query: str) -> Iterator[list[Chunk]]:
    """The passages of each note by place, in the order of ``notes``; the hits alone where none more can be had."""
    found: dict[str, list[Chunk]] = {note: [] for note in notes}
    for chunk in means.passages_of(notes, query) or [hit.chunk for hit in hits]:
        found[chunk.note].append(chunk)
    for chunks in found.values():
        yield sorted(chunks, key=lambda chunk: (chunk.start_line, chunk.end_line))


def find_passages(means: Means, query: str, k: int) -> list[Hit]:
    """The passages for ``query`` without those of answers that vaultkit saved itself."""
    hits = list(means.retrieve(query, k))
    own = means.generated(sorted({hit.chunk.note for hit in hits}))
    return [hit for hit in hits if hit.chunk.note not in own]


def direct(judged: Judged, means: Means, generator: Generator, clock: Clock, watch: Watch | None = None) -> Answer:
    """The answer of style direct: sure, probable or none. Raises EnvironmentFailure when the generator's model
    fails."""
    state = judged.state
    if state == "nothing":
        return refuse(judged, means, generator, clock, "direct")
    sources = Sources(means.text_of)
    chosen = list(judged.blocks[:SHOWN]) if state == "probable" else _sure(judged)
    blocks = tuple(shown(one, sources) for one in chosen)
    if state == "probable" or generator.kind == "extractive":
        sentences = [sentence for one in chosen for sentence in said(one, judged.question, sources)]
        clock.lap("verify")
    else:
        passages = passages_of_composition(judged, means, generator)
        sentences = word(judged, [one.best for one in chosen], generator, sources, clock, watch, None, passages)
    section = AnswerSection(None, tuple(sentences), blocks=blocks)
    return Answer(judged.question.text, judged.question.language, "direct", generator.kind, generator.model,
                  "retrieval", state, state == "answered", round(judged.confidence, 4), None, (section,), sources.all(),
                  clock.seconds())


def _sure(judged: Judged) -> list[ScoredBlock]:
    """The block that answers, and one of another note that has what it lacks of the question."""
    first = judged.blocks[0]
    there = set(headed_stems(first.block.chunk, first.block.text))
    for other in judged.blocks[1:SHOWN]:
        new = judged.idf.share(judged.question.terms, set(headed_stems(other.block.chunk, other.block.text)) - there)
        if other.note != first.note and new >= ADDS and other.score >= NEARLY * first.score:
            return [first, other]
    return [first]


def shown(one: ScoredBlock, sources: Sources) -> AnswerBlock:
    """The block as an answer shows it, its note cited; over-long ones are cut around their best sentence."""
    block = trimmed(one.block, one.best)
    chunk = block.chunk
    number = sources.cite(one.best)
    return AnswerBlock(chunk.note, chunk.headings, block.start_line, block.end_line, block.text, one.best.text,
                       (number,), chunk.role, block is not one.block)


def said(one: ScoredBlock, question: Question, sources: Sources) -> Iterator[AnswerSentence]:
    """The sentences of the block as it is shown, each cited."""
    for sentence in trimmed(one.block, one.best).sentences:
        yield _quoted(sentence, question, sources)


def passages_of_composition(judged: Judged, means: Means, generator: Generator) -> list[Chunk]:
    """Passages that a model that composes may write from; empty for every other generator."""
    composer = composer_of(generator)
    if composer is None:
        return []
    return passages_to_compose(judged.question, [one.block.chunk for one in judged.blocks], composer,
                               lambda query: find_passages(means, query, SHOWN))


def word(judged: Judged, evidence: Sequence[Sentence], generator: Generator, sources: Sources, clock: Clock,
         watch: Watch | None = None, title: str | None = None, passages: Sequence[Chunk] = ()) -> list[AnswerSentence]:
    """``evidence`` as sentences of the answer: the generator's where they pass verification, else word for word. A
    model that composes writes the section ``title`` over ``passages`` instead."""
    composer = composer_of(generator)
    if composer is not None and passages:
        written = composed_sentences(judged.question, title, passages, composer, sources, watch)
        clock.lap("generate")
        return written or [_quoted(item, judged.question, sources) for item in evidence]
    drafts = list(generator.drafts(judged.question, evidence, watch))
    clock.lap("generate")
    out: list[AnswerSentence] = []
    used: set[int] = set()
    for draft in drafts:
        out += _checked(judged, evidence, draft, sources, used)
    if not out:
        out = [_quoted(item, judged.question, sources) for item in evidence[:1]]
    clock.lap("verify")
    return out


def _checked(judged: Judged, evidence: Sequence[Sentence], draft: Draft, sources: Sources,
             used: set[int]) -> list[AnswerSentence]:
    """The draft, or the sentences it was made from that do not stand in the answer yet."""
    stand = [evidence[place] for place in draft.evidence]
    checked = verify(draft.text, stand, judged.question, judged.similarity)
    if checked.supported:
        used.update(draft.evidence)
        cited = tuple(dict.fromkeys(sources.cite(item) for item in stand))
        text = as_said(draft.text, stand[0], judged.question.language)
        verbatim = any(draft.text == item.text for item in stand)
        return [AnswerSentence(text, cited, True, checked.support, "verbatim" if verbatim else "paraphrase")]
    fresh = [place for place in draft.evidence if place not in used]
    used.update(fresh)
    return [_quoted(evidence[place], judged.question, sources) for place in fresh]


def _quoted(sentence: Sentence, question: Question, sources: Sources) -> AnswerSentence:
    return AnswerSentence(as_said(sentence.text, sentence, question.language), (sources.cite(sentence),), True, 1.0,
                          "verbatim")


def refuse(judged: Judged, means: Means, generator: Generator, clock: Clock, style: Style) -> Answer:
    """Refusal with the nearest passages word for word."""
    nearest = tuple(_near(one, means) for one in _nearest(judged.blocks))
    unsure = bool(nearest) and judged.confidence >= NEAR_MISS
    return Answer(judged.question.text, judged.question.language, style, generator.kind, generator.model, "retrieval",
                  "nothing", False, round(judged.confidence, 4), Refusal("unsure" if unsure else "nothing", nearest),
                  (), (), clock.seconds())


# From this confidence on a refusal says that the vault may say something.
NEAR_MISS = 0.1


def _nearest(blocks: Sequence[ScoredBlock]) -> list[ScoredBlock]:
    """The best block of each note; where there are too few notes, further ones of theirs."""
    notes: dict[str, ScoredBlock] = {}
    for one in blocks:
        notes.setdefault(one.note, one)
    first = list(notes.values())[:SHOWN]
    more = [one for one in blocks if one not in first]
    return sorted([*first, *more[:SHOWN - len(first)]], key=lambda one: -one.score)


def _near(one: ScoredBlock, means: Means) -> Nearest:
    chunk = one.best.chunk
    text = means.text_of(chunk.note) if means.text_of else None
    return Nearest(chunk.note, chunk.headings, one.best.line, round(one.score, 4), exact(one.best, text))
