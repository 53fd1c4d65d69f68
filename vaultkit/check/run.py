"""Judging: the whole vault, some files of it, or what a commit will change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from vaultkit.check.affected import CodeFacts, by_code, by_doubles, by_links
from vaultkit.check.context import CheckContext, CheckInputs
from vaultkit.check.findings import hits, to_findings
from vaultkit.check.registry import Policy
from vaultkit.check.staged import Staged
from vaultkit.check.views import Views
from vaultkit.config import Config
from vaultkit.model import Finding
from vaultkit.text.names import name_key

Known = set[tuple[str, str, str]]


def check_vault(inputs: CheckInputs, policy: Policy) -> list[Finding]:
    """The findings of the whole vault, by path, line and column."""
    context = CheckContext(inputs)
    return to_findings(context, policy, hits(context, policy))


def check_files(inputs: CheckInputs, policy: Policy, paths: Collection[str]) -> list[Finding]:
    """The findings in the files at ``paths``; the rest of the vault is looked at only where they lead."""
    context = CheckContext(inputs, paths)
    return to_findings(context, policy, [found for found in hits(context, policy) if context.judges(found[1].path)])


def check_staged(inputs: CheckInputs, policy: Policy, staged: Staged) -> list[Finding]:
    """Find what is wrong in the notes that the next commit changes, as it will have them, and what the commit breaks in
    notes that it does not touch: what is found there after it and not before it."""
    if staged.empty:
        return []
    changed = staged.vault.changed
    with Views(inputs, staged) as views:
        inputs = replace(inputs, source=views.source,
                         missing_here={name_key(path): path for path in staged.vault.left_out})
        around = _around(inputs, staged, views)
        views.show("after")
        context = CheckContext(inputs, changed | around)
        findings = to_findings(context, policy, hits(context, policy))
        known: Known = set()
        compared = {finding.rule for finding in findings
                    if finding.path not in changed or policy.is_relative(finding.rule)}
        if compared and not staged.first:
            views.show("before")
            before = CheckContext(inputs, changed | around)
            known = {(staged.vault.renamed.get(item.path, item.path), item.rule, item.fingerprint)
                     for item in to_findings(before, policy, hits(before, policy, compared))}
    return [finding for finding in findings
            if (finding.path in changed and not policy.is_relative(finding.rule))
            or (finding.path, finding.rule, finding.fingerprint) not in known]


def _around(inputs: CheckInputs, staged: Staged, views: Views) -> set[str]:
    """The notes that the change may make wrong without touching them."""
    files = {path for side in staged.roots.values() for path in side.changed if not path.lower().endswith(".md")}
    found: set[str] = set()
    if files:
        facts = []
        for state in ("before", "after"):
            views.show(state)
            facts.append(CodeFacts(inputs, views.source(), files))
        found = by_code(inputs, files, facts)
    views.show("after")
    changed = staged.vault.changed
    return (found | by_links(inputs, changed) | by_doubles(CheckContext(inputs, changed))) - changed


def file_of(config: Config, path: str) -> Path:
    """The file that a finding names: relative to the vault or, for a source file beside it, behind the name of its
    root. A file that is found nowhere counts as one of the vault."""
    inside = config.vault / path
    if inside.exists():
        return inside
    return next((file for root in config.roots if (file := root.parent / path).is_file()), inside)
