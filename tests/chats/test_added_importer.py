"""A package adds an importer by an entry point; one that is broken is told in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

IMPORTER = '''
from vaultkit.chats.protocol import Conversation, Message, MessagePart
name = "Parrot"
def recognise(item):
    return "parrot" in item
def conversations(items):
    for item in items:
        yield Conversation(item["parrot"], "Попугай", "parrot", "cage", (Message("1", "user", (MessagePart("text", "да"),)),))
'''


def site(folder: Path, value: str) -> dict[str, str]:
    """The environment of a process that has a package with an importer."""
    info = folder / "parrot-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[vaultkit.chat_importers]\nparrot = {value}\n", encoding="utf-8")
    (folder / "parrot_chats.py").write_text(IMPORTER, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize(("value", "code"), [("parrot_chats", 0), ("parrot_missing", 3)])
def test_an_added_importer_is_asked_like_vaultkits_own(
        vaultkit: Callable[..., Any], tmp_path: Path, value: str, code: int) -> None:
    chat_vault = tmp_path / "v"
    chat_vault.mkdir()
    (tmp_path / "a.json").write_text('{"parrot": "p1"}')
    done = vaultkit("--vault", chat_vault, "import", tmp_path / "a.json", env=site(tmp_path / "site", value))
    assert done.returncode == code and "Traceback" not in done.stderr
    assert (chat_vault / "Chats/Попугай.md").exists() == (code == 0) and (code == 0 or "parrot" in done.stderr)
