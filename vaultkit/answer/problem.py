"""Style problem: what the problem is, what follows if it stays, how to solve it, each with the notes for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.answer.from_passages import Clock, Judged, Means, find_passages, refuse, word
from vaultkit.answer.generators.protocol import Generator, Watch
from vaultkit.answer.score import ScoredSentence, score_sentences
from vaultkit.answer.select import Sources
from vaultkit.answer.text import content
from vaultkit.answer.units import says_nothing
from vaultkit.messages.words import words_in
from vaultkit.model import Answer, AnswerSection, AnswerSentence, Hit, Relevant
from vaultkit.text.lazy_pattern import lazy_pattern

MOST_SENTENCES, MOST_NOTES, LEAST_WORDS = 3, 5, 3
CUE, HEADING_CUE = 0.3, 0.2
# Below this part of the best score a sentence is left out: with a cue of the section, and without (only what is nearest
# to the question may say what the problem is; a consequence or a solution has to show that it is one).
FLOOR_WITH_CUE, FLOOR = 0.5, 0.85
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
    if judged.verdict == "nothing":
        return refuse(judged, means, generator, clock, "problem")
    question = judged.question
    words = words_in(question.language)
    sources, sections = Sources(means.text_of), []
    used: set[str] = set()
    for part in PARTS:
        scored = _ranked(judged, means, part, words.lang, k)
        clock.lap("retrieve")
        chosen = _choose(scored, used)
        used.update(item.sentence.text for item in chosen)
        if chosen:
            sentences = word(judged, [item.sentence for item in chosen], generator, sources, clock, watch)
        else:
            sentences = [AnswerSentence(words("answer.silent"), (), False, None)]
        relevant = _relevant(scored, {item.sentence.text for item in chosen}, sources)
        sections.append(AnswerSection(words(f"answer.{part.name}"), tuple(sentences), relevant))
    return Answer(question.text, question.language, "problem", generator.kind, generator.model, "retrieval", True,
                  round(judged.confidence, 4), None, tuple(sections), sources.all(), clock.seconds())


def _ranked(judged: Judged, means: Means, part: ProblemSection, language: str, k: int) -> list[ScoredSentence]:
    """The sentences that bear on the question and show that they belong into this part, best first."""
    hits: list[Hit] = list(judged.hits[:max(k, 12)])
    cue = part.query[language]
    if cue:
        known = {(hit.chunk.note, hit.chunk.start_line) for hit in hits}
        more = find_passages(means, f"{judged.question.search} {cue}", k)
        hits += [hit for hit in more if (hit.chunk.note, hit.chunk.start_line) not in known]
    scored = score_sentences(judged.question, hits, judged.idf, judged.similarity)
    best = scored[0].score if scored else 0.0
    weighed = []
    for item in scored:
        shown = _cue(part, item)
        if not shown and part is not PARTS[0]:
            continue
        if item.score >= best * (FLOOR_WITH_CUE if shown else FLOOR) and not item.sentence.asks \
                and item.sentence.form != "code" and _says(item):
            weighed.append((item.score + shown, item))
    return [item for weight, item in sorted(weighed, key=lambda pair: -pair[0])]


def _says(item: ScoredSentence) -> bool:
    """Return whether it says something outside its list or table: a link or two words alone do not."""
    return not says_nothing(item.sentence.text) and len(content(item.sentence.text)) >= LEAST_WORDS


def _cue(part: ProblemSection, item: ScoredSentence) -> float:
    chunk = item.sentence.chunk
    own = CUE if part.cues.search(item.sentence.text) else 0.0
    heads = " ".join((*chunk.headings[-1:], item.sentence.lead))
    return own + (HEADING_CUE if part.cues.search(heads) else 0.0)


def _choose(scored: Sequence[ScoredSentence], used: set[str]) -> list[ScoredSentence]:
    chosen: list[ScoredSentence] = []
    for item in scored:
        if len(chosen) == MOST_SENTENCES:
            break
        words = set(content(item.sentence.text))
        if item.sentence.text in used or not words or any(
                len(words & set(content(other.sentence.text))) >= 0.6 * len(words) for other in chosen):
            continue
        chosen.append(item)
    order = {note: place for place, note in reversed(list(enumerate(item.note for item in chosen)))}
    return sorted(chosen, key=lambda item: (order[item.note], item.sentence.line))


def _relevant(scored: Sequence[ScoredSentence], said: set[str], sources: Sources) -> tuple[Relevant, ...]:
    """The notes of the section, each with the sentence of its own that shows best why; one that the section does not
    have already where there is one."""
    best: dict[str, ScoredSentence] = {}
    for item in scored:
        known = best.get(item.note)
        said_again = known is not None and known.sentence.text in said and item.sentence.text not in said
        new = len(best) < MOST_NOTES if known is None else said_again
        if new:
            best[item.note] = item
    return tuple(Relevant(note, _short(item.sentence.text), (sources.cite(item.sentence),))
                 for note, item in best.items())


def _short(text: str) -> str:
    """``text``, cut between words."""
    if len(text) <= _WHY:
        return text
    return text[:_WHY].rsplit(" ", 1)[0].rstrip(" ,;:—–-([«") + " …"
