"""Judging of the whole vault or of some files: what the rules find there, less what is ignored, with severity and
fingerprint."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import Path

from vaultkit.check.context import CheckContext, CheckInputs
from vaultkit.check.registry import Policy
from vaultkit.check.rule import Rule, RuleHit
from vaultkit.config import Config
from vaultkit.model import Finding, Note
from vaultkit.text.lazy_pattern import lazy_pattern

_FORM = lazy_pattern(r"\s*vaultkit:\s*ignore\s+([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)")
_WORD = "vaultkit:"


class Ignores:
    """Comments by which notes ignore rules: a comment holds for the line after it; one before a note's first block for
    the whole note, its properties and its name too."""

    def __init__(self, context: CheckContext, paths: frozenset[str]) -> None:
        self._context = context
        self._holding = set(context.lookups.holding(_WORD, paths or None)) if paths else set()
        self._known: dict[str, dict[str, set[int]]] = {}

    def holds(self, path: str, line: int, rule: str) -> bool:
        """Return whether the note at ``path`` takes back what ``rule`` finds in ``line``."""
        if path not in self._holding:
            return False
        if path not in self._known:
            self._known[path] = ignored_lines(self._context.index.note(path), self._context.lines(path))
        lines = self._known[path].get(rule, ())
        return line in lines or 0 in lines


def ignored_lines(note: Note, lines: list[str]) -> dict[str, set[int]]:
    """Rule → the lines in which it is ignored; 0 stands for the whole note."""
    found: dict[str, set[int]] = {}
    first = _first_block(note, lines)
    for comment in note.comments:
        match = None if comment.html else _FORM.match(comment.text)
        if match is not None:
            line = 0 if comment.end_line < first else comment.end_line + 1
            for rule in match[1].split(","):
                found.setdefault(rule.strip(), set()).add(line)
    return found


def _first_block(note: Note, lines: list[str]) -> int:
    """The first line of the body that is neither blank nor of a comment; one past the last line where the body is
    empty."""
    hidden = {line for comment in note.comments if not lines[comment.line - 1][:comment.column - 1].strip()
              for line in range(comment.line, comment.end_line + 1)
              if not lines[comment.end_line - 1][comment.end_column:].strip()}
    body = range(note.body_line, len(lines) + 1)
    return next((line for line in body if line not in hidden and lines[line - 1].strip()), len(lines) + 1)


_SPACES = lazy_pattern(r"\s+")
Found = tuple[Rule, RuleHit]


def hits(context: CheckContext, policy: Policy, only: Collection[str] | None = None) -> list[Found]:
    """Return what the rules that hold somewhere (with ``only``, those of these ids) find in ``context``, settings and
    comments of the notes applied."""
    asked = [rule for rule in policy.active() if (only is None or rule.id in only) and rule.has_work(context)]
    found = [(rule, hit) for rule in asked for hit in rule.find(context)
             if policy.severity(rule.id, hit.path) != "off"]
    ignores = Ignores(context, frozenset(hit.path for _, hit in found))
    return [(rule, hit) for rule, hit in found if not ignores.holds(hit.path, hit.line, rule.id)]


def to_findings(context: CheckContext, policy: Policy, found: Iterable[Found]) -> list[Finding]:
    """Findings by path, line, column and rule."""
    ordered = sorted(found, key=lambda item: (item[1].path, item[1].line, item[1].column, item[0].id, item[1].about))
    prints = finding_fingerprints(ordered)
    return [Finding(hit.path, hit.line, hit.column, rule.id, policy.severity(rule.id, hit.path), hit.message,
                    hit.fix or context.say(rule.mend), fingerprint)
            for (rule, hit), fingerprint in zip(ordered, prints, strict=True)]


def finding_fingerprints(ordered: Iterable[Found]) -> list[str]:
    """Return the fingerprint of each hit, in order of place: a hash of the rule, of what is wrong as it is written
    (spaces, case and normal form aside) and of its number among equals in its file. Neither the line nor the file's
    name goes in, so that it stays the same where lines move and files are renamed; the file that a finding is in is
    looked at beside it (``baseline``)."""
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for rule, hit in ordered:
        about = unicodedata.normalize("NFC", _SPACES.sub(" ", hit.about).strip()).casefold()
        seen[hit.path, rule.id, about] += 1
        text = "\0".join((rule.id, about, str(seen[hit.path, rule.id, about])))
        made.append(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest())
    return made



def check_vault(inputs: CheckInputs, policy: Policy) -> list[Finding]:
    """The findings of the whole vault, by path, line and column."""
    context = CheckContext(inputs)
    return to_findings(context, policy, hits(context, policy))


def check_files(inputs: CheckInputs, policy: Policy, paths: Collection[str]) -> list[Finding]:
    """The findings in the files at ``paths``; the rest of the vault is looked at only where they lead."""
    context = CheckContext(inputs, paths)
    return to_findings(context, policy, [found for found in hits(context, policy) if context.judges(found[1].path)])


def file_of(config: Config, path: str) -> Path:
    """The file that a finding names: relative to the vault or, for a source file beside it, behind the name of its
    root. A file that is found nowhere counts as one of the vault."""
    inside = config.vault / path
    if inside.exists():
        return inside
    return next((file for root in config.roots if (file := root.parent / path).is_file()), inside)
