"""``gaps``: only some concepts, and SARIF for a forge."""

from __future__ import annotations

import csv
import io
import subprocess
from urllib.parse import unquote

import pytest

NOTES = {
    "Идеи/Половина.md": "---\nkind: concept\ntags: [сеть/слой]\n---\nМысль.\n\n## Схема\n\n```mermaid\na-->b\n```\n",
    "Идеи/Голая.md": "---\nkind: concept\ntags: [память]\n---\nМысль.\n",
    "Готово.md": "---\nkind: concept\ncode: a.py#f\n---\nМысль.\n",
    "Сломано.md": "---\nkind: concept\ncode: нет.py#f\n---\nМысль.\n",
    "Раздел.md": "## Концепт\n\nМысль.\n",
    "Ничей.md": "---\nkind: algorithm\n---\n1. раз\n2. два\n3. три\n",
    "a.py": "def f(x):\n    return x + 1\n",
}


@pytest.fixture
def folder(vault):
    return vault(NOTES)


def kept(call, folder, *options):
    data = call("gaps", "--vault", folder, "--format", "json", *options).json
    return sorted(gap["concept"].partition("#")[0].rpartition("/")[2].removesuffix(".md") for gap in data["gaps"])


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--state", "broken, uncovered"], ["Голая", "Раздел", "Сломано"]),
        (["--strength", "structural"], ["Раздел"]),
        (["--path", "Идеи/*"], ["Голая", "Половина"]),
        (["--path", "идеи"], ["Голая", "Половина"]),
        (["--path", "*.md", "--path", "none"], ["Голая", "Готово", "Половина", "Раздел", "Сломано"]),
        (["--tag", "сеть"], ["Половина"]),
        (["--tag", "#Память", "--tag", "сеть/слой"], ["Голая", "Половина"]),
        (["--stage", "схема"], ["Половина"]),
        (["--missing", "algorithm"], ["Половина"]),
        (["--path", "Идеи", "--state", "partial"], ["Половина"]),
        (["--state", "orphaned"], []),
    ],
)
def test_filters_keep_what_fits_all_of_them(call, folder, options, names):
    assert kept(call, folder, *options) == names


def test_every_format_is_filtered_alike_and_the_summary_is_whole(call, folder, valid):
    data = valid(call("gaps", "--vault", folder, "--state", "broken", "--format", "json"), "gaps")
    assert (data["shown"], data["summary"]["concepts"], data["orphaned"]) == (1, 5, [])
    rows = list(csv.DictReader(io.StringIO(call("gaps", "--vault", folder, "--state", "broken", "--format", "csv").out)))
    assert [row["concept"] for row in rows] == ["Сломано.md"]
    for form in ("text", "markdown"):
        out = call("gaps", "--vault", folder, "--state", "broken", "--format", form).out
        assert "отобрано: 1 концепт из 5" in out
        assert "нет.py#f: такого нет" in out
        assert "Половина" not in out


def test_fail_on_looks_at_what_is_kept(call, folder):
    assert call("gaps", "--vault", folder, "--path", "Идеи", "--fail-on", "broken").code == 0
    assert call("gaps", "--vault", folder, "--path", "Идеи", "--fail-on", "partial").code == 1


@pytest.mark.parametrize(("options", "error"), [
    (["--strength", "decared"], "error: Invalid value for '--strength': no strength 'decared': did you mean declared?"),
    (["--stage", "этажерка"], "error: no stage 'этажерка': the chain is concept, scheme, algorithm, pseudocode, code"),
])
def test_a_wrong_word_is_one_line(call, folder, options, error):
    result = call("gaps", "--vault", folder, *options)
    assert (result.code, len(result.err.splitlines())) == (2, 1)
    assert result.err.startswith(error)


def test_sarif_holds_the_gaps_with_paths_from_the_repositorys_root(call, folder):
    subprocess.run(["git", "-C", str(folder.parent), "init", "-q"], check=True)
    log = call("gaps", "--vault", folder, "--format", "sarif").json
    (run,) = log["runs"]
    found = {(r["ruleId"], r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for r in run["results"]}
    assert {(rule, unquote(uri)) for rule, uri in found} == {
        ("partial", f"{folder.name}/Идеи/Половина.md"), ("uncovered", f"{folder.name}/Идеи/Голая.md"),
        ("uncovered", f"{folder.name}/Раздел.md"), ("broken", f"{folder.name}/Сломано.md")}
    broken = next(r for r in run["results"] if r["ruleId"] == "broken")
    assert broken["level"] == "error"
    assert broken["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "нет.py#f: такого нет" in broken["message"]["text"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "broken", "stub", "moved", "suspect", "ambiguous", "uncovered", "partial"]


def test_sarif_has_the_orphans_where_they_are_asked_for(call, folder):
    log = call("gaps", "--vault", folder, "--format", "sarif", "--state", "orphaned").json
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["orphaned"]


def test_why_holds_no_english_stage_in_russian(call, folder):
    out = call("gaps", "--vault", folder, "--format", "csv").out
    assert "дошла до этапа «схема», этапа «алгоритм» нет" in out
