"""A line end in the name or the title of a note makes no line of its own in what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FORGED = "::error file=x::forged"
NAME = f"a\n{FORGED}\nб"
COMMANDS = [
    ("index",), ("index", "--no-embed", "--verbose"), ("links",), ("links", "--status", "ambiguous"), ("gaps",),
    ("gaps", "--format", "markdown"), ("gaps", "--concept", f"{NAME}.md"), ("check",), ("check", "--format", "github"),
    ("show", f"{NAME}.md"), ("show", "nowhere"), ("show", "twin"), ("classify",), ("discover",), ("suggest",), ("plan",),
    ("plan", "--format", "markdown"), ("assess",), ("assess", "--format", "markdown"), ("search", "--mode", "lexical", "word"),
    ("accept", "--all"), ("scaffold", "--dry-run", f"{NAME}.md"), ("report", "--format", "markdown"), ("graph", "--format", "mermaid"),
]


@pytest.fixture(scope="module")
def odd_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lines") / "vault"
    for folder in ("", f"x\n{FORGED}\n", "y"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "twin.md").write_text("---\nkind: concept\nuid: 1\n---\nword [[twin]] [[no]]\n", "utf-8")
    (root / f"{NAME}.md").write_text(
        f'---\nkind: concept\ntitle: "t\\n{FORGED}\\nu"\naliases: ["al\\n{FORGED}\\nias"]\ncode: gone.py\n'
        f'tags: ["x\\n{FORGED}\\n"]\nsubsystem: "s\\n{FORGED}\\n"\nrel\\n{FORGED}\\n: "[[twin]]"\n---\n'
        f"word of it [[twin]] and [[nothing]] and [[#gone]]\n", "utf-8")
    (root / "other.md").write_text(f'---\nkind: "k\\n{FORGED}\\n"\n"p\\n{FORGED}\\n": "[[twin]]"\n---\nword\n', "utf-8")
    return root


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).replace(NAME, "NAME"))
def test_no_name_makes_a_line_of_its_own(call, odd_vault, command):
    result = call("--vault", odd_vault, *command)
    lines = re.split(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", f"{result.out}\n{result.err}")
    assert not [line for line in lines if line.strip().startswith(FORGED)]
