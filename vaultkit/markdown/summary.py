"""A note's summary: its first sentence in plain words; of a chat the first one that the user said.

Source: docs/contract.md, ``show``. Markup is stripped as a reader would see it (CommonMark 6; Obsidian Help, "Internal
links").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

import pyromark

from vaultkit.markdown.events import WITH_WIKILINKS
from vaultkit.markdown.source import NoteText
from vaultkit.model import Turn
from vaultkit.text.lazy_pattern import lazy_pattern

_LONGEST = 200
_READ = 1_500
_ENOUGH = 400
_PARAGRAPHS = 20
_PREFIX = lazy_pattern(r"(?:\r\n?|\n)[ \t>]*")
_MARKER = lazy_pattern(r"(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?:\[.\][ \t]+)?")
_CALLOUT = lazy_pattern(r"\[![^\]\r\n]+\][^\r\n]*(?:[\r\n]+|$)")
_COMMENT = lazy_pattern(r"%%.*?%%|\$\$.*?(?:\$\$|$)", re.DOTALL)
_LABEL = lazy_pattern(r"\[\^[^\]\n]+\]")
_BLOCK_ID = lazy_pattern(r"(?<!\S)\^[A-Za-z0-9-]+(?=\s*(?:\n|$))")
# Links, images and tags of HTML in their usual forms: what is left without them is prose or nothing.
_LINKED = lazy_pattern(r"!?\[[^\[\]]*\]\([^()]*\)|!?\[\[[^\]\n]*\]\]|</?[A-Za-z][^<>]*>")
# Lines that begin with a letter and hold nothing that Markdown could read as markup: they look as they are written.
_BARE = lazy_pattern(r"(?:[^\W\d_][^\W_]*+(?:[ ,.;:()?'\"%/+—–«»…-]++[^\W_]++)*+[ ,.;:()?'\"%/—–«»…]*+(?:\n|$))++")
_LETTER = lazy_pattern(r"[^\W\d_]")
_WORD = lazy_pattern(r"(?:^|\s)[^\s#]*[^\W\d_]")
_FIELD = lazy_pattern(r"[^\n:\[\](]{1,60}::")
_END = lazy_pattern(r"[.!?…]+[\"'»”’)\]]*(?=\s|$)")
_ABBREVIATION = lazy_pattern(
    r"(?:^|[\s(«\"])(?:т\.\s?[едпкнч]|и\s?др|и\s?пр|гг?|вв?|см|ср|рис|табл|стр|гл|напр|руб|тыс|млн|млрд|им|ул|проф|акад|"
    r"e\.\s?g|i\.\s?e|etc|vs|cf|fig|no|vol|dr|mr|mrs|ms|prof|st|approx|[A-ZА-ЯЁ])\.$", re.IGNORECASE)


def note_summary(source: NoteText, turns: tuple[Turn, ...]) -> str | None:
    """The first sentence of prose, at most some 200 characters, or None where a note has no prose."""
    first_user = next((turn for turn in turns if turn.role == "user"), None)
    if first_user:
        said = _of_turn(source, first_user)
        if said:
            return said
    if turns:
        return _of_turn(source, turns[0]) or _first(source, 0, source.line_count)
    return _first(source, 0, source.line_count)


def _of_turn(source: NoteText, turn: Turn) -> str | None:
    begin = source.lines[turn.line - 1]
    if source.text[begin + turn.column - 1:begin + turn.column] != ">":
        begin = source.lines[turn.body_line - 1] + turn.body_column - 1
    said = _first(source, begin, turn.end_line)
    if said is None and turn.body_column > 1:
        return sentence(plain_paragraph(source.text[begin:min(source.line_end(begin), begin + _READ)]))
    return said


def _first(source: NoteText, begin: int, end_line: int) -> str | None:
    """The first sentence of the paragraphs from an offset to the end of a line; of the list items where no paragraph
    has one."""
    begin = max(begin, source.body)
    end = source.lines[end_line] if end_line < len(source.lines) else len(source.text)
    for kind in ("Paragraph", "Item"):
        spans = source.spans.get(kind, ())
        first = bisect_left(spans, (begin,))
        # A label may be the beginning of the paragraph that it introduces.
        first -= bool(first and kind == "Paragraph" and spans[first - 1][1] > begin)
        for start, stop, _ in spans[first:first + _PARAGRAPHS]:
            if start >= end:
                break
            start = max(start, begin)
            if kind == "Item":
                stop = source.line_end(start)
                marker = _MARKER.match(source.text, start, stop)
                start = marker.end() if marker else start
            start = max(start, source.comments.end_of(start), source.data.end_of(start))
            if start >= stop - 1:
                continue
            said = sentence(plain_paragraph(source.text[start:min(stop, start + _READ)]))
            if said:
                return said
    return None


def plain_paragraph(text: str) -> str:
    """Source text of a paragraph as a reader sees it, on one line; empty where nothing but markup, links or a field
    stands in it."""
    if text.startswith("[!"):
        text = _CALLOUT.sub("", text, count=1)
    if "\n" in text or "\r" in text:
        text = _PREFIX.sub("\n", text)
    if "::" in text and _FIELD.match(text):
        return ""
    if "%%" in text or "$$" in text:
        text = _COMMENT.sub("", text)
    if "^" in text:
        text = _BLOCK_ID.sub("", _LABEL.sub("", text))
    if text.startswith(("[", "!", "<")) and not _LETTER.search(_LINKED.sub("", text)):
        return ""
    if len(text) > _ENOUGH or not _BARE.fullmatch(text):
        text = _rendered(text) if text.strip() else ""
    if "==" in text:
        text = text.replace("==", "")
    return " ".join(text.split())


def _rendered(text: str) -> str:
    """The words of a paragraph by pyromark, images and HTML left out; empty where only links have words."""
    parts: list[str] = []
    links, images, length, prose = 0, 0, 0, False
    event: Any
    for event, _ in pyromark.events_with_range(text, options=WITH_WIKILINKS):
        if event.__class__ is str:
            parts.append(" ")
        elif "Text" in event or "Code" in event or "InlineMath" in event:
            (said,) = event.values()
            if not images:
                parts.append(said)
                length += len(said)
                prose = prose or (not links and _LETTER.search(said) is not None)
                if length > _ENOUGH:
                    break
        elif "Start" in event:
            links += "Link" in event["Start"]
            images += "Image" in event["Start"]
        elif "End" in event:
            links -= event["End"] == "Link"
            images -= event["End"] == "Image"
    return "".join(parts) if prose else ""


def sentence(text: str) -> str | None:
    """The first sentence of plain text, cut at a word where it is too long; None where there is no word in it but
    tags."""
    if not text or not _WORD.search(text):
        return None
    for match in _END.finditer(text):
        if match[0][0] == "." and match.end() < len(text):
            following = text[match.end() + 1:match.end() + 2]
            if following.islower() or _ABBREVIATION.search(text[max(0, match.start() - 12):match.start() + 1]):
                continue
        text = text[:match.end()]
        break
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    space = cut.rfind(" ")
    return (cut[:space] if space > _LONGEST // 2 else cut).rstrip(" ,;:—–-") + "…"
