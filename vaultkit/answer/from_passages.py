"""An answer out of retrieved passages: find, judge, choose, word, verify; or refuse and show what is nearest."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vaultkit.answer.confidence import answer_verdict, confidence, signals
from vaultkit.answer.generators.protocol import Draft, Generator, Watch
from vaultkit.answer.question import Question
from vaultkit.answer.score import Frequencies, Idf, ScoredSentence, Similarity, idf_of, passage_stems, score_sentences
from vaultkit.answer.select import NoteText, Sources, as_said, exact, select, verify
from vaultkit.answer.sentences import Sentence
from vaultkit.model import Answer, AnswerSeconds, AnswerSection, AnswerSentence, Chunk, Hit, Nearest, Refusal

Retrieve = Callable[[str, int], Sequence[Hit]]
DEPTH = 20
SHOWN = 3
# Search returns few passages of each note. So many more are read of the first notes, weighed by the note's rank.
READ_WHOLE, MORE, MORE_WORTH = 2, 8, 0.9


@dataclass(frozen=True, slots=True)
class Means:
    """Means by which an answer is made. ``retrieve`` finds passages, best first; ``similarity`` gives cosines, None
    without an embedder; ``frequencies`` knows in how many passages a stem stands; ``generated`` tells which of some
    notes are answers that vaultkit saved (never evidence); ``text_of`` reads a note as it is on disk; ``passages_of``
    gives all passages of some notes."""

    retrieve: Retrieve
    similarity: Callable[[], Similarity | None] = lambda: None
    frequencies: Frequencies | None = None
    generated: Callable[[Sequence[str]], frozenset[str]] = lambda paths: frozenset()
    text_of: NoteText | None = None
    passages_of: Callable[[Sequence[str]], Sequence[Chunk]] = lambda paths: ()


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
    """Everything known before a word is written. ``confidence`` is calibrated; ``similarity`` None without an
    embedder."""

    question: Question
    hits: Sequence[Hit]
    scored: Sequence[ScoredSentence]
    idf: Idf
    similarity: Similarity | None
    signals: dict[str, float]
    confidence: float

    @property
    def verdict(self) -> str:
        """answered, unsure or nothing."""
        return answer_verdict(self.confidence, dense=self.similarity is not None) if self.scored else "nothing"


def judge_passages(question: Question, means: Means, k: int, clock: Clock | None = None) -> Judged:
    """Find the passages for ``question`` and weigh their sentences. Only the first ``k`` passages may be cited; more
    are looked at to know how far the first ones stand out."""
    clock = clock or Clock()
    similarity = means.similarity()
    clock.lap("load")
    hits = find_passages(means, question.search, max(k, DEPTH))
    looked = len(hits)
    idf = idf_of(question.terms, hits, means.frequencies)
    clock.lap("retrieve")
    hits = [*hits[:k], *_more(question, hits, k, idf, means), *hits[k:]]
    scored = score_sentences(question, hits[:len(hits) - max(0, looked - k)], idf, similarity)
    values = signals(question, hits, scored, idf)
    sure = confidence(values, dense=similarity is not None) if scored else 0.0
    clock.lap("generate")
    return Judged(question, hits, scored, idf, similarity, values, sure)


def _more(question: Question, hits: Sequence[Hit], k: int, idf: Idf, means: Means) -> list[Hit]:
    """Further passages of the first notes that hold words of the question, the best first."""
    notes = list(dict.fromkeys(hit.chunk.note for hit in hits))[:READ_WHOLE]
    known = {(hit.chunk.note, hit.chunk.start_line) for hit in hits[:k]}
    place = {note: max(hit.score for hit in hits if hit.chunk.note == note) for note in notes}
    fresh = [Hit(chunk, MORE_WORTH * place[chunk.note]) for chunk in means.passages_of(notes)
             if (chunk.note, chunk.start_line) not in known]
    shares = [(idf.share(question.terms, passage_stems(hit)), hit) for hit in fresh]
    return [hit for share, hit in sorted(shares, key=lambda pair: -pair[0])[:MORE] if share > 0]


def find_passages(means: Means, query: str, k: int) -> list[Hit]:
    """The passages for ``query`` without those of answers that vaultkit saved itself."""
    hits = list(means.retrieve(query, k))
    own = means.generated(sorted({hit.chunk.note for hit in hits}))
    return [hit for hit in hits if hit.chunk.note not in own]


def direct(judged: Judged, means: Means, generator: Generator, clock: Clock, watch: Watch | None = None) -> Answer:
    """The answer of style direct. Raises EnvironmentFailure when the generator's model fails."""
    if judged.verdict != "answered":
        return refuse(judged, means, generator, clock, "direct")
    sources = Sources(means.text_of)
    chosen = select(judged.question, judged.scored, judged.idf)
    sentences = word(judged, [item.sentence for item in chosen], generator, sources, clock, watch)
    section = AnswerSection(None, tuple(sentences))
    return Answer(judged.question.text, judged.question.language, "direct", generator.kind, generator.model,
                  "retrieval", True, round(judged.confidence, 4), None, (section,), sources.all(), clock.seconds())


def word(judged: Judged, evidence: Sequence[Sentence], generator: Generator, sources: Sources, clock: Clock,
         watch: Watch | None = None) -> list[AnswerSentence]:
    """``evidence`` as sentences of the answer: the generator's where they pass verification, else word for word."""
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
        return [AnswerSentence(text, cited, True, checked.support)]
    fresh = [place for place in draft.evidence if place not in used]
    used.update(fresh)
    return [_quoted(evidence[place], judged.question, sources) for place in fresh]


def _quoted(sentence: Sentence, question: Question, sources: Sources) -> AnswerSentence:
    return AnswerSentence(as_said(sentence.text, sentence, question.language), (sources.cite(sentence),), True, 1.0)


def refuse(judged: Judged, means: Means, generator: Generator, clock: Clock, style: str) -> Answer:
    """Refusal with the nearest passages word for word."""
    nearest = [_near(item, means) for item in _nearest(judged.scored)]
    reason = "unsure" if judged.verdict == "unsure" else "nothing"
    return Answer(judged.question.text, judged.question.language, "problem" if style == "problem" else "direct",
                  generator.kind, generator.model, "retrieval", False, round(judged.confidence, 4),
                  Refusal("unsure" if reason == "unsure" else "nothing", tuple(nearest)), (), (),
                  clock.seconds())


def _nearest(scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The best sentence of each note; where there are too few notes, of further passages of theirs."""
    notes: dict[str, ScoredSentence] = {}
    for item in scored:
        notes.setdefault(item.note, item)
    passages: dict[tuple[str, int], ScoredSentence] = {}
    for item in scored:
        passages.setdefault((item.note, item.sentence.chunk.start_line), item)
    first = list(notes.values())[:SHOWN]
    more = [item for item in passages.values() if item not in first]
    return sorted([*first, *more[:SHOWN - len(first)]], key=lambda item: -item.score)


def _near(item: ScoredSentence, means: Means) -> Nearest:
    chunk = item.sentence.chunk
    text = means.text_of(chunk.note) if means.text_of else None
    return Nearest(chunk.note, chunk.headings, item.sentence.line, round(item.score, 4), exact(item.sentence, text))
