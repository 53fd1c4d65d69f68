"""Long blocks → pieces that fit: prose between sentences, lists between items, code between lines, tables between rows.

Sentences are razdel's (github.com/natasha/razdel), whose rules know Russian abbreviations, initials and quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vaultkit.search.chunking.blocks import FormBlock
from vaultkit.search.chunking.lines import CHARACTERS_PER_WORD, LEAST, MOST, OVERLAP, TARGET, WHOLE, word_count
from vaultkit.text.lazy_pattern import lazy_pattern

Span = tuple[int, int]
_MARKER = lazy_pattern(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_WORD = lazy_pattern(r"\S+\s*")
_WINDOW = 8_000
# Characters of a paragraph: a long chapter has as many.
_BY_HAND = 100_000
_PLAIN_END = lazy_pattern(r"(?<=[.?!…])\s+")
_ENDING = lazy_pattern(r"[.?!…;]|[=:]-?[()]")
_MARK = lazy_pattern(r"[.?!…;:\"'„“”«»‘’()\[\]{}]")


def pieces(block: FormBlock) -> Iterator[FormBlock]:
    """``block`` itself where it fits, else its pieces in order; every piece stands word for word in it, a table's
    header aside, which each of its pieces has."""
    if block.form == "prose":
        if word_count(block.text) <= MOST:
            yield block
            return
        items = _items(block.text)
        parts = items or _sentences(block.text)
        spans = _pack(block.text, _short(block.text, parts, sentences=not items), 0 if items else OVERLAP)
        yield from _cut(block, spans)
    elif word_count(block.text) <= WHOLE:
        yield block
    elif (block.form == "code" or word_count(block.text.partition("\n")[0]) > TARGET
          or max(map(word_count, block.text.split("\n"))) > WHOLE):
        # A table with such a row, too, or with a header that would fill every piece.
        yield from _cut(block, _pack(block.text, _short(block.text, _lines(block.text)), 0))
    else:
        yield from _rows(block)


def _sentences(text: str) -> list[Span]:
    """Spans of the sentences. Read a window at a time, since razdel needs the square of a text's length; the last
    sentence of a window, which may go on, begins the next one. A paragraph that nobody wrote by hand is cut behind
    every mark that may end a sentence, which is a hundred times faster."""
    if len(text) > _BY_HAND:
        ends = [(match.start(), match.end()) for match in _PLAIN_END.finditer(text)]
        return list(zip([0, *(stop for _, stop in ends)], [*(start for start, _ in ends), len(text)], strict=True))
    from razdel import sentenize

    made: list[Span] = []
    start = 0
    while start < len(text):
        window = text[start:start + _WINDOW]
        # razdel looks long at every mark; what is made of marks is no prose.
        prose = _ENDING.search(window) and len(_MARK.findall(window)) * 8 < len(window)
        found = [(start + part.start, start + part.stop) for part in sentenize(window)] if prose else [
            (start, start + len(window))]
        if start + _WINDOW >= len(text):
            return made + found
        if len(found) > 1:
            start = found.pop()[0]
        else:
            blank = window.rfind(" ") + 1 or len(window)
            found, start = [(start, start + blank)], start + blank
        made += found
    return made


def _items(text: str) -> list[Span]:
    """The items of a list, what stands before it first; none where it is no list."""
    starts = [match.start() for match in _MARKER.finditer(text)]
    if len(starts) < 2:
        return []
    starts = starts if starts[0] == 0 else [0, *starts]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _lines(text: str) -> list[Span]:
    ends = [match.end() for match in re.finditer(r"\n", text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _short(text: str, spans: Sequence[Span], *, sentences: bool = False) -> list[Span]:
    """Return the spans; those too long for a chunk are cut at sentences, unless they are ``sentences`` already, else at
    words, or characters where there is no blank."""
    made: list[Span] = []
    for start, stop in spans:
        said = text[start:stop]
        if word_count(said) <= MOST:
            made.append((start, stop))
            continue
        inner = _words(said) if sentences else _sentences(said)
        inner = inner if sentences or len(inner) > 1 else _words(said)
        whole = sentences or len(inner) < 2
        made += [(start + a, start + b) for a, b in (inner if whole else _short(said, inner, sentences=True))]
    return made


def _words(text: str) -> list[Span]:
    """Runs of words of TARGET words."""
    most = TARGET * CHARACTERS_PER_WORD
    made: list[Span] = []
    start = stop = count = 0
    for match in _WORD.finditer(text):
        for at in range(match.start(), match.end(), most):
            end = min(at + most, match.end())
            weight = max(1, (end - at) // CHARACTERS_PER_WORD)
            if count and count + weight > TARGET:
                made.append((start, stop))
                start, count = at, 0
            stop, count = end, count + weight
    return [*made, (start, len(text))]


def _pack(text: str, spans: Sequence[Span], overlap: int) -> list[Span]:
    """Neighbouring spans joined up to TARGET words; each but the first begins with up to ``overlap`` words of the one
    before."""
    made: list[Span] = []
    first, count = 0, 0
    sizes = [word_count(text[start:stop]) for start, stop in spans]
    for at, weight in enumerate(sizes):
        if at > first and (count + weight > MOST or count >= TARGET):
            made.append((spans[first][0], spans[at - 1][1]))
            first = at - 1 if at - 1 > first and sizes[at - 1] <= overlap and weight + overlap <= MOST else at
            count = sum(sizes[first:at])
        count += weight
    if made and sum(sizes[-(len(spans) - first):]) < LEAST + overlap:
        return [*made[:-1], (made[-1][0], spans[-1][1])]
    return [*made, (spans[first][0], spans[-1][1])] if spans else made


def _cut(block: FormBlock, spans: Sequence[Span]) -> Iterator[FormBlock]:
    line, passed = block.start, 0
    for start, stop in spans:
        said = block.text[start:stop]
        lead = len(said) - len(said.lstrip("\n" if block.form == "code" else " \t\n"))
        said = said[lead:].rstrip()
        at = start + lead
        # A piece may begin with the last words of the one before.
        line += block.text.count("\n", passed, at) if at >= passed else -block.text.count("\n", at, passed)
        passed = at
        if said:
            yield replace(block, start=line, text=said)


def _rows(block: FormBlock) -> Iterator[FormBlock]:
    head, rule, *rows = [*block.text.split("\n"), ""]
    rows = rows[:-1] if rows and not rows[-1] else rows
    made: list[str] = []
    first = 0
    for at, row in enumerate([*rows, None]):
        if made and (row is None or word_count("\n".join((head, *made, row))) > MOST):
            start = block.start if first == 0 else block.start + 2 + first
            yield _table(block, start, (head, rule, *made))
            made, first = [], at
        if row is not None:
            made.append(row)


def _table(block: FormBlock, start: int, lines: Sequence[str]) -> FormBlock:
    return replace(block, start=start, text="\n".join(lines))
