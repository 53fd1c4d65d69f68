"""Code in a note that only says that something is to be written: heads of definitions over bodies that do nothing.

Source: DESIGN, "Gap terms": ``stub``. Judged by its lines, since a fence is often a piece that no grammar takes; what
is empty on purpose (an exception's class, a protocol, an abstract method) is no stub, as in source files.
"""

from __future__ import annotations

import re

_LONGEST = 300
_UNWRITTEN = r"(?:not\s+(?:yet\s+)?implemented|to\s?do\b|не реализован)"
_HINT = re.compile(rf"\bpass\b|\.\.\.|NotImplemented|UnsupportedOperation|todo!|unimplemented!|{_UNWRITTEN}",
                   re.IGNORECASE)
_NOTHING = (r"(?:pass|\.\.\.|raise\s+NotImplementedError\b.*|return\s+NotImplemented|(?:todo|unimplemented)!\(.*\)|"
            r"throw\s+new\s+\w*(?:NotImplemented|UnsupportedOperation)\w*\(.*\)|"
            rf"(?:throw\s+new\s+\w+|panic|raise)\b.*{_UNWRITTEN}.*);?")
_IDLE = re.compile(rf"{_NOTHING}\s*(?:[#/].*)?", re.IGNORECASE)
_HEAD = (r"(?:(?:export|default|pub|public|private|protected|static|abstract|final|override|async|inline)\s+)*"
         r"(?:(?:def|class|function|fn|func|fun|impl|interface|namespace|package)\b|"
         r"(?!(?:with|if|elif|else|for|while|return|await|yield|switch|match|case|not|new|in)\b)\w+\s+\w+\s*\().*")
_DEFINES = re.compile(rf"@.*|[\[\]()}}{{;,]+|\w+(?:\s*:\s*\w+)?[,)].*:|{_HEAD}[:{{(,)]|"
                      r"(?:import|from|use|using|package)\s.*|\w+(?:\s*:\s*\w+)?,")
_ONE_LINE = re.compile(rf"{_HEAD}[:{{]\s*{_NOTHING}\s*\}}?", re.IGNORECASE)
_LONG_STRING = re.compile("(\"\"\"|''').*?\\1", re.DOTALL)
_ON_PURPOSE = re.compile(r"\b(?:Protocol|ABC|abstractmethod|overload)\b|class\s[^\n]*(?:Error|Exception|Warning)\b")


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
