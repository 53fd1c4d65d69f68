"""``check --staged`` judges what git will commit, in real repositories: the index, not the work tree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from check_repo import CLEAN_ENVIRONMENT, Repo

NOTES = {
    "Папка с пробелом/Цель.md": "# Цель\n\n## Шаги\n\nтекст ^blok\n",
    "Индекс.md": "раз [[Цель]]\nдва [[Цель#Шаги]]\nтри [[Цель#^blok]]\n",
    "Готово.md": "готово\n",
}


def test_nothing_staged_is_nothing_found(repo: Repo) -> None:
    repo.commit(NOTES | {"Сломано.md": "[[Нет]]\n"})
    assert repo.places("--staged") == set()
    assert repo.run("check", "--staged").returncode == 0


def test_only_changed_notes_are_judged(repo: Repo) -> None:
    repo.commit(NOTES | {"Старое.md": "[[Нет]]\n"})
    repo.write({"Новое.md": "раз\n[[Нет и этого]]\n"})
    repo.git("add", "Новое.md")
    assert repo.places("--staged") == {("Новое.md", 2, "unresolved-link")}
    assert repo.run("check", "--staged").returncode == 1


def test_before_the_first_commit_all_that_is_staged_is_judged(repo: Repo) -> None:
    repo.write(NOTES | {"Сломано.md": "[[Нет]]\n"})
    repo.git("add", "Индекс.md", "Сломано.md")
    assert repo.places("--staged") == {
        ("Сломано.md", 1, "unresolved-link"), ("Индекс.md", 1, "unresolved-link"), ("Индекс.md", 2, "unresolved-link"),
        ("Индекс.md", 3, "unresolved-link")}
    repo.git("add", "Папка с пробелом")
    assert repo.places("--staged") == {("Сломано.md", 1, "unresolved-link")}


def test_a_note_staged_in_part_is_judged_as_it_will_be_committed(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({"Готово.md": "готово\n[[Нет]]\n"})
    repo.git("add", "Готово.md")
    repo.write({"Готово.md": "готово\n\n\n[[Цель]] [[И этого нет]]\n"})
    assert repo.places("--staged") == {("Готово.md", 2, "unresolved-link")}
    repo.write({"Готово.md": "готово\n[[Цель]]\n"})
    repo.git("add", "Готово.md")
    repo.write({"Готово.md": "готово\n[[Нет]]\n"})
    assert repo.places("--staged") == set()


def test_a_link_to_a_note_that_is_not_added_says_so(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({"Готово.md": "[[Черновик]]\n", "Черновик.md": "пишу\n"})
    repo.git("add", "Готово.md")
    [finding] = repo.findings("--staged")
    assert (finding["path"], finding["line"], finding["rule"]) == ("Готово.md", 1, "unresolved-link")
    assert finding["fix"] == "git add Черновик.md"
    repo.git("add", "-N", "Черновик.md")
    assert len(repo.findings("--staged")) == 1
    repo.git("add", "Черновик.md")
    assert repo.findings("--staged") == []


def test_what_git_ignores_stays_a_target(repo: Repo) -> None:
    repo.commit(NOTES | {".gitignore": "Личное/\n"})
    repo.write({"Готово.md": "[[Тайна]]\n", "Личное/Тайна.md": "тайна\n"})
    repo.git("add", "Готово.md")
    assert repo.findings("--staged") == []


def test_deleting_and_renaming_break_notes_that_are_not_touched(repo: Repo) -> None:
    repo.commit(NOTES | {"Далёкая.md": "[[Готово]] [[Давно нет]]\n"})
    repo.git("mv", "Папка с пробелом/Цель.md", "Папка с пробелом/Мишень.md")
    repo.git("rm", "-q", "Готово.md")
    assert repo.places("--staged") == {
        ("Индекс.md", 1, "unresolved-link"), ("Индекс.md", 2, "unresolved-link"), ("Индекс.md", 3, "unresolved-link"),
        ("Далёкая.md", 1, "unresolved-link")}
    assert [item["column"] for item in repo.findings("--staged") if item["path"] == "Далёкая.md"] == [1]


def test_a_note_kept_on_disk_but_taken_out_of_git_is_gone(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.git("rm", "-q", "--cached", "Готово.md")
    repo.write({"Индекс.md": "[[Готово]]\n"})
    repo.git("add", "Индекс.md")
    assert repo.places("--staged") == {("Индекс.md", 1, "unresolved-link")}


def test_a_heading_or_block_that_goes_breaks_the_notes_that_name_it(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({"Папка с пробелом/Цель.md": "# Цель\n\n## Ходы\n\nтекст\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == {("Индекс.md", 2, "missing-heading"), ("Индекс.md", 3, "missing-block")}


def test_a_second_note_of_a_name_makes_links_of_others_ambiguous(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({"Другая папка подальше/Цель.md": "ещё одна\n"})
    repo.git("add", "-A")
    assert {(path, rule) for path, _, rule in repo.places("--staged")} == {("Индекс.md", "ambiguous-link")}


def test_an_attachment_that_goes_is_missed(repo: Repo) -> None:
    repo.commit(NOTES | {"Файлы/схема.png": "png", "Картинка.md": "\n![[схема.png]]\n"})
    repo.git("rm", "-q", "Файлы/схема.png")
    assert repo.places("--staged") == {("Картинка.md", 2, "missing-attachment")}


def test_what_was_wrong_before_is_not_told_of_untouched_notes(repo: Repo) -> None:
    repo.commit(NOTES | {"Было.md": "[[Цель#Никогда]]\n"})
    repo.write({"Папка с пробелом/Цель.md": "# Цель\n\n## Шаги\n\nтекст ^blok\n\nещё\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == set()


def test_names_that_git_quotes(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({'Он "цитата"\tи таб.md': "[[Нет]]\n", "с\\косой.md": "[[Нет]]\n"})
    repo.git("add", "-A")
    found = repo.places("--staged")
    assert ('Он "цитата"\tи таб.md', 1, "unresolved-link") in found
    assert ("с\\косой.md", 1, "unresolved-link") in found


def test_a_vault_in_a_subfolder(repo: Repo) -> None:
    repo.vault = repo.top / "доки" / "заметки"
    repo.commit({f"доки/заметки/{path}": text for path, text in NOTES.items()} | {"доки/заметки/.obsidian/app.json": "{}"})
    repo.git("rm", "-q", "доки/заметки/Готово.md")
    repo.write({"доки/заметки/Индекс.md": "[[Готово]]\n", "снаружи.md": "[[Нет]]\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == {("Индекс.md", 1, "unresolved-link")}
    assert repo.places("--staged", "--vault", "доки/заметки", cwd=repo.top) == {("Индекс.md", 1, "unresolved-link")}


def test_a_linked_worktree(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.git("worktree", "add", "-q", "../Второе дерево", "-b", "ветка")
    other = Repo(repo.top.parent / "Второе дерево")
    other.git("rm", "-q", "Готово.md")
    other.write({"Индекс.md": "[[Готово]]\n"})
    other.git("add", "-A")
    assert other.places("--staged") == {("Индекс.md", 1, "unresolved-link")}
    assert repo.places("--staged") == set()


def test_a_submodule_beside_the_notes(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "чужое")
    inner.top.mkdir()
    inner.git("init", "-q")
    inner.commit({"Чужая.md": "[[Нет]]\n"})
    repo.commit(NOTES)
    repo.git("-c", "protocol.file.allow=always", "submodule", "-q", "add", str(inner.top), "модуль")
    repo.write({"Готово.md": "[[Чужая]] [[Нет]]\n", "модуль/Чужая.md": "изменена\n"})
    repo.git("add", "Готово.md", "модуль", ".gitmodules")
    assert repo.places("--staged") == {("Готово.md", 1, "unresolved-link")}


def test_during_a_merge(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.git("checkout", "-q", "-b", "ветка")
    repo.commit({"Готово.md": "готово иначе\n", "С ветки.md": "[[Нет]]\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"Готово.md": "готово по-своему\n"})
    repo.git("merge", "ветка", check=False)
    found = repo.places("--staged")
    assert ("Готово.md", 1, "conflict-marker") in found
    assert ("С ветки.md", 1, "unresolved-link") in found
    repo.write({"Готово.md": "готово\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == {("С ветки.md", 1, "unresolved-link")}


def test_the_index_that_a_hook_is_given(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.write({"Готово.md": "[[Нет]]\n", "Индекс.md": "[[И этого нет]]\n"})
    repo.git("add", "Готово.md")
    index = repo.top / ".git" / "next-index"
    env = {"GIT_INDEX_FILE": str(index)}
    repo.git("read-tree", "HEAD", **env)
    repo.git("add", "Индекс.md", **env)
    assert repo.places("--staged", GIT_INDEX_FILE=str(index), GIT_DIR=".git") == {("Индекс.md", 1, "unresolved-link")}
    assert repo.places("--staged") == {("Готово.md", 1, "unresolved-link")}


def test_outside_of_a_repository_one_line_says_so(tmp_path: Path) -> None:
    lonely = Repo(tmp_path / "без git")
    lonely.write({"Заметка.md": "текст\n"})
    done = lonely.run("check", "--staged", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_nothing_of_it_is_kept(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.git("rm", "-q", "--cached", "Готово.md")
    repo.write({"Индекс.md": "[[Готово]]\n"})
    repo.git("add", "Индекс.md")
    assert repo.places("--staged") != set()
    assert repo.places() == set()


@pytest.mark.parametrize("where", ["заметки", "."])
def test_a_code_repository_that_names_its_vault(repo: Repo, where: str) -> None:
    notes = {"Идея.md": "---\nkind: concept\nwaive: [skipped]\ncode: src/a.py#run\n---\n",
             "Другая.md": "текст\n\ncode:: src/b.py\n"}
    settings = {"vaultkit.toml": f'vault = "{where}"\n[source]\nroots = ["."]\n'} if where != "." else {}
    repo.commit({os.path.normpath(f"{where}/{path}"): text for path, text in notes.items()} | settings
                | {"src/a.py": "def run():\n    return 1\n", "src/b.py": "x = 1\n"})
    assert repo.places("--staged") == set()
    repo.write({"src/a.py": "def go():\n    return 'other'\n"})
    repo.git("add", "-A")
    assert repo.places("--staged", cwd=repo.top) == {("Идея.md", 4, "code-missing")}
    repo.git("rm", "-q", "src/b.py")
    assert ("Другая.md", 3, "code-missing") in repo.places("--staged", cwd=repo.top)


def test_code_staged_in_part(repo: Repo) -> None:
    repo.commit({"Идея.md": "---\ncode: a.py#run\n---\n", "a.py": "def run():\n    return 1\n"})
    repo.write({"a.py": "def other():\n    return 'quite another thing'\n"})
    repo.git("add", "a.py")
    repo.write({"a.py": "def run():\n    return 1\n"})
    assert repo.places("--staged") == {("Идея.md", 2, "code-missing")}
    repo.git("add", "a.py")
    repo.write({"a.py": "x = 1\n"})
    assert repo.places("--staged") == set()


def test_a_change_of_accepted_code_names_the_notes(repo: Repo) -> None:
    note = "---\nkind: concept\ncode: a.py#run\nwaive: {terms: [skipped]}\n---\n"
    repo.commit({"Идея.md": note, "Мимо.md": "---\nkind: concept\ncode: b.py\nwaive: {terms: [skipped]}\n---\n",
                 "a.py": "def run():\n    return 1\n", "b.py": "y = 1\n"})
    assert repo.run("accept", "--all").returncode == 0
    repo.commit()
    repo.write({"a.py": "def run():\n    return 2\n"})
    repo.git("add", "a.py")
    repo.write({"a.py": "def run():\n    return 1\n"})
    assert repo.places("--staged") == {("Идея.md", 3, "suspect")}
    assert repo.run("check", "--staged").returncode == 0
    assert repo.run("check", "--staged", "--strict").returncode == 1


def test_a_gap_that_the_commit_opens_is_told_at_the_concept(repo: Repo) -> None:
    repo.commit({"Идея.md": "---\nkind: concept\nalgorithms: \"[[Ход]]\"\nwaive: {terms: [skipped]}\n---\n",
                 "Ход.md": "---\nkind: algorithm\ncode: a.py\n---\n", "Пустая.md": "---\nkind: concept\n---\n",
                 "a.py": "def run():\n    return 1\n"})
    repo.write({"Ход.md": "---\nkind: algorithm\n---\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == {("Идея.md", 2, "new-gap")}


def test_an_old_gap_in_a_touched_note_is_not_new(repo: Repo) -> None:
    repo.commit({"Пустая.md": "---\nkind: concept\n---\n"})
    repo.write({"Пустая.md": "---\nkind: concept\n---\n\nещё строка\n"})
    repo.git("add", "-A")
    assert repo.places("--staged") == set()
    repo.git("mv", "Пустая.md", "Полная.md")
    assert repo.places("--staged") == set()


def test_the_environment_of_the_tests_is_their_own() -> None:
    assert not [name for name in CLEAN_ENVIRONMENT if name.startswith("GIT_DIR")]
