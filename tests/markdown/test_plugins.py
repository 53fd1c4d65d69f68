"""Drawings and boards. Sources: the file formats of obsidian-excalidraw-plugin and obsidian-kanban."""

import pytest

from vaultkit.markdown.parse import parse

FRONT = "---\n\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n\n---\n"
BANNER = "==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠== You can decompress Drawing data.\n"
PARTS = """
## Text Elements
рабочее колесо ^aB3dE5fG

1. раз
2. два #виден
3. три ^zzzz1111

[[Клапан]] ^xY1zQ2w_

## Element Links
ZwKq1aaa: [[Клапан]]

## Embedded Files
0123456789abcdef: [[фото.png]]
"""
JSON = "## Drawing\n```compressed-json\nN4KAk [[нет]] #нет\n```\n%%"
FORMS = {
    "now": f"{FRONT}{BANNER}\n\n# Excalidraw Data\n{PARTS}\n%%\n{JSON}",
    "hidden": f"{FRONT}{BANNER}\n%%\n# Excalidraw Data\n{PARTS}\n%%\n{JSON}",
    "first": FRONT + BANNER + PARTS.replace("## ", "# ") + "\n%%\n" + JSON.replace("## ", "# ").replace("compressed-", ""),
    "windows": f"{FRONT}{BANNER}\n\n# Excalidraw Data\n{PARTS}\n%%\n{JSON}".replace("\n", "\r\n"),
    "chinese": f"{FRONT}==⚠  切换到 EXCALIDRAW 视图 ⚠==\n\n# Excalidraw Data\n{PARTS}\n%%\n{JSON}",
}


@pytest.mark.parametrize("form", FORMS)
def test_of_a_drawing_the_words_and_the_links_are_read_and_nothing_else(form):
    note = parse(FORMS[form], "Насос.excalidraw.md")
    assert note.headings == () and note.fences == () and note.problems == ()
    assert note.summary == "рабочее колесо"
    assert [(link.target, link.commented) for link in note.links] == [("Клапан", False), ("Клапан", False), ("фото.png", False)]
    assert {tag.name for tag in note.tags} == {"excalidraw", "виден"}
    assert {block.id for block in note.block_ids} == {"aB3dE5fG", "zzzz1111"}


def test_what_the_author_wrote_above_a_drawing_is_read():
    note = parse(f"{FRONT}{BANNER}Мысль автора. Ещё.\n\n# Глава\n\n%%\n# Excalidraw Data\n{PARTS}\n%%\n{JSON}")
    assert note.summary == "Мысль автора." and [heading.text for heading in note.headings] == ["Глава"]


def test_a_note_about_the_plugin_is_no_drawing():
    note = parse("# Excalidraw Data\n\n## Text Elements\nслова ^aB3dE5fG\n\n## Drawing\n[[а]]")
    assert [heading.text for heading in note.headings] == ["Excalidraw Data", "Text Elements", "Drawing"]
    note = parse(f"{FRONT}```\n# Excalidraw Data\n```\n# Глава\n")
    assert [heading.text for heading in note.headings] == ["Глава"] and len(note.fences) == 1


BOARD = """---

kanban-plugin: board

---

## В работе

- [ ] Собрать [[Насос]]

## Готово

**Complete**
- [x] [[Клапан]] #готов


***

## Archive

- [x] старое

%% kanban:settings
```
{"kanban-plugin":"board","list-collapse":[false]}
```
%%"""


@pytest.mark.parametrize("text", [BOARD, BOARD.replace("\n", "\r\n"), BOARD.replace("**Complete**", "**Выполнено**"),
                                  BOARD.replace("старое\n\n%%", "старое\n%%")])
def test_of_a_board_lanes_and_cards_are_read(text):
    note = parse(text)
    assert [heading.text for heading in note.headings] == ["В работе", "Готово"]
    assert [(link.target, link.commented) for link in note.links] == [("Насос", False), ("Клапан", False)]
    assert note.strongs == () and note.fences == () and note.problems == () and len(note.tasks) == 3
