"""Style problem: what the problem is, what follows if it stays, how to solve it, each with the notes for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vaultkit.answer.block_score import ScoredBlock
from vaultkit.answer.blocks import TextBlock, joined
from vaultkit.answer.from_passages import (
    Clock,
    Judged,
    Means,
    find_blocks,
    passages_of_composition,
    refuse,
    said,
    shown,
    word,
)
from vaultkit.answer.generators.protocol import Generator, Watch
from vaultkit.answer.sentences import Sentence
from vaultkit.answer.sources import Sources
from vaultkit.answer.text import content
from vaultkit.answer.units import says_nothing
from vaultkit.messages.words import words_in
from vaultkit.model import Answer, AnswerSection, AnswerSentence, Relevant
from vaultkit.text.lazy_pattern import lazy_pattern

# Blocks of a section and notes beside them; words that a sentence must have to say something outside of its list.
MOST_BLOCKS, MOST_NOTES, LEAST_WORDS = 2, 5, 3
# What a heading that names the section adds to a block below it, and a sentence that speaks so.
HEADING, CUE = 0.6, 0.3
# Below this part of the best score a block is left out. Only what is nearest to the question may say what the problem
# is without speaking of one; a consequence or a solution has to show that it is one.
FLOOR, NEAREST = 0.2, 0.85
_WHY = 160


@dataclass(frozen=True, slots=True)
class ProblemSection:
    """One of the three sections: its name (``answer.NAME`` is its title), what is looked for besides the question, and
    the words by which a sentence or heading shows that it belongs here."""

    name: str
    query: dict[str, str]
    cues: re.Pattern[str]


PARTS = (
    ProblemSection("essence",
         {"ru": "", "en": ""},
         lazy_pattern(r"\b(?:проблем\w*|суть|разрыв\w*|дисбаланс\w*|не хвата\w+|нехватк\w*|трудн\w+|сложн\w+|мешает"
                    r"|непонятн\w+|ошиб\w+|сбой\w*"
                    r"|ломает\w*|слом\w+|упир\w+|тесно|недостат\w+|не помеща\w+|не влеза\w+|не работает|пока не|ещё "
                    r"не|нельзя|узк\w+ мест\w+"
                    r"|problem\w*|issue\w*|gap|lacks?|lacking|missing|difficult\w*|hard|fails?|failure|error\w*"
                    r"|wrong|bottleneck|can(?:no|')t"
                    r"|does(?: not|n't)|limit\w*|not yet|struggl\w+|mismatch)\b", re.IGNORECASE)),
    ProblemSection("consequences",
         {"ru": "последствия, риск, к чему приведёт", "en": "consequences, risk, what it leads to"},
         lazy_pattern(r"\b(?:последстви\w+|если не|если нет|без (?:этого|него|неё|них|реш\w+)|иначе|в противном случае"
                    r"|привод\w+|привед\w+|риск\w*|потер\w+"
                    r"|теря\w+|пропад\w+|исчез\w+|сломает\w*|перестан\w+|перестаёт|портит\w*|портить|станет"
                    r"|останет\w*|застр\w+|зависимост\w+|дрейф\w*|невозможн\w+"
                    r"|переполн\w+|не хватит|упад[её]т|замедл\w+|нежизнеспособ\w+|consequence\w*|otherwise|without "
                    r"(?:it|this|that)|if (?:you|it|this|not|no)|leads? to"
                    r"|results? in|risk\w*|los[est]\w*|breaks?|stops?|fails?|corrupt\w*|drift\w*|impossible"
                    r"|overflow\w*|runs? out|slow(?:s|er)|never)\b",
                    re.IGNORECASE)),
    ProblemSection("solution",
         {"ru": "решение, что делать, шаги, план", "en": "solution, what to do, steps, plan"},
         lazy_pattern(r"\b(?:реш(?:ить|ени\w+|ает\w*|ается)|нужно|надо|следует|стоит|достаточно|шаг\w*|план\w*|сначала"
                    r"|затем|начать|начни|начинать|взять|возьми|сделать"
                    r"|запустить|включить|собрать|добавить|разделить|отложить|проверить|ограничить|закрепить"
                    r"|построить|установить|использовать|используй\w*|настроить"
                    r"|поставить|хранить|считать|сравнить|лечит\w*|помогает|способ\w*|solution\w*|solv\w+|fix\w*"
                    r"|should|must|need to|use|add|set|enable|start|first|then"
                    r"|steps?|plan\w*|build|install|choose|keep|split|limit|check|run|try|helps?|instead"
                    r"|workaround)\b|^\s*\d+[.)]\s", re.IGNORECASE)),
)


def problem(judged: Judged, means: Means, generator: Generator, k: int, clock: Clock,
            watch: Watch | None = None) -> Answer:
    """The answer of style problem, section titles in the question's language. Raises EnvironmentFailure when the
    generator's model fails."""
    # A broad question is answered from a lower confidence on than a narrow one.
    if judged.state == "nothing":
        return refuse(judged, means, generator, clock, "problem")
    question = judged.question
    words = words_in(question.language)
    sources, sections = Sources(means.text_of), []
    used: set[str] = set()
    passages = passages_of_composition(judged, means, generator)
    for part in PARTS:
        ranked = _ranked(judged, means, part, words.lang, k, clock)
        chosen = _choose(ranked, used)
        used.update(one.best.text for one in chosen)
        if not chosen:
            sentences = [AnswerSentence(words("answer.silent"), (), False, None, "none")]
        elif generator.kind == "extractive":
            sentences = [sentence for one in chosen for sentence in said(one, question, sources)]
        else:
            own = [*(one.block.chunk for one in ranked), *passages] if passages else []
            sentences = word(judged, [one.best for one in chosen], generator, sources, clock, watch,
                             words(f"answer.{part.name}"), own)
        blocks = tuple(shown(one, sources) for one in chosen)
        relevant = _relevant(ranked, {sentence.text for one in chosen for sentence in one.block.sentences}, sources)
        sections.append(AnswerSection(words(f"answer.{part.name}"), tuple(sentences), relevant, blocks))
    clock.lap("verify")
    return Answer(question.text, question.language, "problem", generator.kind, generator.model, "retrieval",
                  judged.state, judged.state == "answered", round(judged.confidence, 4), None, tuple(sections),
                  sources.all(), clock.seconds())


def _ranked(judged: Judged, means: Means, part: ProblemSection, language: str, k: int,
            clock: Clock) -> list[ScoredBlock]:
    """The blocks that bear on the question and show that they belong into this part, best first; below a heading that
    names the part its whole section."""
    cue = part.query[language]
    blocks = judged.blocks
    if cue:
        _, blocks, _ = find_blocks(judged.question, means, f"{judged.question.search} {cue}", k, judged.similarity,
                                   clock)
    best = max((one.score for one in blocks), default=0.0)
    found: list[ScoredBlock] = []
    for one in blocks:
        headed, spoken = bool(part.cues.search(_heading(one.block))), _speaks(part, one)
        shows = headed or spoken is not None or (part is PARTS[0] and one.score >= NEAREST * best)
        if one.score < FLOOR * best or one.block.form == "code" or not shows:
            continue
        lifted = replace(one, score=one.score + HEADING * headed + CUE * (spoken is not None),
                         best=spoken if spoken is not None else one.best)
        if not lifted.best.asks and _says(lifted):
            found.append(_section(lifted, blocks) if headed else lifted)
    return sorted(found, key=lambda one: -one.score)


def _heading(block: TextBlock) -> str:
    """Return the heading right above ``block``, where it is not the note's own title."""
    headings = block.chunk.headings
    return headings[-1] if headings and headings[-1] != block.chunk.title else ""


def _section(one: ScoredBlock, blocks: Sequence[ScoredBlock]) -> ScoredBlock:
    """``one`` with the other blocks of its section, as they stand."""
    same = {other.block.start_line: other.block for other in (*blocks, one)
            if other.note == one.note and other.block.chunk.headings == one.block.chunk.headings
            and not other.block.bare}
    return replace(one, block=joined([same[line] for line in sorted(same)]))


def _speaks(part: ProblemSection, one: ScoredBlock) -> Sentence | None:
    """The sentence of a block that shows that it belongs into ``part``: its best one where that does."""
    inside = [sentence for sentence in one.block.sentences
              if not sentence.asks and part.cues.search(f"{sentence.lead} {sentence.text}")]
    return one.best if one.best in inside else next(iter(inside), None)


def _says(one: ScoredBlock) -> bool:
    """Return whether it says something outside its list or table: a link or two words alone do not."""
    return not says_nothing(one.best.text) and len(content(one.best.text)) >= LEAST_WORDS


def _choose(ranked: Sequence[ScoredBlock], used: set[str]) -> list[ScoredBlock]:
    """The blocks of a section: the best one, and one of another note; none that stands in another section."""
    chosen: list[ScoredBlock] = []
    for one in ranked:
        if len(chosen) == MOST_BLOCKS:
            break
        if one.best.text not in used and all(one.note != other.note for other in chosen):
            chosen.append(one)
    return chosen


def _relevant(ranked: Sequence[ScoredBlock], shown_already: set[str], sources: Sources) -> tuple[Relevant, ...]:
    """The notes of the section, each with the sentence of its own that shows best why; one that the section does not
    have already where there is one."""
    best: dict[str, Sentence] = {}
    for one in ranked:
        known = best.get(one.note)
        fresh = next((sentence for sentence in (one.best, *one.block.sentences)
                      if sentence.text not in shown_already and not sentence.asks and sentence.form != "code"
                      and len(content(sentence.text)) >= LEAST_WORDS and not says_nothing(sentence.text)), None)
        if known is None and len(best) < MOST_NOTES:
            best[one.note] = fresh or one.best
        elif known is not None and known.text in shown_already and fresh is not None:
            best[one.note] = fresh
    return tuple(Relevant(note, _short(sentence.text), (sources.cite(sentence),)) for note, sentence in best.items())


def _short(text: str) -> str:
    """``text``, cut between words."""
    if len(text) <= _WHY:
        return text
    return text[:_WHY].rsplit(" ", 1)[0].rstrip(" ,;:—–-([«") + " …"
