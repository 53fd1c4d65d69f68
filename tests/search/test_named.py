"""A question that names a note finds it first: by title, file name or alias, inflected, in either script."""

from __future__ import annotations

import pytest

from vaultkit.search.fuse import ranked_notes
from vaultkit.search.named import NamedNote, name_keys
from vaultkit.text.tokens import Stemmer

# What each note is called stands in no text of its own; the decoys say every name again and again.
NAMED = {
    "Концепции/Петля памяти.md": "Строки о себе уходят в описание.\n",
    "Docker.md": "Образы лежат в реестре.\n",
    "Роутер сцен.md": "Решает, кто отвечает.\n",
    "Speculative decoding.md": "A small one drafts, a large one accepts.\n",
    "2024-05-01 Квантование весов.md": "Числа становятся короче.\n",
    "RAG - поиск и ответ.md": "Куски подаются вместе с вопросом.\n",
    "ппо.md": "---\naliases: [Proximal Policy Optimization (PPO), метод ближней политики]\n---\nШаг ограничен.\n",
    "Заметка с полем.md": "---\ntitle: Учёт видеопамяти\n---\nВеса и кэш складываются.\n",
    "C++.md": "Шаблоны и ссылки.\n",
}
DECOYS = {f"шум/{n}.md": text + "\n" for n, text in enumerate((
    "Память петли, петля в памяти, памяти петель и петли: память о петле.",
    "Docker и docker, в докере докер, контейнер docker в docker.",
    "Сцены роутера: роутер и сцены, сцен много, роутеров мало, роутер, сцена.",
    "Decoding that is speculative: speculative things about decoding and decoders, decode it speculatively.",
    "Весы и квантование, веса без квантования, квантование, квантование, веса, весов.",
    "Ответ, поиск, rag, ответы поиска rag, поиски ответа.", "Видеопамять: учёт её, учёты видеопамяти, память видео.",
    "Policy of proximal things and optimization of policy, ppo ppo, политика ближняя и метод.",
    "Язык c, язык c#, c и ещё c, плюсы и минусы.",
))}


@pytest.mark.parametrize(("question", "note"), [
    ("Петля памяти", "Концепции/Петля памяти.md"), ("как устроена петля памяти?", "Концепции/Петля памяти.md"),
    ("расскажи о петле памяти", "Концепции/Петля памяти.md"), ("зачем нужна ПЕТЛЯ ПАМЯТИ", "Концепции/Петля памяти.md"),
    ("зачем нужен Docker?", "Docker.md"), ("зачем нужен докер?", "Docker.md"), ("что лежит в докере?", "Docker.md"),
    ("how does speculative decoding work?", "Speculative decoding.md"), ("what is Speculative Decoding", "Speculative decoding.md"),
    ("что такое роутер сцен?", "Роутер сцен.md"), ("кто вызывает роутера сцен", "Роутер сцен.md"),
    ("что такое квантование весов?", "2024-05-01 Квантование весов.md"), ("что такое RAG?", "RAG - поиск и ответ.md"),
    ("как работает PPO?", "ппо.md"), ("what is proximal policy optimization", "ппо.md"),
    ("в чём смысл метода ближней политики?", "ппо.md"), ("как считать учёт видеопамяти?", "Заметка с полем.md"),
    ("заметка с полем", "Заметка с полем.md"), ("что такое C++?", "C++.md"),
])
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_the_note_that_is_named_comes_first(opened, question, note, mode):
    vault = opened({**NAMED, **DECOYS}, dense=mode == "hybrid")
    assert ranked_notes(vault.search(question, mode=mode))[0] == note


@pytest.mark.parametrize(("question", "note"), [("что умеет роутер?", "Router.md"), ("how do I start docker", "Докер.md"),
                                                ("kubernetes", "Кубернетес.md")])
def test_a_name_is_heard_in_the_letters_of_the_other_script(opened, question, note):
    names = {"Router.md": "It sends things on.\n", "Докер.md": "Образы и слои.\n", "Кубернетес.md": "Узлы и поды.\n"}
    assert ranked_notes(opened({**names, **DECOYS}, dense=False).search(question))[0] == note


def test_a_name_in_passing_does_not_come_before_what_is_asked(opened):
    vault = opened({"Obsidian.md": "A program.\n", "b.md": "Snippets of styles lie in the folder snippets.\n"}, dense=False)
    found = vault.search("which folder of styles and snippets does obsidian read at the start of every window")
    assert ranked_notes(found)[0] == "b.md"


def test_the_longest_name_is_meant(opened):
    vault = opened({"Память.md": "x\n", "Петля памяти.md": "y\n"}, dense=False)
    assert [one.note for one in vault.searcher.named_notes("как устроена петля памяти")] == ["Петля памяти.md"]


def test_a_name_that_many_notes_have_names_none(opened):
    vault = opened({f"{n}/README.md": f"Part {n}.\n" for n in range(5)}, dense=False)
    assert vault.searcher.named_notes("readme") == []


def test_filters_hold_for_named_notes(opened):
    vault = opened({"a/Docker.md": "x\n", "b/other.md": "docker\n"}, dense=False)
    assert ranked_notes(vault.search("docker", path="b")) == ["b/other.md"]


def test_a_renamed_note_is_found_by_its_new_name_alone(opened):
    vault = opened({"Старое имя.md": "x\n", "другая.md": "y\n"}, dense=False)
    (vault.root / "Старое имя.md").rename(vault.root / "Новая кличка.md")
    vault.refresh()
    assert vault.searcher.named_notes("старое имя") == []
    assert vault.searcher.named_notes("о новой кличке") == [NamedNote("Новая кличка.md", "новой кличке", 1.0, True)]


def test_of_a_long_named_note_the_passage_with_the_words_is_shown(opened):
    parts = "\n\n".join(f"## Раздел {n}\n\nСтрока про {'слои' if n == 30 else 'разное'}." for n in range(60))
    vault = opened({"Docker.md": parts, "x.md": "y\n"}, dense=False)
    hit = vault.search("docker: какие слои?")[0]
    assert (hit.chunk.note, "слои" in hit.chunk.text) == ("Docker.md", True)


@pytest.mark.parametrize("name", ["2024-05-01", "12.", "и", "", "---"])
def test_numbers_and_words_that_join_are_no_names(name):
    assert name_keys(name, Stemmer()) == set()
