"""``gaps`` for a person: what stands how, then the open concepts that matter most, each with what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.model.ids import path_of, subpath_of
from vaultkit.render.chain import chain_lines, legend
from vaultkit.render.mend import Mender
from vaultkit.render.naming import beside
from vaultkit.render.style import Signs, bold, coloured, dim
from vaultkit.render.terminal import cells, one_line, pad, table, wrap
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport

ORDER = ("broken", "stub", "moved", "suspect", "ambiguous", "uncovered", "partial", "skipped", "waived",
         "covered")
FOLDERS = 8
ORPHANS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw: language, signs, columns, how many concepts (None: all), and each note's summary by path."""

    words: Words
    signs: Signs
    width: int
    top: int | None
    summaries: Mapping[str, str | None]


def gaps_lines(name: str, report: GapReport, shown: Sequence[Gap], mender: Mender, look: Look) -> list[str]:
    """The report on the vault ``name``; ``shown`` are the concepts to go into, by priority (the covered ones among
    them are only named)."""
    words = look.words
    if not report.gaps:
        return [*wrap(words("gaps.none", vault=bold(name)), look.width), *_orphaned(report, look)]
    covered = report.summary.by_state.get("covered", 0)
    lines = [words("gaps.head", vault=bold(name), concepts=words.count("concept", report.summary.concepts),
                   covered=words.number(covered))]
    if report.inferred:
        lines += [dim(line) for line in wrap(words("gaps.inferred"), look.width)]
    if len(shown) < len(report.gaps):
        lines.append(kept(report, shown, words))
    lines += ["", *_states(report, look), "", *_coverage(report, look), *_folders(report, look), ""]
    rest = [gap for gap in shown if gap.state != "covered"]
    first = rest[:look.top]
    for gap in first:
        lines += [*_gap(gap, mender, look), ""]
    if not rest:
        lines += [words("gaps.none_open"), ""]
    if len(first) < len(rest):
        lines += [words("gaps.rest", n=words.number(len(rest) - len(first))), ""]
    good = [gap for gap in shown if gap.state == "covered"]
    if good:
        names = words("gaps.covered", names=", ".join(one_line(gap.title) for gap in good))
        lines += [*wrap(names, look.width, lines=None if look.top is None else 3), ""]
    return [*lines, *_orphaned(report, look), legend(words, look.signs)]


def kept(report: GapReport, shown: Sequence[Gap], words: Words) -> str:
    """That the counts are of the whole vault, and how many concepts of it are gone into."""
    return words("gaps.filtered", concepts=words.count("concept", len(shown)), all=words.number(len(report.gaps)))


def gap_lines(gap: Gap, mender: Mender, look: Look) -> list[str]:
    """One concept alone: its chain, what it lacks, and every piece of evidence."""
    lines = _gap(gap, mender, look)
    rows = [(look.words.name("strength", item.strength), item.state, item.id, f"{item.path}:{item.line}", item.via)
            for item in gap.evidence]
    return [*lines, *(["", *("  " + row for row in table(rows))] if rows else []), "", legend(look.words, look.signs)]


def _states(report: GapReport, look: Look) -> list[str]:
    words, by_state = look.words, report.summary.by_state
    known = [state for state in ORDER if by_state.get(state)]
    states = known + sorted(state for state in by_state if state not in ORDER and by_state[state])
    rows = [(coloured(words.name("state", state), state), words.number(by_state[state]),
             dim(state) if words.lang != "en" else "", dim(words.name("meaning", state))) for state in states]
    return ["  " + row for row in table(rows, right=[1])]


def _coverage(report: GapReport, look: Look) -> list[str]:
    words = look.words
    rows = [(words("gaps.stage"), words("gaps.shallow"), words("gaps.deep"))]
    rows += [(words.name("stage", stage), f"{item.shallow}/{item.of}", f"{item.deep}/{item.of}")
             for stage, item in report.summary.coverage.items() if item.of]
    head, *rest = table(rows, right=(1, 2))
    return ["  " + dim(head), *("  " + row for row in rest)] if rest else []


def _folders(report: GapReport, look: Look) -> list[str]:
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


def _gap(gap: Gap, mender: Mender, look: Look) -> list[str]:
    words = look.words
    path = path_of(gap.concept)
    state = f"{coloured(words.name('state', gap.state), gap.state)}"
    head = f"{bold(one_line(gap.title))}  {state}"
    head += beside(gap.title, look.summaries.get(path), look.width - cells(head))
    if gap.strength == "inferred":
        head += dim(f"  {look.signs.inferred} {words.name('strength', 'inferred')}")
    place = mender.place(gap.concept)
    space = look.width - cells(head) - cells(place)
    lines = [f"{head}{' ' * space}{dim(place)}"] if space >= 2 else [head, "  " + dim(place)]
    lines += ["  " + line for line in chain_lines(gap.chain, gap.missing_stage, words, look.signs, look.width - 2)]
    for text in mender.lines(gap):
        first, *rest = wrap(text, look.width - 4)
        lines += [f"  {look.signs.bullet} {first}", *(f"    {line}" for line in rest)]
    if why := mender.reasons(gap):
        lines += ["  " + dim(line) for line in wrap(words("gaps.why", why="; ".join(why)), look.width - 2, lines=2)]
    return lines


def _orphaned(report: GapReport, look: Look) -> list[str]:
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
