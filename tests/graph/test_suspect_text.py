"""What changes the fingerprint of a note, and what is only another way to write the same."""

from __future__ import annotations

import pytest

from vaultkit.graph.suspect import note_fingerprint

SAME = [
    ("Two words.", "Two\nwords."),
    ("One.\n\nTwo.", "One.\r\n\r\n\r\nTwo.   \n"),
    ("---\ntags: [a]\n---\nText", "---\ntags: [a, b]\nkind: concept\n---\n\nText"),
    ("Text", "\ufeffText"),
    ("Text %%think again%% here", "Text here"),
    ("Text <!-- three\nlines\n--> here", "Text here"),
    ("- one\n- two", "* one\n* two"),
    ("1. one\n2. two", "1) one\n1) two"),
    ("- [ ] one", "- [x] one"),
    ("## Heading", "### Heading ###"),
    ("Heading\n===", "# Heading"),
    ("a **bold** and _leaning_ `word`", "a bold and *leaning* word"),
    ("| a | b |\n| --- | --- |\n| 1 | 2 |", "|a|b|\n|:-:|---|\n|1|2|"),
    ("> [!note] quoted\n> text", "[!note] quoted\ntext"),
    ("A block ^id-1", "A block"),
    ("See [[Adam]].", "See Adam."),
    ("See [[Adam|the optimiser]].", "See [[Optimisers/Adam|the optimiser]]."),
    ("See [the paper](https://example.org/1).", "See the paper."),
    ("implements:: [[Idea]]\nText", "implements:: [[Another name]]\nText"),
    ("й", "и\u0306"),
    ("```python\nx = 1\n```", "~~~ python\nx  =  1\n~~~"),
    (r"5 \* 3", "5 * 3"),
    ("a\n\n***\n\nb", "a\n\n---\n\nb"),
]
OTHER = [
    ("Text", "Texts"),
    ("Text", "text"),
    ("one two", "two one"),
    ("a - b", "a + b"),
    ("See [[Adam]].", "See [[SGD]]."),
    ("Step 5 of 7", "Step 6 of 7"),
    ("r = 0.1", "r = 0.2"),
    ("Text", "Text\n\nand more"),
    ("```python\nx = 1\n```", "```python\nx = 2\n```"),
    ("```python\nx = 1\n```", "```ruby\nx = 1\n```"),
    ("```\n%% said %%\n```", "```\n%% other %%\n```"),
    ("note:: one", "note:: two"),
    ("snake_case_name", "snakecasename"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_written_in_another_way(one: str, other: str):
    known = {"implements"}.__contains__
    assert note_fingerprint(one, known) == note_fingerprint(other, known)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_something_else(one: str, other: str):
    known = {"implements"}.__contains__
    assert note_fingerprint(one, known) != note_fingerprint(other, known)


@pytest.mark.parametrize("text", ["", "---\n", "```", "%%", "<!--", "[[" * 50_000, "a::" * 50_000, "- " * 100_000,
                                  "|" * 100_000, "\\" * 100_000, "_" * 100_000, "> " * 100_000, "<!--" * 50_000, " " * 100_000 + "x", "[a](" * 30_000,
                                  "- - x" * 20_000, "| " * 50_000 + "x", "```\n" * 30_000, "\ud800"])
def test_any_text_has_a_fingerprint(text: str):
    assert note_fingerprint(text).startswith("n1:")
