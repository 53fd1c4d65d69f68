"""Summaries: the first sentence, as a reader sees it."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "summary"), [
    ("# H\n\nПервое предложение. Второе.", "Первое предложение."),
    ("A first one! And more.", "A first one!"),
    ("См. рис. 2 и т. д. в главе. Дальше.", "См. рис. 2 и т. д. в главе."),
    ("Это, т.е. первое, версия 1.5 от А. С. Пушкина. Второе.", "Это, т.е. первое, версия 1.5 от А. С. Пушкина."),
    ("Use e.g. this one. Next.", "Use e.g. this one."),
    ("**Bold** [[a|link]] and [text](b.md), `code` ~~x~~ ==y== <b>z</b>[^1] ^id\n\n[^1]: f", "Bold link and text, code x y z"),
    ("[[a#h]]\n\n![[b]]\n\n#tag #tag2\n\nkey:: value\n\n%% hidden words %%\n\n<div>html</div>\n\nNow prose.", "Now prose."),
    ("> [!note] Title\n> Body of it. More.", "Body of it."),
    ("one\ntwo\nthree.", "one two three."),
    ("- item one\n- item two", "item one"),
    ("- [ ] open task", "open task"),
    ("---\na: words\n---\n# Only headings\n\n```\ncode words\n```\n", None),
    ("[[a]] | [b](c)", None),
    ("", None),
    ("Что это?.. Ответ.", "Что это?.."),
    ("«Цитата внутри.» Потом.", "«Цитата внутри.»"),
])
def test_summary(text, summary):
    assert parse(text).summary == summary


def test_a_long_sentence_is_cut_at_a_word():
    said = parse("слово " * 100).summary
    assert said is not None and said.endswith("слово…") and len(said) <= 201


@pytest.mark.parametrize(("text", "summary"), [
    ("%%\nlong\n\ncomment\n%%\nThe first sentence. More.", "The first sentence."),
    ("%%x%% Para begins. More.", "Para begins."),
    ("%%[[a]] **b**%% Para begins. More.", "Para begins."),
    ("%%[[a]]%%%%[[b]]%% Para begins. More.", "Para begins."),
    ("%% [[a]] %%\n\nNext one. More.", "Next one."),
    ("%% unclosed [[a]]\n\nWords.", "%% unclosed a"),
])
def test_what_stands_behind_a_comment_in_its_paragraph_is_prose(text, summary):
    assert parse(text).summary == summary
