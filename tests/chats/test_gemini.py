"""Gemini's activity of Google Takeout: one note a day, since nothing says which conversation a question belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported_chats import Bring, put

from vaultkit.chats.html_text import markdown_of
from vaultkit.markdown.parse import parse


def record(title: str, time: str, *html: str, **more: object) -> dict[str, object]:
    return {"header": "Gemini Apps", "title": title, "time": time, "products": ["Gemini Apps"],
            "safeHtmlItem": [{"html": each} for each in html]} | more


def test_questions_of_a_day_stand_in_one_note_in_their_order(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    done = bring(put(tmp_path / "MyActivity.json", [
        record("Prompted а потом?", "2025-07-01T12:00:00Z", "<p>Потом.</p>"),
        record("Gave feedback: Good response", "2025-06-30T13:00:00Z"),
        record("Prompted второй", "2025-06-30T12:20:00.5Z", "<p>Да</p>", attachedFiles=["a.png"]),
        record("Prompted первый", "2025-06-30T12:10:00Z", "<h3>Ответ</h3><ul><li>раз</li><li>два</li></ul>"),
        {"header": "YouTube", "title": "Watched x", "time": "2025-06-30T12:10:00Z", "products": ["YouTube"]}]))
    assert [(chat.id, chat.turns, chat.title) for chat in done.chats] == [
        ("gemini-2025-07-01", 2, "Gemini 2025-07-01"), ("gemini-2025-06-30", 4, "Gemini 2025-06-30")]
    text = (chat_vault / "Chats/Gemini 2025-06-30.md").read_text("utf-8")
    assert [(turn.role, turn.time) for turn in parse(text).turns] == [
        ("user", "2025-06-30T12:10"), ("assistant", "2025-06-30T12:10"),
        ("user", "2025-06-30T12:20"), ("assistant", "2025-06-30T12:20")]
    assert "> ### Ответ\n>\n> - раз\n> - два\n" in text and "a.png" in text and "feedback" not in text


@pytest.mark.parametrize(("html", "markdown"), [
    ("<p>a <b>b</b> <i>c</i></p><p>d</p>", "a **b** *c*\n\nd"), ("<pre><code>x\n  y</code></pre>", "```\nx\n  y\n```"),
    ('<a href="https://a.org">A</a> <a href="javascript:x">B</a>', "[A](<https://a.org>) [B]"), ("a<br>b &lt;c&gt;", "a\nb <c>"),
    ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n\n  - c"), ("<script>x</script><p>y", "y"), ("</ul></a>x", "x"),
])  # fmt: skip
def test_html_of_an_answer_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
