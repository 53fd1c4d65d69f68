"""What CONTRIBUTING says of adding a thing is all that it takes: each recipe is followed in a copy of the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NOTE = "---\nkind: concept\n---\n# Lighthouse\n\nIngrid ==lit== the lamp on the ==north== cape.\n"
MARKS = "vaultkit/model/marks.py"
TABLE = "vaultkit/model/constructs.py"
HIGHLIGHT = '''

@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted run of text (``==text==``); ``spans`` are its first and last column."""

    text: str
    line: int
    spans: tuple[int, ...] = ()
'''
HIGHLIGHTS = '''"""Highlights: ``==text==``.

Source: Obsidian Help, "Basic formatting syntax: Highlights".
"""

import re

from vaultkit.markdown.source import NoteText
from vaultkit.model.marks import Highlight


def highlights(source: NoteText) -> tuple[Highlight, ...]:
    """Highlighted runs in order of place."""
    made = []
    for found in re.finditer("==([^=]+)==", source.text):
        line, column = source.at(found.start())
        made.append(Highlight(found[1], line, (column, column + len(found[0]) - 1)))
    return tuple(made)
'''
ROW = '    Construct("highlights", Highlight, "highlights:highlights", text="==", shown=True),\n'


class Copy:
    """A copy of the package, a vault of one note, and calls of the copy."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.vault = folder / "checkout", folder / "vault"
        # Times are kept, so the bytecode beside the sources still serves.
        shutil.copytree(root / "vaultkit", self.root / "vaultkit")
        shutil.copytree(root / "schemas", self.root / "schemas")
        self.vault.mkdir()
        (self.vault / "Lighthouse.md").write_text(NOTE, encoding="utf-8")
        self.environment = os.environ | {"PYTHONPATH": str(self.root), "VAULTKIT_CACHE": str(folder / "cache"),
                                         "COLUMNS": "100"}

    def add(self, path: str, text: str) -> None:
        """A new file."""
        assert not (self.root / path).exists()
        (self.root / path).write_text(text, encoding="utf-8")

    def put(self, path: str, before: str, text: str) -> None:
        """``text`` in front of the one place where ``before`` stands."""
        file = self.root / path
        old = file.read_text("utf-8")
        assert old.count(before) == 1, before
        file.write_text(old.replace(before, text + before), encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "vaultkit", *arguments], cwd=self.vault, env=self.environment,
                              capture_output=True, encoding="utf-8", timeout=60, check=False)

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--format", "json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)

    def add_highlights(self, row: str = ROW, record: str = HIGHLIGHT) -> None:
        """Follow the recipe of a construct."""
        self.add("vaultkit/markdown/highlights.py", HIGHLIGHTS)
        file = self.root / MARKS
        file.write_text(file.read_text("utf-8") + record, encoding="utf-8")
        self.put("vaultkit/model/notes.py", "    problems: tuple[Problem, ...]\n    body_line: int\n    line_count",
                 "    highlights: tuple[Highlight, ...]\n")
        self.put("vaultkit/model/notes.py", "    ListBlock,\n    Property,", "    Highlight,\n")
        self.put(TABLE, "    ListBlock,\n    Property,", "    Highlight,\n")
        self.put(TABLE, ')\n\n\ndef type_text', row)


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Copy:
    return Copy(root, tmp_path)


def test_a_construct_is_read_stored_and_shown(copy: Copy) -> None:
    assert copy.run("index", "--no-embed").returncode == 0
    copy.add_highlights()
    shown = copy.json("show", "Lighthouse")
    assert shown["highlights"] == [{"text": "lit", "line": 6, "spans": [8, 14]},
                                   {"text": "north", "line": 6, "spans": [32, 40]}]
    assert shown["sections"] and copy.run("gaps").returncode == 0


def test_a_record_with_another_field_makes_a_new_index_by_itself(copy: Copy) -> None:
    copy.add_highlights()
    assert "highlights" in copy.json("show", "Lighthouse")
    copy.put(MARKS, "    spans: tuple[int, ...] = ()", '    width: int = 7\n')
    file = copy.root / "vaultkit/markdown/highlights.py"
    file.write_text(file.read_text("utf-8").replace("line, (column", "line, len(found[1]), (column"), encoding="utf-8")
    assert [item["width"] for item in copy.json("show", "Lighthouse")["highlights"]] == [3, 5]


BAD_ROWS: dict[str, tuple[str, str, str]] = {
    "no dataclass": (ROW, HIGHLIGHT.replace("@dataclass(frozen=True, slots=True)\n", ""), "Highlight is no dataclass"),
    "a file that is not there": (ROW.replace("highlights:h", "lights:h"), HIGHLIGHT, "markdown/lights.py"),
    "a column with a form of its own": (ROW.replace("shown", 'kept="head", shown'), HIGHLIGHT, "is kept in body"),
    "no row": ("", HIGHLIGHT, "no row fills Note.highlights"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_wrong_row_is_told_by_its_name_and_never_as_a_damaged_index(copy: Copy, case: str) -> None:
    row, record, message = BAD_ROWS[case]
    copy.add_highlights(row, record)
    done = copy.run("show", "Lighthouse")
    assert done.returncode != 0 and "model/constructs.py" in done.stderr and message in done.stderr
    assert "damaged" not in done.stderr


def test_a_function_that_makes_something_else_is_told_by_its_row(copy: Copy) -> None:
    copy.add_highlights()
    file = copy.root / "vaultkit/markdown/highlights.py"
    file.write_text(file.read_text("utf-8").replace("made.append(Highlight(found[1], line, (column, column + "
                                                    "len(found[0]) - 1)))", "made.append(found[1])"), encoding="utf-8")
    done = copy.run("show", "Lighthouse")
    assert done.returncode == 3 and "row 'highlights': its function makes what is no Highlight" in done.stderr


def test_a_rule_finds_and_is_documented(copy: Copy) -> None:
    copy.add("vaultkit/check/rules/no_lamp.py", '''"""``no-lamp``: a note speaks of a lamp."""

from vaultkit.check.rule import Rule, RuleHit


def find(scene):
    """A hit for each note with the word."""
    for note in scene.facts:
        if "lamp" in scene.text(note.path):
            yield RuleHit(note.path, 1, 1, scene.say(("a lamp", "лампа")), "lamp")


RULE = Rule("no-lamp", "error", "Lamps burn down.", ("put it out", "погасите её"), find)
''')
    copy.put("vaultkit/check/registry.py", '    "orphaned",\n', '    "no-lamp",\n')
    found = {item["rule"]: (item["message"], item["fix"]) for item in copy.json("check")["findings"]}
    assert found["no-lamp"] == ("a lamp", "put it out")
    page = subprocess.run([sys.executable, "-m", "vaultkit.render.rules_page"], cwd=copy.root, env=copy.environment,
                          capture_output=True, encoding="utf-8", check=True)
    told = page.stdout + "".join(file.read_text("utf-8") for file in copy.root.rglob("rules.md"))
    assert "no-lamp" in told and "Lamps burn down." in told


def test_a_format_of_a_command_is_one_file_and_one_line(copy: Copy) -> None:
    copy.add("vaultkit/render/gaps_names.py", '''"""``gaps`` as names."""

from vaultkit.render.formats import Lines


def as_names(view):
    """A line a concept."""
    return Lines(f"{gap.title}={gap.state}" for gap in view.shown)
''')
    copy.put("vaultkit/render/formats.py", '        "github": "gaps:as_github",', '        "names": "gaps_names:as_names",\n')
    assert copy.run("gaps", "--format", "names").stdout == "Lighthouse=uncovered\n"
    assert "|names|" in "".join(copy.run("gaps", "--help").stdout.split())


def test_an_exporter_is_one_file_and_one_line(copy: Copy) -> None:
    copy.add("vaultkit/render/exports/names.py", '"""The names alone."""\n\n\ndef export(view):\n'
             '    """A line a node."""\n    return "".join(f"{node.title}\\n" for node in view.nodes)\n')
    copy.put("vaultkit/render/exports/__init__.py", '"graphml": "graphml"', '"names": "names", ')
    assert copy.run("graph", "--format", "names").stdout == "Lighthouse\n"


def test_a_language_gives_its_symbols(copy: Copy) -> None:
    copy.add("vaultkit/source/languages/dialect.py", '''"""A dialect of Go."""

import re

from vaultkit.source.languages.spec import Grammar, named_definition

DIALECT = Grammar("dialect", "tree_sitter_go", {"function_declaration": named_definition("function")},
                  "(function_declaration) @def (comment) @comment", stub=re.compile(b"(?:return)?"))
''')
    copy.put("vaultkit/source/languages/__init__.py", ")\nLANGUAGES = ",
             '    Language("dialect", "dialect:DIALECT", (), (".dialect",)),\n')
    (copy.vault / "vaultkit.toml").write_text('[source]\nroots = ["src"]\n', encoding="utf-8")
    (copy.vault / "src").mkdir()
    (copy.vault / "src" / "tower.dialect").write_text(
        "package tower\nfunc Light(n int) int { return n + 1 }\nfunc Dark() {}\n", encoding="utf-8")
    for name in ("Light", "Dark", "Nothing"):
        (copy.vault / f"{name}.md").write_text(f"---\nkind: code\ncode: tower.dialect#{name}\n---\n", encoding="utf-8")
    (copy.vault / "Lighthouse.md").write_text(
        f"{NOTE}\n- implemented_by:: [[Light]]\n- implemented_by:: [[Dark]]\n- implemented_by:: [[Nothing]]\n",
        encoding="utf-8")
    [gap] = copy.json("gaps")["gaps"]
    found = {item["id"].rpartition("#")[2]: item["state"] for item in gap["evidence"] if "dialect" in item["id"]}
    assert found == {"Light": "ok", "Dark": "stub", "Nothing": "missing"}
