"""Mentions of the whole vault, without reading any note in full."""

from __future__ import annotations

from pathlib import Path

from vaultkit.config import load_config
from vaultkit.vault.index import VaultIndex

URL = "https://forge.example/o/r/blob/main/a.py#L3"


def written(root: Path, name: str, text: str) -> None:
    root.joinpath(name).write_text(text, "utf-8")


def test_mentions_of_the_vault_follow_its_notes(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    written(tmp_path, ".obsidian/app.json", '{"userIgnoreFilters": ["hidden.md"]}')
    written(tmp_path, "a.md", f"Пишет `lora.py` и `Rank.of`.\n\nСм. {URL}\n")
    written(tmp_path, "b.md", "Nothing of code.\n")
    written(tmp_path, "hidden.md", "`secret.py`\n")
    with VaultIndex.open(load_config(explicit=tmp_path)) as index:
        index.refresh()
        assert index.mentions() == [
            ("a.md", "lora.py", "code", 1, 7), ("a.md", "Rank.of", "code", 1, 19), ("a.md", URL, "permalink", 3, 5),
        ]
        assert [m.text for m in index.note("a.md").mentions] == ["lora.py", "Rank.of", URL]
        assert index.note("b.md").mentions == ()
        written(tmp_path, "a.md", "Now `other.py` alone, and more of it\n")
        written(tmp_path, "b.md", "`b.py`\n")
        index.refresh()
        assert [m[:2] for m in index.mentions()] == [("a.md", "other.py"), ("b.md", "b.py")]
        (tmp_path / "a.md").unlink()
        index.refresh()
        assert [m[0] for m in index.mentions()] == ["b.md"]
