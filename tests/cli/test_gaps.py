"""``gaps``: what is open, the most important first, and how to mend it."""

from __future__ import annotations

import csv
import io

import pytest

NOTES = {
    "Готово.md": "---\nkind: concept\n---\nДоходит до кода.\n\n## Схема\n\n```mermaid\ngraph TD; a-->b\n```\n\n"
                 "## Алгоритм\n\n1. раз\n2. два\n3. три\n\n## Псевдокод\n\n```pseudocode\nx ← 1\n```\n\n"
                 "## Код\n\n```python\ndef f():\n    return 1\n```\n",
    "Половина.md": "---\nkind: concept\nschemes: \"[[Чертёж]]\"\n---\nОбрывается на схеме.\n",
    "Чертёж.md": "---\nkind: scheme\n---\n```mermaid\ngraph TD; a-->b\n```\n",
    "66_но_вот_по_чисто.md": "---\nkind: concept\n---\nГолая мысль о памяти.\n",
    "Сломано.md": "---\nkind: concept\ncode: нет/такого.py#f\n---\nКод назван, но его нет.\n",
    "Ничей.md": "---\nkind: algorithm\n---\n1. раз\n2. два\n3. три\n",
}


@pytest.fixture
def folder(vault):
    return vault(NOTES)


def states(data):
    return {gap["title"]: gap["state"] for gap in data["gaps"]}


def test_json_holds_every_concept(call, folder, valid):
    data = valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")
    assert states(data) == {
        "Готово": "covered", "Половина": "partial", "66_но_вот_по_чисто": "uncovered", "Сломано": "broken",
    }
    assert data["summary"]["concepts"] == 4 and data["summary"]["by_state"]["covered"] == 1
    assert [item["id"] for item in data["orphaned"]] == ["Ничей.md"]
    assert [gap["priority"] for gap in data["gaps"]] == sorted((gap["priority"] for gap in data["gaps"]), reverse=True)


def test_open_leaves_out_what_is_covered(call, folder):
    assert "Готово" not in states(call("gaps", "--vault", folder, "--open", "--format", "json").json)


def test_one_concept_alone_with_all_its_evidence(call, folder, valid):
    data = valid(call("gaps", "--vault", folder, "--concept", "Половина", "--format", "json"), "gaps")
    assert states(data) == {"Половина": "partial"}
    text = call("gaps", "--vault", folder, "--concept", "Половина").out
    assert "концепт ✓ → схема ✓ → алгоритм ✗ → псевдокод · → код ·" in text
    assert "Чертёж.md" in text


def test_a_note_that_is_no_concept_is_told(call, folder):
    result = call("gaps", "--vault", folder, "--concept", "Чертёж")
    assert (result.code, result.err) == (2, "error: Чертёж.md is no concept: its kind is scheme\n")


@pytest.mark.parametrize(
    ("terms", "code"),
    [("covered", 1), ("partial", 1), ("broken,stub", 1), ("stub", 0), ("orphaned", 1), ("suspect, moved", 0),
     ("Partial", 1)],
)
@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_fail_on_sets_the_exit_code_whatever_the_format(call, folder, terms, code, form):
    result = call("gaps", "--vault", folder, "--fail-on", terms, "--format", form)
    assert result.code == code
    assert bool(result.err) == bool(code)


def test_only_concepts_of_the_strength_that_counts_set_the_exit_code(call, vault):
    folder = vault({"Идея.md": "## Концепт\n\nМысль.\n", "vaultkit.toml": "[coverage]\nfail_from = \"declared\"\n"})
    assert call("gaps", "--vault", folder, "--fail-on", "uncovered").code == 0


def test_the_text_says_what_is_missing_where_and_how_to_mend_it(call, folder):
    text = call("gaps", "--vault", folder).out
    assert text.splitlines()[0] == "vault: 4 концепта, доведено до кода: 1"
    assert "концепт ✓ → схема ✓ → алгоритм ✗ → псевдокод · → код ·" in text
    flat = " ".join(text.split())
    assert "добавьте в Чертёж.md:1 заголовок «## Алгоритм» или ссылку в свойстве `algorithms`" in flat
    assert "нет/такого.py#f: такого нет — поправьте Сломано.md:3 или напишите" in flat
    assert "66_но_вот_по_чисто  только идея — Голая мысль о памяти." in text
    assert "доведены: Готово" in text


def test_many_concepts_do_not_drown_the_reader(call, vault):
    folder = vault({f"Idea {n}.md": "---\nkind: concept\n---\nAn idea.\n" for n in range(300)})
    text = call("gaps", "--vault", folder).out
    assert len(text.splitlines()) < 120
    assert "290 more by priority: --top N or --all" in text
    assert len(call("gaps", "--vault", folder, "--top", "3").out.splitlines()) < 40
    assert text.count("Idea ") < call("gaps", "--vault", folder, "--all").out.count("Idea ")


def test_csv_is_one_row_a_concept(call, folder):
    rows = list(csv.DictReader(io.StringIO(call("gaps", "--vault", folder, "--format", "csv").out)))
    assert {row["concept"]: row["missing_stage"] for row in rows}["Половина.md"] == "algorithm"


def test_markdown_links_the_notes(call, folder):
    text = call("gaps", "--vault", folder, "--format", "markdown").out
    assert text.startswith("# vault\n")
    assert "- [[Половина|Половина]] — **частично**: концепт ✓ → схема ✓ → алгоритм ✗" in text
    assert "\x1b" not in text


def test_where_no_kind_is_declared_the_inferred_concepts_are_shown_and_marked(call, vault, valid):
    folder = vault({
        "Алгоритм Дейкстры.md": "Алгоритм ищет кратчайший путь в графе: очередь с приоритетами, релаксация рёбер.\n"
                                "Вершина берётся из очереди один раз, расстояния лежат в массиве.\n",
        "Кэш ответов.md": "Сервер хранит ответы в кэше, ключ кэша — хеш запроса. Старое\n"
                          "вытесняется по времени, память ограничена.\n\nСм. [[Алгоритм Дейкстры]].\n",
        "Поездка в Казань.md": "Билеты, отель, музеи и кафе на три дня отпуска.\n",
    })
    data = valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")
    assert data["inferred"] is True
    assert {gap["strength"] for gap in data["gaps"]} == {"inferred"}
    assert {gap["title"] for gap in data["gaps"]} == {"Алгоритм Дейкстры", "Кэш ответов"}
    assert {gap["outcome"] for gap in data["gaps"]} == {"unjudged"}
    text = call("gaps", "--vault", folder).out
    assert "прочитано 3 заметки" in text and "судить не по чему 2" in text and "• Кэш ответов" in text
    assert call("gaps", "--vault", folder, "--fail-on", "uncovered").code == 0


def test_a_vault_without_concepts_says_so(call, vault, valid):
    folder = vault({"a.md": "text"})
    assert valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")["gaps"] == []
    assert "No ideas that could be built were found." in call("gaps", "--vault", folder).out


def test_the_next_stage_is_written_in_a_note_and_never_in_the_code(call, vault):
    folder = vault({"a.md": "---\nkind: concept\ncode: app.py#f\n---\nText.\n", "app.py": "def f():\n    return 1\n"})
    told = call("gaps", "--concept", "a", "--vault", folder).out
    assert "next: scheme — add a heading “## Scheme” to a.md:1" in told


def test_a_path_that_leads_out_is_told_as_one(call, vault):
    folder = vault({"a.md": "---\nkind: concept\ncode: ../../etc/passwd\n---\nText.\n"})
    told = " ".join(call("gaps", "--concept", "a", "--vault", folder).out.split())
    assert "../../etc/passwd leads out of the source roots and the vault" in told


def test_files_of_unknown_kind_are_told(call, tmp_path):
    vault = tmp_path / "v"
    vault.mkdir()
    (vault / "a.md").write_text("---\nkind: concept\n---\nAn idea.\n", "utf-8")
    (vault / "vaultkit.toml").write_text('[source]\nroots = ["src"]\n', "utf-8")
    (vault / "src").mkdir()
    (vault / "src" / "a.qqq").write_text("x", "utf-8")
    assert call("--vault", vault, "gaps", "--format", "json").json["unknown_files"] == {".qqq": 1}
    assert ".qqq (1)" in call("--vault", vault, "gaps").out.splitlines()[-1]


def test_a_bare_tag_is_a_hint_until_the_settings_say_otherwise(call, vault, valid):
    notes = {"Идея.md": "#concept\n\nтекст\n"}
    told = call("index", "--no-embed", "--vault", vault(notes))
    assert "[kinds] tags = true" in told.err
    assert valid(call("gaps", "--vault", vault(notes), "--format", "json"), "gaps")["gaps"] == []
    folder = vault(notes | {"vaultkit.toml": "[kinds]\ntags = true\n"})
    data = valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")
    assert [(gap["concept"], gap["strength"]) for gap in data["gaps"]] == [("Идея.md", "declared")]


def test_a_person_corrects_a_guess_and_it_stays_corrected(call, vault, valid):
    text = "Сервер хранит ответы в кэше, ключ кэша — хеш запроса. Старое вытесняется по времени, память ограничена.\n"
    notes = {"Кэш ответов.md": text, "Очередь задач.md": "---\nnot-code: true\n---\n" + text,
             "Парсер логов.md": text, "vaultkit.toml": '[ideas]\nignore = ["Парсер логов"]\n'}
    data = valid(call("gaps", "--vault", vault(notes), "--format", "json"), "gaps")
    assert [gap["title"] for gap in data["gaps"]] == ["Кэш ответов"]
