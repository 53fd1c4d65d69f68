"""Turns of a chat kept as callouts: ``>[!nexus_user] **User** - 30.06.2025 at 12:10``.

The form is that of Obsidian's chat plug-ins: a callout whose type or bold name
says who speaks, a time in its title, the words in its body, ``<!-- UID: … -->`` in or right behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from vaultkit.config import ChatForms
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.times import iso_time
from vaultkit.markdown.turns_parts import kind_of_callout, may_have_parts, parts_of
from vaultkit.model import Callout, Comment, Turn, TurnPart
from vaultkit.text.lazy_pattern import lazy_pattern

_ROLES = {
    name: role
    for role, names in {
        "user": "user human you me prompt question пользователь человек я вы юзер вопрос",
        "assistant": "assistant agent ai bot gpt claude chatgpt gemini llm model "
                     "ассистент агент ии бот модель помощник",
        "system": "system система",
        "tool": "tool function инструмент функция",
    }.items()
    for name in names.split()
}
# Words that are ordinary callouts of Obsidian: as a type they say no role by themselves.
_ORDINARY = {"question", "prompt", "function", "вопрос"}
_BUILT_IN = set("note abstract summary tldr info todo tip hint important success check done question help faq warning "
                "caution attention failure fail missing danger error bug example".split())
_SPEAKER = lazy_pattern(r"(?:(?P<mark>\*\*|__)(?P<bold>[^*_\r\n]+?):?(?:\*\*|__)|"
                      r"(?P<bare>[^\W\d_][^:*\d\r\n–—|]{0,40}?))?"
                      r"[ \t]*(?:[-–—:·|,][ \t]*|(?=\()|$|(?=[ \t]))(?P<rest>.*)")
_WORDS = lazy_pattern(r"[^\W_]+")
_line = attrgetter("line")
_QUOTED = lazy_pattern(r"[ \t]*>[ \t]?")
_UID = lazy_pattern(r"\s*UID:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)


def callout_turns(source: NoteText, callouts: tuple[Callout, ...], comments: tuple[Comment, ...],
                  forms: ChatForms) -> list[Turn]:
    """Turns in order of place. A callout in a turn is part of what was said, never a turn of its own; what a model
    thought in one is a part of it, and beside the others a turn that is nothing but that."""
    roles = {name.casefold(): role for name, role in forms.roles.items()}
    uids = [(comment, match[1]) for comment in comments if comment.html and (match := _UID.fullmatch(comment.text))]
    made: list[Turn] = []
    thoughts: list[Callout] = []
    at = 0
    for callout in callouts:
        if made and callout.line <= made[-1].end_line:
            continue
        while at < len(uids) and uids[at][0].line < callout.line:
            at += 1
        uid = _uid_of(source, callout, uids[at:at + 1])
        who = _speaker(callout, roles, forms.dates, uid is not None)
        if who is None:
            if not callout.depth and kind_of_callout(callout.type) == "thinking":
                thoughts.append(callout)
            continue
        role, name, time = who
        end = max(callout.end_line, uid[0].end_line) if uid else callout.end_line
        parts = _parts(source, callout, callouts) if role == "assistant" else ()
        made.append(Turn(role, name, time, uid[1] or None if uid else None, callout.line, callout.column,
                         _body_line(source, callout), end, 1, parts))
    if made and thoughts:
        made += [Turn("assistant", item.type, None, None, item.line, item.column, _body_line(source, item),
                      item.end_line, 1, (TurnPart("thinking", item.line, item.end_line),)) for item in thoughts]
        made.sort(key=lambda turn: turn.line)
    return made


def _parts(source: NoteText, callout: Callout, callouts: tuple[Callout, ...]) -> tuple[TurnPart, ...]:
    begin, end = source.lines[callout.line - 1], callout.end_line
    stop = source.lines[end] if end < len(source.lines) else len(source.text)
    if not may_have_parts(source.text, begin, stop):
        return ()
    lines = [""] * callout.line
    for number in range(callout.line + 1, end + 1):
        start = source.lines[number - 1]
        lines.append(_QUOTED.sub("", source.text[start:source.line_end(start)], count=1))
    inside = callouts[bisect_right(callouts, callout.line, key=_line):bisect_right(callouts, end, key=_line)]
    return parts_of(lines, callout.line + 1, end, inside)


def _speaker(callout: Callout, roles: dict[str, str], dates: tuple[str, ...],
             has_uid: bool) -> tuple[str, str, str | None] | None:
    """Role, name and time of a callout that is a turn, else None.

    The type or the name must say a role, and the title must look like a speaker's line: a bold name, a time, or nothing
    beside a type that is a role. An ordinary ``[!note]`` with a bold word in its title is none.
    """
    kind = callout.type.casefold()
    by_type = roles.get(kind) or (None if kind in _BUILT_IN else _role_of_type(kind))
    title = callout.title
    when = iso_time(title, dates)
    if when is not None or not title:
        return (by_type, callout.type, when) if by_type else None
    match = _SPEAKER.match(title)
    if match is None:
        return None
    bold = match["bold"]
    name = (bold or match["bare"] or "").strip().rstrip(":")
    rest = match["rest"].strip()
    when = iso_time(rest, dates) if rest else None
    by_name = roles.get(name.casefold()) or _ROLES.get(name.casefold())
    if by_type:
        fits = bool(bold) or when is not None or (by_name is not None and (not rest or rest.startswith("(")))
        return (by_type, name or callout.type, when or rest or None) if fits else None
    if by_name is None or not (when or has_uid or (bold and not rest and kind not in _BUILT_IN)):
        return None
    return by_name, name, when or rest or None


def _role_of_type(kind: str) -> str | None:
    """The role that a callout's type says: itself or its last word (``nexus_user``, ``chat-assistant``)."""
    words = _WORDS.findall(kind)
    if not words or kind in _ORDINARY:
        return None
    last = words[-1]
    return _ROLES.get(last) if last not in _ORDINARY else None


def _uid_of(source: NoteText, callout: Callout, following: list[tuple[Comment, str]]) -> tuple[Comment, str] | None:
    """The UID comment in a callout or behind it with nothing but blank lines between."""
    if not following:
        return None
    comment = following[0][0]
    if comment.line <= callout.end_line:
        return following[0]
    if callout.end_line < len(source.lines):
        begin = source.lines[callout.end_line]
        place = source.lines[comment.line - 1] + comment.column - 1
        if place - begin < 1_000 and not source.text[begin:place].strip():
            return following[0]
    return None


def _body_line(source: NoteText, callout: Callout) -> int:
    """First line behind the title that says something: neither blank nor a UID; the title's own where none does."""
    for line in range(callout.line + 1, callout.end_line + 1):
        start = source.lines[line - 1]
        said = source.text[start:min(source.line_end(start), start + 200)].strip(" \t>")
        if said and not said.startswith("<!--"):
            return line
    return callout.line
