"""``gaps`` as Markdown that reads well in Obsidian and on a forge: notes are wikilinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.model.ids import path_of, subpath_of
from vaultkit.render.chain import draw_chain
from vaultkit.render.gaps_text import ORDER, kept
from vaultkit.render.mend import Mender
from vaultkit.render.style import Signs
from vaultkit.render.terminal import one_line, without_colour
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.graph.gap_types import Gap, GapReport


def gaps_markdown(name: str, report: GapReport, shown: Sequence[Gap], mender: Mender, words: Words) -> list[str]:
    """A heading, a table of the states, and a list item for each of ``shown``."""
    summary = report.summary
    lines = [f"# {one_line(name)}", "", words(
        "gaps.head", vault=one_line(name), concepts=words.count("concept", summary.concepts),
        covered=words.number(summary.by_state.get("covered", 0))), ""]
    if len(shown) < len(report.gaps):
        lines += [kept(report, shown, words), ""]
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
    return f"[[{path.removesuffix('.md')}{'#' if subpath else ''}{subpath}|{' '.join(title.split())}]]"
