"""``links``: every link, in every form."""

from __future__ import annotations

import csv
import io
import json

import pytest

NOTES = {
    "Индекс.md": "---\nalgorithms: \"[[Шаг]]\"\n---\n"
                 "[[Шаг]] [[Нет]] [[Шаг#Нет]] [сайт](https://example.org) %%[[Шаг]]%%\n"
                 "[[Двое]] [[Прозвище]] ![[к.png]]\n",
    "Шаг.md": "---\naliases: [Прозвище]\n---\n# Начало\n",
    "а/Двое.md": "", "б/Двое.md": "", "к.png": "",
}


@pytest.fixture
def folder(vault):
    return vault(NOTES)


def test_json_holds_each_link_with_what_it_leads_to(call, folder, valid):
    links = valid(call("links", "--vault", folder, "--format", "json"), "links")["links"]
    assert len(links) == 9
    first = links[0]
    assert (first["line"], first["kind"]) == (2, "property")
    assert (first["relation"], first["resolved"]) == ("algorithms", "Шаг.md")
    by_status = {link["status"] for link in links}
    assert by_status == {"resolved", "unresolved", "external", "ambiguous", "attachment"}
    assert [link["raw"] for link in links if link["commented"]] == ["[[Шаг]]"]
    assert [link["candidates"] for link in links if link["raw"] == "[[Прозвище]]"] == [["Шаг.md"]]


def test_jsonl_and_csv_hold_the_same(call, folder):
    links = call("links", "--vault", folder, "--format", "json").json["links"]
    lines = call("links", "--vault", folder, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == links
    rows = list(csv.DictReader(io.StringIO(call("links", "--vault", folder, "--format", "csv").out)))
    assert [(row["source"], int(row["line"]), row["raw"]) for row in rows] \
        == [(link["source"], link["line"], link["raw"]) for link in links]
    assert [row["candidates"] for row in rows if row["status"] == "ambiguous"] == ["а/Двое.md; б/Двое.md"]


def test_csv_holds_no_formula_that_a_spreadsheet_would_run(call, vault):
    folder = vault({"a.md": "[[=HYPERLINK(\"x\")]] [[+1]] [[@a]] [[-2|=1+1]]\n"})
    rows = list(csv.reader(io.StringIO(call("links", "--vault", folder, "--format", "csv").out)))
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("status", ["unresolved", "ambiguous", "external", "attachment", "resolved"])
def test_one_status_alone(call, folder, status):
    links = call("links", "--vault", folder, "--status", status, "--format", "json").json["links"]
    assert links and {link["status"] for link in links} == {status}


def test_where_no_terminal_is_each_link_is_a_line_that_an_editor_can_jump_to(call, folder):
    result = call("links", "--vault", folder)
    lines = result.out.splitlines()
    assert "Индекс.md:4:1: [[Шаг]] → Шаг.md" in lines
    assert "Индекс.md:4:9: [[Нет]] ✗ такого имени нет" in lines
    assert "Индекс.md:4:17: [[Шаг#Нет]] → Шаг.md  ✗ нет такого заголовка" in lines
    assert "Индекс.md:5:10: [[Прозвище]] ✗ такого имени нет  возможно, Шаг.md" in lines
    assert "Индекс.md:5:1: [[Двое]] → а/Двое.md  также б/Двое.md" in lines
    assert "Индекс.md:2:14: [[Шаг]] → Шаг.md  (algorithms)" in lines
    assert result.err.startswith("9 ссылок: ")


def test_the_summary_is_no_data_and_quiet_takes_it_away(call, folder):
    assert call("links", "--vault", folder, "--quiet").err == ""


def test_a_vault_without_links_is_an_empty_list(call, vault, valid):
    folder = vault({"a.md": "text"})
    assert valid(call("links", "--vault", folder, "--format", "json"), "links")["links"] == []
    assert call("links", "--vault", folder, "--format", "jsonl").raw == b""
