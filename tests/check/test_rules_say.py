"""What single rules say beyond their place: the mend, the column, what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from check_repo import Repo

Folder = Callable[[dict[str, str]], Repo]


def one(repo: Repo, *args: str) -> dict[str, Any]:
    [finding] = repo.findings(*args)
    return finding


@pytest.mark.parametrize(("link", "fix"), [
    ("[[Планы]]", "может быть, [[План]]?"),
    ("[[Совсем другое имя]]", "создайте заметку или поправьте ссылку"),
    ("[[замысел]]", "напишите [[План|замысел]]"),
    ("[[План#Шаг второй]]", "может быть, [[План#Шаг первый]]?"),
    ("[[План#^konec]]", "может быть, [[План#^konets]]?"),
    ("![[схема1.png]]", "может быть, схема.png?"),
    ("[[https://example.org/a]]", "напишите [текст](https://example.org/a)"),
])
def test_a_link_is_mended_by_what_is_nearest(folder: Folder, link: str, fix: str) -> None:
    repo = folder({"План.md": "---\naliases: [замысел]\n---\n\n## Шаг первый\n\nтекст ^konets\n", "схема.png": "png",
                   "vaultkit.toml": 'lang = "ru"\n', "Заметка.md": f"ещё 💡 {link}\n"})
    finding = one(repo)
    assert (finding["fix"], finding["column"]) == (fix, 7)


def test_an_ambiguous_link_names_what_opens(folder: Folder) -> None:
    repo = folder({"а/План.md": "1\n", "бб/План.md": "2\n", "Заметка.md": "[[План]]\n"})
    finding = one(repo)
    assert finding["fix"] == "укажите путь: [[а/План]]"
    assert "бб/План.md" in finding["message"]


def test_code_is_mended_by_what_is_nearest(folder: Folder) -> None:
    repo = folder({"a.py": "def attend():\n    return 1\n", "Заметка.md": "---\ncode:\n  - a.py\n  - a.py#atend\n---\n"})
    finding = one(repo)
    assert (finding["line"], finding["column"], finding["fix"]) == (4, 5, "может быть, a.py#attend?")


def test_code_that_moved_says_where_it_is(folder: Folder) -> None:
    body = "def attend(query, keys):\n    total = 0\n    for key in keys:\n        total += query * key\n    return total\n"
    repo = folder({"src/a.py": body, "Заметка.md": "---\ncode: src/a.py#attend\n---\n"})
    assert repo.findings() == []
    (repo.vault / "src/a.py").unlink()
    repo.write({"src/other.py": body})
    finding = one(repo)
    assert (finding["rule"], finding["severity"], finding["fix"]) == ("code-moved", "warning", "напишите src/other.py#attend")


def test_a_mention_of_code_that_is_gone(folder: Folder) -> None:
    repo = folder({"src/a.py": "def attend_softly():\n    return 1\n\n\ndef other():\n    return 2\n",
                   "Заметка.md": "текст\nсм. `attend_softly`\n"})
    assert repo.findings() == []
    repo.write({"src/a.py": "def other():\n    return 2\n"})
    finding = one(repo)
    assert (finding["rule"], finding["line"], finding["column"]) == ("stale-mention", 2, 5)


def test_an_orphan_is_told_when_it_is_asked_for(folder: Folder) -> None:
    repo = folder({"Ход.md": "---\nkind: algorithm\n---\n"})
    assert repo.findings() == []
    finding = one(repo, "--select", "orphaned")
    assert (finding["rule"], finding["severity"]) == ("orphaned", "warning")


def test_commented_links_count_where_the_settings_say_so(folder: Folder) -> None:
    repo = folder({"Заметка.md": "%% [[Нет]] %%\n"})
    assert repo.findings() == []
    repo.write({"vaultkit.toml": "commented_links = true\n"})
    assert one(repo)["rule"] == "unresolved-link"


def test_excluded_notes_are_targets_and_never_judged(folder: Folder) -> None:
    repo = folder({"Архив/Старая.md": "[[Нет]]\n", "Заметка.md": "[[Старая]]\n",
                   ".obsidian/app.json": '{"userIgnoreFilters": ["Архив/"]}'})
    assert repo.findings() == []


def test_an_example_of_a_conflict_is_none(folder: Folder) -> None:
    marks = "<<<<<<< HEAD\nраз\n=======\nдва\n>>>>>>> ветка\n"
    assert folder({"Заметка.md": f"```\n{marks}```\n\n```diff\n{marks}```\n"}).findings() == []
    assert folder({"Заметка.md": "=======\n>>>>>>> a\n<<<<<<< b\nтекст\n"}).findings() == []


def test_a_waived_gap_is_quiet(folder: Folder) -> None:
    note = "---\nkind: concept\ncode: нет.py\nwaive: {terms: [broken], until: 2999-01-01}\n---\n"
    assert folder({"Идея.md": note}).findings() == []


def test_a_missing_source_root_is_told(folder: Folder) -> None:
    finding = one(folder({"vaultkit.toml": '[source]\nroots = ["нет"]\n', "Заметка.md": "текст\n"}))
    assert (finding["path"], finding["line"], finding["rule"]) == ("vaultkit.toml", 2, "code-missing")


def test_the_language_is_that_of_the_notes(folder: Folder) -> None:
    assert one(folder({"Note.md": "see [[Nothing there]]\n"}))["message"] == "no note is called Nothing there"


def test_imported_conversations_may_be_called_the_same(folder: Folder) -> None:
    head = "---\ntitle: Новый чат\nconversation_id: {}\n---\nтекст\n"
    assert folder({"а.md": head.format(1), "б.md": head.format(2)}).findings() == []
