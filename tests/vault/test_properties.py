"""Minimal edits of frontmatter: what changes, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import UsageError
from vaultkit.markdown.parse import parse
from vaultkit.vault.write import set_property


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # No frontmatter yet.
        ("Текст\n", "---\nkind: concept\n---\nТекст\n"),
        ("", "---\nkind: concept\n---\n"),
        ("# A\r\nb\r\n", "---\r\nkind: concept\r\n---\r\n# A\r\nb\r\n"),
        ("\ufeffТекст", "\ufeff---\nkind: concept\n---\nТекст"),
        ("a\n---\nb: 1\n---\n", "---\nkind: concept\n---\na\n---\nb: 1\n---\n"),
        ("---\nunclosed: 1\n", "---\nkind: concept\n---\n---\nunclosed: 1\n"),
        # A new property comes last.
        ("---\na: 1\n---\n", "---\na: 1\nkind: concept\n---\n"),
        ("---\n---\nx", "---\nkind: concept\n---\nx"),
        ("---\n# только слова\n---\n", "---\n# только слова\nkind: concept\n---\n"),
        ("---\na: |\n  много\n  строк\n\n---\n", "---\na: |\n  много\n  строк\n\nkind: concept\n---\n"),
        ("---\n  a: 1\n  b: 2\n---\n", "---\n  a: 1\n  b: 2\n  kind: concept\n---\n"),
        ("---\na: 1 # раз\n# два\n---\n", "---\na: 1 # раз\n# два\nkind: concept\n---\n"),
        ("---\r\na: 1\r\n---\r\nx\n", "---\r\na: 1\r\nkind: concept\r\n---\r\nx\n"),
        ("--- \na: 1\n---\t\nx", "--- \na: 1\nkind: concept\n---\t\nx"),
        # One that is there: only its value changes.
        ("---\nkind: note\n---\n", "---\nkind: concept\n---\n"),
        ("---\nkind:   note   # почему\nb: 2\n---\n", "---\nkind:   concept   # почему\nb: 2\n---\n"),
        ("---\nkind: \"note\"\n---\n", "---\nkind: \"concept\"\n---\n"),
        ("---\nkind: 'note' # x\n---\n", "---\nkind: 'concept' # x\n---\n"),
        ("---\nKind: note\n---\n", "---\nKind: concept\n---\n"),
        ("---\n\"kind\": note\n---\n", "---\n\"kind\": concept\n---\n"),
        ("---\nkind : note\n---\n", "---\nkind : concept\n---\n"),
        ("---\nkind:\nb: 2\n---\n", "---\nkind: concept\nb: 2\n---\n"),
        ("---\nkind: # пусто\nb: 2\n---\n", "---\nkind: concept # пусто\nb: 2\n---\n"),
        ("---\n\"kind\":\n---\n", "---\n\"kind\": concept\n---\n"),
        ("---\nkind: >-\n  много\n  строк\n\nb: 2\n---\n", "---\nkind: concept\n\nb: 2\n---\n"),
        ("---\nkind: [a, b] # x\n---\n", "---\nkind: concept # x\n---\n"),
        ("---\nkind:\n  - a # x\n  - b\n# два\nc: 1\n---\n", "---\nkind: concept\n# два\nc: 1\n---\n"),
        ("---\nkind:\n- a\n- b\n---\n", "---\nkind: concept\n---\n"),
        ("---\nkind:\n  a: 1\n  b: [1,\n    2]\nc: 3\n---\n", "---\nkind: concept\nc: 3\n---\n"),
        ("---\nkindness: 1\nkind: x\n---\n", "---\nkindness: 1\nkind: concept\n---\n"),
        ("---\na: \"kind: x\"\nkind: y\n---\n", "---\na: \"kind: x\"\nkind: concept\n---\n"),
        ("---\nимя: 💡 идея\nkind: note\n---\n", "---\nимя: 💡 идея\nkind: concept\n---\n"),
        ("\ufeff---\r\nkind: note\r\n---\r\n", "\ufeff---\r\nkind: concept\r\n---\r\n"),
        ("---\rkind: note\r---\rx", "---\rkind: concept\r---\rx"),
        ("---\n{a: 1, kind: note}\n---\n", "---\n{a: 1, kind: concept}\n---\n"),
        ("---\nkind: note", "---\nkind: concept\n---\n---\nkind: note"),
    ],
)  # fmt: skip
def test_a_property_is_set(before: str, after: str) -> None:
    assert set_property(before, "kind", "concept") == after


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("concept", "concept"),
        ("концепт", "концепт"),
        ("две части", "две части"),
        ("[[Заметка]]", '"[[Заметка]]"'),
        ("no", '"no"'),
        ("null", '"null"'),
        ("2024-01-31", '"2024-01-31"'),
        ("10:00", '"10:00"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("'x", '"\'x"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("", '""'),
        ("a\nb", '"a\\nb"'),
        (" x ", '" x "'),
        (7, "7"),
        (True, "true"),
        (["a", "[[b]]"], '[a, "[[b]]"]'),
        ([], "[]"),
    ],
)
def test_a_value_is_written_so_that_every_reader_takes_it_for_what_it_is(value: object, written: str) -> None:
    edited = set_property("---\nkind: x\n---\n", "kind", value)  # type: ignore[arg-type]
    assert edited == f"---\nkind: {written}\n---\n"
    assert parse(edited).properties[0].value == value


def test_nothing_is_an_empty_value() -> None:
    assert set_property("---\na: 1\n---\n", "kind", None) == "---\na: 1\nkind:\n---\n"


def test_a_list_takes_the_place_of_a_list() -> None:
    text = "---\nschemes:\n    - a\n    - b\nc: 1\n---\n"
    assert set_property(text, "schemes", ["[[x]]", "z"]) == '---\nschemes:\n    - "[[x]]"\n    - z\nc: 1\n---\n'
    assert set_property("---\na: 1\n---\n", "b", ["x", "z"]) == "---\na: 1\nb:\n  - x\n  - z\n---\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\na: [1\n---\n", "line 2"),
        ("---\na: 1\na: 2\n---\n", "line 3"),
        ("---\n- a\n- b\n---\n", "no list of properties"),
        ("---\nkind: &x note\nb: *x\n---\n", "without changing others"),
        ("---\na: &x note\nkind: *x\n---\n", "without changing others"),
        ("---\n{a: 1}\n---\n", "without changing others"),
    ],
)
def test_what_can_not_be_edited_safely_is_left_alone(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        set_property(text, "kind", "concept")


LINES = st.sampled_from(
    ["a: 1", "b: 'два'", "kind: x", "kind: [y]", "c:", "  - z", "  - w", "# слово", "d: |", "  текст", "", "kind:"]
)


@settings(max_examples=60)
@given(
    st.lists(LINES, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.text(max_size=20),
    st.sampled_from(["", "\ufeff"]),
)
def test_only_the_property_changes(lines: list[str], line_end: str, body: str, bom: str) -> None:
    text = bom + line_end.join(["---", *lines, "---", body])
    try:
        edited = set_property(text, "kind", "concept")
    except UsageError:
        return
    before = {item.name: item.value for item in parse(text).properties}
    assert {item.name: item.value for item in parse(edited).properties} == before | {"kind": "concept"}
    assert edited.startswith(bom) and edited.endswith(line_end + body)
