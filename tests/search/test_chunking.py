"""How a note is cut into passages: by section, speaker and form, every line once."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.markdown.parse import parse
from vaultkit.model import Chunk
from vaultkit.search.chunking import chunk_note
from vaultkit.search.chunking.lines import LEAST, MOST, TARGET, says, word_count
from vaultkit.search.passage_text import passage


def cut(text: str, path: str = "note.md", **more: object) -> list[Chunk]:
    return chunk_note(parse(text, path), text, **more)  # type: ignore[arg-type]


CHAT = """>[!nexus_user] **User** - 30.06.2025 at 12:10
> Чем поворот отличается от переноса?
<!-- UID: 1 -->

### 1. Суть

Поворот держит длину [^1].

#### Sources

[^1]: [[Повороты]]

>[!nexus_agent] **Assistant** - 30.06.2025 at 12:11
> Сначала коротко.
>
> ## Разница
>
> > Перенос сдвигает.
>
> | что | держит |
> |-----|--------|
> | поворот | длину |
"""


def test_a_chat_is_cut_by_turn_and_heading_with_speaker_and_time():
    assert [(c.role, c.date, c.headings, c.form, c.text, c.start_line, c.end_line) for c in cut(CHAT)] == [
        ("user", "2025-06-30T12:10", (), "prose", "Чем поворот отличается от переноса?", 2, 2),
        (None, None, ("1. Суть",), "prose", "Поворот держит длину [^1].", 7, 7),
        ("assistant", "2025-06-30T12:11", (), "prose", "Сначала коротко.", 14, 14),
        ("assistant", "2025-06-30T12:11", ("Разница",), "prose", "Перенос сдвигает.", 18, 18),
        ("assistant", "2025-06-30T12:11", ("Разница",), "table", "| что | держит |\n|-----|--------|\n| поворот | длину |", 20, 22),
    ]


def test_an_answer_that_ends_in_a_list_of_sources_is_secondhand_and_the_list_is_no_passage():
    assert [(c.role, c.secondhand) for c in cut(CHAT)] == [
        ("user", False), (None, True), ("assistant", False), ("assistant", False), ("assistant", False)]
    assert not any("[[Повороты]]" in c.text for c in cut(CHAT))


@pytest.mark.parametrize("text", [
    "A thought.\n\n## References\n\n- [[Book]]\n- [[Other]]\n",
    "A thought [^1].\n\n[^1]: [[Book]]\n",
    "A thought.\n\n- [[Book]]\n",
])
def test_a_persons_own_note_with_links_at_its_end_is_not_secondhand(text):
    assert not any(c.secondhand for c in cut(text))
    assert "[[Book]]" in " ".join(c.text for c in cut(text))


def test_what_vaultkit_wrote_itself_is_secondhand_throughout():
    assert [c.secondhand for c in cut("One.\n\n# H\n\nTwo.\n", own=True)] == [True, True]


def test_headings_are_context_and_in_no_text():
    chunks = cut("Intro.\n\n# A\n\nIn A.\n\n## B\n\nIn B.\n\nSetext\n------\n\nIn S.\n")
    assert [(c.headings, c.text) for c in chunks] == [
        ((), "Intro."), (("A",), "In A."), (("A", "B"), "In B."), (("A", "Setext"), "In S.")]


def test_a_heading_with_nothing_below_it_is_text_of_the_section_around():
    assert [(c.headings, c.text) for c in cut("# Plan\n\n## Learn\n\n## Build\n")] == [(("Plan",), "Learn\n\nBuild")]


def test_frontmatter_is_left_out_but_for_what_says_what_the_note_is_about():
    chunks = cut("---\ntitle: T\ndescription: About turning\nauthor: Ann\n---\nBody.\n")
    assert [(c.text, c.start_line, c.end_line) for c in chunks] == [("About turning", 3, 3), ("Body.", 6, 6)]


@pytest.mark.parametrize("text", ["", "---\ntags: [a]\n---\n", "<!-- nothing -->\n", "%%\nhidden\n%%\n", "---\n\n***\n"])
def test_a_note_without_text_has_its_title_as_passage(text):
    chunk, = cut(text, "folder/A name.md")
    assert (chunk.text, chunk.start_line, chunk.end_line) == ("A name", 1, 1)


def test_comments_are_in_no_passage():
    text = "Seen %%not%% here.\n<!-- a\nb --> after\n"
    assert " ".join(c.text for c in cut(text)).split() == ["Seen", "here.", "after"]


def test_a_small_fence_stays_with_its_prose_and_a_large_one_is_code():
    small = cut("Run this:\n\n```sh\nmake\n```\n")
    assert [(c.form, c.text) for c in small] == [("prose", "Run this:\n\n```sh\nmake\n```")]
    body = "\n".join(f"line_{n} = {n}" for n in range(20))
    large = cut(f"Before.\n\n```python\n{body}\n```\n\nAfter.\n")
    assert [(c.form, c.start_line, c.end_line) for c in large] == [("prose", 1, 26), ("code", 3, 24)]
    assert large[1].text == f"```python\n{body}\n```"


def test_a_long_fence_is_cut_between_lines_and_a_long_table_between_rows_with_its_header():
    fence = cut("```\n" + "".join(f"word {n} more\n" for n in range(400)) + "```\n")
    assert len(fence) > 1 and all(c.form == "code" and word_count(c.text) <= MOST for c in fence)
    rows = "".join(f"| name {n} | some words about it |\n" for n in range(120))
    table = cut(f"| a | b |\n|---|---|\n{rows}")
    assert len(table) > 1 and all(c.text.startswith("| a | b |\n|---|---|\n") for c in table)
    assert [c.start_line for c in table[1:]] == [c.end_line + 1 for c in table[:-1]]
    assert table[-1].end_line == 122


RUSSIAN = ("Модель запоминает сцену, т. е. хранит её в памяти. " "Запрос приходит позже, и узел отвечает на него. "
           "В 2024 г. это заняло 3,5 с. «Так и надо», — сказал инж. Петров. ")


def test_a_long_paragraph_is_cut_between_sentences_and_overlaps_by_one():
    chunks = cut(RUSSIAN * 30)
    assert len(chunks) > 3
    for chunk in chunks:
        assert word_count(chunk.text) <= MOST + LEAST and chunk.text in RUSSIAN * 30
        assert chunk.text.startswith(("Модель", "Запрос", "В 2024", "«Так")), "begins with a sentence"
    for one, after in pairwise(chunks):
        assert after.text[:30] in one.text


def test_a_long_list_is_cut_between_items_without_overlap():
    items = [f"- item {n} with a handful of words in it" for n in range(80)]
    chunks = cut("\n".join(items) + "\n")
    assert [line for c in chunks for line in c.text.split("\n")] == items
    assert all(word_count(c.text) >= LEAST for c in chunks)


def test_text_without_sentences_or_blanks_is_bounded_all_the_same():
    for text in ("слово " * 2000, "x" * 30_000, "漢" * 5_000):
        assert all(word_count(c.text) <= MOST + LEAST for c in cut(text))


def test_short_paragraphs_are_joined_and_no_scrap_is_left():
    chunks = cut("\n\n".join(f"Paragraph {n} has some ten words in it, more or less." for n in range(40)))
    assert all(LEAST <= word_count(c.text) <= MOST + LEAST for c in chunks)
    assert all(word_count(c.text) >= TARGET - 20 for c in chunks[:-1])


def test_a_large_callout_is_a_passage_of_its_own_and_a_small_one_is_not():
    said = "words " * 50
    chunks = cut(f"Before.\n\n> [!note] Title\n> {said}\n\nAfter.\n")
    assert [c.text.split()[0] for c in chunks] == ["Before.", "Title", "After."]
    assert [c.text for c in cut("Before.\n\n> [!tip] Short\n> Do it.\n\nAfter.\n")] == ["Before.\n\nShort\nDo it.\n\nAfter."]


@pytest.mark.parametrize(("text", "path", "date"), [
    ("---\ndate: 2025-06-30\n---\nx\n", "a.md", "2025-06-30"),
    ("---\ncreated: 30.06.2025 12:10\n---\nx\n", "a.md", "2025-06-30T12:10"),
    ("---\nдата: 2024-01-02\n---\nx\n", "2020-01-01.md", "2024-01-02"),
    ("x\n", "journal/2025-06-30 Monday.md", "2025-06-30"),
    ("x\n", "1234-99-99.md", None),
    ("x\n", "a.md", None),
])
def test_the_date_of_a_passage_is_its_notes_property_or_name(text, path, date):
    assert cut(text, path)[-1].date == date


def test_the_key_tells_title_headings_and_text_apart_and_nothing_else():
    one, = cut("# H\n\nText.\n", "a.md")
    moved, = cut("\n\n# H\n\nText.\n", "folder/a.md")
    assert moved.key == one.key
    assert cut("# H\n\nText.\n", "b.md")[0].key != one.key
    assert cut("# G\n\nText.\n", "a.md")[0].key != one.key
    assert cut("# H\n\nTexts.\n", "a.md")[0].key != one.key
    assert cut("# H\n\nText.\n", "b.md", key_title="a")[0].key == one.key


def test_what_is_embedded_reads_as_prose():
    chunk, = cut("# A\n\n## On [[LoRA]]\n\n- **Rank** is [[Rank|small]], see [docs](https://x.org/a_(b)) and ![[pic.png]] `r=4`[^1].\n", "A.md")
    assert passage(chunk) == "A › On LoRA\nRank is small, see docs and  r=4."


def heading_lines(heading, lines: list[str]) -> range:
    """A setext heading goes on to its underline."""
    ends = (n for n in range(heading.line + 1, len(lines) + 1) if re.fullmatch(r"[ \t>]*(=+|-+)[ \t]*", lines[n - 1]))
    marked = lines[heading.line - 1].lstrip(" \t>-*1.)").startswith("#")
    return range(heading.line, heading.line + 1 if marked else next(ends, heading.line) + 1)


LINE = st.text("ab я.|#>-*`![]:%1 \t", max_size=30)


@given(st.lists(LINE, max_size=30).map("\n".join))
def test_every_line_that_says_something_is_in_a_passage_and_every_place_is_in_the_note(text):
    note = parse(text, "n.md")
    chunks = chunk_note(note, text)
    assert chunks == chunk_note(parse(text, "n.md"), text)
    hidden = {n for item in note.comments for n in range(item.line, item.end_line + 1)}
    heads = {n for heading in note.headings for n in heading_lines(heading, text.split("\n"))}
    heads |= {item.line for item in note.callouts}
    turns = {n for turn in note.turns for n in range(turn.line, turn.body_line)}
    covered = {n for chunk in chunks for n in range(chunk.start_line, chunk.end_line + 1)}
    for number, line in enumerate(text.split("\n"), 1):
        if number >= note.body_line and says(line) and number not in hidden | heads | turns:
            assert number in covered, (number, line, chunks)
    for chunk in chunks:
        assert 1 <= chunk.start_line <= chunk.end_line <= max(1, note.line_count)


def test_a_note_of_nothing_but_symbols_has_them_as_its_passage():
    (only,) = cut("---\na: b\n---\n\n∑ ∏ ∫\n\n→ ≈\n")
    assert (only.text, only.start_line, only.end_line) == ("∑ ∏ ∫\n\n→ ≈", 5, 7)
    assert [chunk.text for chunk in cut("---\n\n***\n· · ·\n────\n", "идея.md")] == ["идея"]


def test_a_paragraph_that_no_hand_wrote_is_cut_between_sentences_all_the_same():
    chunks = cut("Это идея. She went home. " * 8_000)
    assert all(chunk.text.endswith(".") for chunk in chunks)
    assert max(word_count(chunk.text) for chunk in chunks) <= MOST + LEAST
