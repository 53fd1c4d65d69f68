"""Callouts. Source: Obsidian Help, "Callouts"."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "callouts"), [
    ("> [!note]", [("note", "", None, 0, 1, 1)]),
    ("> [!TIP] Заголовок **x**\n> body\n", [("tip", "Заголовок **x**", None, 0, 1, 2)]),
    (">[!faq]- Closed\n>a", [("faq", "Closed", "-", 0, 1, 2)]),
    ("> [!faq]+ Open\n> a\n>\n\nb", [("faq", "Open", "+", 0, 1, 3)]),
    ("> [!note|right] T", [("note", "T", None, 0, 1, 1)]),
    ("> [!my-own_type] T", [("my-own_type", "T", None, 0, 1, 1)]),
    ("> [!a] A\n> > [!b] B\n> > > [!c] C\n> x\n", [("a", "A", None, 0, 1, 4), ("b", "B", None, 1, 2, 4), ("c", "C", None, 2, 3, 4)]),
    ("- x\n  > [!a] A\n  > b", [("a", "A", None, 0, 2, 3)]),
    ("> [!a] A\r\n> b\r\n", [("a", "A", None, 0, 1, 2)]),
])
def test_callouts(text, callouts):
    assert [(c.type, c.title, c.fold, c.depth, c.line, c.end_line) for c in parse(text).callouts] == callouts


@pytest.mark.parametrize("text", ["> note", "[!note] x", "> x\n> [!note] y", "```\n> [!note]\n```", "> [!]", "> [note]"])
def test_no_callouts(text):
    assert parse(text).callouts == ()
