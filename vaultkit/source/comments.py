"""Comments as each language writes them, and where they stand in a text.

One table: a style is what begins a comment up to the end of the line, what encloses one, and what a string is, so that
a marker inside of a string is none. Files of languages that are parsed take their comments from the tree instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_DOUBLE = r'"(?:\\.|[^"\\\n])*"'
_SINGLE = r"'(?:\\.|[^'\\\n])*'"
_CHAR = r"'(?:\\[^\n']{1,8}|\\'|[^'\\\n])'"
_DOUBLED = r'"(?:""|[^"\n])*"'
_TRIPLE = r'"""[\s\S]*?"""'
_BACKTICK = r"`[^`]*`"
# A line comment begins a line or stands behind a blank or the end of something.
_FREE = r"(?:^|(?<=[\s;,(){}\[\]]))"


@dataclass(frozen=True, slots=True)
class Style:
    """``line``: markers up to the end of the line, as patterns; ``blocks``: (opening pattern, closing pattern, whether
    such comments nest); ``strings``: patterns of what is no comment."""

    line: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str, bool], ...] = ()
    strings: tuple[str, ...] = ()


def _free(*marks: str) -> tuple[str, ...]:
    return tuple(_FREE + mark for mark in marks)


_C = (r"/\*", r"\*/", False)
_NESTED_C = (r"/\*", r"\*/", True)
_PARENS = (r"\(\*(?!\))", r"\*\)", True)
_BRACES = (r"\{-", r"-\}", True)
_XML = ("<!--", "-->", False)
_SLASHES = r"(?<![:/\\])//"
_BOTH = (_DOUBLE, _SINGLE)

STYLES: dict[str, Style] = {
    "none": Style(),
    "hash": Style(_free("#"), (), _BOTH),
    "ini": Style(_free("#", ";"), (), _BOTH),
    "semicolon": Style(_free(";"), (), (_DOUBLE,)),
    "c": Style((_SLASHES,), (_C,), (_TRIPLE, _DOUBLE, _CHAR)),
    "c-nested": Style((_SLASHES,), (_NESTED_C,), (_TRIPLE, _DOUBLE, _CHAR)),
    "script": Style((_SLASHES,), (_C,), (_DOUBLE, _SINGLE, _BACKTICK)),
    "zig": Style((_SLASHES,), (), (r"\\\\.*", _DOUBLE, _CHAR)),
    "d": Style((_SLASHES,), (_C, (r"/\+", r"\+/", True)), (_DOUBLE, _CHAR, _BACKTICK)),
    "c-hash": Style((_SLASHES, *_free("#")), (_C,), _BOTH),
    "css": Style(_free("//"), (_C,), _BOTH),
    "ruby": Style(_free("#"), ((r"^=begin\b", r"^=end\b", False),), _BOTH),
    "perl": Style(_free("#"), ((r"^=[a-z]\w*", r"^=cut\b", False),), _BOTH),
    "r": Style((r"#",), (), _BOTH),
    "coffee": Style(_free("#"), ((r"###", r"###", False),), _BOTH),
    "julia": Style((r"#(?!=)",), ((r"#=", r"=#", True), (r'^[ \t]*(?:@doc )?(?:raw)?"""', '"""', False)),
                   (_TRIPLE, _DOUBLE, _CHAR)),
    "elixir": Style((r"(?<![\w#])#(?!\{)",), ((r'@(?:module|type)?doc\s+(?:~[sS])?"""', '"""', False),),
                    (_TRIPLE, *_BOTH)),
    "powershell": Style(_free("#(?!>)"), ((r"<#", r"#>", False),), _BOTH),
    "nim": Style((r"#(?!\[)",), ((r"##?\[", r"\]##?", True),), (_TRIPLE, _DOUBLE, _CHAR)),
    "cmake": Style(_free(r"#(?!\[=*\[)"), ((r"#\[(?P<eq>=*)\[", r"\]=*\]", False),), (_DOUBLE,)),
    "nix": Style(_free("#"), (_C,), (r"''[\s\S]*?''", _DOUBLE)),
    "tcl": Style((r"(?:^|(?<=;))[ \t]*#",), (), ()),
    "lua": Style((r"--(?!\[=*\[)",), ((r"--\[=*\[", r"\]=*\]", False),), (r"\[\[(?:(?!\]\]).|\n)*\]\]", *_BOTH)),
    "haskell": Style((r"(?<![!#$%&*+./<=>?@\\^|~:-])--+(?![!#$%&*+./<=>?@\\^|~:])",), (_BRACES,), (_DOUBLE, _CHAR)),
    "dash": Style(("--",), (_C,), (_DOUBLED, _CHAR)),
    "applescript": Style(("--", *_free("#")), (_PARENS,), (_DOUBLE,)),
    "lean": Style(("--(?!/)",), ((r"/-", r"-/", True),), (_DOUBLE,)),
    "ml": Style((), (_PARENS,), (_DOUBLE, _CHAR)),
    "fsharp": Style((_SLASHES,), (_PARENS,), (_TRIPLE, _DOUBLE, _CHAR)),
    "tla": Style((r"\\\*",), (_PARENS,), (_DOUBLE,)),
    "pascal": Style((_SLASHES,), ((r"\{(?!\$)", r"\}", False), (r"\(\*", r"\*\)", False)), (r"'(?:''|[^'\n])*'",)),
    "lisp": Style((r"(?<![\\\w]);",), ((r"#\|", r"\|#", True),), (r'"(?:\\[\s\S]|[^"\\])*"', r"#\\.")),
    "percent": Style((r"(?<!\\)(?:\\\\)*%",), (), ()),
    "tex": Style((r"(?<!\\)(?:\\\\)*%",), ((r"\\begin\{comment\}", r"\\end\{comment\}", False),), ()),
    "erlang": Style(_free("%"), (), _BOTH),
    "prolog": Style((_free("%")), (_C,), _BOTH),
    "matlab": Style(_free("%(?!{)", "#(?!{)", r"\.\.\."), ((r"^[ \t]*[%#]\{", r"^[ \t]*[%#]\}", False),),
                    (_DOUBLED, r"(?:(?<=[\s=(\[{,;])|^)'(?:''|[^'\n])*'")),
    "fortran": Style(("!",), (), (r"'(?:''|[^'\n])*'", _DOUBLED)),
    "fortran-fixed": Style((r"^[Cc*dD!]", "!"), (), (r"'(?:''|[^'\n])*'", _DOUBLED)),
    "cobol": Style((r"^.{6}[*/]", r"^[ \t]*\*", r"\*>"), (), (_DOUBLED, r"'(?:''|[^'\n])*'")),
    "basic": Style(("'", r"(?i:(?:^|(?<=:))[ \t]*rem\b)"), (), (_DOUBLED,)),
    "batch": Style((r"(?i:(?:^|(?<=[&|(]))[ \t]*@?rem(?=[ \t]|$))", r"(?:^|(?<=[&(]))[ \t]*::"), (), ()),
    "assembly": Style((*_free("#", "@(?= )", r"\|(?= )"), ";", _SLASHES), (_C,), (_DOUBLE, _CHAR)),
    "vim": Style((r'^[ \t]*"', _FREE + "#(?= )"), (), ()),
    "smalltalk": Style((), ((r'"', r'"', False),), (r"'(?:''|[^'])*'",)),
    "forth": Style((r"(?:^|(?<=\s))\\(?=\s|$)",), ((r"(?:^|(?<=\s))\((?=\s)", r"\)", False),), ()),
    "abap": Style((r"^\*", '"'), (), (r"'(?:''|[^'\n])*'",)),
    "stata": Style((r"^[ \t]*\*", _SLASHES), (_C,), (_DOUBLE,)),
    "sas": Style((r"^[ \t]*\*",), (_C,), _BOTH),
    "wat": Style((";;",), ((r"\(;", r";\)", True),), (_DOUBLE,)),
    "plantuml": Style((r"^[ \t]*'",), ((r"/'", r"'/", False),), ()),
    "mermaid": Style(("%%",), (), ()),
    "apl": Style(("⍝",), (), (_SINGLE,)),
    "html": Style((), (_XML,), ()),
    "component": Style((_SLASHES,), (_XML, _C), ()),
    "template": Style(_free("#"), (_XML, (r"\{#", r"#\}", False), (r"<%--", r"--%>", False), (r"<%#", r"%>", False),
                                   (r"\{\{!--", r"--\}\}", False), (r"\{\{!", r"\}\}", False),
                                   (r"\{\{/\*", r"\*/\}\}", False),
                                   (r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment", False)), ()),
    "sql": Style(("--",), (_C,), (r"'(?:''|[^'])*'", _DOUBLED)),
    "autoit": Style((";",), ((r"^[ \t]*#(?:cs|comments-start)\b", r"^[ \t]*#(?:ce|comments-end)\b", False), _C), _BOTH),
    "haml": Style((_SLASHES, r"^[ \t]*-#"), (), ()),
}  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    style = STYLES[name]
    blocks = "|".join(f"(?P<b{number}>{opening})" for number, (opening, _, _) in enumerate(style.blocks))
    lines = "|".join(f"(?:{mark})" for mark in style.line)
    # Blocks that begin like a string (docstrings) come first, line comments last: `--[[` is no `--`.
    strings = "|".join(style.strings)
    parts = [f"(?:{blocks})" if blocks else "", f"(?P<s>{strings})" if strings else "",
             f"(?P<l>{lines})[^\\n]*" if lines else ""]
    return re.compile("|".join(part for part in parts if part) or r"(?!)", re.M)


def find_comments(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Start and end of every comment of a text in this style, in order. A block that nothing closes ends with the
    text."""
    style, pattern = STYLES[name], _pattern(name)
    at = 0
    while (found := pattern.search(text, at)) is not None:
        kind = found.lastgroup
        at = max(found.end(), at + 1)
        for number, (opening, closing, nested) in enumerate(style.blocks):
            if found.groupdict().get(f"b{number}") is not None:
                at = _closed(text, found.end(), opening, closing, nested)
                kind = "block"
                break
        if kind != "s":
            yield found.start(), at


def _closed(text: str, at: int, opening: str, closing: str, nested: bool) -> int:
    pattern = _ends(opening, closing) if nested else _ends("(?!)", closing)
    depth = 1
    while (found := pattern.search(text, at)) is not None:
        at = max(found.end(), at + 1)
        depth += -1 if found["close"] is not None else 1
        if depth == 0:
            return at
    return len(text)


@cache
def _ends(opening: str, closing: str) -> re.Pattern[str]:
    return re.compile(f"(?P<close>{closing})|(?:{opening})", re.M)
