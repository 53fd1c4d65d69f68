"""Ideas without a note: what several notes link to and nobody wrote, what rows of status tables name, what a person
asked a chat to build, what a chat defined in code and speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from vaultkit.graph.gap_types import Evidence, Implementable
from vaultkit.ideas.copies import copies
from vaultkit.ideas.discover import place
from vaultkit.ideas.ideas import Discovery, Idea, IdeaSource
from vaultkit.ideas.implementable import IDEA, implementable
from vaultkit.ideas.names import clean, is_name
from vaultkit.ideas.planned import Planned
from vaultkit.ideas.signals import Signal, name_signals
from vaultkit.ideas.technical_words import WORD, head_of, topics
from vaultkit.markdown.turns import part_lines
from vaultkit.model import Fence, Note, Turn
from vaultkit.model.ids import id_of
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma_key

# A missing note counts from so many notes on that link to it.
_LINKING = 2
_ASKED = lazy_pattern(
    r"(?:^|[.!?:;\n]\s*|\b(?:please|can you|could you|let'?s|help me|i want(?: you)? to"
    r"|i need(?: you)? to|now|and|also|then)"
    r"\s+"
    r"|\b(?:пожалуйста|давай|можешь|помоги(?: мне)?|хочу|нужно|надо|теперь|и|ещё|еще)\s+)"
    r"(?:write|implement|build|create|make|develop|code|add|design|напиши(?:те)?|написать|реализуй(?:те)?|реализовать"
    r"|сделай(?:те)?|сделать|создай(?:те)?|создать|разработай(?:те)?|разработать|добавь(?:те)?|добавить|собери|собрать"
    r"|запрограммируй|спроектируй(?:те)?)\s+"
    r"(?:me\s+|us\s+|мне\s+|нам\s+|для меня\s+)?(?:an?\s+|the\s+|some\s+|simple\s+|small\s+|простой\s+|простую\s+"
    r"|код\s+(?:для\s+)?"
    r"|code\s+for\s+(?:an?\s+)?|функцию\s+|класс\s+)?(?P<what>[^\n.!?;:,()\[\]{}\"«»]{3,80})",
    2 | 8,
)
_STOP = lazy_pattern(
    r"\s+(?:that|which|so that|using|with|for|in order|based on|from|to|by|and then|on|in|котор\w+|чтобы|для|который"
    r"|с помощью"
    r"|на основе|используя|из|по|так чтобы|на|в|с)\s.*$",
    2 | 16,
)
# What is asked for besides things to build: words, and acts of version control.
_CHORES = frozenset("""
commit commits branch pr prs request merge message comment comments docs documentation readme file files test tests
section list table summary plan todo note notes change changes update updates example examples question answer text
paragraph sentence коммит коммиты ветку ветка комментарий комментарии документацию документация файл файлы тест тесты
раздел список таблицу таблица сводку план заметку заметка изменения пример примеры вопрос ответ текст абзац
предложение перевод
""".split())
_IDENTIFIER = lazy_pattern(r"\w_\w|[a-z][A-Z]|\w\.\w")
_DEFINED = frozenset(("class", "function"))
_LONGEST_CODE = 40_000


@dataclass(frozen=True, slots=True)
class NotelessIdea:
    """An idea that has no note: its names (the first is shown), where it is spoken of, how surely it can be built, what
    was said of its status, the evidence of its stages in chats, identifiers that belong to it, source files to which
    its line links, and whether only a task or an item of a list names it."""

    names: tuple[str, ...]
    sources: tuple[IdeaSource, ...]
    implementable: Implementable
    status: str | None = None
    evidence: tuple[Evidence, ...] = ()
    identifiers: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    planned: bool = False


def noteless_ideas(found: Discovery, notes: Iterable[Note], text: Callable[[str], str],
                   meaning: Callable[[Iterable[str]], dict[str, float]],
                   planned: Iterable[Planned] = ()) -> list[NotelessIdea]:
    """Every idea without a note, not merged yet. ``found``: what discover finds; ``notes`` those that are shown;
    ``meaning`` tells of names how near they are to what is built (-1 to 1); ``planned``: what notes put down to be
    built."""
    chats = [note for note in notes if note.turns]
    copied = copies(chats, lambda path: text(path).splitlines())
    named = [idea for idea in found.ideas if _is_named(idea)]
    asked = [one for note in chats if note.path not in copied for one in _asked(note, text(note.path))]
    planned = list(planned)
    near = meaning([*(idea.name for idea in named), *(name for name, *_ in asked), *(one.names[0] for one in planned)])
    judged_named = [(idea, _of_discovery(idea, near)) for idea in named]
    whole = _tables_of_ideas(judged_named)
    made = [one for idea, one in judged_named
            if one.implementable.score >= IDEA or (idea.kind == "table" and _rows(idea) & whole)]
    for name, source, evidence, identifiers in asked:
        signals = [*name_signals(name), Signal("meaning", near.get(name, 0.0)), Signal("asked", 1.0)]
        if identifiers:
            signals.append(Signal("code", 1.0))
        judged = implementable(signals)
        if judged.score >= IDEA:
            made.append(NotelessIdea((name,), (source,), judged, None, evidence, identifiers))
    return [*made, *_of_plans(planned, near)]


def _of_plans(planned: Iterable[Planned], near: dict[str, float]) -> Iterator[NotelessIdea]:
    for one in planned:
        name = one.names[0]
        why = Signal("leads_to_code" if one.linked else "ordered" if one.ordered else "in_plan", 1.0)
        judged = implementable([*name_signals(name), Signal("meaning", near.get(name, 0.0)), why])
        if judged.score >= IDEA:
            yield NotelessIdea(one.names, (IdeaSource(one.path, one.line),), judged, linked=one.linked, planned=True)


def _is_named(idea: Idea) -> bool:
    """Return whether discover found more than a heading, an item, a bold or a recurring word: those name parts of a
    text more often than ideas."""
    if "," in idea.name:
        return False
    if idea.kind == "link":
        return idea.count >= _LINKING
    return idea.kind == "table" and idea.status is not None


def _rows(idea: Idea) -> set[tuple[str, int]]:
    return {(source.note, source.line) for source in idea.sources}


def _tables_of_ideas(judged: list[tuple[Idea, NotelessIdea]]) -> set[tuple[str, int]]:
    """The lines of tables of which most rows, two at least, are ideas: then all are, since a table names things of one
    sort. Rows of one table stand one below the other."""
    rows = {row: one.implementable.score >= IDEA for idea, one in judged if idea.kind == "table" for row in _rows(idea)}
    found: set[tuple[str, int]] = set()
    run: list[tuple[str, int]] = []
    for row in [*sorted(rows), ("", 0)]:
        if run and row != (run[-1][0], run[-1][1] + 1):
            ideas = sum(rows[one] for one in run)
            if ideas >= 2 and len(run) < 2 * ideas:
                found.update(run)
            run = []
        run.append(row)
    return found


def _of_discovery(idea: Idea, near: dict[str, float]) -> NotelessIdea:
    signals = [*name_signals(idea.name), Signal("meaning", near.get(idea.name, 0.0)),
               Signal("row" if idea.kind == "table" else "missing_linked", 1.0, (idea.count,))]
    return NotelessIdea((idea.name,), idea.sources, implementable(signals), idea.status)


def _asked(note: Note, text: str) -> Iterator[tuple[str, IdeaSource, tuple[Evidence, ...], tuple[str, ...]]]:
    """(name, place, code given for it, names defined in it) of everything that the person asked to have built."""
    lines = text.splitlines()
    apart = part_lines(note)
    fenced = {line for fence in note.fences for line in range(fence.line, fence.end_line + 1)}
    for at, turn in enumerate(note.turns):
        if turn.role != "user":
            continue
        said = [(number, lines[number - 1].lstrip("> \t")) for number in range(turn.body_line, turn.end_line + 1)
                if number <= len(lines) and number not in apart and number not in fenced]
        for number, line in said:
            for match in _ASKED.finditer(line):
                name = _thing(match["what"])
                if name:
                    answer = _answer(note.turns, at)
                    evidence, names = _code_of(note, answer) if answer else ((), ())
                    yield name, place(note, number), evidence, names


def _thing(what: str) -> str:
    """The name of a thing that was asked for: what stands before a condition, five words at most; empty where it is
    none."""
    name = clean(_STOP.sub("", what.strip()))
    words = WORD.findall(name)
    if not words or len(words) > 5:
        return ""
    if head_of(name).casefold() in _CHORES or (len(words) == 1 and not _IDENTIFIER.search(name)):
        return ""
    technical = any(topics(word) & {"thing", "technical", "tool"} for word in words)
    return name if technical and is_name(name) else ""


def _answer(turns: tuple[Turn, ...], at: int) -> Turn | None:
    following = next((turn for turn in turns[at + 1:] if turn.role in ("assistant", "user")), None)
    return following if following is not None and following.role == "assistant" else None


def _code_of(note: Note, answer: Turn) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    """The code that an answer gives, as evidence in that chat, and the names that it defines."""
    from vaultkit.source.parse import symbols_of_text

    evidence: list[Evidence] = []
    names: list[str] = []
    for fence in note.fences:
        if not (answer.line <= fence.line <= answer.end_line) or not fence.language or len(fence.text) > _LONGEST_CODE:
            continue
        found = [symbol for symbol in symbols_of_text(fence.language, fence.text, note.path) if symbol.kind in _DEFINED]
        if not found:
            continue
        anchor, number = _anchor(note, fence)
        evidence.append(Evidence(id_of(note.path, anchor, f"fence-{number}"), note.path, fence.line, "fence", None,
                                 "structural", "ok", role="assistant"))
        names += [symbol.name for symbol in found if "." not in symbol.name]
    return tuple(evidence), tuple(dict.fromkeys(names))


def _anchor(note: Note, fence: Fence) -> tuple[str, int]:
    """The section that a fence stands in, and its number there."""
    before = [heading for heading in note.headings if heading.line < fence.line]
    anchor = before[-1].anchor if before else ""
    start = before[-1].line if before else 0
    return anchor, sum(start < other.line <= fence.line for other in note.fences)


def merged(
    ideas: Iterable[NotelessIdea], known: Callable[[str], bool], same: Iterable[Iterable[str]]
) -> list[NotelessIdea]:
    """One idea for one thing: those that share a name (every inflection), an identifier or a set of ``same`` names;
    what is ``known`` to have a note is left out."""
    alike = {
        lemma_key(name): lemma_key(next(iter(names))) for group in same for names in [tuple(group)] for name in names
    }
    groups: dict[tuple[str, ...], list[NotelessIdea]] = defaultdict(list)
    by_identifier: dict[str, tuple[str, ...]] = {}
    for idea in ideas:
        key = lemma_key(idea.names[0])
        key = alike.get(key, key)
        key = next((by_identifier[name] for name in idea.identifiers if name in by_identifier), key)
        for name in idea.identifiers:
            by_identifier.setdefault(name, key)
        groups[key].append(idea)
    made = []
    for group in groups.values():
        best = max(group, key=lambda one: one.implementable.score)
        names = tuple(dict.fromkeys(name for one in [best, *group] for name in one.names))
        if any(known(name) for name in names):
            continue
        sources = tuple(dict.fromkeys(source for one in group for source in one.sources))
        made.append(replace(best, names=names, sources=sources,
                            status=next((one.status for one in group if one.status), None),
                            evidence=tuple(dict.fromkeys(item for one in group for item in one.evidence)),
                            identifiers=tuple(dict.fromkeys(name for one in group for name in one.identifiers)),
                            linked=tuple(dict.fromkeys(file for one in group for file in one.linked))))
    return made
