"""Whatever the text: no exception, every place inside of it, the same Note each time."""

from dataclasses import fields, is_dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse
from vaultkit.markdown.source import line_starts

PIECES = [
    "# h\n", "## ", "\n===\n", "[[a]]", "![[b#c|d]]", "[[", "]]", "|", "[x](y.md)", "![i](j.png)", "](", "(", ")", "[", "]", "!", "`", "``", "```\n",
    "~~~py\n", "$", "$$", "$$\n", "%%", "%%\n", "<!--", "-->", "<div>\n", "<b>", "> ", ">", "- ", "1. ", "* ", "\t", "    ", "- [ ] ", "[!note] t",
    "[!user] **User** - 1.2.2024 at 3:04\n", "<!-- UID: 1 -->\n", "| a | b |\n", "|---|---|\n", "[^1]", "[^1]: x\n", "^[", "^id\n", "#tag ", "#", "::",
    "key:: v\n", "(k:: [[v]])", "**", "__", "*", "_", "==", "\\", "---\n", "---\na: \"[[b]]\"\n---\n", "a: [1\n", "https://a.b/blob/c ", "\n", "\n\n", "\r\n",
    "\r", "\ufeff", "\0", "\u2028", "\x85", "\xa0", "Ж", "🎯", "é", "слово ", "word. ", "\ud800", "  \n", "<http://x>", "&amp;", "[r]: u\n", "1e5", "...\n",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def check_places(note, text):
    starts = line_starts(text.removeprefix("\ufeff"))
    lengths = [b - a for a, b in zip(starts, [*starts[1:], len(text) + 1], strict=True)]
    for field in fields(note):
        value = getattr(note, field.name)
        for item in value if isinstance(value, tuple) else ():
            if not is_dataclass(item) or field.name == "problems":
                continue
            assert 1 <= item.line <= len(starts), (field.name, item)
            assert 1 <= item.column <= lengths[item.line - 1] + 1, (field.name, item)
            end = getattr(item, "end_line", item.line)
            if field.name == "block_ids":
                assert 1 <= item.start_line <= item.end_line <= len(starts), item
                continue
            assert item.line <= end <= len(starts), (field.name, item)
    assert 1 <= note.body_line <= len(starts) and 1 <= note.line_count <= len(starts)


@given(TEXTS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text):
    note = parse(text, "a.md")
    check_places(note, text)
    assert parse(text, "a.md") == note
    clean = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for link in note.links:
        assert link.target or link.subpath
        assert link.display != "" and link.subpath != ""
        if "\ud800" not in text and link.kind != "property":
            assert link.raw in clean
    for block in blocks(note):
        assert block.heading is None or note.headings[block.heading].line <= block.line


SAMPLE = """\
---
kind: concept
related: ["[[б]]", "[[в|г]]"]
tags: [a/b]
---
# Заголовок 🎯

Текст с [[ссылкой#раздел|подписью]], ![[схема.excalidraw]] и `кодом` ^id1

> [!nexus_user] **User** - 30.06.2025 at 12:10
> вопрос [^1]
<!-- UID: 1 -->

| a | b |
|---|---|
| [[x\\|y]] | **z** |

1. раз
2. два
   - [ ] три

```py
x = 1
```

%% [[скрыто]] %%
key:: [[значение]]

[^1]: [[сноска]]
"""


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), st.sampled_from(PIECES)), max_size=8))
@settings(max_examples=200, deadline=None)
def test_a_mutated_note_is_read(edits):
    text = SAMPLE
    for at, cut, piece in edits:
        text = text[:at] + piece + text[at + cut:]
    note = parse(text)
    check_places(note, text)
    assert parse(text) == note
