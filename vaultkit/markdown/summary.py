"""A note's summary: its first sentence in plain words; of a chat the first one that the user said.

Source: CONTRACT, ``show``. Markup is stripped as a reader would see it (CommonMark 6; Obsidian Help, "Internal links").
"""

from __future__ import annotations

import re

from vaultkit.markdown.source import Source
from vaultkit.model import Turn

_LONGEST = 200
_READ = 2_000
_PARAGRAPHS = 40
_PREFIX = re.compile(r"(?:\r\n?|\n)[ \t>]*")
_CALLOUT = re.compile(r"\[![^\]\n]+\][^\n]*(?:\n|$)")
_DROPPED = re.compile(r"%%.*?(?:%%|$)|<!--.*?(?:-->|$)|!\[\[[^\]\n]*\]\]|\[\^[^\]\n]+\]|(?<!\S)\^[A-Za-z0-9-]+\s*$|\$\$.*?\$\$",
                      re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_WIKI = re.compile(r"\[\[([^\n|]*?)(?:\\?\|([^\n]*?))?\]\]")
_LINK = re.compile(r"\[([^\[\]\n]*)\](?:\((?:<[^>\n]*>|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|\[[^\]\n]*\])")
_HTML = re.compile(r"</?[A-Za-z][^<>\n]*>|<https?://[^>\s]+>")
_MARKS = re.compile(r"\*{1,3}|~~|==|`+|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\s+")
_FIELD = re.compile(r"[^\n:\[\](]{1,60}::")
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s+|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:т\.\s?е|т\.\s?д|т\.\s?п|т\.\s?к|т\.\s?н|т\.\s?ч|и\s?др|и\s?пр|гг?|вв?|см|ср|рис|табл|стр|гл|напр|руб|тыс|млн|млрд|"
    r"им|ул|проф|акад|e\.\s?g|i\.\s?e|etc|vs|cf|fig|no|vol|dr|mr|mrs|ms|prof|st|approx|[A-ZА-ЯЁ])\.$", re.IGNORECASE)


def summary(source: Source, turns: tuple[Turn, ...]) -> str | None:
    """The first sentence of prose, at most some 200 characters, or None where a note has no prose."""
    first_user = next((turn for turn in turns if turn.role == "user"), None)
    if first_user:
        said = _first(source, first_user.line, first_user.end_line)
        if said:
            return said
    if turns:
        return _first(source, turns[0].line, turns[0].end_line) or _first(source, 1, source.line_count)
    return _first(source, 1, source.line_count)


def _first(source: Source, line: int, end_line: int) -> str | None:
    """The first sentence of the paragraphs between two lines; of the list items where no paragraph has one."""
    begin = max(source.lines[line - 1], source.body)
    end = source.lines[end_line] if end_line < len(source.lines) else len(source.text)
    for kind in ("Paragraph", "Item"):
        for number, (start, stop, _) in enumerate(source.within(kind, begin, end)):
            if number > _PARAGRAPHS:
                break
            if kind == "Item":
                stop = source.line_end(start)
                start += len(source.text[start:start + 12]) - len(source.text[start:start + 12].lstrip("-*+0123456789.) \t"))
            said = sentence(plain(source.text[start:min(stop, start + _READ)]))
            if said:
                return said
    return None


def plain(text: str) -> str:
    """Source text of a paragraph as a reader sees it, on one line; empty for one that is a field or only markup."""
    text = _PREFIX.sub("\n", text)
    if "[!" in text:
        text = _CALLOUT.sub("", text, count=1) if text.startswith("[!") else text
    if _FIELD.match(text):
        return ""
    text = _DROPPED.sub("", text)
    if "[" in text:
        text = _IMAGE.sub("", text)
        text = _WIKI.sub(lambda match: match[2] or match[1].replace("#", " › ").strip(" ›"), text)
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _HTML.sub("", text)
    text = _MARKS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return _BLANKS.sub(" ", text).strip()


def sentence(text: str) -> str | None:
    """The first sentence of plain text, cut at a word where it is too long; None where there is no word in it, or only
    tags."""
    if not any(word[0] != "#" and any(letter.isalpha() for letter in word) for word in text[:_LONGEST].split()):
        return None
    for match in _END.finditer(text):
        if match[0][0] == "." and match.end() < len(text):
            following = text[match.end():].lstrip()[:1]
            if following.islower() or _ABBREVIATION.search(text[max(0, match.start() - 12):match.start() + 1]):
                continue
        text = text[:match.end()]
        break
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    space = cut.rfind(" ")
    return (cut[:space] if space > _LONGEST // 2 else cut).rstrip(" ,;:—–-") + "…"
