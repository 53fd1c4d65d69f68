"""Things that a note names on purpose: first columns of tables, bold list items, headings, items that are a link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from vaultkit.ideas import word_lists as words
from vaultkit.ideas.ideas import IdeaSource, Sighting
from vaultkit.ideas.names import clean, is_act, is_name, is_proper, is_title, plain_cell
from vaultkit.markdown.turns import part_lines
from vaultkit.model import Heading, Note, ResolvedLink, Strong, Table
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import as_title, lemma, lemma_key

_T = TypeVar("_T", Heading, Strong, Table)
Place = Callable[[int], IdeaSource]

# Weights of places, in a chat and elsewhere. Nobody keeps an index in a chat: what is named on purpose is an idea.
TABLE = (3.0, 0.8)
BOLD = (1.6, 1.0)
BOLD_SUBJECT = (1.2, 0.7)
HEADING = (1.4, 0.8)
ITEM = (1.0, 0.7)
ITEM_LINK = (1.0, 1.0)
LINK_TEXT = (0.7, 0.5)
STATUS_BONUS = 3.0
THING_BONUS = 2.0
PROPER_BONUS = 0.8
_BULLETS = ("-", "*", "+")
_BOLD_ITEM = lazy_pattern(r"^[\s>]*[-*+]\s+(?:\[[ xX]\]\s+)?$")
_ALONE = lazy_pattern(r"^[\s>]*$")
_DEFINES = lazy_pattern(r"^\**\s*(?:[:–—-]|\(|$|,)")
_GOES_ON = lazy_pattern(r"^\**\s+[^\W\d_A-ZА-ЯЁ]")
_ITEM_DEFINED = lazy_pattern(r"^[\s>]*[-*+]\s+#?(?P<text>[^\W\d_][^:*`\[\]{}|]{1,40}?)(?::\s|\s[—–-]\s)\s*\S")
_WEB_LINK = lazy_pattern(r"(?<!!)\[([^\]\[]{2,60})\]\(https?:[^)\s]+\)")
_ITEM_LINK = lazy_pattern(r"^[\s>]*[-*+]\s+(?:\*\*)?\[(?P<text>[^\]\[]+)\]\(https?:[^)\s]+\)")


@lru_cache(maxsize=3)
def _lemmas(which: str) -> frozenset[str]:
    return frozenset(lemma(word) for phrase in words.split_words(which.replace(" ", "|")) for word in phrase.split())


def named_things(note: Note, lines: list[str], at: Place, repeated: frozenset[tuple[str, ...]],
                 is_stage: Callable[[str], object]) -> Iterator[Sighting]:
    """Every named thing of one note; ``repeated`` are keys of headings that name no thing, ``is_stage`` says whether a
    heading is a stage's; ``at`` makes a place of a line."""
    chat = bool(note.turns)
    # Thoughts and tools name nothing, nor does the label of a message.
    quiet = part_lines(note).union(turn.line for turn in note.turns if turn.body_column == 1)
    if quiet:
        note = replace(note, tables=_said(note.tables, quiet), strongs=_said(note.strongs, quiet),
                       headings=_said(note.headings, quiet))
        lines = ["" if number in quiet else line for number, line in enumerate(lines, 1)]
    for table in note.tables:
        yield from _of_table(table, chat, at)
    yield from _of_bold(note, lines, chat, at)
    title = lemma_key(note.title)
    for heading in note.headings:
        name = clean(heading.text)
        found = lemma_key(name)
        if found in repeated or found == title or not is_name(name) or is_act(name) or is_stage(heading.text):
            continue
        yield _sighting(name, "heading", at(heading.line), HEADING, chat)
    for number, line in enumerate(lines, 1):
        if number < note.body_line:
            continue
        linked = "](" in line
        item = line.lstrip(" \t>")[:1] in _BULLETS
        match = (_ITEM_LINK if linked else _ITEM_DEFINED).match(line) if item else None
        if match is not None and is_name(clean(match["text"])):
            weights = ITEM_LINK if linked else ITEM
            yield _sighting(clean(match["text"]), "item", at(number), weights, chat)
        for text in _WEB_LINK.findall(line) if linked and match is None else ():
            name = clean(text)
            if is_name(name) and is_title(name):
                yield _sighting(name, "item", at(number), LINK_TEXT, chat)


def _said(items: tuple[_T, ...], quiet: frozenset[int]) -> tuple[_T, ...]:
    return tuple([item for item in items if item.line not in quiet])


def _sighting(name: str, place: str, source: IdeaSource, weights: tuple[float, float], chat: bool,
              status: str | None = None, bonus: float = 0.0) -> Sighting:
    weight = weights[0 if chat else 1] + bonus + (PROPER_BONUS if is_proper(name) and place != "table" else 0.0)
    return Sighting(name, place, source, weight, status)  # type: ignore[arg-type]


def _of_table(table: Table, chat: bool, at: Place) -> Iterator[Sighting]:
    if len(table.header) < 2 or not table.rows:
        return
    heads = [{lemma(word) for word in re.findall(r"[^\W\d_]+", plain_cell(cell))} for cell in table.header]
    things = bool(heads[0] & _lemmas(words.THING_HEADS))
    if not things and heads[0] & _lemmas(words.CATEGORY_HEADS):
        return
    column = next((i for i, head in enumerate(heads) if i and head & _lemmas(words.STATUS_HEADS)), None)
    told = column if column is not None else 1 if chat and len(table.header) == 2 else None
    bonus = (STATUS_BONUS if column is not None else 0.0) + (THING_BONUS if things else 0.0)
    for row, line in zip(table.rows, table.row_lines, strict=True):
        name = clean(row[0]) if row else ""
        if not is_name(name) or row[0].strip().startswith("`"):
            continue
        status = plain_cell(row[told]) or None if told is not None and told < len(row) else None
        yield _sighting(name, "table", at(line), TABLE, chat, status, bonus)


def _of_bold(note: Note, lines: list[str], chat: bool, at: Place) -> Iterator[Sighting]:
    for strong in note.strongs:
        name = clean(strong.text)
        line = lines[strong.line - 1] if strong.line <= len(lines) else ""
        before, after = line[: strong.column - 1], line[strong.column - 1 + len(strong.text):].lstrip("*_")
        defines = bool(_DEFINES.match(after)) or strong.text.rstrip().endswith(":")
        if _BOLD_ITEM.match(before) or (_ALONE.match(before) and (defines or _GOES_ON.match(after))):
            weights = BOLD if defines else BOLD_SUBJECT
        elif chat:
            weights = BOLD_SUBJECT
        else:
            continue
        if is_name(name):
            yield _sighting(as_title(name), "bold", at(strong.line), weights, chat)


_FILE_LIKE = lazy_pattern(r"^\d[\w.-]*_|^[^\s]*_\d+$|^\d+[A-Za-zА-ЯЁа-яё]|^\d{6,}|^(?=\w+$)\w+?_\w+?_\w")
_BEFORE = 300
_DATED = lazy_pattern(r"^\d{4}[-.]\d\d|^\d\d[.-]\d\d[.-]\d{4}|^\d{4}-?W\d\d|^\d+$")
_ATTACHMENT = lazy_pattern(r"\.(?!md$)[A-Za-z]\w{1,7}$")
_PERSON = lazy_pattern(
    r"(?:^|[^\w])(?:by|author|authors|developed|designed|maintainer|written|автор|авторы)\b[^\[\]]{0,20}$",
    re.IGNORECASE)
_FOOTNOTE = lazy_pattern(r"^[\s>]*\[\^[^\]]+\]:\s*$")
_ITEM = lazy_pattern(r"^[\s>]*(?:[-*+]|\d+[.)])\s*$")


@lru_cache(maxsize=1)
def _source_heads() -> frozenset[tuple[str, ...]]:
    return frozenset(lemma_key(phrase) for phrase in words.split_words(words.SOURCE_HEADS))


def unresolved(links: Iterable[ResolvedLink], notes: dict[str, Note], lines: Mapping[tuple[str, int], str],
               at: Callable[[str, int], IdeaSource]) -> tuple[list[Sighting], list[Sighting]]:
    """(ideas, missing notes) of the links with status ``unresolved``. A name is that of a missing note when it is only
    a file's (``63_мне_рассказывали_что_для``), or when the vault cites it as a source (a footnote that is nothing but
    the link, an item of a list of sources): something that was read is no idea without a note. ``lines``: (path,
    line) → the text of the lines in which they stand."""
    uses: dict[tuple[str, ...], list[tuple[str, ResolvedLink]]] = defaultdict(list)
    for link in links:
        name = link.target.strip().rsplit("/", 1)[-1].removesuffix(".md").strip()
        counts = link.status == "unresolved" and not link.commented and not link.candidates and link.source in notes
        if counts and name and not _ATTACHMENT.search(name):
            uses[lemma_key(name)].append((name, link))
    ideas: list[Sighting] = []
    missing: list[Sighting] = []
    for found in uses.values():
        name = found[0][0]
        befores = [_before(lines.get((link.source, link.line), ""), link.column - 1) for _, link in found]
        if _DATED.search(name) or any(_PERSON.search(before) for before in befores) or name.startswith("@"):
            continue
        cited = any(_is_citation(notes[link.source], link.line, before)
                    for (_, link), before in zip(found, befores, strict=True))
        target = missing if cited or _FILE_LIKE.search(name) or not clean(name) else ideas
        target += [Sighting(name if target is missing else clean(name), "link",
                            at(link.source, link.line), 2.0) for _, link in found]
    return ideas, missing


def _before(line: str, end: int) -> str:
    """Return what stands in ``line`` before ``end``, of a long line its last part: a line of nothing but links has
    many."""
    return line[:end] if end <= _BEFORE else f"…{line[end - _BEFORE:end]}"


def _is_citation(note: Note, line: int, before: str) -> bool:
    if _FOOTNOTE.match(before):
        return True
    if not _ITEM.match(before):
        return False
    heading = None
    for candidate in note.headings:
        if candidate.line <= line <= candidate.end_line:
            heading = candidate
    return heading is not None and lemma_key(clean(heading.text)) in _source_heads()
