"""``index`` for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from vaultkit.messages.words import Words
from vaultkit.model import Problem, RefreshReport
from vaultkit.render.terminal import bold, dim, one_line, table, visible_line
from vaultkit.text.names import is_note

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import RootTaken
    from vaultkit.search.embedding import EmbedReport

PER_RULE = 3
UNKNOWN_NAMED = 8


def index_lines(name: str, report: RefreshReport, kinds: Mapping[str, Mapping[str, int]],
                problems: Sequence[Problem], words: Words, verbose: bool) -> list[str]:
    """One line of what was done, a table of the kinds, the problems grouped by rule. ``kinds`` maps a kind to how many
    there are by strength."""
    line = words("index.line", vault=bold(name), notes=words.count("note", report.total),
                 read=words.number(report.read), changed=words.number(report.changed),
                 removed=words.number(report.removed), links=words.count("link", report.links),
                 seconds=words.seconds(report.seconds))
    return [line, *_kinds(kinds, words), *_problems(problems, words, verbose)]


def unknown_lines(unknown: Mapping[str, int], words: Words) -> list[str]:
    """One line that names the files of the source roots whose kind is not known; empty where all are."""
    if not unknown:
        return []
    named = [f"{one_line(suffix)} ({words.number(count)})" for suffix, count in list(unknown.items())[:UNKNOWN_NAMED]]
    more = ", …" if len(unknown) > UNKNOWN_NAMED else ""
    return [words("index.unknown", n=words.number(sum(unknown.values())), named=", ".join(named) + more)]


def root_lines(roots: Sequence[RootTaken], left: tuple[int, int], words: Words) -> list[str]:
    """One line that names the source trees that were found since none is set; nothing where they are set. ``left`` is
    ``SourceIndex.left_out``."""
    found = [visible_line(root.path) for root in roots if root.how == "found"]
    if not found:
        return []
    line = words("roots.found", named=", ".join("./" if name == "." else f"{name}/" for name in found))
    beyond, unread = left
    if beyond:
        line += words("roots.beyond", n=words.number(beyond))
    return [line + (words("roots.unread", n=words.number(unread)) if unread else "")]


def passages_line(chunks: int, report: EmbedReport | None, words: Words, seconds: float) -> str:
    """Say what was made for search."""
    if report is None:
        return words("index.no_embedder", chunks=words.count("chunk", chunks))
    line = words("index.embedded", chunks=words.count("chunk", chunks), embedded=words.number(report.embedded),
                 model=report.embedder, seconds=words.seconds(seconds))
    if report.skipped:
        line += words("index.skipped", n=words.number(report.skipped))
    return line + (words("index.replaced", models=", ".join(report.replaced)) if report.replaced else "")


def pruned_line(indexes: int, size: int, words: Words) -> str:
    """Say what was removed of vaults that no longer exist."""
    from vaultkit.render.doctor_text import size_text as in_bytes

    return words("index.pruned", indexes=words.count("index", indexes), size=in_bytes(size))


def _kinds(kinds: Mapping[str, Mapping[str, int]], words: Words) -> list[str]:
    strengths = ("declared", "structural", "inferred")
    named = [kind for kind in kinds if kind != "note" and any(kinds[kind].values())]
    if not named:
        return []
    rows = [("", *(words.name("strength", strength) for strength in strengths))]
    rows += [(words.name("stage", kind), *(words.number(kinds[kind][strength]) for strength in strengths))
             for kind in named]
    none = sum(kinds.get("note", {}).values())
    head, *rest = table([*rows, (words("index.none"), words.number(none), "", "")], right=(1, 2, 3))
    return ["", "  " + dim(head), *("  " + row for row in rest)]


def _problems(problems: Sequence[Problem], words: Words, verbose: bool) -> list[str]:
    if not problems:
        return []
    by_rule: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_rule[problem.rule].append(problem)
    paths = {problem.path for problem in problems}
    unit = "note" if all(is_note(path) for path in paths) else "file"
    lines = ["", words("index.problems", problems=words.count("problem", len(problems)),
                       notes=words.count(unit, len(paths)))]
    for rule, mine in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        lines.append(f"  {bold(rule)} {words.number(len(mine))}")
        shown = mine if verbose else mine[:PER_RULE]
        lines += [f"    {visible_line(item.path)}:{item.line} {dim(one_line(item.message))}" for item in shown]
        if len(shown) < len(mine):
            lines.append("    " + dim(words("index.more", n=words.number(len(mine) - len(shown)))))
    return lines
