"""vaultkit-baseline.json: the findings that are known and block nothing.

One finding a line, sorted; the empty last item lets every line end alike, so that it merges in git. An entry is known
by file and fingerprint; where its file is no longer there, by its fingerprint in the file that it was renamed to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.model import Finding
from vaultkit.storage.files import cant_write, read_in, replace_file

NAME = "vaultkit-baseline.json"
SCHEMA = "baseline/1"


class KnownFinding(NamedTuple):
    """One known finding."""

    path: str
    rule: str
    fingerprint: str


def baseline_path(config: Config) -> Path:
    """Return where the baseline of a vault lies: beside its vaultkit.toml, else in the vault's folder."""
    return (config.config_path.parent if config.config_path else config.vault) / NAME


def read_baseline(path: Path) -> list[KnownFinding] | None:
    """The entries of the file at ``path``, None when there is no such file. Raises UsageError, with the line where
    it is known, for what is no baseline."""
    try:
        text = read_in(path.parent, path).decode("utf-8-sig").replace("\r\n", "\n")
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
    rows = [row for row in rows if row != {}]
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in KnownFinding._fields):
            shown = json.dumps(row, ensure_ascii=False)[:60]
            raise UsageError(f"{path}: an entry needs path, rule and fingerprint as text, not {shown}", mend)
    return sorted({KnownFinding(row["path"], row["rule"], row["fingerprint"]) for row in rows})


def write_baseline(path: Path, entries: Iterable[KnownFinding]) -> None:
    """Replace the file at ``path``, whole or not at all. Raises EnvironmentFailure when it can't be written."""
    rows = [json.dumps(entry._asdict(), ensure_ascii=False) for entry in sorted(set(entries))]
    text = "\n".join([f'{{"schema": "{SCHEMA}", "findings": [', *(f"{row}," for row in rows), "{}", "]}"]) + "\n"
    try:
        replace_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise cant_write(path, error) from error


def mark_known(findings: Sequence[Finding], entries: Sequence[KnownFinding], is_there: Callable[[str], bool]
               ) -> tuple[list[Finding], set[KnownFinding]]:
    """``findings`` with ``new`` False for those in the baseline, and the entries that were met. ``is_there`` tells
    whether a file of the baseline still exists."""
    known, met, out = set(entries), set[KnownFinding](), list(findings)
    for at, finding in enumerate(out):
        entry = _entry(finding)
        if entry in known:
            out[at] = replace(finding, new=False)
            met.add(entry)
    moved = _renamed(known, met, [finding for finding in out if finding.new], is_there)
    for at, finding in enumerate(out):
        entry = KnownFinding(moved.get(finding.path, ""), finding.rule, finding.fingerprint)
        if finding.new and entry in known and entry not in met:
            out[at] = replace(finding, new=False)
            met.add(entry)
    return out, met


def _renamed(known: set[KnownFinding], met: set[KnownFinding], new: Iterable[Finding],
             is_there: Callable[[str], bool]) -> dict[str, str]:
    """New path → old path of files that the baseline knows by another name: of the files that are gone each is the one
    that shares most findings with it and has no entries of its own."""
    named = {entry.path for entry in known}
    missing = {path for path in named if not is_there(path)}
    old: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in known - met:
        if entry.path in missing:
            old[entry.rule, entry.fingerprint].append(entry.path)
    shared = Counter((path, finding.path) for finding in new if finding.path not in named
                     for path in old.get((finding.rule, finding.fingerprint), ()))
    moved: dict[str, str] = {}
    for (before, now), _ in sorted(shared.items(), key=lambda item: (-item[1], _tail(*item[0]), item[0])):
        if now not in moved and before not in moved.values():
            moved[now] = before
    return moved


def _tail(before: str, now: str) -> int:
    """Sort key for how much of a name stayed, the most first: a file that moved to another folder keeps its own
    name."""
    pairs = zip(reversed(before), reversed(now), strict=False)
    return -sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def updated(findings: Sequence[Finding], entries: Sequence[KnownFinding] | None, met: set[KnownFinding], *, grow: bool,
            covers: Callable[[KnownFinding], bool]) -> list[KnownFinding]:
    """The entries to keep: all findings where there was no baseline or ``grow``, else those known already. ``covers``
    tells whether this run looked where an entry points; what it did not look at stays."""
    wanted = [_entry(finding) for finding in findings if entries is None or grow or not finding.new]
    return sorted({*wanted, *(entry for entry in entries or () if entry not in met and not covers(entry))})


def _entry(finding: Finding) -> KnownFinding:
    return KnownFinding(finding.path, finding.rule, finding.fingerprint)
