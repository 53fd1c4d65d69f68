"""A clean vault gives no finding; two hundred known faults are all found, by the right rule, at the right line."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import CLEAN, faults, write

from vaultkit import Vault
from vaultkit.check.registry import BUILT_IN
from vaultkit.model import Finding

FAULTS = faults()


def places(findings: list[Finding]) -> set[tuple[str, int, str]]:
    return {(item.path, item.line, item.rule) for item in findings}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, int, str]]:
    root = tmp_path_factory.mktemp("хранилище")
    write(root, CLEAN)
    for fault in FAULTS:
        write(root, fault.files)
    (root / "Сломано/байты.md").write_bytes("раз\nдва ".encode() + b"\xff\xfe\n")
    with Vault.open(root) as vault:
        return places(vault.check().findings)


def test_a_clean_vault_gives_no_finding(tmp_path: Path) -> None:
    write(tmp_path, CLEAN)
    with Vault.open(tmp_path) as vault:
        assert vault.check().findings == []


def test_there_are_two_hundred_faults_of_all_rules_that_need_no_history() -> None:
    rules = {rule for fault in FAULTS for _, _, rule in fault.expected}
    assert len(FAULTS) >= 200
    assert set(BUILT_IN) - rules == {"code-moved", "suspect", "stale-mention", "orphaned", "path-moved"}


def test_every_fault_is_found_at_its_line(found: set[tuple[str, int, str]]) -> None:
    assert {fault.name: sorted(fault.expected - found) for fault in FAULTS if not fault.expected <= found} == {}


def test_nothing_else_is_found(found: set[tuple[str, int, str]]) -> None:
    assert found - {place for fault in FAULTS for place in fault.expected} == set()
