"""What is never read, what is left out on request, and what Obsidian hides."""

from __future__ import annotations

import json
from typing import Any

import pytest


def paths(vault: Any) -> list[str]:
    vault.index.refresh()
    return [facts.path for facts in vault.index.facts()]


def excluded(vault: Any) -> list[str]:
    vault.index.refresh()
    return [facts.path for facts in vault.index.facts() if facts.excluded]


def test_hidden_files_and_folders_are_never_read(vault: Any) -> None:
    """perkinsben/obs_tools#19: deleted notes in .trash."""
    for path in (".trash/x.md", ".obsidian/y.md", "a/.hidden/z.md", "a/.note.md", ".vaultkit/n.md", "a/seen.md"):
        vault.write(path, "")
    vault.write("b.md", "[[x]] [[.note]]")
    assert paths(vault) == ["a/seen.md", "b.md"]
    assert {link.status for link in vault.index.links()} == {"unresolved"}
    assert vault.index.problems() == []


def test_globs_of_the_settings(make_vault: Any) -> None:
    vault = make_vault(ignore=("archive/", "*.draft.md", "/top.md", "!keep.draft.md"))
    for path in ("archive/a.md", "x/archive/b.md", "c.draft.md", "keep.draft.md", "top.md", "x/top.md"):
        vault.write(path)
    assert paths(vault) == ["keep.draft.md", "x/top.md"]


def test_gitignore_on_request(make_vault: Any) -> None:
    vault = make_vault(gitignore=True)
    vault.write(".gitignore", "/build/\n*.tmp.md\n")
    vault.write("x/.gitignore", "local.md\n!keep.tmp.md\n")
    for path in ("build/a.md", "x/build/b.md", "c.tmp.md", "x/local.md", "local.md", "x/keep.tmp.md"):
        vault.write(path)
    assert paths(vault) == ["local.md", "x/build/b.md", "x/keep.tmp.md"]
    assert len(list(vault.reopen().refresh().changed_paths)) == 3


def test_gitignore_of_the_repository_around(make_vault: Any, tmp_path: Any) -> None:
    (tmp_path / ".git/info").mkdir(parents=True)
    (tmp_path / ".git/info/exclude").write_text("mine.md\n")
    (tmp_path / ".gitignore").write_text("/docs/vault/gone/\nlog.md\n")
    vault = make_vault("docs/vault", gitignore=True)
    for path in ("gone/a.md", "x/gone/a.md", "log.md", "mine.md", "b.md"):
        vault.write(path)
    assert paths(vault) == ["b.md", "x/gone/a.md"]


def test_changed_rules_are_noticed(make_vault: Any, assert_as_fresh: Any) -> None:
    vault = make_vault()
    vault.write("a.md", "[[b]]")
    vault.write("x/b.md", "")
    assert paths(vault) == ["a.md", "x/b.md"]
    vault.reopen(ignore=("x/",))
    assert paths(vault) == ["a.md"]
    assert vault.link("a.md").status == "unresolved"
    vault.reopen()
    assert paths(vault) == ["a.md", "x/b.md"]
    assert_as_fresh(vault)


def settings(vault: Any, *filters: str) -> None:
    vault.write(".obsidian/app.json", json.dumps({"userIgnoreFilters": list(filters)}))


def test_files_that_obsidian_excludes_stay_targets(vault: Any) -> None:
    """Obsidian Help, Settings, Excluded files; ulisesantana/obsidian-pending-notes#15."""
    settings(vault, "Архив/", "README.md", "/^log/\\d+\\.md$/")
    vault.write("a.md", "[[Старое]]\n[[1]]")
    for path in ("Архив/Старое.md", "README.md", "x/README.md", "log/1.md", "log/a.md"):
        vault.write(path)
    assert excluded(vault) == ["README.md", "log/1.md", "Архив/Старое.md"]
    assert [link.resolved for link in vault.index.links()] == ["Архив/Старое.md", "log/1.md"]


def test_a_changed_filter_is_noticed_without_reading_notes(vault: Any) -> None:
    vault.write("x/a.md")
    vault.write("b.md")
    assert excluded(vault) == []
    settings(vault, "x/")
    generation = vault.index.generation
    report = vault.index.refresh()
    assert (report.changed, vault.index.generation) == (0, generation + 1)
    assert excluded(vault) == ["x/a.md"]
    settings(vault, "b.md")
    assert excluded(vault) == ["b.md"]
    (vault.root / ".obsidian/app.json").unlink()
    assert excluded(vault) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"userIgnoreFilters": 7}', '{"userIgnoreFilters": [1, null, ""]}', "\0"])
def test_settings_that_make_no_sense_exclude_nothing(vault: Any, text: str) -> None:
    vault.write(".obsidian/app.json", text)
    vault.write("a.md")
    assert excluded(vault) == []
    assert len(vault.index.problems()) == (text in ("{", "\0"))


def test_a_pattern_that_can_not_be_read_is_told(vault: Any) -> None:
    settings(vault, "/(/", "b")
    vault.write("a.md")
    vault.write("b.md")
    assert excluded(vault) == ["b.md"]
    (problem,) = vault.index.problems()
    assert problem.path == ".obsidian/app.json" and "/(/" in problem.message
