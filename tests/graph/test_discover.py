"""Ideas without a note: which are found, in which order, with which status; and what is never taken for one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from vaultkit.ideas import Discovery, discover
from vaultkit.ideas.names import alternatives, clean, is_name
from vaultkit.ideas.recurring_terms import dictionary_form
from vaultkit.text.lemma import lemma_key
from vaultkit.workspace import Vault

HERE = Path(__file__).resolve().parent.parent / "vaults/ideas"
EXPECTED = yaml.safe_load((HERE / "expected.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def ideas_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    copy = tmp_path_factory.mktemp("ideas") / "vault"
    shutil.copytree(HERE / "vault", copy)
    with Vault.open(copy) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(ideas_vault: Vault) -> Discovery:
    return ideas_vault.discover()


def test_what_a_table_of_a_chat_names_comes_first(found: Discovery):
    assert [idea.name for idea in found.ideas[:len(EXPECTED["first"])]] == list(EXPECTED["first"])


@pytest.mark.parametrize("name", [*EXPECTED["first"], *EXPECTED["listed"]])
def test_an_idea_has_its_newest_status_its_speaker_and_the_notes_that_name_it(found: Discovery, name: str):
    idea = next(idea for idea in found.ideas if lemma_key(idea.name) == lemma_key(name))
    assert [idea.status, idea.role, idea.count] == {**EXPECTED["first"], **EXPECTED["listed"]}[name]


@pytest.mark.parametrize("name", EXPECTED["never"])
def test_noise_and_what_has_a_note_is_no_idea(found: Discovery, name: str):
    assert lemma_key(name) not in {lemma_key(idea.name) for idea in (*found.ideas, *found.missing)}


def test_notes_that_are_only_missing_are_listed_apart(found: Discovery):
    assert sorted(idea.name for idea in found.missing) == sorted(EXPECTED["missing"])
    assert {idea.status for idea in found.missing} == {None}
    assert not {idea.name for idea in found.ideas} & set(EXPECTED["missing"])


def test_each_place_is_a_line_that_holds_the_name(ideas_vault: Vault, found: Discovery):
    for idea in found.ideas:
        for source in idea.sources:
            line = ideas_vault.index.text(source.note).splitlines()[source.line - 1]
            words = {word for part in lemma_key(line) for word in part.split("-")}
            assert all(part in words for word in lemma_key(idea.name) for part in word.split("-")), (idea.name, line)


def test_min_sources_keeps_what_that_many_notes_name(ideas_vault: Vault, found: Discovery):
    kept = ideas_vault.discover(min_sources=2)
    assert {idea.name for idea in kept.ideas} == {idea.name for idea in found.ideas if idea.count >= 2}


def test_a_vault_without_notes_has_no_ideas():
    assert discover([], [], lambda path: "") == Discovery((), ())


def test_a_name_that_may_be_several_says_so(found: Discovery):
    assert any("Досветка, FitoLamp" in reason for reason in found.ideas[0].why)


@pytest.mark.parametrize(("written", "name"), [
    ("🤖 **HuggingFace Transformers**", "HuggingFace Transformers"), ("3. Очередь запросов:", "Очередь запросов"),
    ("[[Память|память]] — цикл", "память — цикл"), ("`llama.cpp`", "llama.cpp"), ("«Петля»", "Петля"),
    ("⚙️ DeepSpeed / Accelerate", "DeepSpeed / Accelerate"), ("[Logseq](https://example.org)", "Logseq"),
])
def test_decoration_is_no_part_of_a_name(written: str, name: str):
    assert clean(written) == name


@pytest.mark.parametrize("text", [
    "LoRA/QLoRA", "GGUF / llama.cpp", "Долгая память", "Реализация (инфраструктура)", "C++", "Резервные копии памяти"])
def test_names_of_things(text: str):
    assert is_name(text)


@pytest.mark.parametrize("text", [
    "С чего начать", "What next?", "Вывод", "Introduction", "2026-03-01", "12.01.2026", "app.json", "src/main.py",
    "Ctrl+T", "Create a base", "Настроить роутер", "Неделя 3", "v1.2.0", "12 %", "…", "@alice", "x == y",
    "Это очень длинная фраза из многих слов"])
def test_what_is_no_name(text: str):
    assert not is_name(text)


@pytest.mark.parametrize(("one", "other"), [
    ("удалённое хранилище", "Удаленного хранилища"), ("Remote Vault", "remote vaults"), ("PDF", "PDFs"),
    ("Журнал отклонённых", "журнала отклонённых")])
def test_inflections_are_one_name(one: str, other: str):
    assert lemma_key(one) == lemma_key(other)


def test_alternatives_are_told_apart_from_one_name():
    assert alternatives("DeepSpeed / Accelerate") == ("DeepSpeed", "Accelerate")
    assert alternatives("Долгая память") == ()


@pytest.mark.parametrize(("words", "title"), [
    (("удалённого", "хранилища"), "удалённое хранилище"), (("силой", "притяжения"), "сила притяжения")])
def test_a_russian_phrase_gets_its_dictionary_form(words: tuple[str, ...], title: str):
    assert dictionary_form(words) == title


@pytest.mark.parametrize(("written", "title"), [
    ("рабочую симметрию", "рабочая симметрия"), ("когнитивному ступору", "когнитивный ступор"),
    ("карта памяти", "карта памяти"), ("Рабочую группу", "Рабочую группу"), ("зависимость от модели", "зависимость от модели"),
    ("память", "память"), ("AGI-архитектора", "AGI-архитектора"),
])
def test_a_bold_name_comes_to_the_nominative(written: str, title: str):
    from vaultkit.text.lemma import as_title

    assert as_title(written) == title


def test_no_idea_comes_from_a_note_that_vaultkit_wrote(tmp_path):
    from vaultkit import Vault

    (tmp_path / "a.md").write_text("See [[Fractal]].\n")
    (tmp_path / "plan.md").write_text("---\ngenerated_by: vaultkit\n---\n## Kernels\n\n[[Fractal]] **Splines**\n")
    with Vault.open(tmp_path) as ideas_vault:
        (idea,) = ideas_vault.discover().ideas
        assert (idea.name, [place.note for place in idea.sources]) == ("Fractal", ["a.md"])
        assert list(ideas_vault.classify()) == ["a.md"]
