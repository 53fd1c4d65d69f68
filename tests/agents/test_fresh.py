"""A warm server sees what changes outside of it, and nobody who reads waits for somebody who writes."""

from __future__ import annotations

import time

import pytest

from vaultkit.storage import index_folder
from vaultkit.storage.lock import WriterLock


@pytest.fixture
def patience(monkeypatch):
    """Set how long an answer waits: how quick the machine is must decide nothing here."""
    return lambda seconds: monkeypatch.setattr("vaultkit.mcp.live.PATIENCE", seconds)


def test_what_changed_outside_is_in_the_next_answer(agent, ready, vault, patience):
    patience(60)
    client = agent(ready)
    assert client.data("gaps")["summary"]["concepts"] == 1
    vault.write("New.md", "---\nkind: concept\n---\n# New\n\nWords.\n")
    assert {gap["title"] for gap in client.data("gaps")["gaps"]} == {"KV cache", "New"}
    (ready / "New.md").rename(ready / "Newer.md")
    assert {gap["path"] for gap in client.data("gaps")["gaps"]} == {"KV cache.md", "Newer.md"}
    (ready / "Newer.md").unlink()
    assert client.data("gaps")["summary"]["concepts"] == 1
    vault.write("code/kv.py", "# vault: [[KV cache]]\ndef kv(a):\n    return a + 1\n")
    assert client.data("gaps")["gaps"][0]["outcome"] == "covered"
    vault.write("vaultkit.toml", '[source]\nroots = ["elsewhere"]\n')
    (ready / "elsewhere").mkdir()
    assert client.data("verify", idea="KV cache")["outcome"] != "covered"


def test_a_reader_does_not_wait_for_a_writer(agent, ready, vault, patience):
    client = agent(ready)
    client.data("gaps")
    patience(0.5)
    with WriterLock(index_folder(ready) / "lock"):
        vault.write("New.md", "---\nkind: concept\n---\n# New\n")
        started = time.monotonic()
        found = client.tool("gaps")
        assert not found.is_error and time.monotonic() - started < 4
        assert found.structured_content["summary"]["concepts"] == 1 and found.meta["vaultkit/behind"] is True
    time.sleep(0.1)
    assert client.data("verify", idea="New")["state"] == "uncovered"


def test_a_faulty_vault_is_told_and_mended_without_a_new_start(agent, ready, vault, patience):
    patience(60)
    client = agent(ready, log=lambda line: None)
    vault.write("vaultkit.toml", "[source\n")
    assert "vaultkit.toml" in client.error("gaps")
    vault.write("vaultkit.toml", '[source]\nroots = ["code"]\n')
    assert client.data("gaps")["summary"]["concepts"] == 1
