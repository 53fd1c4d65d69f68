"""Blocks of a note: what a person would point at as the answer.

A block is a paragraph, a list with the line that opens it, a table, a fence with what introduces it; short neighbours
of one section are one block. Blocks are cut from the stretches that the index keeps of a passage, so the note is not
read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from vaultkit.answer.sentences import Sentence, sentences_of_unit
from vaultkit.answer.units import TextUnit, is_formula, says_nothing, units_of
from vaultkit.model import Chunk

BlockForm = Literal["prose", "list", "table", "code", "field", "links"]
# Words up to which neighbours of one section are shown as one: what the eye takes in at once.
TOGETHER = 60
# Words of a block that are shown; the rest of a longer one stays in its note.
LONGEST = 200
# Lines between what belongs together: a blank one.
_NEAR = 2


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of the note of ``chunk``, the passage that it begins in. ``units`` and ``sentences`` in order; ``form``
    is that of most of it: ``field`` (``status:: done``) and ``links`` (nothing but links) say nothing by themselves."""

    form: BlockForm
    chunk: Chunk
    units: tuple[TextUnit, ...]
    sentences: tuple[Sentence, ...]

    @property
    def start_line(self) -> int:
        """First line; of a table the line of its header."""
        first = self.units[0]
        return first.line - 2 if first.form == "row" and first.head and first.block >= 0 and self.whole else first.line

    @property
    def whole(self) -> bool:
        """True where the first row of a table stands right below its header."""
        return self.chunk.form != "table" or self.units[0].line - 2 >= self.chunk.start_line

    @property
    def end_line(self) -> int:
        """Last line."""
        return self.units[-1].end_line

    @property
    def text(self) -> str:
        """The block word for word; blank lines within it are one."""
        return text_of_units(self.units)

    @property
    def bare(self) -> bool:
        """True for a field or a list of links: it is shown only when it is asked for, and with nothing beside it."""
        return self.form in ("field", "links")

    @property
    def words(self) -> int:
        """Its length in words."""
        return sum(len(unit.raw.split()) for unit in self.units)


def text_of_units(units: Sequence[TextUnit]) -> str:
    """``units`` as written, rows below their header, code within a fence."""
    lines: list[str] = []
    before: TextUnit | None = None
    for unit in units:
        code = unit.form == "code"
        if before is not None and before.form == "code" and (not code or unit.block != before.block):
            lines.append("```")
        if before is not None and (unit.line > before.end_line + 1 or unit.form != before.form) \
                and not (code and before.form == "code" and unit.block == before.block):
            lines.append("")
        if unit.form == "row" and (before is None or before.head != unit.head):
            lines.append(unit.head)
        if code and (before is None or before.form != "code" or unit.block != before.block):
            lines.append("```")
        # The index keeps a formula without the signs around it.
        lines.append(f"$$\n{unit.raw}\n$$" if unit.form == "prose" and is_formula(unit.raw) else unit.raw)
        before = unit
    if before is not None and before.form == "code":
        lines.append("```")
    return "\n".join(lines)


def joined(blocks: Sequence[TextBlock]) -> TextBlock:
    """Neighbouring ``blocks`` of one section as one."""
    if len(blocks) == 1:
        return blocks[0]
    units = tuple(unit for block in blocks for unit in block.units)
    sentences = tuple(sentence for block in blocks for sentence in block.sentences)
    return TextBlock(_form(units, sentences), blocks[0].chunk, units, sentences)


def trimmed(block: TextBlock, best: Sentence) -> TextBlock:
    """``block`` itself, or of one over ``LONGEST`` words the units around ``best``, the line that opens a list kept."""
    if block.words <= LONGEST:
        return block
    units = block.units
    inner = next((place for place, unit in enumerate(units) if unit.line <= best.line <= unit.end_line), 0)
    first = last = inner
    words = len(units[inner].raw.split())
    while True:
        # What comes before says what it is about; what comes after goes on.
        beside = [place for place in (first - 1, last + 1) if 0 <= place < len(units)]
        fits = [place for place in beside if words + len(units[place].raw.split()) <= LONGEST]
        if not fits:
            break
        first, last = min(first, fits[0]), max(last, fits[0])
        words += len(units[fits[0]].raw.split())
    kept = units[first:last + 1]
    lines = range(kept[0].line, kept[-1].end_line + 1)
    sentences = tuple(one for one in block.sentences if one.line in lines)
    return TextBlock(block.form, best.chunk, kept, sentences or (best,))


def blocks_of(chunks: Iterable[Chunk]) -> list[TextBlock]:
    """The blocks of one note, in order; ``chunks`` are its passages by place."""
    made: list[TextBlock] = []
    for _, section in groupby(chunks, lambda chunk: (chunk.headings, chunk.role, chunk.date, chunk.secondhand)):
        placed = _placed(section)
        made += _together([_block(run) for run in _runs(placed)])
    return made


_Placed = tuple[TextUnit, Chunk]


def _placed(chunks: Iterable[Chunk]) -> list[_Placed]:
    """The units of neighbouring passages, each place once: passages overlap."""
    found: dict[tuple[int, str], _Placed] = {}
    for number, chunk in enumerate(chunks):
        for unit in units_of(chunk):
            apart = TextUnit(unit.form, unit.raw, unit.line, number * 1000 + unit.block, unit.lead, unit.header,
                             unit.head)
            found.setdefault((unit.line, unit.raw), (apart, chunk))
    return sorted(found.values(), key=lambda item: item[0].line)


def _runs(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    run: list[_Placed] = []
    for item in placed:
        if run and not _goes_on([unit for unit, _ in run], item[0]):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _goes_on(run: Sequence[TextUnit], unit: TextUnit) -> bool:
    """Return whether ``unit`` belongs to the block of the units before it."""
    before = run[-1]
    gap = unit.line - before.end_line
    if unit.form == "title":
        return False
    if before.form == "title" or (before.form == "prose" and before.raw.rstrip(" *_").endswith(":")):
        return gap <= _NEAR
    if before.form == unit.form == "code":
        return gap <= 1 or before.block == unit.block
    if before.form == unit.form == "row":
        return before.head == unit.head and gap <= 1
    if before.form == unit.form in ("item", "field"):
        return gap <= _NEAR
    listed = any(one.form == "item" for one in run)
    if listed and unit.form in ("prose", "code") and gap <= _NEAR:
        return unit.raw[:1] in " \t"
    if before.form == "code" and unit.form == "item":
        return listed and gap <= _NEAR
    # A fence with what introduces it: gap of the fence's own line, and of a blank one.
    return before.form == "prose" and unit.form == "code" and gap <= _NEAR + 1


def _block(run: Sequence[_Placed]) -> TextBlock:
    sentences: list[Sentence] = []
    for unit, chunk in run:
        sentences += sentences_of_unit(unit, chunk, order=len(sentences))
    units = tuple(unit for unit, _ in run)
    return TextBlock(_form(units, sentences), run[0][1], units, tuple(sentences))


def _form(units: Sequence[TextUnit], sentences: Sequence[Sentence]) -> BlockForm:
    forms = [unit.form for unit in units if unit.form != "title"]
    if forms and all(form == "field" for form in forms):
        return "field"
    if "row" in forms:
        return "table"
    if sentences and all(says_nothing(sentence.text) for sentence in sentences):
        return "links"
    if "item" in forms:
        return "list"
    return "code" if forms and all(form == "code" for form in forms) else "prose"


def _together(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Short neighbours of a section as one."""
    made: list[TextBlock] = []
    for block in blocks:
        last = made[-1] if made else None
        if last is not None and last.words + block.words <= TOGETHER and _joinable(last) and _joinable(block):
            made[-1] = joined([last, block])
        else:
            made.append(block)
    return [block for block in made if block.sentences]


def _joinable(block: TextBlock) -> bool:
    return block.form in ("prose", "list", "code") and bool(block.sentences)
