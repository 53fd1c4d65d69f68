"""The graph is built once for everybody: what was asked first changes nothing in what is answered next."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit.workspace import Vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault with plain links between concepts, to a picture and to a settings file that is named as code too."""
    root = tmp_path / "vault"
    for path, text in {
        "vaultkit.toml": "[source]\nroots = [\"code\"]\n",
        "cache.md": "---\nkind: concept\n---\n# Cache\n[[eviction]] [[plain]] ![[map.png]] [[code/setup.py]] `setup.py`\n",
        "eviction.md": "---\nkind: concept\nalgorithms: [\"[[lru]]\"]\n---\nsee [[cache]] and [[code/conf.yaml]]\n",
        "lru.md": "---\nkind: algorithm\n---\nThe oldest goes, as `conf.yaml` says.\n",
        "plain.md": "[[cache]]\n", "map.png": "", "code/setup.py": "def keep():\n    return 1\n",
        "code/conf.yaml": "size: 3\n",
    }.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


def test_the_picture_asked_first_changes_no_gap(folder: Path) -> None:
    with Vault.open(folder) as one, Vault.open(folder) as other:
        assert other.graph_view.nodes
        assert one.gaps() == other.gaps()
        assert {node.id: node.state for node in one.graph_view.nodes} == {node.id: node.state for node in other.graph_view.nodes}
        assert one.suggest() == other.suggest()


def test_a_refresh_throws_away_all_that_was_made_of_the_old_index(folder: Path) -> None:
    with Vault.open(folder) as vault:
        assert vault.gap("plain.md") is None and vault.node("plain.md") is not None
        before = vault.snapshot
        (folder / "plain.md").write_text("---\nkind: concept\n---\n[[cache]]\n", "utf-8")
        vault.refresh()
        assert vault.snapshot is not before
        assert vault.gap("plain.md") is not None
        assert {fact.path for fact in vault.facts} == {node.id for node in vault.graph_view.nodes if node.form == "note"}


def test_what_is_accepted_is_read_anew(folder: Path) -> None:
    with Vault.open(folder) as vault:
        assert not vault.accepted.links
        done = vault.accept()
        assert done.recorded and len(vault.accepted.links) == len(done.recorded)
