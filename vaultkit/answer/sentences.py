"""A passage → the sentences that may stand in an answer, each word for word as the note has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.answer.text import CYRILLIC
from vaultkit.answer.units import ITEM, QUOTE, Form, TextUnit, says_nothing, table_cells, units_of
from vaultkit.model import Chunk, Hit
from vaultkit.text.lazy_pattern import lazy_pattern

_TASK = lazy_pattern(r"\[[^\]]\]\s+")
_END = lazy_pattern(r"(?<=[.!?…])[\"'”’)\]*_`]*(?:\s*\[\^[^\]]+\])*\s+(?=[\"'“‘(\[*_`]*[A-ZÀ-ÞЀ-Я0-9])")
_ABBREVIATION = lazy_pattern(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Eq|Sec|Ch|vol|pp?|al|approx|Inc|Ltd|[A-Z]))\.$")
_MARKS = lazy_pattern(r"(?<!\s)\s*+(?:\[\^[^\[\]\s]++\]|(?<=\s)\^[\w-]+(?=\s*$))")
_LONGEST = 900


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


def sentences_of(hit: Hit, place: int) -> list[Sentence]:
    """The sentences of the passage ``hit``, in order; ``place`` is its place among the hits."""
    out: list[Sentence] = []
    for unit in units_of(hit.chunk):
        out += sentences_of_unit(unit, hit.chunk, place, len(out))
    return out


def sentences_of_unit(unit: TextUnit, chunk: Chunk, place: int = 0, order: int = 0) -> list[Sentence]:
    """The sentences of one unit, counted from ``order`` on; none of a title and of what says nothing by itself."""
    out: list[Sentence] = []
    for quote, offset in () if unit.form == "title" else _split(unit):
        text = _shown(unit, quote)
        if len(text) < 2 or not any(char.isalnum() for char in text) or len(text) > _LONGEST:
            continue
        if unit.form != "code" and says_nothing(text, links=unit.form == "row" or bool(unit.lead)):
            continue
        line = unit.line + unit.raw[:offset].count("\n")
        out.append(Sentence(text, quote, place, order + len(out), min(line, chunk.end_line),
                            min(line + quote.count("\n"), chunk.end_line), unit.form, unit.block, chunk, unit.lead))
    return out


def _split(unit: TextUnit) -> Iterator[tuple[str, int]]:
    """(sentence as written, its place in the unit)."""
    if unit.form not in ("prose", "item"):
        yield unit.raw.strip(), len(unit.raw) - len(unit.raw.lstrip())
        return
    marker = ITEM.match(unit.raw)
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


def _shown(unit: TextUnit, quote: str) -> str:
    if unit.form == "row":
        row, header = table_cells(quote), unit.header
        named = [f"{header[i]}: {cell}" if i < len(header) and header[i] else cell
                 for i, cell in enumerate(row) if cell]
        return _MARKS.sub("", "; ".join(named)).replace("\\|", "|")
    if unit.form == "code":
        return quote if "`" in quote else f"`{quote.strip()}`"
    text = " ".join(QUOTE.sub("", line) if i else line for i, line in enumerate(quote.split("\n")))
    return _MARKS.sub("", _TASK.sub("", " ".join(text.split()), count=1) if unit.form == "item"
                      else " ".join(text.split())).strip()
