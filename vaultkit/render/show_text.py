"""``show`` for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vaultkit.model import ResolvedLink
from vaultkit.render.chain import chain_lines
from vaultkit.render.naming import beside
from vaultkit.render.note_view import NoteView, SectionView
from vaultkit.render.style import Signs, bold, coloured, dim
from vaultkit.render.terminal import cells, clip, one_line, pad, table, wrap
from vaultkit.render.words import Words

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
    rows += [(name, one_line(_value(value))) for name, value in view.properties.items()
             if name.casefold() not in ("tags", "tag", "aliases", "alias", "title")]
    label = min(24, max((cells(name) for name, _ in rows), default=0))
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
        out.append(place + beside(stem, summary_of(source), width - cells(place) - 2))
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
