"""Things that a person put down to be built: tasks and items of plans that order them, sections of exercises, items of
a list that lead to the code; and notes that a task consists of."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from vaultkit.graph.kinds import is_board
from vaultkit.ideas.names import clean, is_name
from vaultkit.ideas.technical_words import WORD
from vaultkit.model import Note, ResolvedLink
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import as_title, lemma_key, tags

# What holds more files is a project, not the code of one thing.
MOST_FILES = 8
# Words besides its link that a task may have and still be the note that it links to.
_BESIDE_LINK = 3
_FEWEST_LETTERS, _MOST_WORDS = 5, 9
_WORDS_OF_NAME = 5
# Abbreviations are read as verbs (``см.``).
_LONGEST_MARK = 3
_VERB = (
    r"(?:implement|build|create|develop|add|design|write|code|support|integrate|introduce|make"
    r"|реализ\w+|напи[сш]\w+|сдела\w+|созда[тйв]\w*|разработ\w+|добав\w+|запрограммир\w+|спроектир\w+|внедри\w+|собрать"
    r"|собери\w*|построи\w+|прикрути\w+|поддержать|доработать|переработать)"
)
_ORDER = lazy_pattern(
    r"(?:(?:необходимо|нужно|надо|требуется|хочу|please|need\s+to|we\s+need\s+to)\s+)?"
    rf"{_VERB}\s+(?P<what>\S.*)", 2 | 16)
_BEGIN = lazy_pattern(r"(?:an?|the|some|support\s+for|простой|простую|простое)\s+", 2)
_MARK = lazy_pattern(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?(?:\[.\]\s+)?(?:\d+(?:\.\d+)*[.)]\s+)?")
_END = lazy_pattern(r"\s*(?:[.;!?](?:\s|$)|,\s|:\s|[(\[{`<]|\s[—–]\s|\s-\s|\s#|\s⏫|\s📅|$)")
_IDENTIFIER = lazy_pattern(r"\w_\w|[a-z][A-Z]|\w\.\w|\d")
_SENTENCE = lazy_pattern(r"[.;:(](?:\s|$)|\s\(")
_CONDITION = lazy_pattern(
    r",?\s+(?:that|which|so\s+that|using|with|for|in\s+order|based\s+on|котор\w+|чтобы|для|с\s+помощью|на\s+основе"
    r"|используя|по|из|на|в|с|from|to|in|on)\s.*$", 2 | 16)
_PLAN = lazy_pattern(
    r"^(?:\W*)(?:road\s?map|to[- ]?do|backlog|planned(?:\s+features)?"
    r"|future(?:\s+\w+)?|wish\s?list|ideas|features\s+to\s+\w+"
    r"|upcoming|дорожная\s+карта|роадмап|бэклог|беклог|сделать|что\s+сделать|надо\s+сделать|планы|в\s+планах"
    r"|планируется|задачи|хотелки|идеи|доработки)\W*$", 2)
_EXERCISE = lazy_pattern(
    r"^\W*(?:задани[ея]|задача|упражнение|лабораторная(?:\s+работа)?|лаба|task|exercise|assignment|problem|lab)\s*№?\s*"
    r"\d[\d.]*\W*$", 2)
_LINK_ITEM = lazy_pattern(
    r"^[\s>]*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?\[(?P<name>[^\]\[]{2,80})\]\((?P<target>[^)\s:]+)\)")


@dataclass(frozen=True, slots=True)
class Planned:
    """A thing to be built: its names (the first is shown), its place, whether its line orders it, and the source files
    that its line links to."""

    names: tuple[str, ...]
    path: str
    line: int
    ordered: bool = False
    linked: tuple[str, ...] = ()


def planned_notes(notes: Iterable[Note], links: Iterable[ResolvedLink]) -> frozenset[str]:
    """Paths of notes that are a task: a person's task consists of the link to it (``- [ ] [[Cache]]``)."""
    tasks = {(note.path, task.line): task.text for note in notes if not note.turns for task in note.tasks}
    return frozenset(
        link.resolved for link in links
        if link.resolved and not link.commented and (text := tasks.get((link.source, link.line))) is not None
        and len(WORD.findall(text)) <= len(WORD.findall(link.raw)) + _BESIDE_LINK
    )


def planned_things(note: Note, lines: Sequence[str], code: Callable[[str], Sequence[str]]) -> Iterator[Planned]:
    """Yield what one note, no chat, puts down to be built without a note of its own. A step of instructions is none:
    what is ordered has to be a task or an item of a plan. ``code``: a folder or file of the vault → the source files
    there."""
    tasks = {task.line for task in note.tasks}
    in_plan = {line for heading in note.headings if _PLAN.match(clean(heading.text))
               for line in range(heading.line + 1, heading.end_line + 1)}
    fenced = {line for fence in note.fences for line in range(fence.line, fence.end_line + 1)}
    items = {line for block in note.lists if block.depth == 0 for line in block.item_lines}
    if is_board([item.name for item in note.properties]):
        in_plan |= tasks
    for number in sorted((tasks | (items & in_plan)) - fenced):
        if number <= len(lines) and "[[" not in lines[number - 1]:
            order = ordered(lines[number - 1])
            if names := order or (named(lines[number - 1]) if number in in_plan else ()):
                yield Planned(names, note.path, number, bool(order))
    for number in sorted(items - fenced):
        found = _LINK_ITEM.match(lines[number - 1]) if number <= len(lines) else None
        if found is not None and (name := clean(found["name"])) and is_name(" ".join(name.split()[:_WORDS_OF_NAME])):
            files = leads_to(found["target"], note.path, code)
            if 0 < len(files) <= MOST_FILES:
                yield Planned((name,), note.path, number, linked=tuple(files))


def ordered(text: str) -> tuple[str, ...]:
    """The names of what a line orders to build: with what it says of it, and without; empty for any other line."""
    order = _ORDER.fullmatch(_MARK.sub("", text.strip(), count=1).strip())
    return _names(_BEGIN.sub("", order["what"], count=1)) if order else ()


def named(text: str) -> tuple[str, ...]:
    """The names of a task that only names a thing (``Кнопка очистки``)."""
    return _names(_MARK.sub("", text.strip(), count=1))


def is_exercise(heading: str) -> bool:
    """Return whether a heading is only the number of an exercise."""
    return bool(_EXERCISE.match(clean(heading)))


def exercise(heading: str, text: str) -> str:
    """The name of a section whose heading is only a number (``Задание 7``) and whose text orders something to be
    built: both together; empty where it does not."""
    for line in text.splitlines():
        if _is_order(_MARK.sub("", line.strip(), count=1)):
            words = _SENTENCE.split(_MARK.sub("", line.strip(), count=1))[0].split()
            return f"{clean(heading)}: {' '.join(words[:_MOST_WORDS])}{'…' if len(words) > _MOST_WORDS else ''}"
    return ""


def _is_order(line: str) -> bool:
    first = WORD.match(line)
    if first is None:
        return False
    return bool(_ORDER.match(line)) or (len(first[0]) > _LONGEST_MARK and tags(first[0])[0] in ("VERB", "INFN"))


def _names(what: str) -> tuple[str, ...]:
    whole = clean(_until_end(what))
    found = []
    for name in (whole, clean(_CONDITION.sub("", whole))):
        words = name.split()
        if len(name) < _FEWEST_LETTERS or len(words) > _MOST_WORDS or not is_name(" ".join(words[:_WORDS_OF_NAME])):
            continue
        if len(words) > 1 or (name == whole and _IDENTIFIER.search(name)):
            found.append(as_object_named(name))
    return tuple({lemma_key(name): name for name in found}.values())


def as_object_named(name: str) -> str:
    """Return what an order names, as a title would have it: the noun that it begins with comes to the nominative
    (``виртуальную машину NeMo`` → ``Виртуальная машина NeMo``)."""
    words = name.split()
    noun = next((at for at, word in enumerate(words) if tags(word)[0] not in ("ADJF", "PRTF")), len(words) - 1)
    title = " ".join([as_title(" ".join(words[:noun + 1])), *words[noun + 1:]])
    return title[:1].upper() + title[1:]


def _until_end(text: str) -> str:
    found = _END.search(text)
    return text[:found.start()] if found else text


def leads_to(target: str, path: str, code: Callable[[str], Sequence[str]]) -> Sequence[str]:
    """The source files to which a link of the note at ``path`` leads; ``code``: a folder or file of the vault → the
    source files there."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target.partition("#")[0])))
    return () if place.endswith(".md") or place in (".", "") else code(place)
