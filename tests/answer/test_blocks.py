"""What of a note is a block: the paragraph, list, table or steps that a person would point at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.answer.blocks import LONGEST, TextBlock, blocks_of, trimmed

NOTE = """---
status: draft
---
# Lamp

The lamp of the lighthouse turns once every twelve seconds, and no keeper has ever seen it stand still in all the years.
It was built in 1893 by Ingrid Holm, who had come from the north to build it and stayed for the rest of her life.

What it needs:

- oil, two litres a night, more in winter when the nights are long
- a wick that is cut every evening before the sun goes down
- somebody who looks after both of them and does not fall asleep

| Part | Price |
| --- | --- |
| wick | 3 |
| lens | 900 |

## How to light it

To light it, run this:

```sh
lamp --light
```

status:: ready

1. Open the valve.
2. Wait for a minute.
3. Light the wick.

[[Harbour]] [[Ferry]]
"""


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> list[TextBlock]:
    return cut(tmp_path_factory.mktemp("blocks"), NOTE)


def cut(folder: Path, text: str) -> list[TextBlock]:
    (folder / "Lamp.md").write_text(text, "utf-8")
    with Vault.open(folder) as vault:
        return blocks_of(vault.searcher.chunks.of_notes(["Lamp.md"]))


def with_text(blocks: Sequence[TextBlock], text: str) -> TextBlock:
    return next(block for block in blocks if text in block.text)


def lines(text: str, block: TextBlock) -> list[str]:
    return text.split("\n")[block.start_line - 1:block.end_line]


def test_a_paragraph_is_a_block_with_its_lines(blocks: Sequence[TextBlock]) -> None:
    block = with_text(blocks, "twelve seconds")
    assert (block.form, block.start_line, block.end_line) == ("prose", 6, 7)
    assert "What it needs" not in block.text


def test_a_list_keeps_the_line_that_opens_it(blocks: Sequence[TextBlock]) -> None:
    block = with_text(blocks, "two litres")
    assert block.form == "list" and block.text.startswith("What it needs:") and "fall asleep" in block.text
    assert lines(NOTE, block)[0] == "What it needs:"


def test_rows_stand_below_their_header(blocks: Sequence[TextBlock]) -> None:
    block = with_text(blocks, "lens")
    assert block.form == "table"
    assert block.text == "| Part | Price |\n| --- | --- |\n| wick | 3 |\n| lens | 900 |"
    assert lines(NOTE, block)[0] == "| Part | Price |" and lines(NOTE, block)[-1] == "| lens | 900 |"


def test_a_fence_keeps_what_introduces_it(blocks: Sequence[TextBlock]) -> None:
    block = with_text(blocks, "lamp --light")
    assert "To light it, run this:" in block.text and block.chunk.headings[-1] == "How to light it"


def test_a_field_is_told_apart_and_bare_links_say_nothing(blocks: Sequence[TextBlock]) -> None:
    assert with_text(blocks, "status:: ready").form == "field"
    assert not any("[[Harbour]]" in block.text for block in blocks)


def test_steps_are_one_block(blocks: Sequence[TextBlock]) -> None:
    block = with_text(blocks, "Wait for a minute")
    assert "Open the valve" in block.text and "Light the wick" in block.text


def test_the_rows_of_a_long_table_have_their_own_lines(tmp_path: Path) -> None:
    rows = [f"| row{n} | what this row says about number {n} of many |" for n in range(120)]
    text = "# T\n\n| Name | Text |\n| --- | --- |\n" + "\n".join(rows) + "\n"
    found = cut(tmp_path, text)
    for block in found:
        last = block.text.split("\n")[-1]
        assert text.split("\n")[block.end_line - 1] == last


def test_an_over_long_block_is_cut_around_its_best_sentence(tmp_path: Path) -> None:
    items = "\n".join(f"- item {n} speaks at some length of the {n}th thing and of nothing else at all" for n in range(60))
    found = with_text(cut(tmp_path, f"# T\n\nThings:\n\n{items}\n"), "item 30 ")
    best = next(sentence for sentence in found.sentences if "item 30 " in sentence.text)
    shown = trimmed(found, best)
    assert shown.words <= LONGEST < found.words and best.text in shown.text
    assert shown.start_line <= best.line <= shown.end_line
