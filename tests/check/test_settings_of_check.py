"""Which rules hold where: select, ignore, severities, folders, and comments in the notes themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from check_repo import Repo

Folder = Callable[[dict[str, str]], Repo]
NOTE = {"Заметка.md": "[[Нет]]\n![[нет.png]]\n", "Архив/Старая.md": "[[Нет]]\n![[нет.png]]\n"}
LINK, FILE = "unresolved-link", "missing-attachment"


def rules(repo: Repo, *args: str, cwd: Path | None = None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in repo.findings(*args, cwd=cwd):
        found.setdefault(item["path"], []).append(item["rule"])
    return found


@pytest.mark.parametrize(("args", "expected"), [
    ((), [LINK, FILE]), (("--select", LINK), [LINK]), (("--ignore", LINK), [FILE]),
    (("--select", f"{LINK},{FILE}", "--ignore", FILE), [LINK]), (("--select", LINK, "--select", FILE), [LINK, FILE]),
])
def test_the_command_line_chooses(folder: Folder, args: tuple[str, ...], expected: list[str]) -> None:
    assert rules(folder(NOTE), *args)["Заметка.md"] == expected


@pytest.mark.parametrize(("settings", "here", "archive"), [
    ('[check]\nselect = ["unresolved-link"]\n', [LINK], [LINK]),
    ('[check]\nignore = ["unresolved-link"]\n', [FILE], [FILE]),
    ('[check.severity]\nunresolved-link = "off"\n', [FILE], [FILE]),
    ('[check.folders."Архив"]\nignore = ["unresolved-link"]\n', [LINK, FILE], [FILE]),
    ('[check.folders."Архив/"]\nselect = ["unresolved-link"]\n', [LINK, FILE], [LINK]),
    ('[check]\nignore = ["unresolved-link"]\n[check.folders."архив"]\nignore = []\n', [FILE], [LINK, FILE]),
    ('[check.folders."Арх"]\nignore = ["unresolved-link"]\n', [LINK, FILE], [LINK, FILE]),
])
def test_settings_and_those_of_a_folder(folder: Folder, settings: str, here: list[str], archive: list[str]) -> None:
    assert rules(folder(NOTE | {"vaultkit.toml": settings})) == {"Заметка.md": here, "Архив/Старая.md": archive}


def test_severities(folder: Folder) -> None:
    repo = folder({"Заметка.md": "[[Нет]]\n", "vaultkit.toml": '[check.severity]\nunresolved-link = "warning"\n'})
    assert [item["severity"] for item in repo.findings()] == ["warning"]
    assert repo.run("check").returncode == 0
    assert repo.run("check", "--strict").returncode == 1


@pytest.mark.parametrize("args", [("--select", "unresolved-lnk"), ("--ignore", "nothing")])
def test_an_unknown_rule_is_one_line(folder: Folder, args: tuple[str, ...]) -> None:
    done = folder(NOTE).run("check", *args)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("settings", ['[check]\nselect = ["unresolved-lnk"]\n', '[check.severity]\nmissing = "off"\n',
                                      '[check.folders."Архив"]\nignore = ["x"]\n'])
def test_an_unknown_rule_in_the_settings_is_one_line(folder: Folder, settings: str) -> None:
    done = folder(NOTE | {"vaultkit.toml": settings}).run("check")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(("text", "lines"), [
    ("текст\n\n%% vaultkit: ignore unresolved-link ещё нет %%\n[[Нет]]\n[[Нет]]\n", [5]),
    ("%% vaultkit: ignore unresolved-link черновик %%\n\n[[Нет]]\n[[Нет]]\n", []),
    ("---\na: 1\n---\n\n%% vaultkit: ignore unresolved-link черновик %%\n[[Нет]]\n\n[[Нет]]\n", []),
    ("---\nтема: \"[[Нет]]\"\n---\n%% vaultkit: ignore unresolved-link %%\n", []),
    ("%%\nvaultkit: ignore missing-heading, unresolved-link\nпочему\n%%\n[[Нет]]\n", []),
    ("%% просто %%\n%% vaultkit: ignore unresolved-link %%\nтекст\n[[Нет]]\n", []),
    ("%% vaultkit: ignore missing-heading не то правило %%\n[[Нет]]\n", [2]),
    ("> раз\n> %% vaultkit: ignore unresolved-link %%\n> [[Нет]]\n> [[Нет]]\n", [4]),
    ("текст %% vaultkit: ignore unresolved-link %%\n[[Нет]]\n[[Нет]]\n", [3]),
    ("```\n%% vaultkit: ignore unresolved-link %%\n```\n[[Нет]]\n", [4]),
    ("<!-- vaultkit: ignore unresolved-link -->\n[[Нет]]\n", [2]),
])
def test_a_comment_takes_findings_back(folder: Folder, text: str, lines: list[int]) -> None:
    assert [item["line"] for item in folder({"Заметка.md": text}).findings()] == lines


def test_files_are_relative_to_the_current_folder(folder: Folder) -> None:
    repo = folder(NOTE | {"vaultkit.toml": "", "Архив/Идея.md": "---\nkind: concept\n---\n"})
    inside = repo.vault / "Архив"
    assert set(rules(repo, "Старая.md", cwd=inside)) == {"Архив/Старая.md"}
    assert set(rules(repo, "Архив/Старая.md")) == {"Архив/Старая.md"}
    assert set(rules(repo, str(repo.vault / "Заметка.md"))) == {"Заметка.md"}
    assert rules(repo, "Идея.md", cwd=inside) == {"Архив/Идея.md": ["new-gap"]}
    wrong = repo.run("check", "Нет такой.md")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert repo.run("check", "--staged", "Заметка.md").returncode == 2


def test_a_rule_of_another_package(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit.check import registry
    from vaultkit.check.rule import Rule, RuleHit

    rule = Rule("no-shouting", "warning", "Notes do not shout.", ("speak", "тише"),
                lambda context: [RuleHit(path, 1, 1, "it shouts", path) for path in context.files if path.isupper()])

    class Entry:
        name, value = "no-shouting", "pkg:rule"

        def load(self) -> object:
            return self.answer

    entry = Entry()
    entry.answer = rule  # type: ignore[attr-defined]
    monkeypatch.setattr(registry, "_any_entries", lambda: True)
    monkeypatch.setattr(registry, "entries", lambda group: [entry])
    repo = folder({"КРИК.MD": "текст\n"})
    assert [item["rule"] for item in repo.findings()] == ["no-shouting"]
    entry.answer = "no rule"  # type: ignore[attr-defined]
    assert repo.run("check").returncode == 3
