"""Code that has moved: what to write in its place, word for word."""

from __future__ import annotations

from pathlib import Path

from vaultkit.render.gap_advice import Mender
from vaultkit.workspace import Vault

BODY = "def work(items):\n    total = 0\n    for item in items:\n        total += item * 2\n    return total\n"


def test_the_mend_names_the_exact_value(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text(BODY, "utf-8")
    (tmp_path / "Сумма.md").write_text("---\nkind: concept\ncode:\n  - old.py#work\n---\nСчитает сумму.\n", "utf-8")
    with Vault.open(tmp_path) as vault:
        assert vault.gaps().gaps[0].state == "skipped"
    (tmp_path / "lib").mkdir()
    (tmp_path / "old.py").rename(tmp_path / "lib/sums.py")
    with Vault.open(tmp_path) as vault:
        (gap,) = vault.gaps().gaps
        (evidence,) = gap.evidence
        assert (gap.state, evidence.state) == ("moved", "moved")
        assert (evidence.was, evidence.now) == ("old.py#work", "lib/sums.py#work")
        assert "old.py#work теперь lib/sums.py#work (Сумма.md:3)" in gap.why
        mender = Mender(vault.place, vault.ontology, vault.words())
        assert mender.lines(gap) == ["old.py#work переехало: напишите в Сумма.md:3 `code: lib/sums.py#work`"]
