"""The vault's language. Source: docs/contract.md, Settings: Russian where at least a third of the letters of titles and
prose are Cyrillic."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.markdown.parse import parse

RUSSIAN = "Насос качает воду из реки."
ENGLISH = "The valve shuts the flow of water off, and nothing else."


def language(root: Path) -> str:
    with Vault.open(root) as vault:
        return vault.words().lang


@pytest.mark.parametrize(("text", "letters"), [
    ("абв abc", (3, 6)), ("Ёж, їжак — «жук» 5 🎯", (9, 9)), ("été naïf", (0, 7)), ("漢字 かな", (0, 4)), ("```\nabc\n```\nж", (1, 1)),
    ("`abc` ж $x$ %%abc%% <!-- abc --> [ж](abc.md)", (2, 2)), ("---\nkey: abc\n---\nж", (1, 1)), ("ж https://abc.def/x ![[abc.png]]", (1, 1)),
    ("", (0, 0)), ("123 — …", (0, 0)), ("ж %% abc", (1, 4)),
])
def test_letters_of_prose_are_counted(text: str, letters: tuple[int, int]) -> None:
    assert parse(text).letters == letters


@pytest.mark.parametrize(("notes", "lang"), [
    ({"а": "", "bc": ""}, "ru"), ({"а": "", "bcd": ""}, "en"), ({"1": "абв abcdef"}, "ru"), ({"1": "абв abcdefg"}, "en"), ({}, "en"),
    ({"1": "123"}, "en"), ({"1": "аб\n```python\nimport everything_there_is\n```"}, "ru"),
])
def test_a_third_of_the_letters_makes_a_vault_russian(tmp_path: Path, notes: dict[str, str], lang: str) -> None:
    for name, text in notes.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    assert language(tmp_path) == lang


def test_short_notes_that_come_and_go_do_not_turn_it(tmp_path: Path) -> None:
    (tmp_path / "Насос.md").write_text(RUSSIAN * 20, "utf-8")
    (tmp_path / "Valve.md").write_text(ENGLISH * 5, "utf-8")
    assert language(tmp_path) == "ru"
    for number in range(3):
        (tmp_path / f"n{number}.md").write_text("Short.", "utf-8")
        assert language(tmp_path) == "ru"
    for number in range(3):
        (tmp_path / f"n{number}.md").unlink()
        assert language(tmp_path) == "ru"


def test_it_is_the_same_however_the_index_came_about(tmp_path: Path) -> None:
    """Step by step, moved, changed and taken away, against read at once."""
    (tmp_path / "Насос.md").write_text(RUSSIAN, "utf-8")
    said = [language(tmp_path)]
    (tmp_path / "Valve.md").write_text(ENGLISH * 3, "utf-8")
    said.append(language(tmp_path))
    (tmp_path / "Насос.md").rename(tmp_path / "Очень длинное имя насоса на реке.md")
    said.append(language(tmp_path))
    (tmp_path / "Valve.md").write_text(ENGLISH, "utf-8")
    said.append(language(tmp_path))
    with Vault.open(tmp_path) as vault:
        vault.refresh(full=True)
        assert vault.words().lang == said[-1]
    assert said == ["ru", "en", "en", "ru"]
