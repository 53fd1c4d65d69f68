"""Files may be called anything: every command goes through, and what is printed steers no terminal."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner

from vaultkit.cli import main

NAMES = [
    "a#b.md", "a.md#b.md", "c^d.md", "#.md", "e|f.md", "g%41h.md", "i[j]k.md", "[[l]].md", "quo\"te's.md", "back\\slash.md",
    "-dash.md", " space .md", "dot..md", "..md", "new\nline.md", "cr\rx.md", "ta\tb.md", "esc\x1b]0;x\x07.md",
    "c1\x9b2J.md", "del\x7f.md", "rtl\u202eabc.md", "\u0301\u0302.md", "👨\u200d👩\u200d👧.md", "con.md", "и\u0306.md",
    "::error::.md", "n" * 252 + ".md",
]
COMMANDS = [
    ["index", "--no-embed"], ["links"], ["links", "--format", "csv"], ["links", "--format", "json"], ["gaps"],
    ["gaps", "--format", "markdown"], ["gaps", "--format", "csv"], ["gaps", "--format", "sarif"], ["classify"],
    ["discover"], ["suggest"], ["suggest", "--format", "json"], ["plan"], ["plan", "--format", "markdown"], ["assess"],
    ["accept", "--all"], ["search", "idea", "--mode", "lexical"], ["check"], ["check", "--format", "github"],
    ["check", "--format", "sarif"], ["graph", "--format", "json"], ["graph", "--format", "graphml"],
    ["graph", "--format", "gexf"], ["graph", "--format", "canvas"], ["graph", "--format", "mermaid"], ["graph"],
    ["report"], ["report", "--format", "markdown"], ["report", "--format", "csv"],
]
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    (folder / ".obsidian").mkdir()
    (folder / "code").mkdir()
    (folder / "vaultkit.toml").write_text('[source]\nroots = ["code"]\n', "utf-8")
    (folder / "code" / "x#y.py").write_text("def f():\n    return 1\n", "utf-8")
    for name in NAMES:
        (folder / name).write_text(
            "---\nkind: concept\ntitle: \"T\\e]0;x\\a\"\ncode: x#y.py#f\n---\n# Idea\n\n## Algorithm\n\n1. a\n2. b\n3. c\n\n"
            "[[nowhere]] [[a#b]]\n\n```python\ndef g():\n    return 2\n```\n", "utf-8")
    return folder


def _run(odd_names, *args):
    @click.command()
    def entry():
        main(["--vault", str(odd_names), *args])

    return CliRunner().invoke(entry, [])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_goes_through(odd_names, command):
    result = _run(odd_names, *command)
    assert result.exit_code in (0, 1), result.output
    assert not STEERS.search(result.stdout), STEERS.search(result.stdout)
    assert not STEERS.search(result.stderr)
    if command[-1] in ("json", "sarif", "canvas"):
        json.loads(result.stdout)
    if command[-1] in ("graphml", "gexf"):
        ElementTree.fromstring(result.stdout)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(".")])
def test_a_note_is_shown_by_its_path(odd_names, name):
    result = _run(odd_names, "show", "--format", "json", "--", name)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["path"] == name


def test_the_parts_of_a_note_belong_to_it_and_its_code_is_found(odd_names):
    found = json.loads(_run(odd_names, "gaps", "--format", "json").stdout)["gaps"]
    gap = next(gap for gap in found if gap["concept"] == "a#b.md")
    assert gap["path"] == "a#b.md"
    assert {item["id"] for item in gap["evidence"] if item["state"] == "ok"} >= {"x#y.py#f"}
