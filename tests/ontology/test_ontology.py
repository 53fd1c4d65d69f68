"""Words of headings, kinds, relations and fences, and what a vault may add to them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from vaultkit.config import Config, load_config
from vaultkit.errors import UsageError
from vaultkit.ontology import load_ontology
from vaultkit.resources import schema_text

ONTOLOGY = load_ontology()


@pytest.mark.parametrize(("heading", "kind"), [
    ("Алгоритм", "algorithm"), ("АЛГОРИТМЫ", "algorithm"), ("2. Алгоритм", "algorithm"), ("Псевдокод:", "pseudocode"),
    ("🧠 Code", "code"), ("**Код**", "code"), ("1.2 Код (Python)", "code"), ("Код: обучение", "code"),
    ("II. Схема", "scheme"), ("3️⃣ Схема", "scheme"), ("Блок-схема", "scheme"), ("Шаг 3. Алгоритм", "algorithm"),
    ("Часть 2 — Псевдокод", "pseudocode"), ("[[Алгоритм]]", "algorithm"), ("a) Code", "code"), ("(1) Код", "code"),
    ("«Псевдо-код»", "pseudocode"), ("Code — training", "code"), ("Пример кода", "code"), ("Реализация", "code"),
    ("Концепция", "concept"), ("concept.", "concept"), ("==Схема==", "scheme"), ("✅ [Код](a.md)", "code"),
    ("Алгоритм обучения", None), ("О псевдокоде", None), ("Кодекс", None), ("Sources", None), ("", None), ("🙂", None),
    ("Концепции", None), ("Кодирование", None), ("C", None), ("1.", None),
])
def test_a_heading_is_a_stage_word_in_any_decoration(heading: str, kind: str | None):
    assert ONTOLOGY.stage_of_heading(heading) == kind


@pytest.mark.parametrize(("heading", "kind"), [
    ("Шаги", "algorithm"), ("Порядок действий:", "algorithm"), ("Как это работает", "algorithm"),
    ("Steps for training", "algorithm"), ("📝 How it works", "algorithm"), ("Алгоритм", "algorithm"),
    ("Любимые места", None), ("План на неделю", None), ("Stepsister", None)])
def test_a_heading_says_that_steps_follow(heading: str, kind: str | None):
    assert ONTOLOGY.steps_kind(heading) == kind


@pytest.mark.parametrize(("field", "relation"), [
    ("schemes", "schemes"), ("Схемы", "schemes"), ("алгоритмы", "algorithms"), ("algorithm", "algorithms"),
    ("code", "code"), ("Реализация", "code"), ("implements", "implements"), ("реализует", "implements"),
    ("depends-on", "depends_on"), ("Depends On", "depends_on"), ("зависит от", "depends_on"), ("часть", "part_of"),
    ("связано", "related"), ("см. также", "related"), ("tags", None), ("вид", None)])
def test_a_field_names_a_relation_in_either_language(field: str, relation: str | None):
    found = ONTOLOGY.relation_of_field(field)
    assert (found.name if found else None) == relation


@pytest.mark.parametrize(("word", "kind"), [
    ("concept", "concept"), ("Концепт", "concept"), ("концепция", "concept"), ("схема", "scheme"),
    ("псевдо-код", "pseudocode"), ("Код", "code"), ("note", "note"), ("книга", None), ("алгоритмов", "algorithm")])
def test_a_word_names_a_kind_in_either_language(word: str, kind: str | None):
    assert ONTOLOGY.kind_of_word(word) == kind


@pytest.mark.parametrize(("language", "stage", "role"), [
    ("mermaid", "scheme", "stage"), ("dot", "scheme", "stage"), ("plantuml", "scheme", "stage"),
    ("псевдокод", "pseudocode", "stage"), ("python", None, "programming"), ("sql", None, "programming"),
    ("json", None, "data"), ("console", None, "plain"), ("text", None, "plain"), (None, None, "unnamed"),
    ("dataview", None, "plain"), ("ad-note", None, "unknown")])
def test_a_fence_is_what_its_language_says(language: str | None, stage: str | None, role: str):
    assert (ONTOLOGY.stage_of_fence(language), ONTOLOGY.fence_role(language)) == (stage, role)


def own(folder: Path, text: str, settings: str = "") -> Config:
    (folder / "ontology.yaml").write_text(text, encoding="utf-8")
    if settings:
        (folder / "vaultkit.toml").write_text(settings, encoding="utf-8")
    return load_config(explicit=folder)


def test_a_vault_adds_words_to_what_there_is(tmp_path: Path):
    ontology = load_ontology(own(tmp_path, "kinds:\n  concept:\n    words: [тема~, пункт~]\n    headings: [О чём]\n"))
    assert ontology.kind_of_word("темы") == ontology.kind_of_word("пунктов") == "concept"
    assert ontology.kind_of_word("концепт") == "concept"
    assert ontology.stage_of_heading("1. О чём?") == "concept"


def test_a_vault_may_give_a_word_to_another_kind(tmp_path: Path):
    ontology = load_ontology(own(tmp_path, "kinds:\n  scheme:\n    words: [идея]\n"))
    assert ontology.kind_of_word("идея") == "scheme"


def test_a_chain_of_its_own_brings_its_relations(tmp_path: Path):
    ontology = load_ontology(own(tmp_path, "chain: [question, answer]\nkinds:\n  answer:\n    words: [ответ~]\n"))
    found = ontology.relation_of_field("answers")
    assert found is not None
    assert (found.direction, found.gives) == ("down", "answer")
    assert ontology.relation_of_field("ответы") == found
    assert ontology.stage_of_heading("Ответ") == "answer"
    assert ontology.stage_of_fence("mermaid") is None
    assert ontology.code_kinds == ()


def test_the_ontology_of_a_naming_repository_lies_beside_its_settings(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    own(tmp_path, "kinds:\n  concept:\n    words: [тема]\n", 'vault = "notes"\n')
    assert load_ontology(load_config(tmp_path)).kind_of_word("тема") == "concept"


def test_an_empty_file_changes_nothing(tmp_path: Path):
    assert load_ontology(own(tmp_path, "")) == ONTOLOGY


@pytest.mark.parametrize(("text", "line", "message"), [
    ("kinds:\n  concept:\n    wrods: [a]\n", 3, "unknown key wrods: the nearest known one is words"),
    ("\nchains: [a, b]\n", 2, "the nearest known one is chain"),
    ("chain: [a]\n", 1, "at least two kinds"),
    ("chain: [a, b, a]\n", 1, "each once"),
    ("chain:\n  a: b\n", 1, "chain must be a list"),
    ("relations:\n  tests:\n    direction: sideways\n", 3, "must be one of down, up, across, whole, not sideways"),
    ("relations:\n  tests:\n    target: [nothing]\n", 3, "nothing is no kind"),
    ("kinds:\n  concept:\n    claims_fences: perhaps\n", 3, "must be true or false"),
    ("kinds: [a]\n", 1, "must hold names with values"),
    ("kinds:\n  concept: {}\n  concept: {}\n", 3, "stands here twice"),
    ("kinds:\n  a:\n    words: [слово]\n  b:\n    words: [слово]\n", 5, "belongs to a already"),
    ("kinds:\n\tconcept: 1\n", 2, "no valid YAML"),
    ("chain: [a, b\n", 2, "no valid YAML"),
    ("a: &x [*x]\n", 1, "unknown key a"),
])
def test_a_mistake_is_one_line_with_file_line_and_mend(tmp_path: Path, text: str, line: int, message: str):
    with pytest.raises(UsageError) as raised:
        load_ontology(own(tmp_path, text))
    told = str(raised.value)
    assert told.startswith(f"{tmp_path / 'ontology.yaml'}:{line}: ")
    assert message in told
    assert "\n" not in told


def test_synonyms_of_the_settings_name_known_kinds(tmp_path: Path):
    ontology = load_ontology(own(tmp_path, "", '[kinds.synonyms]\n"тема" = "concept"\n'))
    assert ontology.kind_of_word("Тема") == "concept"
    with pytest.raises(UsageError, match=r"vaultkit\.toml:2: conept is no kind"):
        load_ontology(own(tmp_path, "", '[kinds.synonyms]\n"тема" = "conept"\n'))
    with pytest.raises(UsageError, match=r"vaultkit\.toml:3: nothing is no kind"):
        load_ontology(own(tmp_path, "", '\n[kinds.folders]\n"а/б" = "nothing"\n'))


def test_every_kind_of_the_chain_has_a_schema_of_its_frontmatter():
    for kind in ONTOLOGY.chain:
        schema = json.loads(schema_text(f"frontmatter-{kind}"))
        jsonschema.Draft202012Validator(schema).validate(
            {"kind": kind, "aliases": "имя", "tags": ["а"], "depends_on": "[[А]]", "своё": 1,
             "waive": {"terms": ["uncovered"], "reason": "так", "until": "2027-01-31"}})
        below = ONTOLOGY.chain[ONTOLOGY.stage_index[kind] + 1:]
        downward = {r.name for r in ONTOLOGY.relations.values() if r.gives in below}
        assert downward <= set(schema["properties"])
