"""Parts of a message that are no words of the speaker to the other: what a model thought, and what its tools were
given and gave back.

Sources: ``<think>`` of DeepSeek and Qwen, ``<details><summary>Thought`` of SpecStory and Open WebUI, callouts
``[!thinking]``, lines like ``**Thinking:**`` and ``Thought for 38s`` of exporters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.markdown.turns_chosen import RULE
from vaultkit.model import Callout, TurnPart
from vaultkit.text.lazy_pattern import lazy_pattern

_THINK = r"think|thinking|reasoning|thought|thoughts|antml:thinking"
_TOOL = r"tool[-_]?use|tool[-_]?call|tool[-_]?result|tool|function_calls?|function_results?|invoke"
_TAG = lazy_pattern(rf"[ \t>]*<(?:(?P<think>{_THINK})|(?P<tool>{_TOOL}))\b[^<>]{{0,300}}>", re.IGNORECASE)
_DETAILS = lazy_pattern(r"[ \t>]*<details\b[^<>]{0,300}>", re.IGNORECASE)
_SUMMARY = lazy_pattern(r"<summary\b[^<>]{0,100}>(.{0,200}?)(?:</summary>|$)", re.IGNORECASE)
_THINK_WORDS = (r"thinking(?: process)?|thoughts?(?: process)?|reasoning(?: process)?|chain of thought|reflection|"
                r"(?:ход |процесс )?(?:мыслей|мысли|размышлени[яе]|рассуждени[яе])|думаю|обдумывание")
_THOUGHT_FOR = lazy_pattern(r"(?:thought|reasoned|думал[аи]?|размышлял[аи]?) (?:for|about|в течение|на протяжении)?\s*"
                          r"(?:a few|an?|несколько|\d[\d.,]*)\s*\w+(?:\s+(?:and\s+|и\s+)?\d+\s*\w+)?", re.IGNORECASE)
_TOOL_WORDS = (r"tools?[ _-]?(?:use[ds]?|call(?:ed|s)?|result|output|invocation|input)?|function[ _-]call|"
               r"вызов инструмента|инструмент|результат инструмента|used tool|using tool")
_SAYS_THINK = lazy_pattern(rf"\W*(?:{_THINK_WORDS})\b(?:\W+(?:for|в течение|\d).{{0,40}})?\W*", re.IGNORECASE)
_SAYS_TOOL = lazy_pattern(rf"\W*(?:{_TOOL_WORDS})\b\s*[:：(•·—-].*", re.IGNORECASE)
_MARKER = lazy_pattern(r"[ \t]*(?:(?P<heads>#{1,6})[ \t]+)?(?:[^\w\s*#<>|`_-]{1,3}[ \t]*)?(?P<mark>[*_]{0,3})"
                     r"(?P<text>[^\r\n]{2,160}?)(?P=mark)?[ \t]*$")
_INLINE = lazy_pattern(rf"[ \t]*[*_]{{1,3}}(?:{_THINK_WORDS})\s*[:：][*_]{{1,3}}[ \t]+\S|"
                     rf"[ \t]*[*_]{{1,3}}(?:{_THINK_WORDS})[*_]{{1,3}}[ \t]*[:：][ \t]+\S", re.IGNORECASE)
_ANSWER = lazy_pattern(r"[ \t]*(?:#{1,6}[ \t]+)?[*_]{1,3}(?:(?:final )?(?:answer|response|reply)|ответ)\W{0,6}\s*$",
                     re.IGNORECASE)
_FENCE = lazy_pattern(r"[ \t]*(`{3,}|~{3,})")
_CALLED = lazy_pattern(r"[ \t]*(?:tool|function|инструмент)(?:[ _-]\w+)?[ \t]*[:：]", re.IGNORECASE)
_ITS = lazy_pattern(r"\W*(?:input|output|result|error|arguments|args|ввод|вывод|результат|ошибка|аргументы)\W*$",
                  re.IGNORECASE)
_HINT = lazy_pattern(r"think|thought|reason|tool|function|invoke|reflection|мысл|размышл|рассужд|дума|инструмент",
                   re.IGNORECASE)
# Lines in which the answer's marker is looked for behind a thought that no heading sets off.
_FAR = 200
_KINDS = {"thinking": lazy_pattern(r"(?:^|[-_ ])(?:think(?:ing)?|thoughts?|reasoning|мысли|размышления|рассуждения)$"),
          "tool": lazy_pattern(r"(?:^|[-_ ])(?:tool|tools|tool[-_](?:use|call|result)|function|инструмент)$")}


def kind_of_callout(kind: str) -> str | None:
    """``thinking`` or ``tool`` where the type of a callout says so, else None."""
    return next((name for name, pattern in _KINDS.items() if pattern.search(kind.casefold())), None)


def may_have_parts(text: str, start: int, end: int) -> bool:
    """A quick look: whether a word that marks a part stands in a stretch of the text."""
    return _HINT.search(text, start, end) is not None


def parts_of(lines: Sequence[str], first: int, last: int, callouts: Sequence[Callout] = ()) -> tuple[TurnPart, ...]:
    """The parts in lines ``first`` to ``last`` (from 1, inclusive) in order, none within another. ``callouts`` are
    those that begin there."""
    noted = {item.line: TurnPart(kind, item.line, min(item.end_line, last)) for item in callouts
             if (kind := kind_of_callout(item.type)) is not None}
    made: list[TurnPart] = []
    ends: dict[str, dict[int, int]] = {}
    number, fence = first, ""
    while number <= last:
        line = lines[number - 1]
        if number in noted:
            made.append(noted[number])
            number = noted[number].end_line + 1
            continue
        opened = _FENCE.match(line)
        if opened and (not fence or (opened[1].startswith(fence) and not line.strip(" \t`~\r\n"))):
            if not fence and number < last and _CALLED.match(lines[number]):
                end = _end_of_call(lines, number, last)
                made.append(TurnPart("tool", number, end))
                number = end + 1
                continue
            fence = "" if fence else opened[1]
        elif not fence and line.strip() and (_HINT.search(line) or _DETAILS.match(line)):
            part = _part_at(lines, number, first, last, ends)
            if part is not None:
                made.append(part)
                number = part.end_line
        number += 1
    return tuple(made)


def _part_at(lines: Sequence[str], number: int, first: int, last: int,
             ends: dict[str, dict[int, int]]) -> TurnPart | None:
    line = lines[number - 1]
    if tag := _TAG.match(line):
        name = (tag["think"] or tag["tool"]).lower()
        end = _end_of_tag(lines, name, number, first, last, ends)
        return TurnPart("thinking" if tag["think"] else "tool", number, end) if end >= number else None
    if _DETAILS.match(line):
        summary = next((match for at in range(number, min(number + 3, last + 1))
                        if (match := _SUMMARY.search(lines[at - 1]))), None)
        kind = _said(re.sub(r"<[^<>]{0,80}>", "", summary[1]).strip()) if summary else None
        return TurnPart(kind, number, _end_of_tag(lines, "details", number, first, last, ends)) if kind else None
    if _INLINE.match(line):
        return TurnPart("thinking", number, _end_of_block(lines, number, last))
    marker = _MARKER.match(line.rstrip("\r\n"))
    if marker is None:
        return None
    text = marker["text"].strip(" *_")
    if _THOUGHT_FOR.fullmatch(text.rstrip(".…: ")):
        return TurnPart("thinking", number, number)
    marked = bool(marker["heads"] or marker["mark"])
    if _SAYS_TOOL.fullmatch(text) and marked:
        return TurnPart("tool", number, _end_of_tool(lines, number, last))
    if _SAYS_THINK.fullmatch(text) and marked and len(text) < 60:
        return TurnPart("thinking", number, _end_of_thought(lines, number, last, len(marker["heads"] or "")))
    return None


def _said(text: str) -> str | None:
    if _SAYS_THINK.fullmatch(text) or _THOUGHT_FOR.search(text):
        return "thinking"
    return "tool" if _SAYS_TOOL.match(text) or re.fullmatch(rf"\W*(?:{_TOOL_WORDS})\W*", text, re.IGNORECASE) else None


def _end_of_tag(lines: Sequence[str], name: str, number: int, first: int, last: int,
                ends: dict[str, dict[int, int]]) -> int:
    """The line with the closing tag that belongs to the one in line ``number``, or the one before where words follow
    it there; without a closing tag the line's block alone. ``ends`` keeps what was found of each name."""
    if name not in ends:
        tag, opened = re.compile(rf"<(/?){re.escape(name)}\b[^<>\n]*>?", re.IGNORECASE), list[int]()
        ends[name] = {}
        for at in range(first, last + 1):
            for match in tag.finditer(lines[at - 1]) if "<" in lines[at - 1] else ():
                if not match[1]:
                    opened.append(at)
                elif opened:
                    ends[name][opened.pop()] = at - bool(lines[at - 1][match.end():].strip(" \t</>detailsDETAILS"))
    return ends[name].get(number) or _end_of_block(lines, number, last)


def _end_of_block(lines: Sequence[str], number: int, last: int) -> int:
    while number < last and lines[number].strip() and not RULE.fullmatch(lines[number].rstrip()):
        number += 1
    return number


def _end_of_thought(lines: Sequence[str], number: int, last: int, level: int) -> int:
    """A thought below its marker ends before the answer's marker, a rule, or, of a heading, the next one of its level;
    else it is the next block alone."""
    far = last if level else min(last, number + _FAR)
    for at in range(number + 1, far + 1):
        line = lines[at - 1]
        heading = re.match(r"[ \t]{0,3}(#{1,6})[ \t]", line)
        if _ANSWER.match(line) or RULE.fullmatch(line.rstrip()) or (heading and len(heading[1]) <= (level or 6)):
            if level or _ANSWER.match(line):
                return _without_blank(lines, number, at - 1)
            break
    else:
        if level:
            return _without_blank(lines, number, last)
    at = number + 1
    while at < last and not lines[at - 1].strip():
        at += 1
    line = lines[at - 1] if at <= last else "#"
    stop = _FENCE.match(line) or line.lstrip()[:1] == "#" or RULE.fullmatch(line.rstrip())
    return number if stop else _end_of_block(lines, at, last)


def _end_of_tool(lines: Sequence[str], number: int, last: int) -> int:
    """A tool's line with the fences and folds right below it."""
    end, at = number, number + 1
    while at <= last:
        line = lines[at - 1]
        if not line.strip() or _ITS.match(line):
            at += 1
        elif opened := _FENCE.match(line):
            at += 1
            while at < last and not lines[at - 1].strip().startswith(opened[1]):
                at += 1
            end, at = min(at, last), at + 1
        else:
            break
    return end


def _end_of_call(lines: Sequence[str], number: int, last: int) -> int:
    """The end of a fence around a whole call of a tool, which may hold fences of its own: the first fence behind which
    neither text nor the call's output follows."""
    for at in range(number + 1, last + 1):
        if not _FENCE.match(lines[at - 1]) or lines[at - 1].strip(" \t`~\r\n"):
            continue
        following = next((line for line in lines[at:last] if line.strip()), "")
        if (at >= last or not lines[at].strip()) and not _ITS.match(following):
            return at
    return last


def _without_blank(lines: Sequence[str], first: int, last: int) -> int:
    while last > first and (not lines[last - 1].strip() or RULE.fullmatch(lines[last - 1].rstrip())):
        last -= 1
    return last
