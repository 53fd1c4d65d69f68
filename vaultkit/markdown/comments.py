"""Comments: Obsidian's ``%%…%%`` and HTML's ``<!-- … -->``.

Source: Obsidian Help, "Basic formatting syntax: Comments" and "HTML content: Comments"; CommonMark 4.6 and 6.6.
"""

from __future__ import annotations

from bisect import bisect_right

from vaultkit.markdown.source import NoteText
from vaultkit.messages.message import Message
from vaultkit.model import Comment, Problem
from vaultkit.storage.fast_records import maker

_comment = maker(Comment)


def comments(source: NoteText) -> tuple[Comment, ...]:
    """Both kinds in order of place, and what a plugin keeps for itself; the text between the marks as
    written. One inside of another is part of it."""
    text, made = source.text, []
    marks = source.comments
    for start, end in zip(marks.starts, marks.ends, strict=True):
        made.append((start, text[start + 2:end - 2], False, end))
    made += [(start, text[start:end], False, end)
             for start, end in zip(source.data.starts, source.data.ends, strict=True)]
    if "<!--" in text:
        made += _html(source)
    made.sort()
    lines, found = source.lines, []
    for start, inside, html, end in made:
        line = bisect_right(lines, start)
        last = line if line == len(lines) or end <= lines[line] else bisect_right(lines, end - 1)
        found.append(_comment(inside, html, line, start - lines[line - 1] + 1, last, end - lines[last - 1]))
    return tuple(found)


def unclosed_html(source: NoteText, found: tuple[Comment, ...]) -> tuple[Problem, ...]:
    """A problem for each HTML comment that runs to the end of its block, since ``-->`` is missing."""
    return tuple([Problem(source.path, comment.line, Message("problem.comment_open"), "comment-unclosed")
                  for comment in found if comment.html and not source.text.endswith(
                      "-->", 0, source.lines[comment.end_line - 1] + comment.end_column)])


def _html(source: NoteText) -> list[tuple[int, str, bool, int]]:
    """HTML comments: those in what CommonMark calls HTML (not in code), an unclosed one to its block's end."""
    text, find = source.text, source.text.find
    found = []
    for kind in ("HtmlBlock", "InlineHtml"):
        for start, limit, _ in source.spans.get(kind, ()):
            at = find("<!--", start, limit)
            while at >= 0:
                close = find("-->", at + 4, limit)
                if close < 0:
                    found.append((at, text[at + 4:limit], True, limit))
                    break
                found.append((at, text[at + 4:close], True, close + 3))
                at = find("<!--", close + 3, limit)
    return found
