"""The beginning of a note as safe HTML: markdown-it-py, raw HTML shown as text, no pictures, no foreign schemes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vaultkit.markdown.wrapped import COMMENT
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONTMATTER = lazy_pattern(r"\A\ufeff?---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HTML_COMMENT = lazy_pattern(r"<!--.*?-->", re.DOTALL)
_EMBED = lazy_pattern(r"!\[\[([^\]|\n]+)(?:\|[^\]\n]*)?\]\]")
_LINK = lazy_pattern(r"\[\[([^\]|\n]+?)(?:\\?\|([^\]\n]*))?\]\]")
_CALLOUT = lazy_pattern(r"^((?:>\s*)+)\[!([^\]\n]+)\][+-]?[ \t]*", re.MULTILINE)


def excerpt(text: str, limit: int) -> str:
    """The first ``limit`` characters or so of a note's body, cut between words. Wikilinks show what Obsidian shows."""
    # What can't stand in the excerpt any more is not worth a look at all of a long note.
    text = _FRONTMATTER.sub("", text.replace("\r\n", "\n"), count=1)[: limit * 3]
    text = _CALLOUT.sub(r"\1**\2** ", _HTML_COMMENT.sub("", COMMENT.sub("", text)))
    text = _LINK.sub(lambda found: _plain(found[2] or found[1]), _EMBED.sub(lambda found: _plain(found[1]), text))
    text = text.strip()
    if len(text) > limit:
        text = text[: max(text.rfind("\n", 0, limit), text.rfind(" ", 0, limit), 1)] + " …"
    rendered: str = _parser().render(text)
    return rendered


def _plain(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", name.strip())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    # A link that leaves the page would be a request as soon as it is clicked: what it says stays, where to goes.
    parser.validateLink = lambda url: False  # type: ignore[method-assign]
    return parser
