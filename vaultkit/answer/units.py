"""Units of a passage: paragraphs, list items, table rows and lines of code, each with the lines that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vaultkit.model import Chunk
from vaultkit.text.lazy_pattern import lazy_pattern

_EMBED = lazy_pattern(r"!\[\[[^\]]*\]\]|!\[[^\]]*\]\([^)]*\)")
_LINK = lazy_pattern(r"\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|<?\bhttps?://[^\s>]+>?")
_FORMULA = lazy_pattern(r"\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_TEX = lazy_pattern(r"\\[A-Za-z]{2,}(?=[{\s_^\\])")
_MARKS_JUNK = lazy_pattern(r"(?<!\S)\^[\w-]+|(?<!\S)#[^\s#]+|\[\^[^\]]+\]|<[^<>]*>|%%.*?%%|^\s*\[[^\]]?\](?=\s|$)"
                    r"|\[![\w-]+\][+-]?", re.DOTALL)
_FIELD_JUNK = lazy_pattern(r"(?<!\s)\s*[([]?[^\s:|`()\[\]][^:|`]{0,40}::\s*")
_JOINS = lazy_pattern(r"\b(?:see|also|by|and|or|via|from|см|смотри\w*|также|и|или|из|далее|ещё)\b", re.IGNORECASE)
_HEADS = lazy_pattern(r"\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*:?\s*$")
_WORD = lazy_pattern(r"[^\W_]")
# Fences that hold a diagram or a query, no sentences.
_DRAWN = lazy_pattern(r"\s*(?:`{3,}|~{3,})\s*\{?(?:dataview|dataviewjs|base|tasks|query|mermaid|plantuml|dot|math|latex"
                    r"|button|excalidraw|canvas)\b", re.IGNORECASE)


def says_nothing(text: str, *, links: bool = False) -> bool:
    """Return whether ``text`` (one sentence as shown) says nothing by itself. ``links``: a link alone says something,
    as an item does under the line that opens its list."""
    field = _FIELD_JUNK.match(text)
    bare = _MARKS_JUNK.sub(" ", _FORMULA.sub(" ", _EMBED.sub(" ", text)))
    if field is not None:
        bare = _FIELD_JUNK.sub("", bare, count=1)
    if not links or field is not None:
        bare = _JOINS.sub(" ", _LINK.sub(" ", bare))
    return not _WORD.search(bare)


def is_bold_heading(line: str) -> bool:
    """Return whether a line of its own is a heading in bold rather than a sentence."""
    return bool(_HEADS.match(line)) and not line.rstrip(" *_").endswith((".", "!", "…"))


def is_formula(text: str) -> bool:
    """Return whether ``text`` is TeX without the signs around it."""
    return "$" not in text and len(_TEX.findall(text)) > 1


def opens_drawing(fence: str) -> bool:
    """Return whether the line that opens a fence names a diagram or a query."""
    return bool(_DRAWN.match(fence))


def without_formulas(text: str) -> str:
    """``text`` without its formulas."""
    return _FORMULA.sub(" ", text)


Form = Literal["prose", "item", "row", "code", "field", "title"]

_FENCE = lazy_pattern(r"\s*(`{3,}|~{3,})")
ITEM = lazy_pattern(r"\s*(?:[-*+]|\d+[.)])\s+(?=\S)")
_HEADING = lazy_pattern(r"\s*#{1,6}\s")
_CALLOUT = lazy_pattern(r"\s*\[![\w-]+\][+-]?\s*")
_RULE = lazy_pattern(r"\s*(?:[-*_=]\s*){3,}$|\s*%%.*%%\s*$|\s*<!--.*-->\s*$|\s*\[\^[^\]]+\]:")
_FIELD = lazy_pattern(r"\s*[^\s:|`][^:|`]{0,40}::\s*\S")
_DELIMITER = lazy_pattern(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*$")
QUOTE = lazy_pattern(r"^(?:\s*>)+ ?")
_TITLE = 60


@dataclass(frozen=True, slots=True)
class TextUnit:
    """A paragraph, list item, table row or line of code as written. ``block`` counts the stretches between blank lines,
    headings and rules of the passage; ``lead`` is the line that opens the list or table, ``header`` the cells of a
    row's header and ``head`` the two lines of it as written. A ``title`` only names what comes after it."""

    form: Form
    raw: str
    line: int
    block: int
    lead: str = ""
    header: tuple[str, ...] = ()
    head: str = ""

    @property
    def end_line(self) -> int:
        """Its last line."""
        return self.line + self.raw.count("\n")


def table_cells(row: str) -> tuple[str, ...]:
    """The cells of a table row as written, trimmed."""
    inner = row.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))


def units_of(chunk: Chunk) -> Iterator[TextUnit]:
    """The units of ``chunk`` in order, each with its lines in the note."""
    if chunk.form == "code" and not _FENCE.match(chunk.text):
        yield from _code(chunk.text.split("\n"), chunk.start_line, 0)
        return
    state = _State()
    # A later piece of a long table begins with the header, which stands elsewhere.
    behind = 2 if chunk.form == "table" and chunk.text.count("\n") > chunk.end_line - chunk.start_line else 0
    for first, text in chunk.stretches():
        yield from _units([QUOTE.sub("", line, count=1) for line in text.split("\n")], first - behind, state)
        state.block += 1


@dataclass(slots=True)
class _State:
    """State that goes on from one stretch of a passage to the next."""

    block: int = 0
    lead: str = ""
    opened: bool = False


def _units(lines: Sequence[str], first: int, state: _State) -> Iterator[TextUnit]:
    at = 0
    while at < len(lines):
        line, number = lines[at], first + at
        fence = _FENCE.match(line)
        if fence:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip().startswith(fence[1])), len(lines))
            if not opens_drawing(line):
                yield from _code(lines[at + 1:end], number + 1, state.block)
            at, state.block = end + 1, state.block + 1
        elif not line.strip() or _HEADING.match(line) or _CALLOUT.match(line) or _RULE.match(line):
            state.block += 1
            if line.strip():
                state.lead = ""
            at += 1
        elif line.strip() == "$$":
            at = 1 + next((i for i in range(at + 1, len(lines)) if lines[i].strip().endswith("$$")), len(lines))
        elif _titles(lines, at, opens=not state.opened):
            state.lead = line.strip().strip("*_").strip()
            yield TextUnit("title", line, number, state.block)
            at, state.block = at + 1, state.block + 1
        elif at + 1 < len(lines) and "|" in line and _DELIMITER.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                yield TextUnit("row", lines[end], first + end, state.block, state.lead, table_cells(line),
                               f"{line}\n{lines[at + 1]}")
                end += 1
            at = end
        else:
            end = at + 1
            while end < len(lines) and _continues(lines[end]):
                end += 1
            raw, form = "\n".join(lines[at:end]), _form(line)
            yield TextUnit(form, raw, number, state.block, state.lead if form == "item" else "")
            if form == "prose" and raw.rstrip().endswith(":"):
                state.lead = raw.strip()
            elif form != "item":
                state.lead = ""
            at = end
        state.opened = True


def _titles(lines: Sequence[str], at: int, *, opens: bool) -> bool:
    """Return whether a line only names what comes after it: underlined, in bold alone, or the title that a callout's
    passage begins with (short, without a stop, and what follows begins anew)."""
    line, after = lines[at].strip(), lines[at + 1].strip() if at + 1 < len(lines) else ""
    if is_bold_heading(line) or re.fullmatch(r"=+|-{2,}", after):
        return True
    plain = not ITEM.match(line) and not _FIELD.match(line) and "|" not in line and len(line) <= _TITLE
    return (opens and at == 0 and plain and bool(after) and line[-1:] not in ".!?…:;,»)" and line[:1].isupper()
            and after[:1].isupper())


def _form(line: str) -> Form:
    if ITEM.match(line):
        return "item"
    if line.lstrip().startswith("|"):
        return "row"
    return "field" if _FIELD.match(line) else "prose"


def _continues(line: str) -> bool:
    """Return whether a line goes on with the paragraph or item above it."""
    return bool(line.strip()) and not any(
        pattern.match(line) for pattern in (ITEM, _HEADING, _CALLOUT, _RULE, _FENCE, _FIELD, re.compile(r"\s*[|>]")))


def _code(lines: Sequence[str], first: int, block: int) -> Iterator[TextUnit]:
    for offset, line in enumerate(lines):
        if line.strip() and not _FENCE.match(line):
            yield TextUnit("code", line, first + offset, block)
