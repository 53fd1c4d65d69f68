"""Lines and columns count characters of the original file, whatever stands before. Source: vaultkit.model."""

import pytest

from vaultkit.markdown.parse import parse

BEFORE = "Ж 🎯 e\u0301 👩\u200d💻 日本 "  # Cyrillic, an emoji, a combining accent, joined emoji, wide letters


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_construct_stands_where_its_text_stands(end, mark):
    lines = [
        "---", 'ключ 🎯: "[[п]]"', "---", BEFORE + "[[a]] ![[b]] [c](d.md) #тег `code` **bold** %%x%% [k:: v] [^1] ^id1", "",
        "> [!note] " + BEFORE, "> - [ ] задача [[e]]", "", BEFORE + "<!-- y --> ^[z]",
    ]
    note = parse(mark + end.join(lines))
    assert note.line_count == len(lines) and note.body_line == 4

    def here(item, text):
        assert lines[item.line - 1][item.column - 1:].startswith(text), (item, text)

    for link in note.links:
        here(link, link.raw)
    assert [link.line for link in note.links] == [2, 4, 4, 4, 7]
    here(note.tags[0], "#тег")
    here(note.mentions[0], "`code`")
    here(note.strongs[0], "**bold**")
    here(note.comments[0], "%%x%%")
    here(note.comments[1], "<!-- y -->")
    here(note.fields[0], "[k:: v]")
    here(note.footnotes[0], "[^1]")
    here(note.footnotes[1], "^[z]")
    here(note.block_ids[0], "^id1")
    here(note.tasks[0], "- [ ] задача")
    here(note.lists[0], "- [ ]")
    here(note.callouts[0], "> [!note]")
    here(note.properties[0], "ключ")


def test_an_odd_line_separator_is_no_line_end():
    note = parse("a\u2028b\x0bc\x0cd\x85e\n[[x]]")
    assert [(link.line, link.column) for link in note.links] == [(2, 1)] and note.line_count == 2


@pytest.mark.parametrize(("text", "count"), [("", 1), ("a", 1), ("a\n", 1), ("a\n\n", 2), ("a\nb", 2), ("\n", 1), ("a\r\n\r\n", 2), ("a\rb", 2)])
def test_line_count(text, count):
    assert parse(text).line_count == count
