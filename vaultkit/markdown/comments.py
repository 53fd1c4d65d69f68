"""Comments: Obsidian's ``%%…%%`` and HTML's ``<!-- … -->``.

Source: Obsidian Help, "Basic formatting syntax: Comments" and "HTML content: Comments"; CommonMark 4.6 and 6.6.
"""

from __future__ import annotations

from bisect import bisect_right

from vaultkit.markdown.source import Source
from vaultkit.model import Comment


def comments(source: Source) -> tuple[Comment, ...]:
    """Both kinds in order of place; the text between the marks as written. One inside of another is part of it."""
    text, made = source.text, []
    marks = source.comments
    for start, end in zip(marks.starts, marks.ends, strict=True):
        closed = end - start >= 4 and text.endswith("%%", start, end)
        made.append((start, text[start + 2:end - 2 if closed else end], False, end))
    if "<!--" in text:
        made += _html(source)
        made.sort()
    found = []
    for start, inside, html, end in made:
        line, column = source.at(start)
        end_line, end_column = source.at(max(end - 1, start))
        found.append(Comment(inside, html, line, column, end_line, end_column))
    return tuple(found)


def _html(source: Source) -> list[tuple[int, str, bool, int]]:
    """HTML comments: those that stand in what CommonMark calls HTML (not in code), an unclosed one to its block's end."""
    text, opaque = source.text, source.opaque
    raw = {start for kind in ("HtmlBlock", "InlineHtml") for start, _, _ in source.spans.get(kind, ())}
    found = []
    at = text.find("<!--", source.body)
    while at >= 0:
        index = bisect_right(opaque.starts, at) - 1
        limit = opaque.end_of(at)
        if limit and opaque.starts[index] in raw and not source.comments.end_of(at):
            close = text.find("-->", at + 4, limit)
            end = close + 3 if close >= 0 else limit
            found.append((at, text[at + 4:close if close >= 0 else limit], True, end))
        else:
            end = limit or at + 4
        at = text.find("<!--", end)
    return found
