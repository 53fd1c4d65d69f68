"""What of a passage may stand in an answer: sentences, items, rows with their headers, lines of code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vaultkit.answer.sentences import sentences_of
from vaultkit.answer.sources import exact
from vaultkit.model import Chunk, Hit

BASE = Chunk("k", "a.md", "A", ("A",), 10, 40, "")


def cut(text: str, **more: object) -> list[tuple[str, str, int]]:
    hit = Hit(replace(BASE, text=text, **more), 1.0)  # type: ignore[arg-type]
    return [(item.text, item.form, item.line) for item in sentences_of(hit, 0)]


def test_english_sentences_end_before_a_capital_not_at_an_abbreviation() -> None:
    assert cut("It costs 2.5 kr, e.g. at Mr. Lind's. Then it doubles!") == [
        ("It costs 2.5 kr, e.g. at Mr. Lind's.", "prose", 10), ("Then it doubles!", "prose", 10)]


def test_russian_sentences_are_cut_by_razdel() -> None:
    assert [text for text, _, _ in cut("Рейка стоит у причала, т. е. в воде. Её видно.")] == [
        "Рейка стоит у причала, т. е. в воде.", "Её видно."]


def test_a_sentence_over_two_lines_is_one() -> None:
    assert cut("The lamp\nturns. It stops.")[0] == ("The lamp turns.", "prose", 10)


def test_items_stand_alone_and_know_what_leads_them() -> None:
    hit = Hit(replace(BASE, text="What we have:\n\n- a lamp\n- a keeper\n  who sleeps"), 1.0)
    items = [item for item in sentences_of(hit, 0) if item.form == "item"]
    assert [(item.text, item.lead, item.line) for item in items] == [
        ("a lamp", "What we have:", 12), ("a keeper who sleeps", "What we have:", 13)]


def test_a_row_is_read_with_its_headers_and_quoted_as_it_stands() -> None:
    hit = Hit(replace(BASE, text="| Pier | Depth |\n| --- | --- |\n| second | 7 m |", form="table"), 1.0)
    row, = sentences_of(hit, 0)
    assert (row.text, row.quote, row.line) == ("Pier: second; Depth: 7 m", "| second | 7 m |", 12)


def test_code_is_kept_line_by_line() -> None:
    assert cut("```sh\nlamp --start\n\nlamp --stop\n```", form="code") == [
        ("`lamp --start`", "code", 11), ("`lamp --stop`", "code", 13)]


def test_footnote_marks_and_block_ids_are_not_shown() -> None:
    assert [text for text, _, _ in cut("The lamp turns [^3]. It stops [^4]. ^block")] == ["The lamp turns.", "It stops."]


def test_headings_rules_comments_and_definitions_of_footnotes_are_no_sentences() -> None:
    assert cut("## Lamp\n\n---\n%% hidden %%\n<!-- x -->\n[^1]: [[Other]]\n> [!note] Title") == []


def test_a_quote_over_the_lines_of_a_callout_is_taken_from_the_note_itself() -> None:
    hit = Hit(replace(BASE, text="При тумане рейку не видно, и высоту спрашивают\nу дежурного."), 1.0)
    sentence, = sentences_of(hit, 0)
    note = "> [!warning] Туман\n> При тумане рейку не видно, и высоту спрашивают\n> у дежурного.\n"
    assert exact(sentence, note) == "При тумане рейку не видно, и высоту спрашивают\n> у дежурного."
    assert exact(sentence, note) in note


@pytest.mark.parametrize("text", [
    "^limits", "run:: [[2026-04-02_vram.log]]", "[[Other note]]", "https://example.org/a/b", "![[picture.png|400]]",
    "#tag #tag/nested", "- [x]", "- [ ] ", "$$E = mc^2$$", "$$\na + b\n$$", "> [!warning]", "**Your account**", "Title\n=====",
    "- [[Other note]]", "см. [[Другая заметка]]", "```mermaid\nflowchart LR\n```", "```dataview\nLIST FROM #x\n```"])
def test_what_says_nothing_by_itself_is_no_sentence(text: str) -> None:
    assert cut(text) == []


def test_a_field_that_says_something_and_links_under_the_line_that_opens_their_list_are_sentences() -> None:
    assert [text for text, _, _ in cut("status:: written, never built")] == ["status:: written, never built"]
    assert [text for text, _, _ in cut("Three harbours:\n\n- [[North]]\n- [[South]]")][1:] == ["[[North]]", "[[South]]"]


def test_the_title_of_a_callout_heads_its_text_and_is_no_part_of_its_first_sentence() -> None:
    assert cut("Потолок скорости\nПри генерации читаются все веса. Это долго.") == [
        ("При генерации читаются все веса.", "prose", 11), ("Это долго.", "prose", 11)]


def test_the_box_of_a_task_is_no_part_of_what_is_quoted() -> None:
    hit = Hit(replace(BASE, text="- [ ] the second lamp turns too"), 1.0)
    sentence, = sentences_of(hit, 0)
    assert sentence.text == sentence.quote == "the second lamp turns too"
