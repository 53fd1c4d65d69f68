"""Blocks whose form may be evidence of a stage: fences, ordered lists of three or more items, drawings.

Source: docs/design.md, "How a vault that nobody annotated becomes a typed graph".
"""

from __future__ import annotations

import re
from typing import Literal

from vaultkit.markdown.turns import part_lines
from vaultkit.model import Block, Heading, Note
from vaultkit.text.lazy_pattern import lazy_pattern

_LONGEST = 300
_UNWRITTEN = r"(?:not\s+(?:yet\s+)?implemented|to\s?do\b|не реализован)"
_HINT = lazy_pattern(rf"\bpass\b|\.\.\.|NotImplemented|UnsupportedOperation|todo!|unimplemented!|{_UNWRITTEN}",
                   re.IGNORECASE)
_NOTHING = (r"(?:pass|\.\.\.|raise\s+NotImplementedError\b.*|return\s+NotImplemented|(?:todo|unimplemented)!\(.*\)|"
            r"throw\s+new\s+\w*(?:NotImplemented|UnsupportedOperation)\w*\(.*\)|"
            rf"(?:throw\s+new\s+\w+|panic|raise)\b.*{_UNWRITTEN}.*);?")
_IDLE = lazy_pattern(rf"{_NOTHING}\s*(?:[#/].*)?", re.IGNORECASE)
_HEAD = (r"(?:(?:export|default|pub|public|private|protected|static|abstract|final|override|async|inline)\s+)*"
         r"(?:(?:def|class|function|fn|func|fun|impl|interface|namespace|package)\b|"
         r"(?!(?:with|if|elif|else|for|while|return|await|yield|switch|match|case|not|new|in)\b)\w+\s+\w+\s*\().*")
_DEFINES = lazy_pattern(rf"@.*|[\[\]()}}{{;,]+|\w+(?:\s*:\s*\w+)?[,)].*:|{_HEAD}[:{{(,)]|"
                      r"(?:import|from|use|using|package)\s.*|\w+(?:\s*:\s*\w+)?,")
_ONE_LINE = lazy_pattern(rf"{_HEAD}[:{{]\s*{_NOTHING}\s*\}}?", re.IGNORECASE)
_LONG_STRING = lazy_pattern("(\"\"\"|''').*?\\1", re.DOTALL)
_ON_PURPOSE = lazy_pattern(r"\b(?:Protocol|ABC|abstractmethod|overload)\b|class\s[^\n]*(?:Error|Exception|Warning)\b")


def is_idle(lines: list[str], text: str) -> bool:
    """True when ``lines`` (those of ``text`` that are neither blank nor comments, stripped) define something and none
    of it does anything, or say no more than that it is not written."""
    if not _HINT.search(text) or _ON_PURPOSE.search(text):
        return False
    if '"""' in text or "'''" in text:
        written = _LONG_STRING.sub("", text).splitlines()
        lines = [line for raw in written if (line := raw.strip()) and line[0] not in "#"]
    idle = False
    for line in lines:
        if len(line) > _LONGEST:
            return False
        if _IDLE.fullmatch(line) or _ONE_LINE.fullmatch(line):
            idle = True
        elif not _DEFINES.fullmatch(line):
            return False
    return idle


_DRAWINGS = (".excalidraw", ".excalidraw.md", ".canvas", ".drawio", ".drawio.svg", ".svg")
_STEPS = 3
_COMMENT_MARKS = ("#", "//", "--", "%", ";", "/*", "*", "<!--", "'''", '"""', "{-")

_Form = Literal["fence", "list", "drawing"]


def blocks(note: Note, text_unused: object = None) -> tuple[Block, ...]:
    """The note's blocks in order of place, numbered within heading and form (model.Block); those of a model's thoughts
    and its tools count for the number alone."""
    found: list[tuple[int, int, _Form, str | None, str, int, bool]] = []
    for fence in note.fences:
        found.append((fence.line, fence.end_line, "fence", fence.language, fence.info, 0, is_active(fence.text)))
    outermost = 0
    for block in note.lists:
        if block.line <= outermost:
            continue
        if block.ordered and len(block.items) >= _STEPS:
            found.append((block.line, block.end_line, "list", None, "", len(block.items), True))
            outermost = block.end_line
    for link in note.links:
        if link.kind == "embed" and not link.commented and link.target.lower().endswith(_DRAWINGS):
            found.append((link.line, link.line, "drawing", None, link.target, 0, True))
    found.sort(key=lambda block: block[0])
    counts: dict[tuple[int | None, str], int] = {}
    apart = part_lines(note)
    made = []
    owners = _owners(note.headings, [block[0] for block in found])
    for heading, (line, end_line, form, language, info, items, active) in zip(owners, found, strict=True):
        ordinal = counts[heading, form] = counts.get((heading, form), 0) + 1
        if line not in apart:
            made.append(Block(form, ordinal, line, end_line, language, info, items, active, heading))
    return tuple(made)


def _owners(headings: tuple[Heading, ...], lines: list[int]) -> list[int | None]:
    """Return for each line (sorted) the index of the innermost section that holds it."""
    owners: list[int | None] = []
    at, open_sections = 0, list[int]()
    for line in lines:
        while at < len(headings) and headings[at].line <= line:
            open_sections.append(at)
            at += 1
        while open_sections and headings[open_sections[-1]].end_line < line:
            open_sections.pop()
        owners.append(open_sections[-1] if open_sections else None)
    return owners


def is_active(text: str) -> bool:
    """True when a fence does or defines something: a line of it is neither blank nor a comment in one of the usual
    languages, and not all of it is still to be written (``is_idle``)."""
    said = [line for raw in text.splitlines() if (line := raw.strip()) and not line.startswith(_COMMENT_MARKS)]
    return bool(said) and not is_idle(said, text)
