"""First lines of a vault's ideas, for a person who sees them for the first time: what was read, how far ideas get, what
moved, what is open, what was left out (docs/contract.md, Ideas)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.messages.words import Words
from vaultkit.render.terminal import Signs, bold, dim, display_width, one_line, wrap

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap, GapReport

OPEN, PROBABLE, MOVED = 7, 5, 2
WORDS_ONLY = ("open", "unjudged", "chat_only")


class FolderRead(NamedTuple):
    """Numbers of what was read: notes, chats among them, and files of the source trees."""

    notes: int
    chats: int
    files: int


def head_lines(name: str, report: GapReport, read: FolderRead, words: Words) -> list[str]:
    """Lines that say what was read and which code was looked at; how many ideas there are and how far they get; what
    moved."""
    summary = report.summary
    chats = words("first.chats", chats=words.count("chat", read.chats)) if read.chats else ""
    notes = words("first.read", vault=name, notes=words.count("note", read.notes), chats=chats)
    roots = ", ".join(one_line(root.path) for root in summary.roots)
    files = words.count("file", read.files)
    found = any(root.how == "found" for root in summary.roots)
    code = words("first.code_found" if found else "first.code_set", roots=roots, files=files) if summary.roots \
        else words("first.no_code")
    return [f"{notes} {code}", counts_line(report, words), *moved_lines(report, words)]


def counts_line(report: GapReport, words: Words) -> str:
    """A line that says how many ideas there are, and how many of them are in code, probably in code, only in chats,
    only words."""
    outcome = report.summary.outcome
    ideas = sum(count for name, count in outcome.items() if name != "learning")
    if not ideas:
        return words("first.no_ideas")
    parts = [words(f"outcome.{name}", n=words.number(outcome[name]))
             for name in ("covered", "probable", "chat_only", "open", "unjudged") if outcome.get(name)]
    return words("first.ideas", ideas=words.count("idea", ideas), parts=", ".join(parts))


def moved_lines(report: GapReport, words: Words) -> list[str]:
    """The paths that notes name and that lie elsewhere now."""
    moved = [(gap, one) for gap in report.gaps for one in gap.probable if one.state == "moved"]
    lines = [words("first.moved", note=one_line(gap.title), why=one.why[0], path=one_line(one.path))
             for gap, one in moved[:MOVED] if one.why]
    if len(moved) > MOVED:
        lines.append(words("first.moved_more", n=words.number(len(moved) - MOVED)))
    return lines


def left_out_lines(report: GapReport, words: Words) -> list[str]:
    """Lines that say what is not spoken of, and why."""
    learning = report.summary.outcome.get("learning", 0)
    said = words("first.learning", notes=words.count("note", learning)) + " " if learning else ""
    return [said + words("first.left_out")]


def first_screen(name: str, report: GapReport, shown: Sequence[Gap], read: FolderRead, words: Words, signs: Signs,
                 width: int, top: int | None) -> list[str]:
    """The whole first screen of a vault that declares nothing: some twenty lines."""
    lines = [line for text in head_lines(bold(name), report, read, words) for line in wrap(text, width)]
    lonely = [gap for gap in shown if gap.outcome in WORDS_ONLY]
    probable = [gap for gap in shown if gap.outcome == "probable"]
    few = top if top is None else OPEN
    if lonely:
        lines += ["", dim(words("first.open_unjudged" if not report.summary.roots else "first.open"))]
        lines += _rows(lonely[:few], words, signs, width)
        if few is not None and len(lonely) > few:
            lines.append("  " + dim(words("gaps.more", n=words.number(len(lonely) - few))))
    if probable:
        few = top if top is None else PROBABLE
        lines += ["", dim(words("first.probable"))]
        lines += _rows(probable[:few], words, signs, width)
        if few is not None and len(probable) > few:
            lines.append("  " + dim(words("gaps.more", n=words.number(len(probable) - few))))
    return [*lines, "", *(dim(line) for text in left_out_lines(report, words) for line in wrap(text, width))]


def _rows(gaps: Sequence[Gap], words: Words, signs: Signs, width: int) -> Iterator[str]:
    for gap in gaps:
        head = f"  {signs.bullet} {bold(one_line(gap.title))}"
        best = gap.probable[0] if gap.probable and gap.outcome == "probable" else None
        if best is not None:
            place = one_line(best.path + (f"#{best.symbol}" if best.symbol else ""))
            tail = f" {signs.dashed} {place}"
        elif gap.outcome == "chat_only":
            tail = f" {dim(words('first.chat_code'))}"
        else:
            tail = ""
        where = f"{one_line(gap.path)}:{gap.line}"
        line = head + tail
        space = width - display_width(line) - display_width(where)
        if space >= 2:
            line += " " * space + dim(where)
        yield line


def first_markdown(name: str, report: GapReport, shown: Sequence[Gap], read: FolderRead, words: Words) -> list[str]:
    """The first screen as Markdown, with every idea: what is only words, what is probably in code, what is in code."""
    title = one_line(name)
    lines = [f"# {title}", "", *(text for line in head_lines(title, report, read, words) for text in (line, ""))]
    open_head = words("first.open_unjudged" if not report.summary.roots else "first.open")
    for head, wanted in ((open_head, WORDS_ONLY), (words("first.probable"), ("probable",)),
                         (words("first.covered"), ("covered",))):
        rows = [_item(gap, words) for gap in shown if gap.outcome in wanted]
        lines += [head, "", *rows, ""] if rows else []
    return [*lines, *left_out_lines(report, words)]


def _item(gap: Gap, words: Words) -> str:
    title, where = (" ".join(one_line(text).translate(_NO_LINK).split()) for text in (gap.title, gap.path))
    target = where.removesuffix(".md")
    place = f"[[{target}|{title}]]" if gap.form == "note" else f"{title} ([[{target}]]:{gap.line})"
    if gap.outcome == "chat_only":
        return f"- {place} — {words('first.chat_code')}"
    best = gap.probable[0] if gap.probable and gap.outcome == "probable" else None
    return f"- {place} — `{one_line(best.path + (f'#{best.symbol}' if best.symbol else ''))}`" if best else f"- {place}"


_NO_LINK = str.maketrans("[]|`", "    ")
