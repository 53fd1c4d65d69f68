"""``comment-unclosed``: a mark that wraps nothing is told, and what stands behind it is judged."""

from __future__ import annotations

from pathlib import Path

from vaultkit import Vault


def test_what_follows_a_lone_mark_is_judged_and_the_mark_is_told(tmp_path: Path) -> None:
    (tmp_path / "Запас.md").write_text("Запас 5%% сверху.\n\n[[Нет такой]]\n\n<!-- дальше\n", "utf-8")
    (tmp_path / "Скрыто.md").write_text("%%\n[[Нет такой]]\n\nа\n%%\n", "utf-8")
    with Vault.open(tmp_path) as vault:
        found = [(finding.path, finding.line, finding.rule, finding.severity) for finding in vault.check().findings]
    assert found == [("Запас.md", 1, "comment-unclosed", "warning"), ("Запас.md", 3, "unresolved-link", "error"),
                     ("Запас.md", 5, "comment-unclosed", "warning")]
