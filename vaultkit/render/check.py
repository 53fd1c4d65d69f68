"""``check`` for a person: every finding where they are few, else the first of each rule and how to see the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vaultkit.messages.words import Words
from vaultkit.model import Finding
from vaultkit.render.terminal import Signs, bold, coloured, dim, one_line, visible_line

FEW = 40
FIRST = 3


@dataclass(frozen=True, slots=True)
class CheckStyle:
    """Style of the drawing; ``everything``: no finding is left out, the known ones are shown too."""

    words: Words
    signs: Signs
    everything: bool


def check_lines(findings: Sequence[Finding], look: CheckStyle) -> Iterator[str]:
    """``path:line:column RULE message`` of each finding, what mends it below; of many the first of each rule."""
    shown = [finding for finding in findings if finding.new or look.everything]
    if look.everything or len(shown) <= FEW:
        for finding in shown:
            yield from _lines(finding, look)
        return
    by_rule: dict[str, list[Finding]] = {}
    for finding in shown:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, found in sorted(by_rule.items(), key=lambda item: (item[1][0].severity != "error", -len(item[1]))):
        notes = len({finding.path for finding in found})
        yield f"{bold(rule)}  {look.words.number(len(found))}  {dim(look.words.count('file', notes))}"
        for finding in found[:FIRST]:
            yield from _lines(finding, look)
        if len(found) > FIRST:
            yield dim("  " + look.words("check.more", n=look.words.number(len(found) - FIRST), rule=rule))
        yield ""


def _lines(finding: Finding, look: CheckStyle) -> Iterator[str]:
    place = f"{visible_line(finding.path)}:{finding.line}:{finding.column}"
    rule = coloured(finding.rule, "missing" if finding.severity == "error" else "moved")
    known = "" if finding.new else dim(f"  ({look.words('check.known')})")
    yield f"{place} {rule} {one_line(finding.message)}{known}"
    if finding.fix:
        yield dim(f"    {look.signs.solid} {one_line(finding.fix)}")


def check_summary(findings: Iterable[Finding]) -> dict[str, Any]:
    """The counts: new ones by severity and by rule, and those that the baseline knows."""
    new = Counter[str]()
    rules = Counter[str]()
    known = 0
    for finding in findings:
        if finding.new:
            new[finding.severity] += 1
            rules[finding.rule] += 1
        else:
            known += 1
    return {"errors": new["error"], "warnings": new["warning"], "known": known, "by_rule": dict(rules.most_common())}


def check_summary_line(findings: Sequence[Finding], words: Words) -> str:
    """The counts in one line."""
    counts = check_summary(findings)
    if not counts["errors"] and not counts["warnings"]:
        text = words("check.clean")
    else:
        text = f"{words.count('error', counts['errors'])}, {words.count('warning', counts['warnings'])}"
    return text + (f" ({words('check.in_baseline', n=words.number(counts['known']))})" if counts["known"] else "")


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
