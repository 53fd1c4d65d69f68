"""Parts of turns: what a model thought and what its tools did, in the forms of exporters."""

from __future__ import annotations

import pytest

from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse

THOUGHTS = [
    "<think>\ndeep\n\nmore\n</think>", "<think><details><summary>Thought Process</summary>\ndeep\n</details></think>",
    "<details>\n<summary>Thought for 12 seconds</summary>\n\ndeep\n</details>", "> [!thinking]- Thought\n> deep",
    "<details><summary>Ход мыслей</summary>\ndeep\n</details>", "**Thinking:** deep\nmore", "_Thinking:_\n\ndeep",
    "### Thinking\n\ndeep\n\nmore\n\n### Response", "**Thinking:**\n\ndeep\n\nmore\n\n**Answer:**",
    "*Thought for 38s*", "Thought for 38s", "**Размышления:**\n\ndeep",
]
TOOLS = [
    "<tool-use data-tool-type=\"search\">\n<details>\n<summary>Tool use: **grep**</summary>\n\nx\n\n</details>\n</tool-use>",
    "<details><summary>Tool call: read</summary>\nx\n</details>", "🔧 **Tool use: bash**\n```\nls\n```", "**Tool: bash**\n```\nls\n```\n**Output:**\n```\nx\n```",
    "```\nTool: bash\n\n**Input:**\n```json\n{}\n```\n**Output:**\n```\n{}\n```\n```", "> [!tool]- bash\n> x",
    "<tool_call>\n{}\n</tool_call>",
]


@pytest.mark.parametrize(("kind", "part"), [("thinking", part) for part in THOUGHTS] + [("tool", part) for part in TOOLS])
@pytest.mark.parametrize("label", ["## {}", "**{}**"])
def test_a_part_has_its_own_lines_and_the_answer_goes_on_behind_it(kind, part, label):
    user, assistant = label.format("User"), label.format("Assistant")
    text = f"{user}\nhi\n\n{assistant}\n{part}\n\nThe answer.\n\n{user}\nbye\n\n{assistant}\nbye\n"
    note = parse(text)
    assert [turn.role for turn in note.turns] == ["user", "assistant"] * 2
    (found,) = note.turns[1].parts
    last = [line for line in part.splitlines() if line not in ("### Response", "**Answer:**", "")]
    assert (found.kind, found.line) == (kind, 5)
    assert text.splitlines()[found.end_line - 1] == last[-1]
    assert text.splitlines()[note.turns[1].end_line - 1] == "The answer."


def test_words_behind_a_thought_on_its_last_line_are_said():
    note = parse("**User:** hi there\n\n**AI:** <think>\ndeep\n</think> Answer.\n\n**User:** bye.\n\n**AI:** bye.\n")
    assert [tuple(part) for part in note.turns[1].parts] == [("thinking", 3, 4)]


def test_thoughts_and_tools_under_labels_of_their_own():
    text = "".join(f"## {name}\ntext.\n\n" for name in ("User", "Think", "Assistant", "Tool", "Assistant") * 2)
    note = parse(text)
    assert [turn.role[0] for turn in note.turns] == list("uaata" * 2)
    assert [tuple(part) for part in note.turns[1].parts] == [("thinking", 4, 5)] and note.turns[2].parts == ()


def test_a_thought_in_callouts_stands_in_a_turn_or_is_one():
    note = parse("> [!user] **User**\n> hi\n\n> [!thinking]-\n> deep\n\n> [!assistant] **AI**\n> > [!thinking]\n> > deep\n>\n> Answer\n")
    assert [(turn.role, [tuple(part) for part in turn.parts]) for turn in note.turns] == [
        ("user", []), ("assistant", [("thinking", 4, 5)]), ("assistant", [("thinking", 8, 9)])]


def test_parts_make_no_evidence():
    part = "<think>\n\n### Implementation\n\n`core.run()` does it. [code:: src/a.py]\n\n```python\nrun()\n```\n\n</think>\n"
    note = parse(f"## User\nhi\n\n## Assistant\n{part}\n```python\nreal()\n```\n\n## User\nbye\n\n## Assistant\nbye\n")
    assert (note.mentions, note.fields) == ((), ())
    assert [(block.line, block.ordinal) for block in blocks(note)] == [(17, 1)]
    assert [heading.blank for heading in note.headings if heading.text == "Implementation"] == [True]
