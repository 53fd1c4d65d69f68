"""Tags. Source: Obsidian Help, "Tags: Tag format"."""

import pytest

from vaultkit.markdown.parse import parse


def names(text: str) -> list[str]:
    return [tag.name for tag in parse(text).tags]


@pytest.mark.parametrize(("text", "tags"), [
    ("#спам и #kebab-тег, #snake_тег; #123a #родитель/дитя #✅готово", ["спам", "kebab-тег", "snake_тег", "123a", "родитель/дитя", "✅готово"]),
    ("#тег: двоеточие, #точка. Конец", ["тег", "точка"]),
    ("(#x) [#y] «#z»", []),
    ("#a!", ["a"]), ("#a's", ["a"]), ("#標籤，", ["標籤"]), ("#हिन्दी", ["हिन्दी"]), ("#a/", ["a"]), ("#y1984", ["y1984"]), ("#🎯", ["🎯"]),
    ("#Tag #TAG #tag", ["Tag"]),
    (">#a\n> #b", ["a", "b"]), ("- #a\n\t- #b", ["a", "b"]), ("# h #a", ["a"]), ("| #a |\n|---|\n| #b |", ["a", "b"]),
    ("text\n#a", ["a"]), ("x\u00a0#a", ["a"]), ("[x](y) #a", ["a"]),
])
def test_tags_in_the_body(text, tags):
    assert names(text) == tags


@pytest.mark.parametrize("text", [
    "#123", "слово#внутри", "/#косая", r"\#экран", "`#код`", "C#sharp", "https://example.org/page#якорь", "[текст](#раздел)",
    "[[Теги#Глава]]", "[[a #b]]", "[x #y](z)", "# Глава", "##a", "~~~\n#забор\n~~~", "    #indented", "<span data-x='#атрибут'>т</span>", "$ #a $$ #b $$".replace("$ #a ", ""),
    "%% #a %%", "<!-- #a -->", "#", "# ", "<div>\n#a\n</div>", "[x](y 'z #a')", "a <b c=' #d'> e",
])
def test_no_tags(text):
    assert names(text) == []


@pytest.mark.parametrize(("yaml", "tags"), [
    ("tags:\n  - работа\n  - 42", ["работа"]), ("tags: [a, '#b', \"42\", c/d]", ["a", "b", "c/d"]), ("tags: a", ["a"]),
    ("tags: a, b c", ["a", "b", "c"]), ("tag: a", ["a"]), ("Tags: [a]", ["a"]), ("tags: [two words, ok]", ["ok"]), ("tags:", []), ("tags: 2024", []),
    ("tags: [true, null, 2024-01-01]", ["2024-01-01"]), ("tags: {a: b}", []),
])
def test_tags_in_properties(yaml, tags):
    assert names(f"---\n{yaml}\n---\n") == tags


def test_places_and_first_spelling():
    note = parse("---\ntags: [Дело, x]\n---\n🎯 e\u0301 #дело #y\n")
    assert [(tag.name, tag.line, tag.column) for tag in note.tags] == [("Дело", 2, 8), ("x", 2, 14), ("y", 4, 12)]
