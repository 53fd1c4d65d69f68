"""Reasons come out of a vault in its language, and in another one when the settings say so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from vaultkit.config import load_config
from vaultkit.messages.message import Message
from vaultkit.workspace import Vault
from vaultkit.workspace.suggesting import suggestions

NOTES = {
    "Основа.md": "---\nkind: concept\ncode: absent.py#run\n---\nНа этом стоит всё остальное, **Скорость чтения** тоже.\n",
    "Первая.md": '---\nkind: concept\ndepends_on: "[[Основа]]"\n---\nСкорость чтения важна. [[Нет такой]]\n',
    "Порванная.md": "---\nkind: concept\nkind: scheme\n---\nОдно и то же дважды.\n",
    "Как пересадить фикус.md": "1. Достать.\n2. Пересадить.\n3. Полить.\n",
}


def said(vault: Vault) -> list[str]:
    found = vault.discover()
    texts = [text for gap in vault.gaps().gaps for text in gap.why]
    texts += [text for idea in (*found.ideas, *found.missing) for text in idea.why]
    texts += [text for one in vault.classify().values() for text in one.evidence]
    texts += [text for one in suggestions(vault.snapshot, embed=False).suggestions for candidate in one.candidates for text in candidate.why]
    return [*texts, *(problem.message for problem in vault.problems())]


@pytest.mark.parametrize(("lang", "wanted"), [
    ("auto", ["absent.py#run не найдено (Основа.md:3)", "от неё зависит 1 идея", "ссылки есть, заметки нет (заметок: 1)",
              "название обещает инструкцию",
              "свойства не прочитаны: 'kind' стоит дважды (впервые в строке 2): оставьте одно"]),
    ("en", ["absent.py#run does not exist (Основа.md:3)", "1 concept depends on it",
            "linked to, no note of that name (notes: 1)", "the title announces a how-to",
            "the frontmatter is not read: 'kind' stands there twice (first in line 2): keep one"]),
])
def test_every_reason_is_said_in_the_language_of_the_vault(tmp_path: Path, lang: str, wanted: list[str]):
    root = tmp_path / "vault"
    root.mkdir()
    for name, text in NOTES.items():
        (root / name).write_text(text, encoding="utf-8")
    with Vault(replace(load_config(explicit=root), lang=lang)) as vault:
        texts = said(vault)
    assert [text for text in wanted if text not in texts] == []
    assert not [text for text in texts if isinstance(text, Message)]
