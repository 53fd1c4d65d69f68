"""vaultkit-baseline.json: the findings that are known and block nothing.

One finding a line, sorted, so that it merges in git. An entry is known by file and fingerprint; where its file is no
longer there, by its fingerprint in a file that has no entries of its own: the file was renamed.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model import Finding

NAME = "vaultkit-baseline.json"
SCHEMA = "baseline/1"


class Entry(NamedTuple):
    """One known finding."""

    path: str
    rule: str
    fingerprint: str


def baseline_path(config: Config) -> Path:
    """Where the baseline of a vault lies: beside its vaultkit.toml, else in the vault's folder."""
    return (config.config_path.parent if config.config_path else config.vault) / NAME


def read_baseline(path: Path) -> list[Entry] | None:
    """The entries of the file at ``path``, None when there is no such file. Raises UsageError, with the line where
    it is known, for what is no baseline."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no UTF-8 text ({error.reason})") from error
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})") from error
    mend = "mend it, or remove it and make it again with --update-baseline"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise UsageError(f"{path}:{line}: no valid JSON: {getattr(error, 'msg', error)}", mend) from error
    rows = data.get("findings") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(rows, list):
        raise UsageError(f"{path}:1: is no baseline ({SCHEMA})", mend)
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in Entry._fields):
            shown = json.dumps(row, ensure_ascii=False)[:60]
            raise UsageError(f"{path}: an entry needs path, rule and fingerprint as text, not {shown}", mend)
    return sorted({Entry(row["path"], row["rule"], row["fingerprint"]) for row in rows})


def write_baseline(path: Path, entries: Iterable[Entry]) -> None:
    """Replace the file at ``path``, whole or not at all. Raises EnvironmentFailure when it can't be written."""
    rows = [json.dumps(entry._asdict(), ensure_ascii=False) for entry in sorted(set(entries))]
    text = f'{{"schema": "{SCHEMA}", "findings": [\n' + ",\n".join(rows) + ("\n" if rows else "") + "]}\n"
    beside = path.with_name(path.name + ".tmp")
    try:
        beside.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise EnvironmentFailure(f"{path} can't be written ({error.strerror})", "make the folder writable") from error


def mark_known(findings: Sequence[Finding], entries: Sequence[Entry], is_there: Callable[[str], bool]
               ) -> tuple[list[Finding], set[Entry]]:
    """``findings`` with ``new`` False for those in the baseline, and the entries that were met. ``is_there`` tells
    whether a file of the baseline still exists."""
    known, met, out = set(entries), set[Entry](), list(findings)
    for at, finding in enumerate(out):
        entry = _entry(finding)
        if entry in known:
            out[at] = replace(finding, new=False)
            met.add(entry)
    lost: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    gone = {path: not is_there(path) for path in {entry.path for entry in known - met}}
    for entry in sorted(known - met):
        if gone[entry.path]:
            lost[entry.rule, entry.fingerprint].append(entry)
    named = {entry.path for entry in known}
    for at, finding in enumerate(out):
        waiting = lost.get((finding.rule, finding.fingerprint))
        if finding.new and waiting and finding.path not in named:
            out[at] = replace(finding, new=False)
            met.add(waiting.pop(0))
    return out, met


def updated(findings: Sequence[Finding], entries: Sequence[Entry] | None, met: set[Entry], *, grow: bool,
            covers: Callable[[Entry], bool]) -> list[Entry]:
    """The entries to keep: all findings where there was no baseline or ``grow``, else those known already. ``covers``
    tells whether this run looked where an entry points; what it did not look at stays."""
    wanted = [_entry(finding) for finding in findings if entries is None or grow or not finding.new]
    return sorted({*wanted, *(entry for entry in entries or () if entry not in met and not covers(entry))})


def _entry(finding: Finding) -> Entry:
    return Entry(finding.path, finding.rule, finding.fingerprint)
