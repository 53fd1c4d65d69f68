"""Signals that tell an idea that can be built from everything else, each in words that a person understands.

Which ones there are and what they are worth was measured on labelled vaults (docs/decisions/0024): what is written in
code or names code speaks for an idea, the forms of lists, boards, diaries and manuals against it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from vaultkit.graph.note_stages import parts_of
from vaultkit.ideas.names import clean
from vaultkit.ideas.technical_words import WORD, counted, head_of, speaks_of, topics
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology
from vaultkit.ontology.words import normal_word
from vaultkit.text.lazy_pattern import lazy_pattern

_LATIN = lazy_pattern(r"[A-Za-z][A-Za-z0-9+#.-]+")
_CYRILLIC = lazy_pattern(r"[а-яё]", 2)
_IDENTIFIER = lazy_pattern(
    r"(?:[^\W\d]\w*_\w+|[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*|[^\W\d][\w.]*\(\)?|\w+(?:\.\w+)+|\w+::\w+)"
)
_FORMULA = lazy_pattern(r"\$\$|\\(?:frac|sum|int|begin|cdot|mathbf|partial)\b|\bO\((?:n|log|1|V|E)|\$[^$\n]{3,60}\$")
# An author who means to build says so of himself; a manual speaks of "you", a textbook of "we have".
_INTENDS = lazy_pattern(
    r"\b(?:хотим|хочу|хотелось|хотел\s+бы|планиру\w+|сдела(?:ем|ю)|добав(?:им|лю)|предполагается|предлагаю|полагаю|будем"
    r"|нам\s+(?:нужн|надо|необходим)\w*|тз|i\s+want|we\s+(?:want|plan|intend|propose)|we'll|i'll|out[- ]of[- ]scope"
    r"|non-goals?)\b", 2)
_TASK = lazy_pattern(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[[ xX/-]\]\s")
_PLAIN_FOLDER = lazy_pattern(
    r"(?:^|[/\s\d_.-])(?:journals?|daily|diary|inbox|logs?|templates?|meetings?|people|attachments|papers?|articles?|literature|sources|books?|журнал|дневник|входящие"
    r"|шаблоны|статьи|источники|литература|книги|люди|встречи|ежедневн\w+)(?:$|[/\s])", 2)
_LINK = lazy_pattern(r"!?\[\[[^\]\n]+\]\]|!?\[[^\]\n]*\]\([^)\n]*\)|https?://\S+")
_FIELD = lazy_pattern(r"^[\s>*_-]*[\w][\w -]{0,40}[*_]{0,3}::?\s*(?:\[\[|#|$)|^[\s>*_-]*[\w][\w -]{0,40}[*_]{0,3}::")
_TARGET = lazy_pattern(r"\[\[([^\]|#\n]+)")
_VARIES = lazy_pattern(r"\[\[[^\]]*\]\]|\d+|#[\w/-]+")
_URL = lazy_pattern(r"https?://")
_ITEM = lazy_pattern(r"^[\s>]*(?:[-*+]|\d+[.)])\s")
_FEW_WORDS = 30
_QUOTE = lazy_pattern(r"^\s*>")
_DATED = lazy_pattern(
    r"^\d{4}[-._ ]?\d\d([-._ ]?\d\d)?|^\d{1,2}[-. ]\d{1,2}[-. ]\d{2,4}|^\d{4}-?W\d\d|^(?:week|неделя)\s*\d+"
)
_FRONT = lazy_pattern(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$", 8 | 16)
_FENCED = lazy_pattern(r"^[ \t>]*(```+|~~~+)[^\n]*\n.*?(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", 8 | 16)
_INLINE = lazy_pattern(r"(?<!`)(`+)(?!`)(.{1,120}?)(?<!`)\1(?!`)")
_MOST = 60_000
# Cosine with a source file that says nothing yet; twice as much says all that it can.
_FAR = 0.35
_SLUG = lazy_pattern(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*|[A-Z0-9]+(?:[-_][A-Z0-9]+)+")
_MOST_WORDS = 8
_SHELL = frozenset(
    "bash sh shell zsh console powershell ps1 cmd bat terminal dockerfile yaml yml json toml ini env".split()
)


# Names of files that name nothing: the idea is called after the heading or the folder.
_NAMELESS = frozenset(
    "readme index main notes note home untitled overview concept task задание заметка конспект".split()
)
# Files that every project or vault has, whatever it is about.
_FORMS = frozenset("""
agents claude gemini copilot changelog contributing license code_of_conduct security authors todo inbox index contents
toc moc start home welcome начало старт главная glossary template dashboard dataview tasks задачи глоссарий содержание
оглавление входящие
""".split())


class CodeNames(Protocol):
    """Knowledge of the source trees beside the vault."""

    def named(self, name: str) -> bool:
        """Return whether a file, folder, package, class or function is called so."""

    def knows(self, text: str) -> bool:
        """Return whether inline code names a file or symbol that is there."""


class NoCode:
    """Of no source tree at all."""

    def named(self, name: str) -> bool:
        return False

    def knows(self, text: str) -> bool:
        return False


class Signal(NamedTuple):
    """One thing that speaks for or against an idea: ``name`` is its row in the table of weights and its message
    (``signal.NAME``), ``strength`` 0 to 1, ``told`` fills the message."""

    name: str
    strength: float
    told: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteParts:
    """A note with its text apart: ``prose`` without frontmatter, fences and inline code; ``said``: the texts of inline
    code."""

    facts: NoteFacts
    prose: str
    said: tuple[str, ...]
    lines: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, facts: NoteFacts, text: str, form: Container[str] = ()) -> NoteParts:
        """Take a note's text apart; of a very long one its beginning. Lines of ``form`` (as ``line_form`` has them) are
        left out, and so are inline fields: they are the same in many notes."""
        body = _FRONT.sub("", text[:_MOST], count=1)
        body = "\n".join(line for line in body.splitlines() if line_form(line) not in form)
        prose = _FENCED.sub("\n", body)
        said = tuple(match[2] for match in _INLINE.finditer(prose))
        prose = _INLINE.sub(" ", prose)
        lines = tuple(line for line in prose.splitlines() if line.strip() and not _FIELD.match(line))
        return cls(facts, "\n".join(lines), said, lines)


def line_form(line: str) -> str:
    """A line without what differs from note to note: links, numbers, tags."""
    return _VARIES.sub("", line).strip()


def repeated_lines(texts: Iterable[str], notes: int) -> frozenset[str]:
    """The lines that so many notes share that a template put them there: in every twentieth, in five at least."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({line_form(line) for line in text[:_MOST].splitlines()})
    least = max(5, notes // 20)
    return frozenset(line for line, count in counts.items() if count >= least)


def name_of(note: NoteFacts) -> str:
    """The name of the idea that a note is: its title; for a file that is called like code, or whose name says nothing,
    its first heading, else its folder."""
    stem = PurePosixPath(note.path).stem
    nameless = normal_word(note.title) in _NAMELESS
    if not nameless and (note.title != stem or not _SLUG.fullmatch(stem)):
        return note.title
    first = clean(next((heading.text for heading in note.headings if heading.level == 1), ""))
    if first and len(WORD.findall(first)) <= _MOST_WORDS:
        return first
    return (PurePosixPath(note.path).parent.name if nameless else "") or note.title


def _log(count: float, full: float) -> float:
    return min(1.0, math.log1p(count) / math.log1p(full))


def note_signals(note: NoteParts, ontology: Ontology, code: CodeNames) -> list[Signal]:
    """Everything that one note says of itself."""
    facts, words = note.facts, WORD.findall(note.prose)
    counts, technical, many = counted(words)
    many = max(1, many)
    title = name_of(facts)
    found = [
        Signal("code", _log(sum(_programs(facts, ontology)), 6)),
        Signal("shell", min(1.0, sum(block.language in _SHELL for block in facts.blocks if block.form == "fence") / 3)),
        Signal("stages", _log(len({part.kind for part in parts_of(facts, "note", ontology)} - {"code"}), 3)),
        Signal("steps", float(any(block.form == "list" for block in facts.blocks))),
        Signal("diagram", float(any(block.form == "drawing" or block.language in ("mermaid", "plantuml", "dot")
                                    for block in facts.blocks))),
        Signal("identifiers", _log(len({one for one in note.said if _IDENTIFIER.search(one)}), 8)),
        Signal("inline_code", _log(len(note.said), 15)),
        Signal("in_code_title", float(any(code.named(name) for name in (title, *facts.aliases)))),
        Signal("in_code_said", _log(sum(code.knows(one) for one in set(note.said)), 4)),
        Signal("formulas", _log(len(_FORMULA.findall(note.prose)), 8)),
        Signal("technical", min(1.0, 12 * counts["technical"] / many)),
        Signal("technical_many", _log(len(technical), 20)),
        Signal("build", min(1.0, 40 * counts["build"] / many)),
        Signal("intends", min(1.0, 100 * len(_INTENDS.findall(note.prose)) / max(many, _FEW_WORDS))),
        Signal("latin", _latin(note.prose, words)),
        Signal("tags_technical", float(any(speaks_of("technical", tag) for tag in facts.tags))),
        Signal("life", min(1.0, 25 * counts["life"] / many) * (12 * counts["technical"] < many / 2)),
        Signal("tags_life", float(any(speaks_of("life", tag) for tag in facts.tags))),
        Signal("empty", 1.0 if many < 12 and not facts.blocks else 0.0),
        Signal("short", max(0.0, 1.0 - many / 80)),
        Signal("long", _log(many, 1500)),
        *_lines(note), *name_signals(title),
    ]
    folder = PurePosixPath(facts.path).parent.as_posix()
    found += [Signal("folder_technical", float(speaks_of("technical", folder))),
              Signal("folder_plain", float(bool(_PLAIN_FOLDER.search(folder)))),
              Signal("folder_life", float(speaks_of("life", folder)))]
    return [signal for signal in found if signal.strength]


def _programs(facts: NoteFacts, ontology: Ontology) -> Iterable[bool]:
    return (block.active and ontology.fence_role(block.language) == "programming" and block.language not in _SHELL
            for block in facts.blocks if block.form == "fence")


def _latin(prose: str, words: Sequence[str]) -> float:
    """Share of words in Latin letters among those of a text in Russian."""
    russian = sum(bool(_CYRILLIC.search(word)) for word in words)
    latin = len(words) - russian
    return min(1.0, 3 * latin / len(words)) if russian > latin and words else 0.0


def _lines(note: NoteParts) -> Iterable[Signal]:
    count = max(1, len(note.lines))
    yield Signal("tasks", sum(bool(_TASK.match(line)) for line in note.lines) / count)
    yield Signal("link_list", sum(_is_link_line(line) for line in note.lines) / count)
    items = [line for line in note.lines if _ITEM.match(line)]
    beside = sum(len(WORD.findall(line)) for line in note.lines if not _ITEM.match(line) and not _LINK.search(line))
    if beside < _FEW_WORDS:
        yield Signal("index", sum(bool(_LINK.search(line)) for line in items) / count)
    yield Signal("web", min(1.0, 2 * sum(bool(_URL.search(line)) for line in note.lines) / count))
    yield Signal("quotes", sum(bool(_QUOTE.match(line)) for line in note.lines) / count)


def name_signals(title: str) -> list[Signal]:
    """Everything that a name alone says."""
    head = topics(head_of(title))
    found = [
        Signal("head_thing", float("thing" in head), (head_of(title),)),
        Signal("head_topic", float("topic" in head), (head_of(title),)),
        Signal("title_tool", float(speaks_of("tool", title))),
        Signal("title_thing", float(speaks_of("thing", title))),
        Signal("title_topic", float(speaks_of("topic", title))),
        Signal("title_technical", float(speaks_of("technical", title))),
        Signal("title_identifier", float(bool(_IDENTIFIER.search(title)) and " " not in title.strip())),
        Signal("title_build", float(speaks_of("build", title))),
        Signal("title_life", float(speaks_of("life", title) and not _is_technical(title))),
        Signal("title_lesson", float(speaks_of("lesson", title))),
        Signal("title_question", float(title.rstrip().endswith("?"))),
        Signal("title_dated", float(bool(_DATED.search(title)))),
        Signal("title_form", float(normal_word(title) in _FORMS)),
        Signal("title_long", min(1.0, max(0, len(WORD.findall(title)) - 4) / 6)),
    ]
    return [signal for signal in found if signal.strength]


def categories(texts: Iterable[str], form: Container[str]) -> Counter[str]:
    """Name of a note, in lower case → how many notes put themselves under it: by a link in a field or in a line that a
    template put there (``Relations: [[Sorting]]``)."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(
            {
                match[1].rpartition("/")[2].strip().casefold()
                for line in text[:_MOST].splitlines()
                if "[[" in line and (_FIELD.match(line) or line_form(line) in form)
                for match in _TARGET.finditer(line)
            }
        )
    return found


def category_signal(names: Iterable[str], found: Mapping[str, int]) -> list[Signal]:
    """Signal of a note that others put themselves under it: it names a kind of things more often than a thing."""
    under = max((found.get(name.casefold(), 0) for name in names), default=0)
    return [Signal("category", _log(under - 2, 12), (under,))] if under > 2 else []


def _is_technical(name: str) -> bool:
    return any(speaks_of(topic, name) for topic in ("technical", "thing", "tool"))


def near_code(cosines: Mapping[str, float]) -> list[Signal]:
    """Signal of the source file that is nearest to a text. ``cosines``: file → cosine of their meanings."""
    closest = max(cosines.values(), default=0.0)
    return [Signal("near_code", min(1.0, (closest - _FAR) / _FAR))] if closest > _FAR else []


def around_signals(own: Mapping[str, list[Signal]]) -> dict[str, list[Signal]]:
    """Signals of the other notes of a note's folder: how many of them hold code or speak of software."""
    strengths = {path: {signal.name: signal.strength for signal in signals} for path, signals in own.items()}
    folders: dict[str, list[str]] = {}
    for path in own:
        folders.setdefault(PurePosixPath(path).parent.as_posix(), []).append(path)
    found: dict[str, list[Signal]] = {}
    for paths in folders.values():
        told = {path: max(strengths[path].get(name, 0.0) for name in ("code", "identifiers", "technical"))
                for path in paths}
        total = sum(told.values())
        for path in paths:
            if len(paths) > 2:
                found[path] = [Signal("neighbours_technical", (total - told[path]) / (len(paths) - 1))]
    return found


def _is_link_line(line: str) -> bool:
    """Return whether most words of a line are those of links."""
    linked = sum(len(WORD.findall(match)) + 1 for match in _LINK.findall(line))
    return linked > 0 and 2 * linked >= len(WORD.findall(line))
