"""One note → its chunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from vaultkit.markdown.times import iso_time
from vaultkit.model import Chunk, Note, Turn
from vaultkit.model.answers import BETWEEN
from vaultkit.search.chunking.blocks import FormBlock, Reader, Stretch
from vaultkit.search.chunking.lines import CHARACTERS_PER_WORD, LEAST, MOST, TARGET, bare_lines, says, word_count
from vaultkit.search.chunking.split import pieces
from vaultkit.search.passage_text import passage_key
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_PROPERTIES = ("date", "created", "created_at", "date_created", "creation_date", "дата", "создано", "дата_создания")
_IN_NAME = lazy_pattern(r"(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)")


def chunk_date(note: Note) -> str | None:
    """ISO 8601, or None where the note says none."""
    if note.properties:
        values = {item.name.casefold().replace("-", "_").replace(" ", "_"): item.value for item in note.properties}
        for name in _PROPERTIES:
            value = values.get(name)
            if isinstance(value, str) and (told := iso_time(value)):
                return told
    match = _IN_NAME.search(note.path.rpartition("/")[2])
    return iso_time("-".join(match.groups())) if match else None


_FOOTNOTE = lazy_pattern(r"[ \t]*\[\^[^\]\n]+\]:[ \t]*\[\[[^\]\n]+\]\]")
_ITEM = lazy_pattern(r"[ \t]*(?:[-*+]|\d{1,3}[.)])?[ \t]*(?:\[\d{1,3}\][ \t]*)?\[\[[^\]\n]+\]\][ \t.]*$")
# What search takes for a word (text.tokens): no mark that is in every text, no part of a drawn line.
_SIGN = lazy_pattern("[^\\w\\s\x00-\x7f«»·\u2000-\u206f\u2500-\u25ff\u3000-\u303f\ufe00-\ufe0f]")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_NAMES = frozenset("sources source references citations источники источник ссылки литература".split())


def list_of_sources(lines: Sequence[str], start: int, end: int, *, in_chat: bool) -> int | None:
    """The line at which the list of sources begins that ends lines ``start`` to ``end`` (its heading, where it has
    one), or None where they end otherwise.

    Footnotes that are wikilinks count under a heading that says so or in a chat; bare items only where both hold: a
    person's own note may well end in a list of links.
    """
    first, footnotes = None, False
    for number in range(end, start - 1, -1):
        line = lines[number - 1]
        if not says(line):
            continue
        if _FOOTNOTE.match(line):
            footnotes = True
        elif not _ITEM.match(line):
            named = _is_name(line)
            if first is None or not ((footnotes and (named or in_chat)) or (named and in_chat)):
                return None
            return number if named else first
        first = number
    return None


def _is_name(line: str) -> bool:
    words = [word.casefold() for word in _LETTERS.findall(line)]
    return 0 < len(words) <= 2 and words[-1] in _NAMES


_chunk = maker(Chunk)
# Properties in which a person or an exporter says what a note is about: a passage of its own, quoted from there.
_ABOUT = ("description", "summary", "abstract", "tldr", "описание", "аннотация", "резюме", "кратко")


def chunk_note(note: Note, text: str, kind: str = "note", *, own: bool = False,
               key_title: str | None = None) -> list[Chunk]:
    """The chunks of ``note``, whose file holds ``text``, in order of place.

    Frontmatter is left out but for a property that says what the note is about; headings, comments, lists of sources,
    labels of messages, thoughts and output of tools are in no text. A note without any text has one chunk, its symbols
    or else its title. ``own`` marks all as secondhand: an answer that vaultkit wrote itself. ``key_title``: the title
    that keys are made with, of a note that had another name when it was embedded.
    """
    date, tags = chunk_date(note), tuple(tag.name for tag in note.tags)
    lines = bare_lines(note, text)

    def made(block: FormBlock, stretch: Stretch, end: int | None = None,
             parts: tuple[tuple[int, int], ...] = ()) -> Chunk:
        key = passage_key(key_title or note.title, block.headings, block.text)
        return _chunk(key, note.path, note.title, block.headings, block.start, end or block.end, block.text, kind, tags,
                      stretch.date or date, stretch.role, block.form, own or stretch.secondhand, parts)

    top = Stretch(1, 1)
    chunks = [made(block, top, end) for block, end in _about(note)]
    reader = Reader(note, lines)
    for stretch in _stretches(note, lines):
        chunks += [made(block, stretch, end, parts) for block, end, parts in _packed(reader.blocks(stretch))]
    if not chunks:
        block = _signs(lines, note.body_line) or FormBlock("prose", 1, note.title, ())
        chunks.append(made(block, top, block.end))
    return chunks


def chunk_parts(note: Note, text: str, kind: str, role: str) -> list[Chunk]:
    """The chunks of what ``chunk_note`` leaves out of a chat: a model's thoughts (``role`` thinking) or what its tools
    were given and gave back (tool)."""
    date, tags, reader = chunk_date(note), tuple(tag.name for tag in note.tags), Reader(note, bare_lines(note, text))
    return [_chunk(passage_key(note.title, block.headings, block.text), note.path, note.title, block.headings,
                   block.start, end, block.text, kind, tags, stretch.date or date, role, block.form, False, parts)
            for stretch in _apart_from(note, role) for block, end, parts in _packed(reader.blocks(stretch))]


def _apart_from(note: Note, role: str) -> Iterator[Stretch]:
    for turn in note.turns:
        if turn.role == role:
            yield Stretch(turn.body_line, turn.end_line, role, _when(turn))
        else:
            yield from (Stretch(part.line, part.end_line, role, _when(turn))
                        for part in turn.parts if part.kind == role)


def _signs(lines: Sequence[str], first: int) -> FormBlock | None:
    """The text of a note of nothing but symbols and emoji, as far as it fits into a passage."""
    found = [number for number, line in enumerate(lines[first - 1:], first) if _SIGN.search(line)]
    if not found:
        return None
    text = "\n".join(lines[found[0] - 1:found[-1]])[:MOST * CHARACTERS_PER_WORD].strip()
    return FormBlock("prose", found[0], text, ())


def _about(note: Note) -> Iterator[tuple[FormBlock, int]]:
    for item in note.properties:
        value = item.value
        if item.name.casefold() in _ABOUT and isinstance(value, str) and says(value):
            yield FormBlock("prose", item.line, " ".join(value.split()), ()), item.end_line


def _stretches(note: Note, lines: Sequence[str]) -> Iterator[Stretch]:
    """The turns of a chat and what stands between them, or the whole body; lists of sources cut off."""
    at, last = note.body_line, len(lines)
    parts: list[Stretch] = []
    for turn in note.turns:
        parts.append(Stretch(at, turn.line - 1))
        if turn.role != "tool" and (turn.body_line > turn.line or turn.body_column > 1):
            parts += _spoken(turn)
        at = turn.end_line + 1
    parts.append(Stretch(at, last))
    for part in parts:
        end = min(part.end, last)
        if part.start > end:
            continue
        cut = None if part.role == "user" else list_of_sources(lines, part.start, end, in_chat=bool(note.turns))
        yield Stretch(part.start, end if cut is None else cut - 1, part.role, part.date, cut is not None)


def _spoken(turn: Turn) -> Iterator[Stretch]:
    """Return what a turn says to the other side: a model's thoughts and its tools' output are nothing to be found."""
    at = turn.body_line
    for part in turn.parts:
        yield Stretch(at, part.line - 1, turn.role, _when(turn))
        at = part.end_line + 1
    yield Stretch(at, turn.end_line, turn.role, _when(turn))


def _when(turn: Turn) -> str | None:
    # The hour alone is no date.
    return turn.time if turn.time and len(turn.time) > len("00:00:00") else None


def _packed(blocks: Iterator[FormBlock]) -> Iterator[tuple[FormBlock, int, tuple[tuple[int, int], ...]]]:
    """Blocks joined into passages of one section and callout, each with its last line and ``Chunk.parts``."""
    for (headings, group), section in groupby(blocks, lambda block: (block.headings, block.group)):
        run: list[tuple[FormBlock, bool]] = []
        made: list[tuple[FormBlock, int, tuple[tuple[int, int], ...]]] = []
        behind = False
        for block in section:
            if block.form == "prose":
                run += [(piece, behind and at == 0) for at, piece in enumerate(pieces(block))]
                behind = False
            else:
                made += [(part, end, ()) for part, end in _apart(block)]
                behind = True
        for passage in _joined(run):
            text = BETWEEN.join(piece.text for piece in passage)
            parts = tuple((piece.start, len(piece.text)) for piece in passage) if len(passage) > 1 else ()
            made.append((FormBlock("prose", passage[0].start, text, headings, group), passage[-1].end, parts))
        yield from sorted(made, key=lambda item: item[0].start)


def _apart(block: FormBlock) -> Iterator[tuple[FormBlock, int]]:
    """A fence or table, or its pieces; a table's pieces but the first have two lines of header that are not theirs."""
    for at, part in enumerate(pieces(block)):
        yield part, part.end - (2 if at and block.form == "table" else 0)


def _joined(run: Sequence[tuple[FormBlock, bool]]) -> list[list[FormBlock]]:
    """Neighbours up to TARGET words; a last one below LEAST goes with the one before. True marks a part behind a fence
    or table: it is joined only where one of both is below LEAST."""
    made: list[list[FormBlock]] = []
    sizes: list[int] = []
    for part, behind in run:
        weight = word_count(part.text)
        fits = bool(made) and sizes[-1] < TARGET and sizes[-1] + weight <= MOST
        if fits and not (behind and min(sizes[-1], weight) >= LEAST):
            made[-1].append(part)
            sizes[-1] += weight
        else:
            made.append([part])
            sizes.append(weight)
    if len(made) > 1 and sizes[-1] < LEAST and sizes[-2] + sizes[-1] <= MOST + LEAST:
        last = made.pop()
        made[-1] += last
    return made
