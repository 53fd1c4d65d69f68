"""A passage → the sentences that may stand in an answer, each word for word as the note has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vaultkit.answer.text import CYRILLIC
from vaultkit.model import Chunk, Hit
from vaultkit.text.lazy_pattern import lazy_pattern

_EMBED = lazy_pattern(r"!\[\[[^\]]*\]\]|!\[[^\]]*\]\([^)]*\)")
_LINK = lazy_pattern(r"\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|<?\bhttps?://[^\s>]+>?")
_FORMULA = lazy_pattern(r"\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
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


def opens_drawing(fence: str) -> bool:
    """Return whether the line that opens a fence names a diagram or a query."""
    return bool(_DRAWN.match(fence))


def without_formulas(text: str) -> str:
    """``text`` without its formulas."""
    return _FORMULA.sub(" ", text)


Form = Literal["prose", "item", "row", "code", "field"]

_FENCE = lazy_pattern(r"\s*(`{3,}|~{3,})")
_ITEM = lazy_pattern(r"\s*(?:[-*+]|\d+[.)])\s+(?=\S)")
_TASK = lazy_pattern(r"\[[^\]]\]\s+")
_HEADING = lazy_pattern(r"\s*#{1,6}\s")
_CALLOUT = lazy_pattern(r"\s*\[![\w-]+\][+-]?\s*")
_RULE = lazy_pattern(r"\s*(?:[-*_=]\s*){3,}$|\s*%%.*%%\s*$|\s*<!--.*-->\s*$|\s*\[\^[^\]]+\]:")
_FIELD = lazy_pattern(r"\s*[^\s:|`][^:|`]{0,40}::\s*\S")
_DELIMITER = lazy_pattern(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*$")
_QUOTE = lazy_pattern(r"^(?:\s*>)+ ?")
_END = lazy_pattern(r"(?<=[.!?…])[\"'”’)\]*_`]*(?:\s*\[\^[^\]]+\])*\s+(?=[\"'“‘(\[*_`]*[A-ZÀ-ÞЀ-Я0-9])")
_ABBREVIATION = lazy_pattern(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Eq|Sec|Ch|vol|pp?|al|approx|Inc|Ltd|[A-Z]))\.$")
_MARKS = lazy_pattern(r"(?<!\s)\s*+(?:\[\^[^\[\]\s]++\]|(?<=\s)\^[\w-]+(?=\s*$))")
_LONGEST, _TITLE = 900, 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, table row or line of code. ``text`` is what a person reads (a row with its headers, no
    footnote marks), ``quote`` what stands in the note; ``lead`` is the line that opens the list it belongs to;
    ``order`` counts within the passage ``hit`` (its place among the hits)."""

    text: str
    quote: str
    hit: int
    order: int
    line: int
    end_line: int
    form: Form
    block: int
    chunk: Chunk
    lead: str = ""

    @property
    def asks(self) -> bool:
        """True when it is a question itself."""
        return self.text.rstrip(" *_»\")'").endswith("?")


@dataclass(slots=True)
class _Unit:
    form: Form
    raw: str
    line: int
    block: int
    lead: str = ""
    header: tuple[str, ...] = ()


def sentences_of(hit: Hit, place: int) -> list[Sentence]:
    """The sentences of the passage ``hit``, in order; ``place`` is its place among the hits."""
    chunk = hit.chunk
    out: list[Sentence] = []
    for unit in _units(chunk):
        for quote, offset in _split(unit):
            text = _shown(unit, quote)
            if len(text) < 2 or not any(char.isalnum() for char in text) or len(text) > _LONGEST:
                continue
            if unit.form != "code" and says_nothing(text, links=unit.form == "row" or bool(unit.lead)):
                continue
            line = unit.line + unit.raw[:offset].count("\n")
            out.append(Sentence(text, quote, place, len(out), min(line, chunk.end_line),
                                min(line + quote.count("\n"), chunk.end_line), unit.form, unit.block, chunk,
                                unit.lead))
    return out


def table_cells(row: str) -> tuple[str, ...]:
    """The cells of a table row as written, trimmed."""
    inner = row.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))


def _units(chunk: Chunk) -> Iterator[_Unit]:
    if chunk.form == "code" and not _FENCE.match(chunk.text):
        yield from _code(chunk.text.split("\n"), chunk.start_line, 0)
        return
    lines = chunk.text.split("\n")
    lead, block, at = "", 0, 0
    while at < len(lines):
        line, number = _QUOTE.sub("", lines[at], count=1), chunk.start_line + at
        fence = _FENCE.match(line)
        if fence:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].strip().startswith(fence[1])), len(lines))
            if not opens_drawing(line):
                yield from _code(lines[at + 1:end], number + 1, block)
            at, block = end + 1, block + 1
        elif not line.strip() or _HEADING.match(line) or _CALLOUT.match(line) or _RULE.match(line):
            block += 1
            if line.strip():
                lead = ""
            at += 1
        elif line.strip() == "$$":
            at = 1 + next((i for i in range(at + 1, len(lines)) if lines[i].strip().endswith("$$")), len(lines))
        elif _titles(lines, at):
            lead, at, block = line.strip().strip("*_").strip(), at + 1, block + 1
        elif at + 1 < len(lines) and "|" in line and _DELIMITER.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                yield _Unit("row", lines[end], chunk.start_line + end, block, lead, table_cells(line))
                end += 1
            at = end
        else:
            end = at + 1
            while end < len(lines) and _continues(lines[end]):
                end += 1
            raw, form = "\n".join(lines[at:end]), _form(line)
            yield _Unit(form, raw, number, block, lead if form == "item" else "")
            lead = raw.strip() if form == "prose" and raw.rstrip().endswith(":") else lead if form == "item" else ""
            at = end


def _titles(lines: Sequence[str], at: int) -> bool:
    """Return whether a line only names what comes after it: underlined, in bold alone, or the title that a callout's
    passage begins with (short, without a stop, and what follows begins anew)."""
    line, after = lines[at].strip(), lines[at + 1].strip() if at + 1 < len(lines) else ""
    if is_bold_heading(line) or re.fullmatch(r"=+|-{2,}", after):
        return True
    plain = not _ITEM.match(line) and not _FIELD.match(line) and "|" not in line and len(line) <= _TITLE
    return (at == 0 and plain and bool(after) and line[-1:] not in ".!?…:;,»)" and line[:1].isupper()
            and after[:1].isupper())


def _form(line: str) -> Form:
    if _ITEM.match(line):
        return "item"
    if line.lstrip().startswith("|"):
        return "row"
    return "field" if _FIELD.match(line) else "prose"


def _continues(line: str) -> bool:
    """Return whether a line goes on with the paragraph or item above it."""
    return bool(line.strip()) and not any(
        pattern.match(line) for pattern in (_ITEM, _HEADING, _CALLOUT, _RULE, _FENCE, _FIELD, re.compile(r"\s*[|>]")))


def _code(lines: list[str], first: int, block: int) -> Iterator[_Unit]:
    for offset, line in enumerate(lines):
        if line.strip() and not _FENCE.match(line):
            yield _Unit("code", line, first + offset, block)


def _split(unit: _Unit) -> Iterator[tuple[str, int]]:
    """(sentence as written, its place in the unit)."""
    if unit.form not in ("prose", "item"):
        yield unit.raw.strip(), len(unit.raw) - len(unit.raw.lstrip())
        return
    marker = _ITEM.match(unit.raw)
    start = marker.end() if marker else len(unit.raw) - len(unit.raw.lstrip())
    task = _TASK.match(unit.raw, start) if marker else None
    start = task.end() if task else start
    body = unit.raw[start:].rstrip()
    # A short item stays whole: its later sentences make no sense without the first one.
    if unit.form == "item" and len(body) <= 240:
        yield body, start
        return
    for begin, end in spans(body):
        yield body[begin:end], start + begin


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of ``text`` begin and end: razdel for Russian, else by full stops before a capital."""
    if CYRILLIC.search(text):
        from razdel import sentenize

        return _joined(text, [(item.start, item.stop) for item in sentenize(text)])
    ends = [match for match in _END.finditer(text) if not _ABBREVIATION.search(text[:match.start()].rstrip("\"')]*_`"))]
    begins = [0, *(match.end() for match in ends)]
    return _joined(text, list(zip(begins, [*(match.start() + len(match[0].rstrip()) for match in ends), len(text)],
                                  strict=True)))


def _joined(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``parts``, those that open no sentence (a lone footnote mark, a bracket left open, half of a span of code or a
    link) joined to the one before."""
    out: list[tuple[int, int]] = []
    for begin, end in parts:
        if out:
            before, here = text[out[-1][0]:out[-1][1]], text[begin:end]
            if (before.count("`") % 2 or before.count("[[") > before.count("]]") or before.count("$") % 2
                    or not re.search(r"\w{2}", re.sub(r"\[\^[^\]]+\]", "", here))):
                out[-1] = (out[-1][0], end)
                continue
        if text[begin:end].strip():
            out.append((begin, end))
    return out


def _shown(unit: _Unit, quote: str) -> str:
    if unit.form == "row":
        row, header = table_cells(quote), unit.header
        named = [f"{header[i]}: {cell}" if i < len(header) and header[i] else cell
                 for i, cell in enumerate(row) if cell]
        return _MARKS.sub("", "; ".join(named)).replace("\\|", "|")
    if unit.form == "code":
        return quote if "`" in quote else f"`{quote.strip()}`"
    text = " ".join(_QUOTE.sub("", line) if i else line for i, line in enumerate(quote.split("\n")))
    return _MARKS.sub("", _TASK.sub("", " ".join(text.split()), count=1) if unit.form == "item"
                      else " ".join(text.split())).strip()
