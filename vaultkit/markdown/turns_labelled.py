"""Turns of a chat whose messages stand behind labels: headings, bold names, plain names, ``role::``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from vaultkit.config import ChatForms
from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.markdown.times import iso_time
from vaultkit.markdown.turns_chosen import RULE, chosen, lines_of, may_have_labels, says_chat
from vaultkit.markdown.turns_labels import Label, Labels
from vaultkit.markdown.turns_parts import parts_of
from vaultkit.model import Callout, Comment, Property, Turn, TurnPart
from vaultkit.text.lazy_pattern import lazy_pattern

_WRAPPED = lazy_pattern(r"[ \t]*(?:[*_]{1,3}[^*_].*[*_]{1,3}|[\[(].*[\])]|<(?:sub|small|i|em)>.*|[-*][ \t].*[:：].*|"
                      r"`.*`|(?:time|timestamp|date|время|дата)\W.*)[ \t\\]*", re.IGNORECASE)
_UID = lazy_pattern(r"\s*UID:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)
_UNDERLINE = lazy_pattern(r"[ \t]*(?:=+|-+)[ \t]*")
_DAY = lazy_pattern(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
_PREAMBLE, _NEAR = 60, 4
_DATED = ("date", "created", "created_at", "create_time", "дата", "создано")
_line = attrgetter("line")


def labelled(source: NoteText, callouts: tuple[Callout, ...], comments: tuple[Comment, ...],
             properties: tuple[Property, ...], forms: ChatForms) -> tuple[list[Turn], str | None]:
    """The turns and the form of their labels (headings, bold, labels, roles, settings, mixed); none, None."""
    labels = _labels(forms)
    if not may_have_labels(source, labels):
        return [], None
    found = chosen(source, labels, says_chat(properties))
    hidden = Ranges((item.line + 1, item.end_line + 1) for item in comments if item.end_line > item.line)
    found = [label for label in found if not hidden.end_of(label.line)]
    if not found:
        return [], None
    lines = lines_of(source)
    for label in found:
        if label.said:
            lines[label.line - 1] = lines[label.line - 1][label.said:]
    ends = [label.line - 1 for label in found[1:]] + [source.line_count]
    times = _times(found, ends, lines, labels)
    turns = [_turn(label, end, told, lines, callouts, _column(source, label))
             for label, end, told in zip(found, ends, times, strict=True)]
    used = {label.form for label in found}
    form = found[0].form if len(used) == 1 else "mixed"
    if form == "roles" and found[0].who.role == "assistant":
        turns = [*_unlabelled(source, lines, found[0].line), *turns]
    return _with_uids(_with_days(turns, lines, source, properties), comments), form


def _labels(forms: ChatForms) -> Labels:
    global _last
    if _last[0] is not forms:
        _last = forms, Labels(forms.roles, forms.dates, forms.labels)
    return _last[1]


_last: tuple[ChatForms | None, Labels] = (None, Labels({}, (), ()))


def _turn(label: Label, end: int, told: tuple[str | None, int], lines: Sequence[str],
          callouts: Sequence[Callout], column: int) -> Turn:
    when, first = told
    while end > label.line and (not lines[end - 1].strip() or RULE.fullmatch(lines[end - 1].rstrip())):
        end -= 1
    body = label.line
    if not label.said:
        body = next((number for number in range(first, end + 1) if lines[number - 1].strip()
                     and not _UNDERLINE.fullmatch(lines[number - 1])), label.line)
    inside = callouts[bisect_right(callouts, label.line, key=_line):bisect_right(callouts, end, key=_line)]
    role = label.who.role
    parts = parts_of(lines, body, end, inside) if role == "assistant" and body <= end else ()
    if role == "thinking":
        role, parts = "assistant", (TurnPart("thinking", label.line, end),)
    return Turn(role, label.name, when, None, label.line, column, body, end, label.said + 1, parts)


def _column(source: NoteText, label: Label) -> int:
    at = begin = source.lines[label.line - 1]
    while source.text[at:at + 1] in (" ", "\t"):
        at += 1
    return at - begin + 1


def _unlabelled(source: NoteText, lines: Sequence[str], before: int) -> list[Turn]:
    """The first message where only the answers have labels: what stands before the first of them."""
    said = [number for number in range(source.line(source.body), before) if lines[number - 1].strip()
            and not RULE.fullmatch(lines[number - 1].rstrip())]
    if source.body and said and lines[said[0] - 1].strip() == "---":
        said = said[1:]
    return [Turn("user", "user", None, None, said[0], 1, said[0], said[-1], 1)] if said else []


def _times(found: list[Label], ends: list[int], lines: Sequence[str], labels: Labels) -> list[tuple[str | None, int]]:
    """For each label its time and the line behind that: in the label, on the next line, or on the message's last.

    A bare time on the next line is the exporter's only where most messages have one."""
    below: list[tuple[str | None, int, bool]] = []
    for label, end in zip(found, ends, strict=True):
        near = range(label.line + 1, min(label.line + _NEAR, end) + 1)
        line = next((number for number in near if lines[number - 1].strip()), 0) if not label.said else 0
        when = labels.time(lines[line - 1]) if line and label.time is None else None
        below.append((when, line, bool(line) and _WRAPPED.fullmatch(lines[line - 1]) is not None))
    bare = 2 * sum(when is not None for when, _, _ in below) > len(found)
    made: list[tuple[str | None, int]] = []
    for label, end, (when, line, wrapped) in zip(found, ends, below, strict=True):
        if when is not None and (wrapped or bare):
            made.append((when, line + 1))
            continue
        made.append((label.time or _last_time(label, end, lines, labels), label.line + 1))
    return made


def _last_time(label: Label, end: int, lines: Sequence[str], labels: Labels) -> str | None:
    while end > label.line and (not lines[end - 1].strip() or RULE.fullmatch(lines[end - 1].rstrip())):
        end -= 1
    line = lines[end - 1]
    wrapped = end > label.line and line.lstrip()[:1] in "[(*_<" and _WRAPPED.fullmatch(line)
    return labels.time(line) if wrapped else None


def _with_days(
    turns: list[Turn], lines: Sequence[str], source: NoteText, properties: tuple[Property, ...]
) -> list[Turn]:
    """Turns that tell the hour alone with the day, where the note says one day and no other above the chat; a clock
    that goes back has passed midnight."""
    if not any(turn.time and len(turn.time) < 9 for turn in turns):
        return turns
    above = "\n".join(lines[source.line(source.body) - 1:turns[0].line - 1][:_PREAMBLE])
    days = {told[:10] for text in _DAY.findall(above) if (told := iso_time(text))}
    if not days:
        days = {told[:10] for item in properties if item.name.casefold() in _DATED
                and isinstance(item.value, str) and (told := iso_time(item.value))}
    if len(days) != 1:
        return turns
    day, before, made = date.fromisoformat(days.pop()), "", []
    for turn in turns:
        if turn.time and len(turn.time) < 9:
            if before and turn.time < before:
                day += timedelta(days=1)
            before = turn.time
            turn = replace(turn, time=f"{day.isoformat()}T{turn.time}")
        made.append(turn)
    return made


def _with_uids(turns: list[Turn], comments: tuple[Comment, ...]) -> list[Turn]:
    uids = [(item.line, match[1]) for item in comments if item.html and (match := _UID.fullmatch(item.text))]
    made = []
    for turn in turns if uids else ():
        at = bisect_left(uids, (turn.line, ""))
        uid = uids[at][1] if at < len(uids) and uids[at][0] <= turn.end_line else None
        made.append(replace(turn, uid=uid or None))
    return made or turns
