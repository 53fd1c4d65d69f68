"""Choice of the blocks that answer a question: by its words, its meaning, the rank of their note and its kind.

The parts are levelled to 0..1 over the blocks that are looked at and added, as search fuses its lists (docs/decisions,
Answers from blocks). Words count by what they hold of the question, so that in another language they fall away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vaultkit.answer.answer_types import answer_type_fit
from vaultkit.answer.blocks import TextBlock, joined
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence
from vaultkit.answer.text import stems
from vaultkit.search.fuse import minmax
from vaultkit.search.lexical import LexicalHit, QueryTerm, mass, weigh
from vaultkit.search.passage_text import headed, readable_passage, said_headings
from vaultkit.text.lazy_pattern import lazy_pattern

# Two lists of texts → a matrix of cosines, one row a question; numbers that index as [row][column].
Similarity = Callable[[Sequence[str], Sequence[str]], Any]

# Blocks whose meaning is looked at: those that lead by words and note. Of the first of these the sentences too, so many
# of each. Letters of a text that are read.
LOOKED_AT, READ, SENTENCES, LETTERS = 60, 24, 8, 1000
# The greatest cosine of a sentence, and the rank of the note, beside the block's own words and meaning of 1 each.
SENTENCE, NOTE = 0.5, 0.5
# What is right below a block that speaks of the question may be its answer: it gets this part of that block's score.
BELOW = 0.3
# A block that has the kind of thing asked for, and one that lacks the number; lists where steps or a list are asked.
TYPED, NUMBERLESS, LISTED = 0.3, 0.7, 0.1
# The note that the question names; whose words they are where it is about the person; what speaks for other notes.
NAMED, SAID, SECONDHAND = 0.2, 0.2, 0.5
# A question of the note's own, code, fields and lists of links are shown only where they are what is asked for.
ASKS, UNASKED = 0.4, 0.3
# Where the notes themselves score this part of an answer made from them, that is not shown.
FIRST_HAND = 0.6
# Neighbours are shown as one up to so many words, where they score nearly as well.
JOINED_WORDS, NEARLY = 130, 0.6
# Weight of a word in the headings above a block, against one in it.
_HEADING = 2

_PERSON = lazy_pattern(r"(?i)\b(?:я|мне|меня|мной|мо[йяеё]|мои|моих|моей|моего|мою|мы|нам|нас|наш\w{0,3}|i|my|me|mine"
                       r"|we|our|us|i['’]ve|i['’]m)\b")
_STATUS = lazy_pattern(r"(?i)\b(?:статус\w*|состояни\w+|готов\w*|сдела\w+|законч\w+|останови\w+|прогресс\w*|status"
                       r"|state|done|finished|progress|ready|stopped|left off)\b")
_LINKED = lazy_pattern(r"(?i)\b(?:заметк\w*|ссыл\w+|связан\w*|links?|linked|notes?|related)\b")


@dataclass(frozen=True, slots=True)
class ScoredBlock:
    """A block (neighbours joined) with what it was judged by. ``held``: the part of the question's idf mass that it and
    its headings hold, near words by their weight, and ``spelled`` that of the question's own words alone; ``cosine``
    that of its ``best`` sentence, None without an embedder; ``typed`` as ``answer_type_fit`` says."""

    block: TextBlock
    score: float
    held: float
    spelled: float
    cosine: float | None
    best: Sentence
    typed: float

    @property
    def note(self) -> str:
        """The note it stands in."""
        return self.block.chunk.note


@dataclass(slots=True)
class _Weighed:
    """One block on its way: ``whole`` are its words, with those of title and headings."""

    block: TextBlock
    place: int
    whole: LexicalHit
    score: float = 0.0
    cosine: float | None = None
    sentence: float | None = None
    cosines: dict[int, float] = field(default_factory=dict)
    best: int = 0
    typed: float = 0.0


def rank_blocks(question: Question, terms: Sequence[QueryTerm], notes: Mapping[str, float],
                blocks: Sequence[TextBlock], similarity: Similarity | None,
                named: frozenset[str] = frozenset()) -> list[ScoredBlock]:
    """``blocks`` (note by note, in order) by how well they answer, best first, neighbours that score alike as one.
    ``notes``: note → its score; ``named``: those that the question names for sure."""
    if not blocks:
        return []
    weighed = _worded(terms, blocks)
    best = max(one.whole.score for one in weighed) or 1.0
    ranks = minmax(notes)
    for one in weighed:
        one.score = NOTE * ranks.get(one.block.chunk.note, 0.0) + one.whole.score / best * one.whole.held
    looked = sorted(sorted(weighed, key=lambda one: -one.score)[:LOOKED_AT], key=lambda one: one.place)
    if similarity is not None:
        _mean(question, terms, looked, similarity)
    for one in looked:
        _kind(question, one, named)
    _below(looked)
    return _first_hand(_joined(looked, terms))


def _worded(terms: Sequence[QueryTerm], blocks: Sequence[TextBlock]) -> list[_Weighed]:
    wholes: list[tuple[int, Mapping[str, float], int]] = []
    for place, block in enumerate(blocks):
        own: Counter[str] = Counter(stems(_readable(block)))
        title, heads = set(stems(block.chunk.title)), set(stems(" ".join(said_headings(block.chunk))))
        whole = Counter(own)
        for word in title:
            whole[word] += 1
        for word in heads:
            whole[word] += _HEADING
        wholes.append((place, whole, own.total() + len(title) + len(heads)))
    return [_Weighed(block, place, whole)
            for place, (block, whole) in enumerate(zip(blocks, weigh(wholes, terms), strict=True))]


def _readable(block: TextBlock) -> str:
    return block.text if block.form == "code" else readable_passage(block.text)


def _mean(question: Question, terms: Sequence[QueryTerm], looked: Sequence[_Weighed], similarity: Similarity) -> None:
    """Add what blocks and their sentences mean. The question is asked in two forms: as it stands, and its words
    without those that ask and join (search does the same)."""
    forms = list(dict.fromkeys([question.search, " ".join(dict.fromkeys(term.word for term in terms))]))
    forms = [form for form in forms if form]
    texts = [headed(one.block.chunk, _readable(one.block))[:LETTERS] for one in looked]
    for one, cosine in zip(looked, _cosines(forms, texts, similarity), strict=True):
        one.cosine = cosine
    blocks = minmax({one.place: one.cosine or 0.0 for one in looked})
    for one in looked:
        one.score += blocks[one.place]
    read = sorted(looked, key=lambda one: -one.score)[:READ]
    sentences = [(one, place, sentence) for one in read
                 for place, sentence in enumerate(one.block.sentences[:SENTENCES])]
    texts = [embedded(sentence)[:LETTERS] for _, _, sentence in sentences]
    for (one, place, sentence), cosine in zip(sentences, _cosines(forms, texts, similarity), strict=True):
        one.cosines[place] = cosine
        if one.sentence is None or (cosine > one.sentence and not sentence.asks):
            one.sentence = cosine
    best = minmax({one.place: one.sentence or 0.0 for one in read})
    for one in read:
        one.score += SENTENCE * best[one.place]


def _cosines(forms: Sequence[str], texts: Sequence[str], similarity: Similarity) -> list[float]:
    """The mean cosine of each of ``texts`` to the forms of the question."""
    rows = similarity(forms, texts) if texts else [[]]
    return [sum(float(row[column]) for row in rows) / len(forms) for column in range(len(texts))]


def embedded(sentence: Sentence) -> str:
    """The text by whose meaning a sentence is judged: what heads it says what a short one speaks of."""
    if sentence.form == "prose" and len(sentence.text) > 60:
        return sentence.text
    head = sentence.lead or (sentence.chunk.headings[-1] if sentence.chunk.headings else sentence.chunk.title)
    return f"{head.rstrip(':')}: {sentence.text}"


def _kind(question: Question, one: _Weighed, named: frozenset[str]) -> None:
    """Add what the kind of the question makes of the block."""
    block, chunk = one.block, one.block.chunk
    fits = [0.0 if sentence.asks else answer_type_fit(question, sentence) for sentence in block.sentences]
    one.typed = max(fits)
    if one.cosines:
        one.best = max(one.cosines, key=lambda place: one.cosines[place] + TYPED * fits[place])
    else:  # by words alone: the sentence with most of the question, of equal ones that which fits
        asked = set(question.terms)
        one.best = max(range(len(fits)), key=lambda place: (
            len(asked.intersection(stems(block.sentences[place].text))), fits[place], -place))
    one.score += TYPED * one.typed
    if question.want == "number" and not one.typed:
        one.score -= NUMBERLESS
    if question.want in ("list", "steps") and block.form in ("list", "table"):
        one.score += LISTED
    if chunk.note in named:
        one.score += NAMED
    if chunk.secondhand:
        one.score -= SECONDHAND
    letters = sum(len(sentence.text) for sentence in block.sentences)
    one.score -= ASKS * sum(len(sentence.text) for sentence in block.sentences if sentence.asks) / letters
    one.score -= _unasked(question, block)
    if chunk.role in ("user", "assistant") and _PERSON.search(question.text):
        one.score += SAID if chunk.role == "user" else -SAID


def _unasked(question: Question, block: TextBlock) -> float:
    """Return what a block loses as one that is shown only when it is asked for; a field gains where it is."""
    if block.form == "field":
        return -UNASKED if _STATUS.search(question.text) else UNASKED
    if block.form == "links":
        return 0.0 if question.want == "list" or _LINKED.search(question.text) else UNASKED
    code = all(sentence.form == "code" for sentence in block.sentences)
    return UNASKED if code and question.want != "command" else 0.0


def _below(looked: Sequence[_Weighed]) -> None:
    """Raise what stands right below a better block of its section."""
    before = [one.score for one in looked]
    for place in range(1, len(looked)):
        above, one = looked[place - 1], looked[place]
        if _neighbours(above, one) and not one.block.bare:
            one.score = max(one.score, (1 - BELOW) * before[place] + BELOW * before[place - 1])


def _neighbours(above: _Weighed, below: _Weighed) -> bool:
    """Return whether two blocks follow each other in one section."""
    one, other = above.block.chunk, below.block.chunk
    return below.place - above.place == 1 and (one.note, one.headings, one.role) == (
        other.note, other.headings, other.role)


def _joined(looked: Sequence[_Weighed], terms: Sequence[QueryTerm]) -> list[ScoredBlock]:
    """The blocks, best first, each grown by those beside it that score nearly as well."""
    left = set(range(len(looked)))
    made: list[ScoredBlock] = []
    for seed in sorted(left, key=lambda place: -looked[place].score):
        if seed not in left:
            continue
        run, words = [seed], looked[seed].block.words
        left.discard(seed)
        while not looked[seed].block.bare:
            beside = [place for place, inner in ((run[0] - 1, run[0]), (run[-1] + 1, run[-1])) if place in left
                      and _neighbours(looked[min(place, inner)], looked[max(place, inner)])
                      and not looked[place].block.bare
                      and words + looked[place].block.words <= JOINED_WORDS
                      and looked[place].score >= NEARLY * looked[seed].score > 0]
            if not beside:
                break
            grown = max(beside, key=lambda place: looked[place].score)
            left.discard(grown)
            words += looked[grown].block.words
            run = sorted([*run, grown])
        made.append(_scored(looked[seed], [looked[place] for place in run], terms))
    return made


def _first_hand(scored: list[ScoredBlock]) -> list[ScoredBlock]:
    """Without what was made from other notes, where the notes themselves answer nearly as well."""
    own = [one for one in scored if not one.block.chunk.secondhand]
    return own if own and own[0].score >= FIRST_HAND * scored[0].score else scored


def _scored(seed: _Weighed, run: Sequence[_Weighed], terms: Sequence[QueryTerm]) -> ScoredBlock:
    whole = mass(terms) or 1.0
    weights = [max(pair) for pair in zip(*([weight for _, weight in one.whole.parts] for one in run), strict=True)]
    spelled = {term.token: term for one in run for term in one.whole.terms}
    best = seed.block.sentences[seed.best]
    return ScoredBlock(joined([one.block for one in run]), seed.score,
                       sum(term.idf * weight for term, weight in zip(terms, weights, strict=True)) / whole,
                       mass(tuple(spelled.values())) / whole, seed.sentence, best,
                       max(one.typed for one in run))
