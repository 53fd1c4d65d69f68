"""Inline code and permalinks as evidence that is only inferred, and those whose code is gone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from vaultkit.graph.gap_types import Gap
from vaultkit.workspace import Vault

LORA = "class LoraLayer:\n    def forward(self, x):\n        return x\n\n    def later(self):\n        raise NotImplementedError\n"
NOTE = "---\nkind: concept\n---\nСчитает `LoraLayer.forward`, потом `LoraLayer.later()`, в `adapters/lora.py`.\n`pip install x`\n"


def seen(gap: Gap) -> list[tuple[str, str, str, str]]:
    return [(item.id, item.via, item.strength, item.state) for item in gap.evidence]


def test_a_mention_is_listed_and_does_not_count(vault_of: Callable) -> None:
    case = vault_of({"LoRA.md": NOTE, "adapters/lora.py": LORA})
    gap = case.gap("LoRA.md")
    assert gap.state == "uncovered"
    assert seen(gap) == [
        ("adapters/lora.py#LoraLayer.forward", "mention", "inferred", "ok"),
        ("adapters/lora.py#LoraLayer.later", "mention", "inferred", "stub"),
        ("adapters/lora.py", "mention", "inferred", "ok"),
    ]
    assert [item.line for item in gap.evidence] == [4, 4, 4]
    assert {item.relation for item in gap.evidence} == {"mentions"}


def test_it_counts_where_the_settings_let_guesses_count(vault_of: Callable) -> None:
    case = vault_of({"LoRA.md": NOTE, "adapters/lora.py": LORA})
    assert case.gap("LoRA.md", coverage_from="inferred").state == "skipped"


def test_what_is_declared_is_not_told_again_as_a_guess(vault_of: Callable) -> None:
    note = "---\nkind: concept\ncode: adapters/lora.py#LoraLayer.forward\n---\nСчитает `LoraLayer.forward`.\n"
    gap = vault_of({"LoRA.md": note, "adapters/lora.py": LORA}).gap("LoRA.md")
    assert seen(gap) == [("adapters/lora.py#LoraLayer.forward", "property", "declared", "ok")]


def test_the_graph_has_it_as_an_inferred_edge(vault_of: Callable) -> None:
    graph = vault_of({"a.md": "В `adapters/lora.py`.\n", "adapters/lora.py": LORA}).graph()
    edges = [data for _, _, data in graph.edges(data=True)]
    assert [(e["source"], e["target"], e["relation"], e["strength"]) for e in edges] == [
        ("a.md", "adapters/lora.py", "mentions", "inferred")]


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b", *arguments], check=True,
                   capture_output=True)


def test_a_permalink_leads_to_the_symbol_of_its_lines_until_that_is_gone(tmp_path: Path) -> None:
    url = "https://forge.example/o/r/blob/main/adapters/lora.py"
    (tmp_path / "adapters").mkdir()
    (tmp_path / "adapters/lora.py").write_text(LORA, "utf-8")
    (tmp_path / "LoRA.md").write_text(f"---\nkind: concept\n---\nСм. [код]({url}#L2-L3).\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "remote", "add", "origin", "git@forge.example:o/r.git")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "tag", "one")
    with Vault.open(tmp_path) as vault:
        gap = vault.gap("LoRA.md")
        assert gap is not None
        assert seen(gap) == [("adapters/lora.py#LoraLayer.forward", "permalink", "inferred", "ok")]
        assert vault.stale_mentions() == []
    (tmp_path / "adapters/lora.py").unlink()
    (tmp_path / "adapters/other.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "LoRA.md").write_text(f"[код]({url.replace('main', 'one')}#L2-L3)\n{url.replace('lora', 'never')}\n", "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "two")
    with Vault.open(tmp_path) as vault:
        assert [(m.line, m.kind) for m in vault.stale_mentions()] == [(1, "permalink")]


def test_a_stale_mention_names_its_place_and_where_it_is_now(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code/lora.py").write_text(LORA, "utf-8")
    (tmp_path / "a.md").write_text("Слой: `LoraLayer.forward` в `code/lora.py`; `np.zeros`, `code/`, `x.y`\n", "utf-8")
    with Vault.open(tmp_path) as vault:
        assert vault.stale_mentions() == []
    (tmp_path / "code/lora.py").rename(tmp_path / "code/layers.py")
    with Vault.open(tmp_path) as vault:
        (stale,) = vault.stale_mentions()
    assert (stale.note, stale.line, stale.column, stale.text, stale.nearest) == (
        "a.md", 1, 29, "code/lora.py", "code/layers.py")


def test_without_code_nothing_is_stale(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("`code/lora.py` `LoraLayer.forward`\n", "utf-8")
    with Vault.open(tmp_path) as vault:
        assert vault.stale_mentions() == []
