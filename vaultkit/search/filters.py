"""Filters that narrow a search, as a condition of SQL on chunks and notes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vaultkit.errors import UsageError
from vaultkit.text.lazy_pattern import lazy_pattern

_DATE = lazy_pattern(r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)?)?")

# Roles of passages that no search finds unless it asks for them.
PART_ROLES = ("thinking", "tool")


@dataclass(frozen=True, slots=True)
class Filters:
    """``kind`` as named in the ontology: the note's, or that of a heading around the passage; ``inferred`` notes
    (path → kind) count for it too. ``tag`` fits nested ones below it. ``path`` is a glob on the vault-relative path
    (``*`` fits folders too) or a folder. ``since`` and ``until`` are ISO dates or the beginning of one, both inclusive.
    ``evidence`` leaves out what vaultkit wrote itself. ``paths``: these notes only. Raises UsageError for what is no
    date."""

    kind: str | None = None
    tag: str | None = None
    path: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None
    evidence: bool = False
    inferred: Mapping[str, str] | None = None
    paths: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        for value in (self.since, self.until):
            if value is not None and not _DATE.fullmatch(value):
                raise UsageError(f"{value!r} is no date", "write it as 2025-06-30, 2025-06 or 2025")

    def where(self, note_paths: Callable[[], list[tuple[int, str]]]) -> tuple[str, list[Any]]:
        """`` AND …`` with its values, empty when nothing is asked; ``note_paths`` gives (id, path) of the notes."""
        parts: list[tuple[str, list[Any]]] = []
        if self.kind is not None:
            guessed = [path for path, kind in (self.inferred or {}).items() if kind == self.kind]
            parts.append(("(kind = ? OR stage = ? OR path IN (SELECT value FROM json_each(?)))",
                          [self.kind, self.kind, json.dumps(guessed)]))
        if self.tag is not None:
            from vaultkit.search.chunk_table import fold_tag

            tag = fold_tag(self.tag)
            parts.append(("note IN (SELECT note FROM tags WHERE tag = ? OR (tag >= ? AND tag < ?))",
                          [tag, tag + "/", tag + "0"]))
        if self.path is not None:
            fits = _fits(self.path)
            parts.append(("note IN (SELECT value FROM json_each(?))",
                          [json.dumps([number for number, path in note_paths() if fits(path)])]))
        if self.paths is not None:
            parts.append(("path IN (SELECT value FROM json_each(?))", [json.dumps(self.paths)]))
        if self.role is not None:
            parts.append(("role = ?", [self.role]))
        for bound, sign in ((self.since, ">="), (self.until, "<=")):
            if bound is not None:
                # A date of no known form stays as written, and is neither before nor after anything.
                parts.append((f"date GLOB '[0-9][0-9][0-9][0-9]-*' AND substr(date, 1, ?) {sign} ?",
                              [len(bound), bound.replace(" ", "T")]))
        if self.evidence:
            parts.append(("NOT own", []))
        return "".join(f" AND {condition}" for condition, _ in parts), [value for _, more in parts for value in more]


def _fits(glob: str) -> Callable[[str], bool]:
    import fnmatch

    wanted = _plain(glob).removeprefix("./").strip("/")
    if not re.search(r"[*?\[]", wanted):
        spelled = {wanted, wanted + ".md"}
        return lambda path: _plain(path) in spelled or _plain(path).startswith(wanted + "/")
    forms = [re.compile(fnmatch.translate(form)) for form in {wanted, wanted.replace("**/", "")}]
    return lambda path: any(form.match(_plain(path)) for form in forms)


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
