"""``show`` for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.messages.message import reported
from vaultkit.messages.words import Words
from vaultkit.model import Heading, Note, ResolvedLink, Strength
from vaultkit.model.constructs import CONSTRUCTS
from vaultkit.render.gap_advice import chain_lines
from vaultkit.render.terminal import Signs, beside, bold, clip, coloured, dim, display_width, one_line, pad, table, wrap

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import ChainStage, Gap
    from vaultkit.graph.nodes import Node


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section; ``kind`` is the stage that it stands for by its heading, else None."""

    id: str
    level: int
    heading: str
    line: int
    end_line: int
    kind: str | None
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class TurnPartView:
    """Thoughts of a model, or what a tool was given and gave back, within a turn."""

    kind: str
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn of an exported chat."""

    role: str
    time: str | None
    uid: str | None
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Problem of a note: what could not be read of it."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """The object ``show`` of docs/contract.md. ``chat_form`` is how the turns are written, None without any; ``chain``
    and ``state`` are None for a note that is no concept; ``missing_stage`` for one that lacks none."""

    path: str
    title: str
    summary: str | None
    kind: str
    strength: Strength | None
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: dict[str, Any]
    sections: tuple[SectionView, ...]
    chat_form: str | None
    turns: tuple[TurnView, ...]
    turn_parts: tuple[TurnPartView, ...]
    links_out: tuple[ResolvedLink, ...]
    links_in: tuple[ResolvedLink, ...]
    state: str | None
    missing_stage: str | None
    chain: tuple[ChainStage, ...] | None
    problems: tuple[ProblemView, ...]
    more: Mapping[str, tuple[Any, ...]]


def view_note(note: Note, nodes: Mapping[str, Node], gap: Gap | None, links_out: tuple[ResolvedLink, ...],
              links_in: tuple[ResolvedLink, ...], words: Words) -> NoteView:
    """Put together what the index, the graph and the gaps know of ``note``; its problems are said in ``words``."""
    node = nodes.get(note.path)
    return NoteView(
        note.path, note.title, note.summary, node.kind if node else "note", node.strength if node else None,
        note.aliases,
        tuple(tag.name for tag in note.tags), {item.name: item.value for item in note.properties},
        tuple(_section(note.path, heading, nodes) for heading in note.headings),
        note.chat_form,
        tuple(TurnView(turn.role, turn.time, turn.uid, turn.line, turn.end_line) for turn in note.turns),
        tuple(TurnPartView(part.kind, part.line, part.end_line) for turn in note.turns for part in turn.parts),
        links_out, links_in, gap.state if gap else None, gap.missing_stage if gap else None,
        gap.chain if gap else None,
        tuple(ProblemView(item.path, item.line, words.say(reported(item.message))) for item in note.problems),
        {row.field: getattr(note, row.field) for row in CONSTRUCTS if row.shown})


def _section(path: str, heading: Heading, nodes: Mapping[str, Node]) -> SectionView:
    id_ = f"{path}#{heading.anchor}"
    node = nodes.get(id_)
    return SectionView(id_, heading.level, heading.text, heading.line, heading.end_line,
                       node.kind if node else None, node.strength if node else None)


FIRST = 12
Summary = Callable[[str], str | None]


def show_lines(view: NoteView, steps: list[str], words: Words, signs: Signs, width: int, summary_of: Summary,
               verbose: bool) -> list[str]:
    """The note from its name down to the links that lead to it; long lists are cut unless ``verbose``. ``steps`` say
    what a concept needs next."""
    lines = [f"{bold(one_line(view.title))}  {_kind(view, words)}", dim(view.path)]
    if view.summary:
        lines += ["", *("  " + line for line in wrap(one_line(view.summary), width - 2, lines=4))]
    lines += ["", *_facts(view, words, signs, width)]
    for step in steps:
        first, *rest = wrap(step, width - 4)
        lines += [f"  {signs.bullet} {first}", *(f"    {line}" for line in rest), ""]
    lines += _list("show.sections", _sections(view.sections, words, width), words, verbose)
    lines += _list("show.turns", _turns(view, words), words, verbose)
    lines += _list("show.out", _links_out(view.links_out, words, signs, width), words, verbose)
    lines += _list("show.in", _links_in(view.links_in, width, summary_of), words, verbose)
    lines += _list("show.problems", [f"{p.path}:{p.line} {one_line(p.message)}" for p in view.problems], words, verbose)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _kind(view: NoteView, words: Words) -> str:
    kind = words.name("stage", view.kind)
    return dim(f"{kind}, {words.name('strength', view.strength)}" if view.strength else kind)


def _facts(view: NoteView, words: Words, signs: Signs, width: int) -> list[str]:
    rows: list[tuple[str, str]] = []
    if view.chain is not None and view.state is not None:
        state = coloured(words.name("state", view.state), view.state)
        rows.append((words("show.chain"), ""))
        rows.append((words("show.state"), f"{state} — {words.name('meaning', view.state)}"))
    if view.aliases:
        rows.append((words("show.aliases"), ", ".join(map(one_line, view.aliases))))
    if view.tags:
        rows.append((words("show.tags"), " ".join(f"#{tag}" for tag in view.tags)))
    if view.chat_form:
        rows.append((words("show.chat"), words.name("chat_form", view.chat_form)))
    rows += [(name, one_line(_value(value))) for name, value in view.properties.items()
             if name.casefold() not in ("tags", "tag", "aliases", "alias", "title")]
    label = min(24, max((display_width(name) for name, _ in rows), default=0))
    room = width - label - 4
    out = []
    for name, value in rows:
        lines = wrap(value, room, lines=3)
        if name == words("show.chain") and not value and view.chain is not None:
            lines = chain_lines(view.chain, view.missing_stage, words, signs, room)
        first, *rest = lines or [dim("–")]
        out.append(f"  {dim(pad(clip(name, label), label))}  {first}")
        out += [" " * (label + 4) + line for line in rest]
    return [*out, ""] if out else []


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_value(item)}" for key, item in value.items())
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _sections(sections: Iterable[SectionView], words: Words, width: int) -> list[str]:
    rows = []
    for section in sections:
        kind = f"{words.name('stage', section.kind)}" if section.kind else ""
        indent = "  " * (section.level - 1)
        heading = clip(one_line(section.heading.replace("**", "")), width - 30)
        rows.append((f"{section.line}–{section.end_line}", indent + heading, kind))
    return table(rows, right=[0])


def _turns(view: NoteView, words: Words) -> list[str]:
    return table([(f"{turn.start_line}–{turn.end_line}", words.name("role", turn.role),
                   (turn.time or "").replace("T", " ")) for turn in view.turns], right=[0])


def _links_out(links: Iterable[ResolvedLink], words: Words, signs: Signs, width: int) -> list[str]:
    """Each target once, with the lines that lead to it."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for link in links:
        good = link.resolved or link.status == "external"
        mark = coloured(signs.solid, link.status) if good else coloured(signs.missing, "missing")
        state = "" if link.status in ("resolved", "attachment") else words.name("status", link.status)
        if link.subpath_status == "missing":
            state = words("links.no_block" if (link.subpath or "").startswith("^") else "links.no_heading")
        target = one_line(link.resolved or link.target or link.raw)
        key = f"{mark} {clip(target, max(16, width - 30))}", link.relation or "", state
        lines.setdefault(key, []).append(link.line)
    return table(((*key, _numbers(numbers)) for key, numbers in lines.items()), last=width - 2)


def _links_in(links: Iterable[ResolvedLink], width: int, summary_of: Summary) -> list[str]:
    """Each note once, with its lines, and its summary where its name tells nothing."""
    lines: dict[tuple[str, str], list[int]] = {}
    for link in links:
        lines.setdefault((link.source, link.relation or ""), []).append(link.line)
    out = []
    for (source, relation), numbers in lines.items():
        place = f"{source}:{_numbers(numbers)}" + (f"  {dim(relation)}" if relation else "")
        stem = source.rsplit("/", 1)[-1].removesuffix(".md")
        out.append(place + beside(stem, summary_of(source), width - display_width(place) - 2))
    return out


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, dict.fromkeys(numbers)))


def _list(key: str, items: list[str], words: Words, verbose: bool) -> list[str]:
    if not items:
        return []
    shown = items if verbose or len(items) <= FIRST + 2 else items[:FIRST]
    lines = [f"{bold(words(key))} {dim(words.number(len(items)))}", *("  " + item for item in shown)]
    if len(shown) < len(items):
        lines.append("  " + dim(words("show.more", n=words.number(len(items) - len(shown)))))
    return [*lines, ""]
