"""``check`` of a vault: the rules over its indexes, and the baseline beside its settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.check.baseline import KnownFinding, baseline_path, mark_known, read_baseline, updated, write_baseline
from vaultkit.check.context import CheckInputs
from vaultkit.check.registry import Policy, all_rules
from vaultkit.check.rule import Rule
from vaultkit.check.run import check_files, check_vault, file_of
from vaultkit.errors import UsageError
from vaultkit.model import Finding
from vaultkit.vault.index import Lookups

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Request of a check, what to judge and how: ``files`` (vault-relative paths, None: all) or what is ``staged``;
    rules by id; the ``baseline`` to read in place of the vault's own, ``update`` it, let it ``grow``; ``cwd`` tells
    whose repository."""

    files: Collection[str] | None = None
    staged: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    baseline: Path | None = None
    update: bool = False
    grow: bool = False
    cwd: Path | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings, those in the baseline too (``new`` False); the ``rules`` by id; of a baseline that was written its
    file and the number of entries before and after."""

    findings: list[Finding]
    rules: dict[str, Rule]
    written: tuple[Path, int, int] | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """The counts, as in the JSON object."""
        from vaultkit.render.check import check_summary

        return check_summary(self.findings)


def run_check(vault: Snapshot, wanted: CheckRequest) -> CheckResult:
    """Judge ``vault``. Raises UsageError for a rule that is not known, a baseline that can't be read, and ``staged``
    outside of a repository."""
    rules = all_rules()
    policy = Policy(vault.config, rules, wanted.select, wanted.ignore)
    if wanted.update and wanted.staged:
        raise UsageError("--update-baseline looks at the whole vault", "leave --staged out")
    path = wanted.baseline or baseline_path(vault.config)
    entries = read_baseline(path)
    if entries is None and wanted.baseline is not None and not wanted.update:
        raise UsageError(f"{path}: no such file", "make it with --update-baseline")
    frame = check_inputs(vault)
    if wanted.staged:
        from vaultkit.check.change import check_staged
        from vaultkit.check.staged import read_staged, source_roots

        staged = read_staged(vault.root, source_roots(vault.config), wanted.cwd or Path.cwd())
        findings = check_staged(frame, policy, staged)
    elif wanted.files is not None:
        findings = check_files(frame, policy, wanted.files)
    else:
        findings = check_vault(frame, policy)
    has = Lookups(vault.index).has

    def there(path: str) -> bool:
        return has(path) or file_of(vault.config, path).is_file()

    findings, met = mark_known(findings, entries or (), there)
    if not wanted.update:
        return CheckResult(findings, rules)
    active = {rule.id for rule in policy.active()}

    def covers(entry: KnownFinding) -> bool:
        return entry.rule in active and (wanted.files is None or entry.path in wanted.files or not there(entry.path))

    kept = updated(findings, entries, met, grow=wanted.grow, covers=covers)
    write_baseline(path, kept)
    findings = mark_known([replace(finding, new=True) for finding in findings], kept, there)[0]
    return CheckResult(findings, rules, (path, len(entries or ()), len(kept)))


def check_inputs(vault: Snapshot) -> CheckInputs:
    """Return the context in which the rules look in ``vault``."""
    # Asked for now: what is kept of guesses is of the vault as it is on disk.
    guesses = _inferred(vault)
    return CheckInputs(
        index=vault.index, config=vault.config, ontology=vault.ontology, lang=vault.words().lang,
        source=lambda: vault.source, inferred=guesses, accepted=vault.accepted, code=lambda: vault.code)


def _inferred(vault: Snapshot) -> dict[str, tuple[str, float]]:
    """Inferred kinds fail no check unless the settings say so."""
    return vault.inferred if "inferred" in (vault.config.fail_from, vault.config.coverage_from) else {}
