"""Findings as annotations of GitHub Actions.

GitHub Docs, "Workflow commands for GitHub Actions": ``::error file=…,line=…,col=…,title=…::message``; in properties
``%``, CR, LF, ``:`` and ``,`` are escaped, in the message the first three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vaultkit.model import Finding

_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_MESSAGE, ":": "%3A", ",": "%2C"}


def github_lines(findings: Iterable[Finding], place: Callable[[str], str]) -> Iterator[str]:
    """One workflow command for each finding that is new; ``place`` gives a path as the repository has it."""
    for item in findings:
        if item.new:
            level = "error" if item.severity == "error" else "warning"
            text = f"{item.message}. {item.fix}" if item.fix else item.message
            yield (f"::{level} file={_escaped(place(item.path), _PROPERTY)},line={item.line},col={item.column},"
                   f"title={_escaped(item.rule, _PROPERTY)}::{_escaped(text, _MESSAGE)}")


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)
