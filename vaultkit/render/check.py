"""``check`` for a person: every finding where they are few, else the first of each rule and how to see the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.messages.words import Words
from vaultkit.model import Finding
from vaultkit.render.formats import JsonObject, Lines
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import Signs, bold, coloured, dim, one_line, signs, visible_line

if TYPE_CHECKING:
    from vaultkit.check.rule import Rule
    from vaultkit.render.sarif import Level, SarifRow

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


@dataclass(frozen=True, slots=True)
class CheckView:
    """Values that the formats of ``check`` are made of. ``place`` gives a function from a path of the vault to one of
    its repository; it and ``words`` are called by the formats that need them."""

    findings: Sequence[Finding]
    rules: Mapping[str, Rule]
    everything: bool
    words: Callable[[], Words]
    place: Callable[[], Callable[[str], str]]


def as_text(view: CheckView) -> Lines:
    """See ``check_lines``."""
    return Lines(check_lines(view.findings, CheckStyle(view.words(), signs(), view.everything)))


def as_json(view: CheckView) -> JsonObject:
    """CONTRACT, ``check``."""
    return JsonObject({"schema": "check/1", "findings": map(to_json_value, view.findings),
                       "summary": check_summary(view.findings)})


def as_sarif(view: CheckView) -> JsonObject:
    """The log, with every rule and the findings that the baseline knows."""
    from vaultkit.render.sarif import sarif

    rules: dict[str, tuple[str, Level]] = {rule.id: (rule.doc, "error" if rule.severity == "error" else "warning")
                                           for rule in view.rules.values()}
    return JsonObject(sarif(_rows(view), rules))


def as_github(view: CheckView) -> Lines:
    """A workflow command for each finding that is new."""
    from vaultkit.render.github import github_lines

    return Lines(github_lines(_rows(view)))


def _rows(view: CheckView) -> Iterator[SarifRow]:
    from vaultkit.render.sarif import SarifRow

    place = view.place()
    for item in view.findings:
        text = f"{item.message}. {item.fix}" if item.fix else item.message
        yield SarifRow(item.rule, "error" if item.severity == "error" else "warning", text, place(item.path), item.line,
                       item.column, item.fingerprint, item.new)
