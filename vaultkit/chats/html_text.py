"""HTML of an answer → Markdown: paragraphs, headings, lists, code, emphasis and links; nothing else of it is kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from vaultkit.text.lazy_pattern import lazy_pattern

_BLOCKS = {"p", "div", "section", "article", "table", "tr", "blockquote", "hr", "ul", "ol"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SILENT = {"script", "style", "head", "title"}
_GAP = lazy_pattern(r"\n{3,}")


def markdown_of(html: str) -> str:
    """The text, line by line. Any HTML is read, broken one too."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _GAP.sub("\n\n", "".join(reader.made)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._lists: list[int | None] = []
        self._links: list[str] = []
        self._code = self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write what a beginning element looks like in Markdown."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "pre":
            self._code += 1
            self.made.append("\n\n```\n")
        elif tag == "code" and not self._code:
            self.made.append("`")
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.made.append("\n\n" + "#" * int(tag[1]) + " ")
        elif tag == "br":
            self.made.append("\n")
        elif tag == "li":
            self._item()
        elif tag == "a":
            self._links.append(next((value or "" for name, value in attrs if name == "href"), ""))
            self.made.append("[")
        elif tag in ("td", "th"):
            self.made.append("| ")
        elif tag in _BLOCKS:
            self.made.append("\n" if self._lists or tag == "tr" else "\n\n")
            if tag in ("ul", "ol"):
                self._lists.append(1 if tag == "ol" else None)
        else:
            self.made.append("" if self._code else _MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Write what ends it."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "pre" and self._code:
            self._code -= 1
            self.made.append("\n```\n\n")
        elif tag == "code" and not self._code:
            self.made.append("`")
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.made.append(f"](<{address}>)" if address.startswith(("http://", "https://")) else "]")
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self.made.append("\n" if self._lists else "\n\n")
        elif tag in _BLOCKS and not self._lists:
            self.made.append("\n" if tag == "tr" else "\n\n")
        else:
            self.made.append("" if self._code else _MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.made.append(data if self._code else re.sub(r"\s+", " ", data) if data.strip() else " " * bool(data))

    def _item(self) -> None:
        depth = "  " * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self.made.append(f"\n{depth}{f'{number}.' if number is not None else '-'} ")
