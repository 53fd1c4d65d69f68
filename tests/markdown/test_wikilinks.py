"""Wikilinks and embeds. Sources: Obsidian Help, "Internal links", "Embed files", "Advanced formatting syntax: Tables"."""

import pytest

from vaultkit.markdown.parse import parse


def told(text: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(link.kind, link.target, link.subpath, link.display) for link in parse(text).links]


@pytest.mark.parametrize(("text", "target", "subpath", "display"), [
    ("[[a]]", "a", None, None),
    ("[[a|b]]", "a", None, "b"),
    ("[[a.md]]", "a.md", None, None),
    ("[[a#h]]", "a", "h", None),
    ("[[a#h1#h2]]", "a", "h1#h2", None),
    ("[[a#^id]]", "a", "^id", None),
    ("[[a#h|b]]", "a", "h", "b"),
    ("[[#h]]", "", "h", None),
    ("[[#^id|b]]", "", "^id", "b"),
    ("[[folder/a]]", "folder/a", None, None),
    ("[[../a]]", "../a", None, None),
    ("[[ a ]]", "a", None, None),
    ("[[ a # h | b ]]", "a", "h", "b"),
    ("[[Первая заметка|подпись]]", "Первая заметка", None, "подпись"),
    # Only the first bar splits; an empty display is still a link.
    ("[[a|Foo | Bar]]", "a", None, "Foo | Bar"),
    ("[[a|]]", "a", None, None),
    ("[[a#]]", "a", None, None),
    # A backslash before the bar is the table's escape, wherever the link stands.
    (r"[[a\|b]]", "a", None, "b"),
    (r"[[a#h\|b]]", "a", "h", "b"),
    # Only ]] ends a wikilink, a single bracket belongs to the target.
    ("[[a]b]]", "a]b", None, None),
    ("[[a [b]]]", "a [b", None, None),
    ("[[[a]]]", "a", None, None),
    ("[[a#[Вики](https //ru.wikipedia.org)|вики]]", "a", "[Вики](https //ru.wikipedia.org)", "вики"),
    ("[[a#[x](y)|z]]", "a", "[x](y)", "z"),
    # The innermost opening brackets count.
    ("[[a [[b]]", "b", None, None),
    # What begins inside of the brackets does not break a link, except code.
    ("[[a `b` c]]", "a `b` c", None, None),
    ("[[a <b]] c>", "a <b", None, None),
    (r"\\[[a]]", "a", None, None),
    (r"\[[[a]]\]", "a", None, None),
])
def test_a_wikilink_is_split_as_obsidian_splits_it(text, target, subpath, display):
    assert told(text) == [("wikilink", target, subpath, display)]


@pytest.mark.parametrize(("text", "target", "subpath", "display"), [
    ("![[a]]", "a", None, None),
    ("![[a#h|300]]", "a", "h", "300"),
    ("![[img.png|300x200]]", "img.png", None, "300x200"),
    ("![[doc.pdf#page=3]]", "doc.pdf", "page=3", None),
    (r"| x |" "\n|---|\n" r"| ![[луна.png\|120]] |", "луна.png", None, "120"),
])
def test_an_exclamation_mark_makes_an_embed(text, target, subpath, display):
    assert told(text) == [("embed", target, subpath, display)]


@pytest.mark.parametrize("text", [
    "`[[a]]`", "``x ` [[a]]``", "```\n[[a]]\n```", "~~~\n[[a]]", "    [[a]]", "> ```\n> [[a]]\n> ```", "- x\n\n      [[a]]",
    "<!-- [[a]] -->", "<!--\n\n[[a]]\n-->", "text <!-- [[a]] --> text", "$[[a]]$", "$$[[a]]$$", "$$\n[[a]]\n$$",
    "$$\nx\n\n[[a]]\n\ny\n$$", r"\[[a]]", r"[\[a]]", r"\![\[a]]", "[[a\nb]]", "[[a\r\nb]]", "[[]]", "[[ ]]", "[[|x]]", "[[#]]", "[[a]",
    "[a]]", "[ [a]]", "[[a `]] b`", "[x](http://a.b/[[c]])#", "<http://a.b/[[c]]>", "<div>\n[[a]]\n</div>",
    "| a |\n|---|\n| [[x|y]] |",
])
def test_no_wikilink(text):
    assert [link for link in parse(text).links if link.kind != "markdown"] == []


@pytest.mark.parametrize(("text", "targets"), [
    ("[[a]][[b]]", ["a", "b"]),
    ("`[[` opens, [[a]] is a link", ["a"]),
    ("`[[x` y]] [[a]]", ["a"]),
    ("[[a$b]] and [[c$d]]", ["a$b", "c$d"]),
    ("costs $5, see [[a]], or $6", ["a"]),
    ("# h [[a]]\n\n## [[b]]\n", ["a", "b"]),
    ("> [!tip] [[a]]\n> [[b]]\n>> [!bug]- [[c]]\n>> - [[d]]", ["a", "b", "c", "d"]),
    ("- [[a]]\n\t- [[b]]\n\t\t- [ ] [[c]]", ["a", "b", "c"]),
    ("x[^1] ^[see [[a]]]\n\n[^1]: [[b]]\n    [[c]]", ["a", "b", "c"]),
    ("| [[a]] | b |\n|---|---|\n| [[c\\|d]] | ![[e]] |", ["a", "c", "e"]),
    ("**[[a]]** *[[b]]* ==[[c]]== ~~[[d]]~~", ["a", "b", "c", "d"]),
    ("<span>[[a]]</span> x", ["a"]),
    ("<div>\n\n[[a]]\n\n</div>", ["a"]),
    ("- [[a]] - [[OTHER] x](b.md)", ["a", "b.md"]),
    ("[see [[a]] there](b.md)", ["b.md", "a"]),
    ("[![[a.png]]](b.md)", ["b.md", "a.png"]),
    ("text\n    [[a]]", ["a"]),
    (r"\![[a]]", ["a"]),
    ("[a]: x.md\n\n[[a]]", ["a"]),
    ("[[a]](b.md)", ["a"]),
])
def test_wikilinks_are_found_wherever_markdown_is_read(text, targets):
    assert [link.target for link in parse(text).links] == targets


def test_an_escaped_exclamation_mark_leaves_a_plain_link():
    (link,) = parse(r"a \![[b]]").links
    assert (link.kind, link.raw, link.column) == ("wikilink", "[[b]]", 5)


def test_links_in_comments_are_listed_and_marked():
    links = parse("[[a]] %%[[b]]%% [[c]]\n\n%%\n[[d]]\n\n[e](f.md)\n%%\n[[g]]").links
    assert [(link.target, link.commented) for link in links] == [
        ("a", False), ("b", True), ("c", False), ("d", True), ("f.md", True), ("g", False)]


def test_a_link_that_the_bar_of_a_table_cuts_in_two_is_told():
    note = parse("| a | b |\n|---|---|\n| [[a|A]] | [[b\\|B]] |\n\n[[c|C]]\n", "n.md")
    assert [link.target for link in note.links] == ["b", "c"]
    (problem,) = note.problems
    assert (problem.path, problem.line, problem.rule) == ("n.md", 3, "note-unreadable")
    assert "write [[a\\|A]]" in problem.message
