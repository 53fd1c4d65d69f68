"""Patterns of gitignore(5) that take no longer the more stars they hold.

pathspec makes a regular expression of each, which tries every way to share a name out among its stars: one line of a
stranger's .gitignore could take for ever. All that stands between two stars is of one length, so the first place where
it fits is as good as any later one, and need never be left again: an atomic group says that. The same holds for the
folders between two ``**``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pathspec import GitIgnoreSpec

from vaultkit.text.lazy_pattern import lazy_pattern

_FRONT, _DEEP = "(?:.+/)?", "(?:/.+)?/"
_TOKEN = lazy_pattern(r"\(\?:\.\+/\)\?|\(\?:/\.\+\)\?/|\[\^/\][*+]|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\(.*|.", re.DOTALL)
_STARS = {"[^/]*": "[^/]*?", "[^/]+": "[^/]+?"}
_FOLDERS = {_FRONT: "(?:.+?/)??", _DEEP: "(?:/.+?)??/"}


def git_rules(lines: Iterable[str]) -> GitIgnoreSpec:
    """The rules that the lines of a .gitignore are."""
    spec = GitIgnoreSpec.from_lines(lines)
    written = [pattern.regex.pattern if pattern.regex else "" for pattern in spec.patterns]
    linear = [unambiguous(text) for text in written]
    if linear == written:
        return spec
    patterns = [pattern if new == old else type(pattern)(re.compile(new), pattern.include)
                for pattern, new, old in zip(spec.patterns, linear, written, strict=True)]
    try:
        return GitIgnoreSpec(patterns, backend="simple")  # others know no atomic groups
    except TypeError:  # before pathspec 1.0 there was one only
        return GitIgnoreSpec(patterns)


def unambiguous(regex: str) -> str:
    """pathspec's regular expression of a pattern, matching the same and never in two ways."""
    tokens = _TOKEN.findall(regex)
    if sum(token in _STARS for token in tokens) < 2 and sum(token in _FOLDERS for token in tokens) < 2:
        return regex
    parts = list(_between(tokens, _FOLDERS))
    return "".join(_first(lead, "".join(_segments(body)) + "(?=/)", _FOLDERS) if lead and at < len(parts) - 1
                   else lead + "".join(_segments(body)) for at, (lead, body) in enumerate(parts))


def _segments(tokens: list[str]) -> Iterator[str]:
    """Return what stands between two slashes, each star but the last of it made sure of its place."""
    while tokens:
        end = tokens.index("/") + 1 if "/" in tokens else len(tokens)
        parts, tokens = list(_between(tokens[:end], _STARS)), tokens[end:]
        for at, (lead, body) in enumerate(parts):
            yield _first(lead, "".join(body), _STARS) if lead and at < len(parts) - 1 else lead + "".join(body)


def _between(tokens: list[str], leads: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Each of ``leads`` among the tokens with what follows it; what stands before the first one has none."""
    lead, body = "", list[str]()
    for token in tokens:
        if token in leads:
            yield lead, body
            lead, body = token, []
        else:
            body.append(token)
    yield lead, body


def _first(lead: str, body: str, leads: dict[str, str]) -> str:
    return f"(?>{leads[lead]}{body})"
