"""What is worded in JSON is in the vault's language, the reports of the readers too. Source: docs/contract.md,
Settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from vaultkit.cli import main
from vaultkit.messages.message import reported
from vaultkit.messages.words import Words

NOTES = {
    "Двоеточие.md": b"---\na: b: c\n---\n", "Дважды.md": b"---\na: 1\na: 2\n---\n", "Таб.md": b"---\na:\n\t- b\n---\n", "Знак.md": b"---\na: @b\n---\n",
    "Скобка.md": b"---\na: [\n---\n", "Ключ.md": b"---\n{a: 1}: b\n---\n", "Тег.md": b"---\na: !x b\n---\n", "Список.md": b"---\n- a\n---\n",
    "Подстановка.md": b"---\na: {{b}} {{c}}\n---\n", "Нуль.md": b"a\0b", "Байты.md": b"a \xff", "Юникод.md": b"\xff\xfea\0",
    "Процент.md": b"a 5%% b", "Знаки.md": b"<!-- a", "Таблица.md": "| [[Нуль|б]] |\n|---|\n".encode(), "Холст.canvas": b"{",
    "код/ошибка.py": b"def a(:\n", "код/двоичный.py": b"a\0\0", "Заглушка.md": b"---\nkind: concept\ncode: stub.py#a\n---\n",
    "код/stub.py": b"def a(b, c):\n    raise NotImplementedError\n", "vaultkit.toml": '[source]\nroots = ["код"]\n'.encode(),
}


@pytest.mark.parametrize("command", ["check", "index"])
def test_a_russian_vault_is_spoken_of_in_russian(tmp_path: Path, command: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for path, data in NOTES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "Ссылка.md").symlink_to("нет")
    with pytest.raises(SystemExit):
        main(["--vault", str(tmp_path), command, *(["--no-embed"] if command == "index" else []), "--format", "json"])
    answer = json.loads(capfdbinary.readouterr().out)
    said = [text for item in answer["findings" if command == "check" else "problems"] for text in (item["message"], item.get("fix"))
            if text]
    assert len(said) > 15
    assert [text for text in said if not re.search("[а-яё]", text)] == []


def test_what_a_library_says_in_english_stands_in_no_russian_message():
    for message in ("is no valid JSON (Expecting value): mend it in an editor",
                    "can't be read, nothing is excluded (Extra data: line 1 column 3 (char 2)): mend it",
                    "the excluded pattern /(/ can't be read, it hides nothing (missing ), unterminated subpattern): mend it"):
        assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", Words("ru").say(reported(message)))
