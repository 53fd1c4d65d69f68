"""Rows of rule, message and place as workflow commands, which GitHub shows beside the lines that they are about.

GitHub Docs, "Workflow commands for GitHub Actions"; what is escaped stands in actions/toolkit, core/src/command.ts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultkit.render.sarif import SarifRow

_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_MESSAGE, ":": "%3A", ",": "%2C"}


def github_lines(rows: Iterable[SarifRow]) -> Iterator[str]:
    """One command for each row; those that a baseline knows are left out."""
    for row in rows:
        if row.new is False:
            continue
        place = {"file": row.path, "line": row.line, "col": row.column, "title": row.rule}
        given = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in place.items()
                         if value is not None)
        yield f"::{'notice' if row.level == 'note' else row.level} {given}::{_escaped(row.message, _MESSAGE)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)
