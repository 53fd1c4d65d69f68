"""Comments. Sources: Obsidian Help, "Basic formatting syntax: Comments", "HTML content: Comments"."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "comments"), [
    ("a %%b%% c", [("b", False, 1, 3, 1, 7)]),
    ("%%\nb\n\nc\n%%\n", [("\nb\n\nc\n", False, 1, 1, 5, 2)]),
    ("%%a%%%%b%%", [("a", False, 1, 1, 1, 5), ("b", False, 1, 6, 1, 10)]),
    ("a <!-- b --> c", [(" b ", True, 1, 3, 1, 12)]),
    ("<!--\nb\n\nc\n-->\n", [("\nb\n\nc\n", True, 1, 1, 5, 3)]),
    ("<!-- %% -->", [(" %% ", True, 1, 1, 1, 11)]),
    ("%% vaultkit: ignore unresolved-link reason %%", [(" vaultkit: ignore unresolved-link reason ", False, 1, 1, 1, 45)]),
    ("Ж %%🎯%%", [("🎯", False, 1, 3, 1, 7)]),
    ("%% `a` %% b %% c", [(" `a` ", False, 1, 1, 1, 9)]),
])
def test_comments(text, comments):
    assert [(c.text, c.html, c.line, c.column, c.end_line, c.end_column) for c in parse(text).comments] == comments


@pytest.mark.parametrize("text", ["`%%a%%`", "```\n%%a%%\n```", "$%%a%%$", "`<!-- a -->`", "```\n<!-- a -->\n```", "100% sure", "[a](b%%20%%c)"])
def test_no_comments(text):
    assert parse(text).comments == ()


@pytest.mark.parametrize("text", [
    "[[a]] 5%% more\n\n[[b]]", "%% [[a]]\n\n[[b]]", "%%\n[[a]]\n\n[[b]]", "5%% [[a]]\n\n10%% [[b]]", "- [[a]] 5%%\n- 6%% [[b]]",
    "# [[a]] %%\n\n[[b]] %%\n", "|[[a]] %%|[[b]] %%|\n|-|-|\n", "> [[a]] 5%%\n\n[[b]] 6%%", "> %% [[a]]\n\n[[b]]\n\n%% c",
    "> %%\n> [[a]]\n\n[[b]]\n\n%%", "[[a]] 5%% and `%%timeit` [[b]]", "[[a]] 5%%\n```\n%%\n```\n[[b]]", "Цена 5%%\r\n\r\n[[a]] [[b]]",
    "[[a]] %%\n\n[[b]]", "text\n%% more [[a]]\n\n[[b]] %%",
])
def test_a_mark_without_its_pair_wraps_nothing_and_is_told(text):
    note = parse(text, "n.md")
    assert [(link.target, link.commented) for link in note.links] == [("a", False), ("b", False)]
    assert {problem.rule for problem in note.problems} == {"comment-unclosed"}


@pytest.mark.parametrize("text", [
    "[[n]] %%[[a]]%%", "[[n]] %%[[a]]\nsecond%% line", "%%\n[[a]]\n\nb\n%%", "%% [[a]]\n\nb %%", "- %% [[a]]\n\n  b %%", "- [ ] %%[[a]]%%",
    "> [!note] T %%[[a]]%%", "> %%\n> [[a]]\n>\n> b\n> %%", "text\n%%\n[[a]]\n\nb\n%%", "# H %%[[a]]%%", "5%%\n\n%%\n[[a]]\n\n%%", "%%\n# H\n- [[a]]\n%%",
    "%%\n```\n%%\n```\n[[a]]\n%%",
])
def test_what_is_wrapped_is_a_comment_over_lines_and_blocks(text):
    assert [link.commented for link in parse(text).links if link.target == "a"] == [True]


@pytest.mark.parametrize("text", ["<!-- a\n\n[[b]]", "x <!-- y -->\n\n<!-- z\n[[b]]"])
def test_an_html_comment_that_is_never_closed_is_told(text):
    assert [problem.rule for problem in parse(text).problems] == ["comment-unclosed"]


def test_what_is_commented_out_is_not_read():
    note = parse("%%\n# H\n#tag\nkey:: x\n- [ ] t\n\n| a |\n|---|\n| b |\n\n```mermaid\n%% not the end\n```\n**b** `c` x[^1] ^id\n%%\n# I\n")
    assert [h.text for h in note.headings] == ["I"]
    assert note.tags == note.fields == note.tasks == note.lists == note.tables == note.fences == ()
    assert note.strongs == note.mentions == note.footnotes == note.block_ids == ()
    assert len(note.comments) == 1 and note.comments[0].end_line == 15


def test_a_mermaid_fence_keeps_its_own_comments():
    note = parse("```mermaid\n%% title\ngraph TD\n```\n\n# H\n")
    assert note.comments == () and [f.language for f in note.fences] == ["mermaid"] and len(note.headings) == 1
