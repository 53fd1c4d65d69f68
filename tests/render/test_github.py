"""Gaps as workflow commands: the same results as the SARIF log has, each beside the line that it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from notes_folder import NotesFolder

Run = Callable[..., Any]


def test_gaps_are_annotations_of_their_notes(vaultkit: Run, vault: NotesFolder) -> None:
    root: Path = vault({
        "Idea: one, two.md": "---\nkind: concept\ntitle: 50%\n---\nText.\n",
        "Done.md": "---\nkind: concept\nwaive: {terms: [uncovered], reason: later}\n---\nText.\n",
        "Torn.md": "---\nkind: concept\ncode: nothing.py\n---\nText.\n",
    })
    run = vaultkit("--vault", root, "gaps", "--format", "github")
    lines = sorted(run.stdout.splitlines())
    assert run.returncode == 0 and len(lines) == 2, run.stdout + run.stderr
    assert lines[0].startswith("::error file=Torn.md,line=3,title=broken::Torn: ")
    assert lines[1].startswith("::notice file=Idea%3A one%2C two.md,line=1,title=uncovered::50%25: ")
