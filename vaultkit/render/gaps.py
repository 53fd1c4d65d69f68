"""``gaps`` for a person: what stands how, then the open concepts that matter most, each with what it lacks."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from vaultkit.graph.coverage import TROUBLES
from vaultkit.messages.words import Words
from vaultkit.model.ids import path_of, subpath_of
from vaultkit.render.first_screen import FolderRead, first_markdown, first_screen
from vaultkit.render.formats import CsvRows, JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import (
    Signs,
    beside,
    bold,
    coloured,
    dim,
    display_width,
    one_line,
    pad,
    signs,
    table,
    terminal_width,
    visible_line,
    without_colour,
    wrap,
)

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport, Orphan
    from vaultkit.render.gap_advice import Mender
    from vaultkit.render.sarif import Level, SarifRow


ORDER = ("broken", "stub", "moved", "suspect", "ambiguous", "uncovered", "partial", "skipped", "waived",
         "covered")
FOLDERS = 8
ORPHANS = 5


@dataclass(frozen=True, slots=True)
class GapsStyle:
    """Style of the drawing: language, signs, columns, how many concepts (None: all), and each note's summary by
    path."""

    words: Words
    signs: Signs
    width: int
    top: int | None
    summaries: Mapping[str, str | None]


def gaps_lines(name: str, report: GapReport, shown: Sequence[Gap], mender: Mender, look: GapsStyle,
               read: Callable[[], FolderRead]) -> list[str]:
    """The report on the vault ``name``; ``shown`` are the concepts to go into, by priority (the covered ones among
    them are only named)."""
    from vaultkit.render.gap_advice import legend

    words = look.words
    if not any(gap.strength == "declared" for gap in report.gaps) and shown == report.gaps:
        return first_screen(name, report, shown, read(), words, look.signs, look.width, look.top)
    covered = report.summary.by_state.get("covered", 0)
    lines = [words("gaps.head", vault=bold(name), concepts=words.count("concept", report.summary.concepts),
                   covered=words.number(covered))]
    if report.inferred:
        lines += [dim(line) for line in wrap(words("gaps.inferred"), look.width)]
    if len(shown) < len(report.gaps):
        lines.append(filter_notes(report, shown, words))
    lines += ["", *_states(report, look), "", *_coverage(report, look), *_folders(report, look), ""]
    guessed = [gap for gap in shown if gap.strength == "inferred" and not report.inferred]
    rest = [gap for gap in shown if gap.state != "covered" and gap not in guessed]
    first = rest[:look.top]
    for gap in first:
        lines += [*_gap(gap, mender, look), ""]
    if not rest:
        lines += [words("gaps.none_open"), ""]
    if len(first) < len(rest):
        lines += [words("gaps.rest", n=words.number(len(rest) - len(first))), ""]
    if guessed:
        names = words("first.inferred_too", n=words.number(len(guessed)),
                      names=", ".join(one_line(gap.title) for gap in guessed))
        lines += [*wrap(names, look.width, lines=None if look.top is None else 3), ""]
    good = [gap for gap in shown if gap.state == "covered" and gap not in guessed]
    if good:
        names = words("gaps.covered", names=", ".join(one_line(gap.title) for gap in good))
        lines += [*wrap(names, look.width, lines=None if look.top is None else 3), ""]
    return [*lines, *_orphaned(report, look), legend(words, look.signs)]


def filter_notes(report: GapReport, shown: Sequence[Gap], words: Words) -> str:
    """Say that the counts are of the whole vault, and how many of its concepts are shown in detail."""
    return words("gaps.filtered", concepts=words.count("concept", len(shown)), all=words.number(len(report.gaps)))


def gap_lines(gap: Gap, mender: Mender, look: GapsStyle) -> list[str]:
    """One concept alone: its chain, what it lacks, and every piece of evidence."""
    from vaultkit.render.gap_advice import legend

    lines = _gap(gap, mender, look)
    rows = [(look.words.name("strength", item.strength), item.state, item.id, f"{item.path}:{item.line}", item.via,
             look.words.name("role", item.role) if item.role else "")
            for item in gap.evidence]
    return [*lines, *(["", *("  " + row for row in table(rows))] if rows else []), "", legend(look.words, look.signs)]


def _states(report: GapReport, look: GapsStyle) -> list[str]:
    words, by_state = look.words, report.summary.by_state
    known = [state for state in ORDER if by_state.get(state)]
    states = known + sorted(state for state in by_state if state not in ORDER and by_state[state])
    rows = [(coloured(words.name("state", state), state), words.number(by_state[state]),
             dim(state) if words.lang != "en" else "", dim(words.name("meaning", state))) for state in states]
    return ["  " + row for row in table(rows, right=[1])]


def _coverage(report: GapReport, look: GapsStyle) -> list[str]:
    words = look.words
    rows = [(words("gaps.stage"), words("gaps.shallow"), words("gaps.deep"))]
    rows += [(words.name("stage", stage), f"{item.shallow}/{item.of}", f"{item.deep}/{item.of}")
             for stage, item in report.summary.coverage.items() if item.of]
    head, *rest = table(rows, right=(1, 2))
    return ["  " + dim(head), *("  " + row for row in rest)] if rest else []


def _folders(report: GapReport, look: GapsStyle) -> list[str]:
    folders = sorted(report.summary.folders, key=lambda item: (item.covered - item.concepts, item.folder))
    if len(folders) < 2:
        return []
    rows = [(look.words("gaps.folder"), look.words.name("state", "covered"))]
    shown = folders if look.top is None else folders[:FOLDERS]
    rows += [(item.folder or "/", f"{item.covered}/{item.concepts}") for item in shown]
    head, *rest = table(rows, right=[1])
    left = len(folders) - len(shown)
    more = ["  " + dim(look.words("gaps.more", n=left))] if left else []
    return ["", "  " + dim(head), *("  " + row for row in rest), *more]


def _gap(gap: Gap, mender: Mender, look: GapsStyle) -> list[str]:
    from vaultkit.render.gap_advice import chain_lines

    words = look.words
    path = path_of(gap.concept)
    state = f"{coloured(words.name('state', gap.state), gap.state)}"
    head = f"{bold(one_line(gap.title))}  {state}"
    head += beside(gap.title, look.summaries.get(path), look.width - display_width(head))
    if gap.strength == "inferred":
        head += dim(f"  {look.signs.inferred} {words.name('strength', 'inferred')}")
    place = mender.place(gap.concept)
    space = look.width - display_width(head) - display_width(place)
    lines = [f"{head}{' ' * space}{dim(place)}"] if space >= 2 else [head, "  " + dim(place)]
    lines += ["  " + line for line in chain_lines(gap.chain, gap.missing_stage, words, look.signs, look.width - 2)]
    for text in mender.lines(gap):
        first, *rest = wrap(text, look.width - 4)
        lines += [f"  {look.signs.bullet} {first}", *(f"    {line}" for line in rest)]
    if why := mender.reasons(gap):
        lines += ["  " + dim(line) for line in wrap(words("gaps.why", why="; ".join(why)), look.width - 2, lines=2)]
    return lines


def _orphaned(report: GapReport, look: GapsStyle) -> list[str]:
    if not report.orphaned:
        return []
    words = look.words
    kinds = Counter(item.kind for item in report.orphaned).most_common()
    counts = ", ".join(f"{words.name('stage', kind)} {words.number(n)}" for kind, n in kinds)
    shown = report.orphaned if look.top is None else report.orphaned[:ORPHANS]
    lines = [f"{bold(words.name('state', 'orphaned'))}  {dim(words('gaps.orphaned'))}", f"  {counts}"]
    lines += ["  " + row for row in table((pad(words.name("stage", item.kind), 10), f"{item.path}:{item.line}",
                                           dim(subpath_of(item.id))) for item in shown)]
    if len(shown) < len(report.orphaned):
        lines.append("  " + dim(words("gaps.more", n=words.number(len(report.orphaned) - len(shown)))))
    return [*lines, ""]


@dataclass(frozen=True, slots=True)
class GapsView:
    """Values that the formats of ``gaps`` and ``report`` are made of: the concepts to go into (``alone``: one, with all
    its evidence), how many as text (None: all), and the orphans that were asked for. What is called is so by the
    formats that need it; ``read``: the numbers of what was read; ``prefix``: the vault's folder relative to the
    repository's root, with a slash at its end, or empty; ``unknown``: the files of the source roots whose kind is
    unknown, by extension."""

    name: str
    report: GapReport
    shown: Sequence[Gap]
    top: int | None
    alone: bool
    orphaned: Sequence[Orphan]
    words: Callable[[], Words]
    mender: Callable[[], Mender]
    summaries: Callable[[], Mapping[str, str | None]]
    prefix: Callable[[], str]
    unknown: Callable[[], Mapping[str, int]]
    read: Callable[[], FolderRead]


def as_text(view: GapsView) -> Lines:
    """See ``gaps_lines`` and ``gap_lines``."""
    from vaultkit.render.index_text import unknown_lines

    mender = view.mender()
    look = GapsStyle(view.words(), signs(), terminal_width(), view.top, view.summaries())
    if view.alone:
        return Lines(chain.from_iterable(gap_lines(gap, mender, look) for gap in view.shown))
    return Lines(chain(gaps_lines(view.name, view.report, view.shown, mender, look, view.read),
                       unknown_lines(view.unknown(), look.words)))


def as_json(view: GapsView) -> JsonObject:
    """CONTRACT, ``gaps``."""
    report = view.report
    return JsonObject({"schema": "gaps/1", "summary": to_json_value(report.summary), "shown": len(view.shown),
                       "inferred": report.inferred, "unknown_files": view.unknown(),
                       "gaps": map(to_json_value, view.shown),
                       "orphaned": map(to_json_value, report.orphaned)})


def as_csv(view: GapsView) -> CsvRows:
    """See ``gap_rows``."""
    return CsvRows(HEADER, gap_rows(view.shown))


def as_markdown(view: GapsView) -> Lines:
    """See ``gaps_markdown``."""
    return Lines(gaps_markdown(view.name, view.report, view.shown, view.mender(), view.words(), view.read))


def as_sarif(view: GapsView) -> JsonObject:
    """The log. What is inferred is a note, whatever its term. The orphans are results only where they are asked for."""
    from vaultkit.render.sarif import sarif

    words = view.words()
    rules = {term: (words.name("meaning", term), level) for term, level in LEVELS.items()}
    if view.orphaned:
        rules["orphaned"] = (words.name("meaning", "orphaned"), "note")
    return JsonObject(sarif(_rows(view), rules))


def as_github(view: GapsView) -> Lines:
    """A workflow command for each result that the log would have."""
    from vaultkit.render.github import github_lines

    return Lines(github_lines(_rows(view)))


def _rows(view: GapsView) -> Iterator[SarifRow]:
    words, prefix = view.words(), view.prefix()
    yield from _gaps(view.shown, view.mender(), words, prefix)
    yield from _orphans(view.orphaned, words, prefix)


HEADER = ["concept", "title", "state", "last_stage", "missing_stage", "strength", "priority", "why"]


def gap_rows(gaps: Iterable[Gap]) -> Iterator[list[Any]]:
    """A row a concept, its cells as HEADER names them."""
    return ([*(getattr(gap, name) for name in HEADER[:-1]), "; ".join(gap.why)] for gap in gaps)


def gaps_markdown(name: str, report: GapReport, shown: Sequence[Gap], mender: Mender, words: Words,
                  read: Callable[[], FolderRead]) -> list[str]:
    """A heading, a table of the states, and a list item for each of ``shown``; of a vault that declares nothing its
    first screen."""
    from vaultkit.render.gap_advice import draw_chain

    if not any(gap.strength == "declared" for gap in report.gaps) and shown == report.gaps:
        return first_markdown(name, report, shown, read(), words)
    summary = report.summary
    lines = [f"# {one_line(name)}", "", words(
        "gaps.head", vault=one_line(name), concepts=words.count("concept", summary.concepts),
        covered=words.number(summary.by_state.get("covered", 0))), ""]
    if len(shown) < len(report.gaps):
        lines += [filter_notes(report, shown, words), ""]
    states = [state for state in ORDER if summary.by_state.get(state)]
    if states:
        lines += ["| | | |", "| --- | ---: | --- |"]
        lines += [f"| {words.name('state', state)} | {words.number(summary.by_state[state])} | "
                  f"{words.name('meaning', state)} |" for state in states]
        lines.append("")
    for gap in shown:
        lines.append(f"- {_wikilink(gap)} — **{words.name('state', gap.state)}**: "
                     f"{without_colour(draw_chain(gap.chain, gap.missing_stage, words, Signs()))}")
        lines += [f"  - {text}" for text in mender.lines(gap)]
        if why := mender.reasons(gap):
            lines.append(f"  - {words('gaps.why', why='; '.join(why))}")
    if report.orphaned:
        lines += ["", f"## {words.name('state', 'orphaned')}", "", words("gaps.orphaned"), ""]
        lines += [f"- {words.name('stage', item.kind)}: `{item.id}`" for item in report.orphaned]
    return lines


def _wikilink(gap: Gap) -> str:
    path, subpath = path_of(gap.concept), subpath_of(gap.concept)
    title = one_line(gap.title)
    for sign in "[]|":
        title = title.replace(sign, " ")
    target = visible_line(f"{path.removesuffix('.md')}{'#' if subpath else ''}{subpath}")
    return f"[[{target}|{' '.join(title.split())}]]"


# A skipped stage counts as reached, and who waives a gap knows it.
LEVELS: dict[str, Level] = {"broken": "error", "stub": "warning", "moved": "warning", "suspect": "warning",
                            "ambiguous": "warning", "uncovered": "note", "partial": "note"}


def _gaps(shown: Sequence[Gap], mender: Mender, words: Words, prefix: str) -> Iterator[SarifRow]:
    from vaultkit.render.sarif import SarifRow

    for gap in shown:
        if gap.state not in LEVELS:
            continue
        # A comment stands in a source file, whose root may lie elsewhere: the concept is the place to look at then.
        place = next(((item.path, item.line) for item in gap.evidence
                      if item.state in TROUBLES and item.via != "comment"), (gap.path, gap.line))
        level: Level = "note" if gap.strength == "inferred" else LEVELS[gap.state]
        told = [f"{gap.title}: {words.name('meaning', gap.state)}", *mender.lines(gap)]
        yield SarifRow(gap.state, level, ". ".join(told), prefix + place[0], place[1],
                       fingerprint=_fingerprint(gap.state, gap.concept, gap.missing_stage or ""))


def _orphans(orphaned: Sequence[Orphan], words: Words, prefix: str) -> Iterator[SarifRow]:
    from vaultkit.render.sarif import SarifRow

    for item in orphaned:
        yield SarifRow("orphaned", "note", f"{item.id}: {words.name('meaning', 'orphaned')}", prefix + item.path,
                       item.line, fingerprint=_fingerprint("orphaned", item.id))


def _fingerprint(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
