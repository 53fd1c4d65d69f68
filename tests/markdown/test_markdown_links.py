"""Markdown links and images. Sources: CommonMark 6.3, 6.4; Obsidian Help, "Internal links", "External images"."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "target", "subpath", "display"), [
    ("[x](a.md)", "a.md", None, "x"),
    ("[x](a%20b.md)", "a b.md", None, "x"),
    ("[x](<a b.md>)", "a b.md", None, "x"),
    ("[x](a.md#h)", "a.md", "h", "x"),
    ("[x](a.md#%D0%9F%D0%BB%D0%B0%D0%BD)", "a.md", "План", "x"),
    ("[x](a.md#h1#h2)", "a.md", "h1#h2", "x"),
    ("[x](a%23b.md#c)", "a#b.md", "c", "x"),
    ("[x](#h)", "", "h", "x"),
    ("[x](#^id)", "", "^id", "x"),
    ('[x](a.md "title")', "a.md", None, "x"),
    ("[x](Заметка%20(черновик).md)", "Заметка (черновик).md", None, "x"),
    ("[x](a\\(b.md)", "a(b.md", None, "x"),
    ("[](a.md)", "a.md", None, None),
    ("[`code` **b**](a.md)", "a.md", None, "`code` **b**"),
    ("[a [b] c](a.md)", "a.md", None, "a [b] c"),
    ("[x][ref]\n\n[ref]: a.md#h", "a.md", "h", "x"),
    ("[ref][]\n\n[ref]: <a b.md>", "a b.md", None, "ref"),
    ("[ref]\n\n[ref]: a.md", "a.md", None, "ref"),
    ("[Метка][Ссылка]\n\n[ссылка]: a.md", "a.md", None, "Метка"),
    ("[x](https://a.b/c%20d#e)", "https://a.b/c%20d#e", None, "x"),
    ("[x](mailto:a@b.c)", "mailto:a@b.c", None, "x"),
    ("[x](obsidian://open?vault=a&file=b#c)", "obsidian://open?vault=a&file=b#c", None, "x"),
])
def test_a_markdown_link(text, target, subpath, display):
    (link,) = parse(text).links
    assert (link.kind, link.target, link.subpath, link.display) == ("markdown", target, subpath, display)


@pytest.mark.parametrize(("text", "target", "display"), [
    ("![x](a.png)", "a.png", "x"),
    ("![x|100](a%20b.png)", "a b.png", "x|100"),
    ("![](https://a.b/c.png)", "https://a.b/c.png", None),
    ("![x][ref]\n\n[ref]: a.png", "a.png", "x"),
])
def test_an_image_is_an_embed(text, target, display):
    (link,) = parse(text).links
    assert (link.kind, link.target, link.display) == ("embed", target, display)


@pytest.mark.parametrize("text", [
    "<https://a.b>", "https://a.b/c", "<a@b.c>", "[^1]\n\n[^1]: x", "[x](a b.md)", "[x]( )", "[x]", "`[x](a.md)`",
    "```\n[x](a.md)\n```", r"\[x](a.md)", "$[x](a.md)$", "<!-- [x](a.md) -->", "[ref]: a.md",
])
def test_no_markdown_link(text):
    assert parse(text).links == ()


def test_an_image_in_a_link_gives_both():
    links = parse("[![x](a.png)](b.md)").links
    assert [(link.kind, link.target, link.column) for link in links] == [("markdown", "b.md", 1), ("embed", "a.png", 2)]


def test_raw_is_the_source_text():
    links = parse("Текст 🎯 [a](<b c.md>), ![d](e.png).").links
    assert [(link.raw, link.column) for link in links] == [("[a](<b c.md>)", 9), ("![d](e.png)", 24)]
