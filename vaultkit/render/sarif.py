"""Rows of rule, message and place as a SARIF 2.1.0 log.

OASIS, Static Analysis Results Interchange Format 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import vaultkit

Level = Literal["error", "warning", "note", "none"]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "vaultkit/v1"


class SarifRow(NamedTuple):
    """One result. ``path`` is a POSIX path relative to the repository's root, None where the result
    is of no file; ``line`` and ``column`` count from 1, columns in characters. ``fingerprint`` stays equal while the
    finding does, None leaves it out. ``new`` False: the baseline knows it; None: there is no baseline."""

    rule: str
    level: Level
    message: str
    path: str | None
    line: int | None = None
    column: int | None = None
    fingerprint: str | None = None
    new: bool | None = None


def sarif(rows: Iterable[SarifRow], rules: Mapping[str, tuple[str, Level]]) -> dict[str, Any]:
    """The log of one run. ``rules`` maps the id of every rule, in order, to what it means in one sentence and to its
    level by default; a row's rule that is not among them is added without a description."""
    rows = list(rows)
    described = {name: {"id": name, "shortDescription": {"text": text}, "defaultConfiguration": {"level": level}}
                 for name, (text, level) in rules.items()}
    for row in rows:
        described.setdefault(row.rule, {"id": row.rule})
    number = {name: index for index, name in enumerate(described)}
    driver = {"name": "vaultkit", "version": vaultkit.__version__, "rules": list(described.values())}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
           "results": [_result(row, number[row.rule]) for row in rows]}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(row: SarifRow, rule: int) -> dict[str, Any]:
    found: dict[str, Any] = {"ruleId": row.rule, "ruleIndex": rule, "level": row.level,
                             "message": {"text": row.message}}
    if row.path is not None:
        place: dict[str, Any] = {"artifactLocation": {"uri": _uri(row.path), "uriBaseId": "%SRCROOT%"}}
        if row.line is not None:
            place["region"] = {"startLine": row.line} | ({"startColumn": row.column} if row.column else {})
        found["locations"] = [{"physicalLocation": place}]
    if row.fingerprint is not None:
        found["partialFingerprints"] = {FINGERPRINT: row.fingerprint}
    if row.new is not None:
        found["baselineState"] = "new" if row.new else "unchanged"
    return found


def _uri(path: str) -> str:
    """A relative URI reference (RFC 3986): a colon in its first segment would make that segment a scheme."""
    uri = quote(path, safe="/:@!$&'()*+,;=~")
    return f"./{uri}" if ":" in uri.partition("/")[0] else uri
